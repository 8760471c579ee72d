// crypto/jwe.cc: five parts, four dots.
#include "crypto/jwe.h"

#include <algorithm>
#include <array>

#include "crypto/aes_gcm.h"
#include "crypto/base64.h"
#include "crypto/deflate.h"
#include "crypto/random.h"

namespace crypto {
namespace {
/// header, encrypted key, nonce, ciphertext, tag
using Texts = std::array<std::string_view, 5>;

std::optional<Texts> texts_of(std::string_view compact) {
  Texts texts;
  size_t begin = 0;
  for (size_t i = 0; i + 1 < texts.size(); ++i) {
    const size_t dot = compact.find('.', begin);
    if (dot == std::string_view::npos) return std::nullopt;
    texts.at(i) = compact.substr(begin, dot - begin);
    begin = dot + 1;
  }
  texts.back() = compact.substr(begin);
  if (texts.back().find('.') != std::string_view::npos) return std::nullopt;
  return texts;
}

std::string joined(const Texts& texts) {
  std::string compact;
  for (const std::string_view text : texts) {
    if (!compact.empty()) compact += '.';
    compact += text;
  }
  return compact;
}
}  // namespace

std::optional<JweParts> split_jwe(std::string_view compact) {
  if (compact.size() > jwe_bytes_max) return std::nullopt;
  const auto texts = texts_of(compact);
  if (!texts || texts->front().size() > jwe_header_chars_max) return std::nullopt;
  std::array<std::string, 5> bytes;
  for (size_t i = 0; i < bytes.size(); ++i) {
    auto decoded = base64url_decode(texts->at(i));
    if (!decoded) return std::nullopt;
    bytes.at(i) = std::move(*decoded);
  }
  auto& [header, encrypted_key, nonce, ciphertext, tag] = bytes;
  if (header.empty() || encrypted_key.empty()) return std::nullopt;
  if (nonce.size() != gcm_nonce_bytes || tag.size() != gcm_tag_bytes) return std::nullopt;
  return JweParts{texts->front(), std::move(header), std::move(encrypted_key), std::move(nonce),
                  std::move(ciphertext) + tag};
}

Expected<std::string, Errc> encrypt_jwe(const JweInput& input, const PublicKey& recipient,
                                        ::Random& random) {
  if (input.plaintext.size() > jwe_plaintext_bytes_max) return Errc::bad_input;
  SecureBytes key{aes_256_key_bytes};
  random.fill(key.span());
  std::array<char, gcm_nonce_bytes> nonce{};
  random.fill(std::as_writable_bytes(std::span{nonce}));
  const std::string_view nonce_view{nonce.data(), nonce.size()};

  const auto block = recipient.encrypt_oaep_sha256(key.view());
  if (!block.ok()) return block.error();
  std::optional<std::string> compressed;
  if (input.deflated) {
    compressed = deflate_raw(input.plaintext);
    if (!compressed) return Errc::internal;
  }
  const std::string header = base64url_encode(input.header_json);
  const auto sealed = aes_256_gcm_seal({key.view(), nonce_view, header},
                                       compressed ? *compressed : input.plaintext);
  if (!sealed.ok()) return sealed.error();
  const std::string_view bytes = sealed.value();
  const size_t ciphertext_bytes = bytes.size() - gcm_tag_bytes;
  return joined({header, base64url_encode(block.value()), base64url_encode(nonce_view),
                 base64url_encode(bytes.substr(0, ciphertext_bytes)),
                 base64url_encode(bytes.substr(ciphertext_bytes))});
}

Expected<std::string, Errc> decrypt_jwe(const JweParts& parts, bool deflated,
                                        const PrivateKey& key) {
  auto opened = key.decrypt_oaep_sha256(parts.encrypted_key);
  if (!opened.ok() && opened.error() != Errc::decryption_failed) return opened.error();
  SecureBytes content_key{aes_256_key_bytes};
  SystemKeyRandom{}.fill(content_key.span());
  if (opened.ok() && opened.value().size() == content_key.size()) {
    content_key = std::move(opened).value();
  }
  auto text =
      aes_256_gcm_open({content_key.view(), parts.nonce, parts.protected_text}, parts.sealed);
  if (!text.ok()) return Errc::decryption_failed;
  if (!deflated) return text;
  auto plaintext = inflate_raw(text.value(), jwe_plaintext_bytes_max);
  if (!plaintext) return Errc::decryption_failed;
  return std::move(*plaintext);
}
}  // namespace crypto
