// crypto/aes_gcm.cc: one context per message, so that no key stays behind.
#include "crypto/aes_gcm.h"

#include <openssl/err.h>

#include <optional>

#include "crypto/openssl_handles.h"

namespace crypto {
namespace {
std::optional<Errc> fault_of(const GcmInput& input, size_t message_bytes) {
  if (input.key.size() != aes_256_key_bytes) return Errc::bad_key;
  if (input.nonce.empty() || input.nonce.size() > gcm_nonce_bytes_max) return Errc::bad_input;
  if (input.aad.size() > gcm_message_bytes_max) return Errc::bad_input;
  if (message_bytes > gcm_message_bytes_max) return Errc::bad_input;
  return std::nullopt;
}

/// Runs the cipher over associated data and text; what it writes is as long as `text`.
bool run(EVP_CIPHER_CTX* context, const GcmInput& input, std::string_view text, unsigned char* out,
         int encrypting) {
  int written = 0;
  const auto nonce_bytes = static_cast<int>(input.nonce.size());
  // The length comes before the nonce: it decides how the nonce is read.
  if (EVP_CipherInit_ex2(context, aes_256_gcm_algorithm(), nullptr, nullptr, encrypting, nullptr) !=
          1 ||
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, nonce_bytes, nullptr) != 1 ||
      EVP_CipherInit_ex2(context, nullptr, bytes_of(input.key), bytes_of(input.nonce), encrypting,
                         nullptr) != 1) {
    return false;
  }
  if (!input.aad.empty() && EVP_CipherUpdate(context, nullptr, &written, bytes_of(input.aad),
                                             static_cast<int>(input.aad.size())) != 1) {
    return false;
  }
  return text.empty() || EVP_CipherUpdate(context, out, &written, bytes_of(text),
                                          static_cast<int>(text.size())) == 1;
}

/// Writes the plaintext to `out` (as long as the ciphertext); false when the tag does not match.
bool open_into(const GcmInput& input, std::string_view ciphertext, std::string_view tag,
               unsigned char* out) {
  const OwnedCipherContext context{EVP_CIPHER_CTX_new()};
  unsigned char nothing[gcm_tag_bytes];
  int written = 0;
  char tag_copy[gcm_tag_bytes];  // OpenSSL takes the expected tag through a pointer to non-const.
  tag.copy(tag_copy, sizeof tag_copy);
  const bool opened =
      context && run(context.get(), input, ciphertext, out, 0) &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, gcm_tag_bytes, tag_copy) == 1 &&
      EVP_CipherFinal_ex(context.get(), nothing, &written) == 1;
  if (!opened) ERR_clear_error();
  return opened;
}
}  // namespace

Expected<std::string, Errc> aes_256_gcm_seal(const GcmInput& input, std::string_view plaintext) {
  if (const auto fault = fault_of(input, plaintext.size())) return *fault;
  const OwnedCipherContext context{EVP_CIPHER_CTX_new()};
  std::string out(plaintext.size() + gcm_tag_bytes, '\0');
  unsigned char* const tag = bytes_of(out) + plaintext.size();
  int written = 0;
  if (context && run(context.get(), input, plaintext, bytes_of(out), 1) &&
      EVP_CipherFinal_ex(context.get(), tag, &written) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, gcm_tag_bytes, tag) == 1) {
    return out;
  }
  ERR_clear_error();
  return Errc::internal;
}

/// `make` gives the buffer of a plaintext's size.
template <class Make>
static auto open_with(const GcmInput& input, std::string_view sealed, Make make)
    -> Expected<decltype(make(size_t{})), Errc> {
  if (const auto fault = fault_of(input, 0)) return *fault;
  if (sealed.size() < gcm_tag_bytes || sealed.size() > gcm_message_bytes_max + gcm_tag_bytes) {
    return Errc::decryption_failed;
  }
  const size_t bytes = sealed.size() - gcm_tag_bytes;
  auto out = make(bytes);
  const std::span<std::byte> room{reinterpret_cast<std::byte*>(out.data()), bytes};
  if (open_into(input, sealed.substr(0, bytes), sealed.substr(bytes), bytes_of(room))) return out;
  wipe(room);  // The text of a forged message is not released, not even to the heap.
  return Errc::decryption_failed;
}

Expected<std::string, Errc> aes_256_gcm_open(const GcmInput& input, std::string_view sealed) {
  return open_with(input, sealed, [](size_t bytes) { return std::string(bytes, '\0'); });
}

Expected<SecureBytes, Errc> aes_256_gcm_open_secret(const GcmInput& input,
                                                    std::string_view sealed) {
  return open_with(input, sealed, [](size_t bytes) { return SecureBytes(bytes); });
}
}  // namespace crypto
