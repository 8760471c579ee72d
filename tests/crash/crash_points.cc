// tests/crash/crash_points.cc: a library to preload: it ends the process at a named point of its
// writing, forgets what was not synced as a power cut does, or makes writes fail. The program that
// is tried is the one that is shipped: points are known by names of files and threads and by keys
// in the log (store/key_layout.md).
//
//   IDKERNEL_CRASH_DIR    files below it are watched, but for LOG* and LOCK
//   IDKERNEL_CRASH_AT     POINT:N, the Nth time: SIGKILL. Points:
//     wal-append, wal-sync     in front of it; appended, not synced
//     wal-synced               synced, nobody told
//     refill-, rotation-, trim-, piece- with append, sync, synced
//                              the same of a write that fills a pool of numbers, makes or ends a
//                              key, takes archived records out of the store, keeps a piece of a
//                              document
//     table-write, flush-write, compaction-write, table-delete
//                              tables: whoever writes; the memtable's; a compaction's; those that a
//                              compaction of this process has replaced, whoever removes them
//     manifest-write, compaction-install
//                              the store's list of tables: whoever writes; by a compaction
//     archive-write, archive-sync, archive-rename
//                              a file of audit records: in it; written, not synced; not yet named
//     list-write, list-synced  the archive's list of files: in front of it; synced, not trimmed
//     keystore-write, keystore-rename
//                              a PKCS#12 keystore: in it; written beside the old one
//     rename                   any
//   IDKERNEL_CRASH_DROP   "1": what is written reaches the file when it is synced, closed or
//                         truncated; SIGKILL loses the rest. "lie": the log's does not reach it by
//                         a sync, as on a disk that claims to have synced: what a run must notice.
//                         A power cut also takes what was closed or truncated and never synced;
//                         here that survives, so a sync that is missing in front of a close is not
//                         found. Nor is one of a directory: names are there at once
//   IDKERNEL_CRASH_MERGE_AFTER
//                         N: compactions write nothing until N writes to the log were synced, so
//                         that one which a start begins comes under load; at most 3 s in
//                         all, counted from the first of their writes
//   IDKERNEL_CRASH_FAIL   ERRNO:N, the Nth write and all later ones fail: EIO, ENOSPC, EROFS
//   IDKERNEL_CRASH_FAILED a directory that is made when the first of them fails
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "tests/crash/crash_marks.h"

namespace {
using crash::Mark;

constexpr int descriptors_max = 8192;

enum class Kind : unsigned char { other, wal, table, manifest, archive, list, keystore, small };

struct File {
  Kind kind = Kind::other;
  bool is_marked = false;  ///< a log: what was written since the last sync holds the wanted mark
  std::string unsynced{};
};

constexpr std::string_view compaction_thread = "rocksdb:low";
constexpr std::chrono::seconds merge_wait_max{3};
constexpr std::string_view flush_thread = "rocksdb:high";

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}
using Open = int (*)(const char*, int, ...);
using Write = ssize_t (*)(int, const void*, size_t);
using OneFile = int (*)(int);
using Truncate = int (*)(int, off_t);
using Rename = int (*)(const char*, const char*);
using Unlink = int (*)(const char*);

