// tests/fakes/openssl_sha256.h: SHA-256 for tests and benches of code that takes it as an argument.
#pragma once
#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string_view>

inline std::array<std::byte, 32> openssl_sha256(std::string_view text) {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::array<std::byte, 32> hash{};
  if (EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(hash.data()), nullptr,
                 method, nullptr) != 1) {
    throw std::runtime_error("SHA-256 failed");
  }
  return hash;
}
