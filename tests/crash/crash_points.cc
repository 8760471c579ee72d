// tests/crash/crash_points.cc: a library to preload: it ends the process at a named point of its
// writing, forgets what was not synced as a power cut does, or makes writes fail.
//
//   IDKERNEL_CRASH_DIR    files below it are watched, but for LOG* and LOCK
//   IDKERNEL_CRASH_AT     POINT:N, the Nth time: SIGKILL. Points: wal-append, wal-sync (appended,
//   not synced), wal-synced
//                         (synced, nobody told), table-write (flush and compaction),
//                         manifest-write, archive-write, rename
//   IDKERNEL_CRASH_DROP   "1": what is written reaches the file when it is synced or the file is
//   closed; SIGKILL loses the rest IDKERNEL_CRASH_FAIL   ERRNO:N, the Nth write and all later ones
//   fail: EIO, ENOSPC, EROFS
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>

namespace {
constexpr int descriptors_max = 8192;

enum class Kind : unsigned char { other, wal, table, manifest, archive, small };

struct File {
  Kind kind = Kind::other;
  std::string unsynced{};
};

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}
using Open = int (*)(const char*, int, ...);
using Write = ssize_t (*)(int, const void*, size_t);
using OneFile = int (*)(int);
using Truncate = int (*)(int, off_t);
using Rename = int (*)(const char*, const char*);

std::string_view setting(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

/// "WORD:N" of a variable.
struct Trigger {
  std::string word{};
  long left = 0;

  explicit Trigger(const char* variable) {
    const std::string_view text = setting(variable);
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos) return;
    word = text.substr(0, colon);
    left = std::strtol(text.data() + colon + 1, nullptr, 10);
  }
};

class Watch {
 public:
  /// Lives as long as the process: files are closed until the very end.
  static Watch& the() {
    static Watch* const watch = new Watch;
    return *watch;
  }

  void opened(int descriptor, const char* path, int flags) {
    if (descriptor < 0 || descriptor >= descriptors_max) return;
    const std::lock_guard lock(mutex_);
    const bool is_written = (flags & O_ACCMODE) != O_RDONLY;
    files_[static_cast<size_t>(descriptor)] = {is_written ? kind_of(path) : Kind::other, {}};
  }

  ssize_t write(int descriptor, const void* bytes, size_t size) {
    {
      const std::lock_guard lock(mutex_);
      File* const file = watched(descriptor);
      if (file != nullptr) {
        if (file->kind == Kind::wal) reached("wal-append");
        if (file->kind == Kind::table) reached("table-write");
        if (file->kind == Kind::manifest) reached("manifest-write");
        if (file->kind == Kind::archive) reached("archive-write");
        if (const int fault = fault_of_write(); fault != 0) {
          errno = fault;
          return -1;
        }
        if (drops_) {
          file->unsynced.append(static_cast<const char*>(bytes), size);
          return static_cast<ssize_t>(size);
        }
      }
    }
    return write_(descriptor, bytes, size);
  }

  int sync(int descriptor, const char* function) {
    {
      const std::lock_guard lock(mutex_);
      if (File* const file = watched(descriptor)) {
        if (file->kind == Kind::wal) reached("wal-sync");
        if (!flush(descriptor, *file)) return -1;
      }
    }
    const int result = next<OneFile>(function)(descriptor);
    const std::lock_guard lock(mutex_);
    if (const File* const file = watched(descriptor); file != nullptr && file->kind == Kind::wal)
      reached("wal-synced");
    return result;
  }

  void closing(int descriptor) {
    const std::lock_guard lock(mutex_);
    if (File* const file = watched(descriptor)) {
      flush(descriptor, *file);
      *file = {};
    }
  }
  void truncating(int descriptor) {
    const std::lock_guard lock(mutex_);
    if (File* const file = watched(descriptor)) flush(descriptor, *file);
  }
  void renaming(const char* to) {
    const std::lock_guard lock(mutex_);
    if (kind_of(to) != Kind::other) reached("rename");
  }

 private:
  Watch() = default;

  File* watched(int descriptor) {
    if (descriptor < 0 || descriptor >= descriptors_max) return nullptr;
    File& file = files_[static_cast<size_t>(descriptor)];
    return file.kind == Kind::other ? nullptr : &file;
  }

  Kind kind_of(std::string_view path) const {
    if (directory_.empty() || !path.starts_with(directory_)) return Kind::other;
    const std::string_view name = path.substr(path.rfind('/') + 1);
    if (name.starts_with("LOG") || name == "LOCK") return Kind::other;
    if (name.ends_with(".log")) return Kind::wal;
    if (name.ends_with(".sst")) return Kind::table;
    if (name.starts_with("MANIFEST")) return Kind::manifest;
    if (name.find(".zst") != std::string_view::npos) return Kind::archive;
    return Kind::small;
  }

  void reached(std::string_view point) {
    if (point == crash_.word && --crash_.left == 0) ::kill(::getpid(), SIGKILL);
  }

  int fault_of_write() {
    if (fail_.word.empty() || --fail_.left > 0) return 0;
    if (fail_.word == "ENOSPC") return ENOSPC;
    return fail_.word == "EROFS" ? EROFS : EIO;
  }

  bool flush(int descriptor, File& file) {
    std::string_view rest = file.unsynced;
    while (!rest.empty()) {
      const ssize_t written = write_(descriptor, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      rest.remove_prefix(static_cast<size_t>(written));
    }
    file.unsynced.clear();
    return true;
  }

  std::mutex mutex_;
  std::array<File, descriptors_max> files_{};
  const std::string_view directory_ = setting("IDKERNEL_CRASH_DIR");
  const bool drops_ = setting("IDKERNEL_CRASH_DROP") == "1";
  Trigger crash_{"IDKERNEL_CRASH_AT"};
  Trigger fail_{"IDKERNEL_CRASH_FAIL"};
  const Write write_ = next<Write>("write");
};

int open_by(const char* function, const char* path, int flags, mode_t mode) {
  const int descriptor = next<Open>(function)(path, flags, mode);
  Watch::the().opened(descriptor, path, flags);
  return descriptor;
}

mode_t mode_from(int flags, va_list arguments) {
  const bool has_mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
  return has_mode ? va_arg(arguments, mode_t) : 0;
}
}  // namespace

extern "C" {
int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_from(flags, arguments);
  va_end(arguments);
  return open_by("open", path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_from(flags, arguments);
  va_end(arguments);
  return open_by("open64", path, flags, mode);
}
ssize_t write(int descriptor, const void* bytes, size_t size) {
  return Watch::the().write(descriptor, bytes, size);
}
int fsync(int descriptor) { return Watch::the().sync(descriptor, "fsync"); }
int fdatasync(int descriptor) { return Watch::the().sync(descriptor, "fdatasync"); }
int close(int descriptor) {
  Watch::the().closing(descriptor);
  return next<OneFile>("close")(descriptor);
}
int ftruncate(int descriptor, off_t size) noexcept {
  Watch::the().truncating(descriptor);
  return next<Truncate>("ftruncate")(descriptor, size);
}
int ftruncate64(int descriptor, off64_t size) noexcept {
  Watch::the().truncating(descriptor);
  return next<Truncate>("ftruncate64")(descriptor, size);
}
int rename(const char* from, const char* to) noexcept {
  Watch::the().renaming(to);
  return next<Rename>("rename")(from, to);
}
}
