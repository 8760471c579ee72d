// tests/crypto/oaep_block.h: an RSA-OAEP block made anew from its seed, which encryption draws for
// itself: what the golden vectors' blocks are compared with.
#pragma once
#include <openssl/rsa.h>

#include <string>
#include <string_view>

#include "crypto/openssl_handles.h"
#include "crypto/public_key.h"
#include "tests/crypto/oaep_encoding.h"

namespace crypto::oaep {
/// `secret` for `key` under a seed of 32 bytes: the padding of oaep_encoding.h, and then RSA and
/// nothing else. Empty when the library cannot.
inline std::string block_of(const PublicKey& key, std::string_view secret, std::string seed) {
  const std::string& spki = key.spki_der();
  const auto* at = bytes_of(std::string_view{spki});
  const OwnedPkey rsa{d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size()))};
  const OwnedPkeyContext context{rsa ? EVP_PKEY_CTX_new(rsa.get(), nullptr) : nullptr};
  if (!context || EVP_PKEY_encrypt_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) != 1)
    return {};
  const auto modulus_bytes = static_cast<size_t>(EVP_PKEY_get_size(rsa.get()));
  const std::string padded = encoded(data_block(secret, modulus_bytes), 0, std::move(seed));
  std::string block(modulus_bytes, '\0');
  size_t size = block.size();
  if (EVP_PKEY_encrypt(context.get(), bytes_of(block), &size, bytes_of(std::string_view{padded}),
                       padded.size()) != 1 ||
      size != block.size())
    return {};
  return block;
}
}  // namespace crypto::oaep
