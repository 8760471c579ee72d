// crypto/digest.cc: digests through contexts that are kept per thread.
#include "crypto/digest.h"

#include <openssl/core_names.h>

#include <algorithm>
#include <cstring>

#include "crypto/openssl_handles.h"

namespace crypto {
namespace {
EVP_MAC_CTX* hmac_template() {
  // Holds the digest but no key: each use works on a duplicate, which is wiped when it is freed.
  thread_local const OwnedMacContext context = [] {
    OwnedMacContext made{EVP_MAC_CTX_new(hmac_algorithm())};
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    if (!made || EVP_MAC_CTX_set_params(made.get(), parameters) != 1) die("HMAC context");
    return made;
  }();
  return context.get();
}

std::string hex(std::span<const std::byte> bytes, const char* digits) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::byte byte : bytes) {
    out.push_back(digits[std::to_integer<unsigned>(byte) >> 4]);
    out.push_back(digits[std::to_integer<unsigned>(byte) & 15]);
  }
  return out;
}
}  // namespace

Sha256 sha256(std::string_view message) {
  thread_local const OwnedDigestContext context{EVP_MD_CTX_new()};
  Sha256 digest;
  if (!context || EVP_DigestInit_ex2(context.get(), sha256_algorithm(), nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), message.data(), message.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), bytes_of(digest), nullptr) != 1) {
    die("SHA-256");
  }
  return digest;
}

std::string sha1(std::string_view message) {
  const OwnedDigestContext context{EVP_MD_CTX_new()};
  std::string digest(20, '\0');
  if (!context || EVP_DigestInit_ex2(context.get(), EVP_sha1(), nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), message.data(), message.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), bytes_of(digest), nullptr) != 1) {
    die("SHA-1");
  }
  return digest;
}

Sha256 hmac_sha256(std::string_view key, std::string_view message) {
  const OwnedMacContext context{EVP_MAC_CTX_dup(hmac_template())};
  // A null key means "the key set before": an empty key needs an address.
  const char* const key_data = key.empty() ? "" : key.data();
  Sha256 mac;
  size_t written = 0;
  if (!context ||
      EVP_MAC_init(context.get(), bytes_of({key_data, key.size()}), key.size(), nullptr) != 1 ||
      EVP_MAC_update(context.get(), bytes_of(message), message.size()) != 1 ||
      EVP_MAC_final(context.get(), bytes_of(mac), &written, mac.size()) != 1 ||
      written != mac.size()) {
    die("HMAC-SHA-256");
  }
  return mac;
}

Expected<SecureBytes, Errc> hkdf_sha256(const HkdfInput& input, size_t bytes) {
  if (bytes == 0 || bytes > hkdf_bytes_max) return Errc::bad_input;
  Sha256 pseudo_random_key = hmac_sha256(input.salt, input.key);
  constexpr size_t block_bytes = sizeof(Sha256);
  SecureBytes out(bytes);
  // The block that is hashed: previous block (none at first), info, counter.
  SecureBytes block(block_bytes + input.info.size() + 1);
  if (!input.info.empty()) {
    std::memcpy(block.data() + block_bytes, input.info.data(), input.info.size());
  }
  for (size_t done = 0, counter = 1; done < bytes; done += block_bytes, ++counter) {
    block.span().back() = static_cast<std::byte>(counter);
    const std::string_view hashed = block.view().substr(done == 0 ? block_bytes : 0);
    Sha256 next = hmac_sha256(view_of(pseudo_random_key), hashed);
    std::ranges::copy(next, block.data());
    std::copy_n(next.data(), std::min(block_bytes, bytes - done), out.data() + done);
    wipe(next);
  }
  wipe(pseudo_random_key);
  return out;
}

std::string hex_upper(std::span<const std::byte> bytes) { return hex(bytes, "0123456789ABCDEF"); }
std::string hex_lower(std::span<const std::byte> bytes) { return hex(bytes, "0123456789abcdef"); }
}  // namespace crypto
