// store/directory.cc: mkdir and flock.
#include "store/directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace store {
namespace {
std::string because(const std::string& what, int error) {
  return what + ": " + std::generic_category().message(error);
}

/// Empty when the directory is there.
std::string make_directory(const std::string& dir) {
  std::error_code ignored;  // the mkdir below reports what matters
  const auto parent = std::filesystem::path{dir}.parent_path();
  if (!parent.empty()) std::filesystem::create_directories(parent, ignored);
  if (::mkdir(dir.c_str(), 0700) == 0) return {};
  const int error = errno;
  if (error == EEXIST && std::filesystem::is_directory(dir, ignored)) return {};
  if (error == EEXIST) return "the data directory " + dir + " is not a directory";
  return because("cannot make the data directory " + dir, error);
}
}  // namespace

Expected<DirectoryLock, std::string> DirectoryLock::take(const std::string& dir) {
  if (auto fault = make_directory(dir); !fault.empty()) return fault;
  const std::string path = dir + "/lock";
  // flock belongs to the open file, so a second opening in this very process is refused as well.
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return because("cannot open " + path, errno);
  DirectoryLock lock{fd};
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) return "another process uses this data directory: " + dir;
  return because("cannot lock " + path, errno);
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
DirectoryLock::~DirectoryLock() {
  if (fd_ >= 0) ::close(fd_);
}
}  // namespace store
