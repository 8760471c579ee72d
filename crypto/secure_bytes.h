// crypto/secure_bytes.h: memory for secrets: wiped when it ends, never copied by accident.
#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace crypto {
/// Overwrites `bytes` with zeros in a way that no compiler removes.
void wipe(std::span<std::byte> bytes) noexcept;

/// A fixed number of secret bytes. Move-only, not printable; a copy is asked for by name (clone).
class SecureBytes {
 public:
  SecureBytes() = default;
  /// `size` zero bytes, to be filled through span().
  explicit SecureBytes(size_t size);
  /// A copy of `bytes`. The source is not wiped: it is the caller's.
  static SecureBytes from(std::span<const std::byte> bytes);
  static SecureBytes from(std::string_view bytes);

  ~SecureBytes() { wipe(span()); }
  SecureBytes(SecureBytes&& other) noexcept
      : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}
  SecureBytes& operator=(SecureBytes&& other) noexcept;
  SecureBytes(const SecureBytes&) = delete;
  SecureBytes& operator=(const SecureBytes&) = delete;

  SecureBytes clone() const { return from(span()); }

  std::byte* data() noexcept { return bytes_.get(); }
  const std::byte* data() const noexcept { return bytes_.get(); }
  size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  std::span<std::byte> span() noexcept { return {bytes_.get(), size_}; }
  std::span<const std::byte> span() const noexcept { return {bytes_.get(), size_}; }
  /// The same bytes as text, for functions that take string_view. It must not outlive this object.
  std::string_view view() const noexcept {
    return {reinterpret_cast<const char*>(bytes_.get()), size_};
  }

 private:
  std::unique_ptr<std::byte[]> bytes_;
  size_t size_ = 0;
};
}  // namespace crypto
