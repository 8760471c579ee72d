// actors/audit/archive_io.cc: system calls.
#include "actors/audit/archive_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace audit {
namespace {
constexpr mode_t file_mode = 0600;
constexpr mode_t folder_mode = 0700;
constexpr size_t piece_bytes = size_t{1} << 20;
}  // namespace

OpenFile::OpenFile(const std::string& path, int flags)
    : fd_(::open(path.c_str(), flags | O_CLOEXEC, file_mode)) {}
OpenFile::~OpenFile() {
  if (fd_ >= 0) ::close(fd_);
}
OpenFile::OpenFile(OpenFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

bool OpenFile::write_all(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

std::optional<std::string> OpenFile::read(size_t bytes) const {
  std::string found(bytes, '\0');
  size_t length = 0;
  while (length < bytes) {
    const ssize_t more = ::read(fd_, found.data() + length, bytes - length);
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) return std::nullopt;
    if (more == 0) break;
    length += static_cast<size_t>(more);
  }
  found.resize(length);
  return found;
}

std::string io_fault(const std::string& what) {
  return what + ": " + std::generic_category().message(errno);
}

std::string sync_folder(const std::string& path) {
  const OpenFile folder{path, O_RDONLY | O_DIRECTORY};
  if (!folder.is_open() || ::fsync(folder.fd()) != 0) return io_fault("cannot sync " + path);
  return {};
}

std::string make_folder(const std::string& path) {
  std::error_code ignored;
  if (path.empty() || std::filesystem::is_directory(path, ignored)) return {};
  const std::string parent = std::filesystem::path{path}.parent_path();
  if (auto fault = make_folder(parent); !fault.empty()) return fault;
  if (::mkdir(path.c_str(), folder_mode) != 0 && errno != EEXIST)
    return io_fault("cannot make the directory " + path);
  return sync_folder(parent.empty() ? "." : parent);
}

std::optional<std::string> read_file(const std::string& path) {
  const OpenFile file{path, O_RDONLY};
  if (!file.is_open()) return errno == ENOENT ? std::optional{std::string{}} : std::nullopt;
  std::string all;
  for (;;) {
    const auto piece = file.read(piece_bytes);
    if (!piece) return std::nullopt;
    all += *piece;
    if (piece->size() < piece_bytes) return all;
  }
}
}  // namespace audit
