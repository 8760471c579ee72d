// actors/audit/archive_io.h: files that are made so that a crash leaves the whole one or none.
// Faults are sentences for the operator; empty: all went well.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace audit {
/// Why a file of the archive could not be written or read: a sentence for the operator.
struct ArchiveFault {
  std::string text;
};

/// An open file, closed with this object.
class OpenFile {
 public:
  OpenFile() = default;
  OpenFile(const std::string& path, int flags);
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;

  bool is_open() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  bool write_all(std::string_view bytes) const;
  /// Up to `bytes`; fewer at the end of the file, nothing when reading fails.
  std::optional<std::string> read(size_t bytes) const;

 private:
  int fd_ = -1;
};

/// `what`, and why the last call of the system failed.
std::string io_fault(const std::string& what);

/// Makes the folder (mode 0700) and those above it, durably.
std::string make_folder(const std::string& path);
/// What is named in the folder is durable.
std::string sync_folder(const std::string& path);

/// The whole of a file, "" when there is none; nothing when it cannot be read.
std::optional<std::string> read_file(const std::string& path);
}  // namespace audit
