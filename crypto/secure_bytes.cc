// crypto/secure_bytes.cc: memory for secrets.
#include "crypto/secure_bytes.h"

#include <openssl/crypto.h>

#include <algorithm>

namespace crypto {
void wipe(std::span<std::byte> bytes) noexcept { OPENSSL_cleanse(bytes.data(), bytes.size()); }

SecureBytes::SecureBytes(size_t size)
    : bytes_(size == 0 ? nullptr : std::make_unique<std::byte[]>(size)), size_(size) {}

SecureBytes SecureBytes::from(std::span<const std::byte> bytes) {
  SecureBytes copy(bytes.size());
  std::ranges::copy(bytes, copy.data());
  return copy;
}

SecureBytes SecureBytes::from(std::string_view bytes) {
  return from(std::as_bytes(std::span{bytes.data(), bytes.size()}));
}

SecureBytes& SecureBytes::operator=(SecureBytes&& other) noexcept {
  if (this == &other) return *this;
  wipe(span());
  bytes_ = std::move(other.bytes_);
  size_ = std::exchange(other.size_, 0);
  return *this;
}
}  // namespace crypto
