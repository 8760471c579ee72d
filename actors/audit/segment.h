// actors/audit/segment.h: one file of the archive, as its chain's manifest names it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/audit/archive_io.h"
#include "actors/audit/audit_chain.h"
#include "actors/base/expected.h"

namespace audit {
/// Links `first` to `last` of a chain, which follow upon `before` and end with `after`.
struct Segment {
  std::string file;  ///< its name within the folder of the chain
  uint64_t first = 0;
  uint64_t last = 0;
  UtcTime first_logged{};
  UtcTime last_logged{};
  std::string hash_before;  ///< 32 bytes
  std::string hash_after;   ///< 32 bytes
  uint64_t bytes = 0;       ///< of the file
  std::string sha256;       ///< of the file, 32 bytes

  Head before() const { return {first - 1, hash_before}; }
  Head after() const { return {last, hash_after}; }
  friend bool operator==(const Segment&, const Segment&) = default;
};

/// Where a chain's files lie below the directory of the archive.
std::string folder_of(const std::string& archive_dir, store::Owner owner);
std::string segment_file_name(uint64_t first);

/// One line of a manifest: a JSON object.
std::string line_of(store::Owner owner, const Segment& segment);
/// Nothing unless `line` is exactly what line_of made for this owner.
std::optional<Segment> segment_of(store::Owner owner, std::string_view line);

/// What a manifest says: lines that follow upon one another from the first link on.
struct Manifest {
  std::vector<Segment> segments;
  uint64_t whole_bytes = 0;  ///< of these lines
  std::string rest;          ///< what follows them and is no such line

  Head end() const { return segments.empty() ? Head{} : segments.back().after(); }
};
/// A chain without a manifest has an empty one.
Expected<Manifest, ArchiveFault> read_manifest(const std::string& folder, store::Owner owner);
/// Adds a line, durably, behind the whole ones: a rest is cut off. Answers what went wrong.
std::string append_segment(const std::string& folder, store::Owner owner, const Segment& segment,
                           Manifest& manifest);
/// Cuts off the last line and what follows it, durably.
std::string drop_last_segment(const std::string& folder, store::Owner owner, Manifest& manifest);
}  // namespace audit
