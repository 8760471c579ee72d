// actors/seal/master_key_file.cc: the key's file, and who may see it.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "actors/seal/master_key.h"

namespace seal {
namespace {
namespace fs = std::filesystem;

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }
  bool opened() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

std::string complaint(const fs::path& file, const std::string& what) {
  return "master key file " + file.string() + ": " + what;
}
std::string reason() { return std::error_code(errno, std::generic_category()).message(); }

/// Empty when nothing is wrong with who may read the open file.
std::string fault_of(const File& file) {
  struct stat status{};
  if (fstat(file.get(), &status) != 0) return reason();
  if (!S_ISREG(status.st_mode)) return "is not a regular file";
  if (status.st_uid != geteuid()) return "is not owned by the user that this process runs as";
  if ((status.st_mode & 077) != 0) return "is open to its group or to others; run chmod 600 on it";
  return {};
}

bool is_inside(const fs::path& canonical_file, const fs::path& directory) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(fs::absolute(directory, error), error);
  if (error) return true;  // What cannot be told apart is refused.
  const fs::path relative = canonical_file.lexically_relative(canonical);
  return !relative.empty() && *relative.begin() != "..";
}

bool write_all(const File& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(file.get()) == 0;
}

bool sync_directory_of(const fs::path& file) {
  const fs::path parent = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const File directory(open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return directory.opened() && fsync(directory.get()) == 0;
}
}  // namespace

Expected<MasterKey, std::string> load_master_key(const MasterKeyPlace& place) {
  // Links are followed first, so that what is judged is the file that is read.
  std::error_code error;
  const fs::path path = fs::canonical(place.file, error);
  if (error) return complaint(place.file, error.message());
  if (!place.inside_data_directory_allowed && is_inside(path, place.data_directory)) {
    return complaint(place.file,
                     "lies inside the data directory; whoever copies the data must not get the key "
                     "with it: move it elsewhere");
  }
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.opened()) return complaint(place.file, reason());
  if (const std::string fault = fault_of(file); !fault.empty()) {
    return complaint(place.file, fault);
  }
  // Room for the key's text and one byte more, which shows that a file is longer.
  crypto::SecureBytes text(2 * master_key_bytes + 2);
  const ssize_t bytes = read(file.get(), text.data(), text.size());
  if (bytes < 0) return complaint(place.file, reason());
  auto key = MasterKey::from_text(text.view().substr(0, static_cast<size_t>(bytes)));
  if (!key.ok()) return complaint(place.file, key.error());
  return key;
}

Expected<Done, std::string> create_master_key_file(const fs::path& path, const MasterKey& key) {
  const File file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.opened()) return complaint(path, reason());
  if (!write_all(file, key.text().view()) || !sync_directory_of(path)) {
    std::string said = complaint(path, reason());
    unlink(path.c_str());  // Half a key would only stand in the way of the next attempt.
    return said;
  }
  return Done{};
}
}  // namespace seal
