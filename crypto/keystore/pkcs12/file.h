// crypto/keystore/pkcs12/file.h: a file that only one process holds and that is replaced whole.
// Private to keystore/.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/expected.h"

namespace keystore::pkcs12 {
class HeldFile {
 public:
  /// Takes FILE.lock. Errors: a text for the operator.
  static Expected<HeldFile, std::string> hold(std::filesystem::path file);
  ~HeldFile();
  HeldFile(HeldFile&& other) noexcept;
  HeldFile& operator=(HeldFile&&) = delete;
  HeldFile(const HeldFile&) = delete;

  const std::filesystem::path& path() const { return file_; }
  /// Nothing when there is no file. Errors: a text for the operator.
  Expected<std::optional<std::string>, std::string> read() const;
  /// Durable on return, with mode 0600. Empty, or why not: the file of before is then in place.
  std::string replace(std::string_view bytes) const;

 private:
  HeldFile(std::filesystem::path file, int lock) : file_(std::move(file)), lock_(lock) {}
  std::filesystem::path file_;
  int lock_;
};
}  // namespace keystore::pkcs12
