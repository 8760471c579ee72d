// store/directory.h: the data directory: made, and held by one process.
#pragma once
#include <string>

#include "actors/base/expected.h"

namespace store {
/// Holds `dir`/lock until destroyed. The kernel lets go when the process dies, however it dies.
class DirectoryLock {
 public:
  /// Makes `dir` (mode 0700, parents as usual) when it is absent, and locks it. The error is one
  /// sentence for the operator.
  static Expected<DirectoryLock, std::string> take(const std::string& dir);
  ~DirectoryLock();
  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&&) = delete;

 private:
  explicit DirectoryLock(int fd) : fd_(fd) {}
  int fd_;
};
}  // namespace store
