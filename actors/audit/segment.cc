// actors/audit/segment.cc: manifest.jsonl, one line a file.
#include "actors/audit/segment.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "actors/audit/audit_owners.h"
#include "actors/audit/hex.h"
#include "actors/json/json_read.h"

namespace audit {
namespace {
std::string manifest_in(const std::string& folder) { return folder + "/manifest.jsonl"; }

bool read_hash(const json::Object& object, std::string_view name, std::string& into) {
  std::string hex;
  auto raw = json::take(object, name, hex) ? raw_of_hex(hex) : std::nullopt;
  if (raw) into = std::move(*raw);
  return raw.has_value();
}
bool read_time(const json::Object& object, std::string_view name, UtcTime& into) {
  std::string text;
  return json::take(object, name, text) && parse_iso_utc(text, into);
}
bool read_number(const json::Object& object, std::string_view name, uint64_t& into) {
  int64_t number = 0;
  if (!json::take(object, name, number) || number < 0) return false;
  into = static_cast<uint64_t>(number);
  return true;
}

bool read(const json::Object& object, Segment& into) {
  return json::take(object, "file", into.file) && read_number(object, "first", into.first) &&
         read_number(object, "last", into.last) &&
         read_time(object, "firstTime", into.first_logged) &&
         read_time(object, "lastTime", into.last_logged) &&
         read_hash(object, "hashBefore", into.hash_before) &&
         read_hash(object, "hashAfter", into.hash_after) &&
         read_number(object, "bytes", into.bytes) && read_hash(object, "sha256", into.sha256);
}

/// Makes the manifest end after `bytes`.
std::string cut(const OpenFile& file, uint64_t bytes, const std::string& path) {
  if (!file.is_open() || ::ftruncate(file.fd(), static_cast<off_t>(bytes)) != 0 ||
      ::fsync(file.fd()) != 0)
    return io_fault("cannot write " + path);
  return {};
}
}  // namespace

std::string folder_of(const std::string& archive_dir, store::Owner owner) {
  return fmt::format("{}/{}-{}", archive_dir, service_name(owner.service), owner.partition);
}

std::string segment_file_name(uint64_t first) {
  return fmt::format("links-{:020}.jsonl.zst.sealed", first);
}

std::string line_of(store::Owner owner, const Segment& segment) {
  return fmt::format(
      R"({{"file":"{}","service":"{}","partition":{},"first":{},"last":{},"firstTime":"{}",)"
      R"("lastTime":"{}","hashBefore":"{}","hashAfter":"{}","bytes":{},"sha256":"{}"}})",
      segment.file, service_name(owner.service), owner.partition, segment.first, segment.last,
      iso_utc(segment.first_logged), iso_utc(segment.last_logged), hex_of(segment.hash_before),
      hex_of(segment.hash_after), segment.bytes, hex_of(segment.sha256));
}

std::optional<Segment> segment_of(store::Owner owner, std::string_view line) {
  const json::Document document{line};
  const auto object = document.object();
  Segment segment;
  if (!object || !read(*object, segment)) return std::nullopt;
  if (segment.first == 0 || segment.last < segment.first) return std::nullopt;
  if (segment.file != segment_file_name(segment.first)) return std::nullopt;
  if (line_of(owner, segment) != line) return std::nullopt;
  return segment;
}

Expected<Manifest, ArchiveFault> read_manifest(const std::string& folder, store::Owner owner) {
  const auto text = read_file(manifest_in(folder));
  if (!text) return ArchiveFault{"cannot read " + manifest_in(folder)};
  Manifest manifest;
  std::string_view rest = *text;
  for (size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    auto segment = segment_of(owner, rest.substr(0, end));
    if (!segment || segment->before() != manifest.end()) break;
    manifest.segments.push_back(std::move(*segment));
    manifest.whole_bytes += end + 1;
    rest.remove_prefix(end + 1);
  }
  manifest.rest = rest;
  return manifest;
}

std::string append_segment(const std::string& folder, store::Owner owner, const Segment& segment,
                           Manifest& manifest) {
  const std::string path = manifest_in(folder);
  const OpenFile file{path, O_WRONLY | O_CREAT | O_APPEND};
  if (auto fault = cut(file, manifest.whole_bytes, path); !fault.empty()) return fault;
  const std::string line = line_of(owner, segment) + '\n';
  if (!file.write_all(line) || ::fsync(file.fd()) != 0) return io_fault("cannot write " + path);
  manifest.segments.push_back(segment);
  manifest.whole_bytes += line.size();
  manifest.rest.clear();
  return sync_folder(folder);
}

std::string drop_last_segment(const std::string& folder, store::Owner owner, Manifest& manifest) {
  manifest.whole_bytes -= line_of(owner, manifest.segments.back()).size() + 1;
  manifest.segments.pop_back();
  manifest.rest.clear();
  const std::string path = manifest_in(folder);
  return cut(OpenFile{path, O_WRONLY}, manifest.whole_bytes, path);
}
}  // namespace audit