std::string_view setting(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

long number(const char* name) {
  const std::string_view text = setting(name);
  return text.empty() ? 0 : std::strtol(text.data(), nullptr, 10);
}

bool is_thread(std::string_view name) {
  std::array<char, 16> own{};
  return ::prctl(PR_GET_NAME, own.data()) == 0 && name == own.data();
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
    files_[static_cast<size_t>(descriptor)] = {is_written ? kind_of(path) : Kind::other, false, {}};
  }

  ssize_t write(int descriptor, const void* bytes, size_t size) {
    {
      std::unique_lock lock(mutex_);
      if (merge_after_ > 0 && is_thread(compaction_thread)) wait_for_load(lock);
      File* const file = watched(descriptor);
      if (file != nullptr) {
        before_write(*file, {static_cast<const char*>(bytes), size});
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
        if (file->kind == Kind::archive) reached("archive-sync");
        if (file->kind == Kind::wal) reached_in_log(*file, "sync");
        if (lies_ && file->kind == Kind::wal) return 0;
        if (!flush(descriptor, *file)) return -1;
      }
    }
    const int result = next<OneFile>(function)(descriptor);
    const std::lock_guard lock(mutex_);
    if (File* const file = watched(descriptor); file != nullptr && result == 0) {
      if (file->kind == Kind::list) reached("list-synced");
      if (file->kind == Kind::wal) {
        reached_in_log(*file, "synced");
        ++log_syncs_;
        log_is_synced_.notify_all();
      }
      file->is_marked = false;
    }
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
    const Kind kind = kind_of(to);
    if (kind == Kind::archive) reached("archive-rename");
    if (kind == Kind::keystore) reached("keystore-rename");
    if (kind != Kind::other) reached("rename");
  }
  void removing(const char* path) {
    const std::lock_guard lock(mutex_);
    // Not those that a start finds: leftovers of a process that was killed.
    if (has_merged_ && kind_of(path) == Kind::table) reached("table-delete");
  }

 private:
  /// Once for them all: a compaction of many writes would else take longer than a cycle.
  void wait_for_load(std::unique_lock<std::mutex>& lock) {
    if (!merge_wait_ends_) merge_wait_ends_ = std::chrono::steady_clock::now() + merge_wait_max;
    log_is_synced_.wait_until(lock, *merge_wait_ends_, [&] { return log_syncs_ >= merge_after_; });
  }

  Watch() {
    for (const Mark& mark : crash::marks)
      if (crash_.word.starts_with(mark.name)) mark_ = &mark;
  }

  void before_write(File& file, std::string_view bytes) {
    switch (file.kind) {
      case Kind::wal:
        if (mark_ != nullptr && mark_->is_in(bytes)) file.is_marked = true;
        return reached_in_log(file, "append");
      case Kind::table:
        reached("table-write");
        if (is_thread(flush_thread)) reached("flush-write");
        if (is_thread(compaction_thread)) reached("compaction-write");
        return;
      case Kind::manifest:
        reached("manifest-write");
        if (is_thread(compaction_thread)) {
          reached("compaction-install");
          has_merged_ = true;
        }
        return;
      case Kind::archive:
        return reached("archive-write");
      case Kind::list:
        return reached("list-write");
      case Kind::keystore:
        return reached("keystore-write");
      case Kind::small:
      case Kind::other:
        return;
    }
  }

  /// `step` of the log, and of the wanted mark when it is in what was written.
  void reached_in_log(const File& file, std::string_view step) {
    reached(std::string{"wal-"}.append(step));
    if (file.is_marked) reached(std::string{mark_->name}.append(step));
  }

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
    if (name == "manifest.jsonl") return Kind::list;
    if (name.ends_with(".p12") || name.ends_with(".p12.new")) return Kind::keystore;
    return Kind::small;
  }

  void reached(std::string_view point) {
    if (point == crash_.word && --crash_.left == 0) ::kill(::getpid(), SIGKILL);
  }

  int fault_of_write() {
    if (fail_.word.empty() || --fail_.left > 0) return 0;
    if (fail_.left == 0 && !failed_mark_.empty()) ::mkdir(failed_mark_.c_str(), S_IRWXU);
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
  const bool lies_ = setting("IDKERNEL_CRASH_DROP") == "lie";
  const bool drops_ = lies_ || setting("IDKERNEL_CRASH_DROP") == "1";
  Trigger crash_{"IDKERNEL_CRASH_AT"};
  Trigger fail_{"IDKERNEL_CRASH_FAIL"};
  const std::string failed_mark_{setting("IDKERNEL_CRASH_FAILED")};
  const long merge_after_ = number("IDKERNEL_CRASH_MERGE_AFTER");
  long log_syncs_ = 0;
  std::optional<std::chrono::steady_clock::time_point> merge_wait_ends_{};
  std::condition_variable log_is_synced_;
  const Mark* mark_ = nullptr;  ///< that of `crash_`
  bool has_merged_ = false;     ///< a compaction has told the list of tables what it made
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
int unlink(const char* path) noexcept {
  Watch::the().removing(path);
  return next<Unlink>("unlink")(path);
}
}
