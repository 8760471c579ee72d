// crypto/keystore/pkcs12/file.cc: flock, and write-sync-rename-sync.
#include "crypto/keystore/pkcs12/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

namespace keystore::pkcs12 {
namespace {
constexpr mode_t owner_only = 0600;
constexpr std::uintmax_t file_bytes_max = 64UL << 20;

std::string why() { return std::generic_category().message(errno); }

struct Descriptor {
  explicit Descriptor(int fd) : number(fd) {}
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

bool write_synced(const std::filesystem::path& path, std::string_view bytes) {
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, owner_only)};
  return file.number >= 0 && write_all(file.number, bytes) && ::fsync(file.number) == 0;
}

bool sync_directory(const std::filesystem::path& directory) {
  const Descriptor folder{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return folder.number >= 0 && ::fsync(folder.number) == 0;
}
}  // namespace

Expected<HeldFile, std::string> HeldFile::hold(std::filesystem::path file) {
  file = std::filesystem::absolute(file);
  const std::string lock_path = file.string() + ".lock";
  const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
  if (lock < 0) return lock_path + " cannot be opened: " + why();
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock);
    return file.string() + " is in use by another process";
  }
  return HeldFile{std::move(file), lock};
}

HeldFile::HeldFile(HeldFile&& other) noexcept
    : file_(std::move(other.file_)), lock_(std::exchange(other.lock_, -1)) {}

HeldFile::~HeldFile() {
  if (lock_ >= 0) ::close(lock_);
}

Expected<std::optional<std::string>, std::string> HeldFile::read() const {
  std::error_code error;
  const auto size = std::filesystem::file_size(file_, error);
  if (error == std::errc::no_such_file_or_directory) return std::optional<std::string>{};
  if (error) return file_.string() + " cannot be read: " + error.message();
  if (size > file_bytes_max) return file_.string() + " is too large for a keystore";
  std::ifstream in{file_, std::ios::binary};
  std::string bytes(size, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size))) {
    return file_.string() + " cannot be read";
  }
  return std::optional{std::move(bytes)};
}

std::string HeldFile::replace(std::string_view bytes) const {
  const std::filesystem::path fresh{file_.string() + ".new"};
  if (write_synced(fresh, bytes) && ::rename(fresh.c_str(), file_.c_str()) == 0 &&
      sync_directory(file_.parent_path())) {
    return {};
  }
  std::string problem = file_.string() + " cannot be written: " + why();
  ::unlink(fresh.c_str());
  return problem;
}
}  // namespace keystore::pkcs12
