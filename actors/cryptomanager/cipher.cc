// actors/cryptomanager/cipher.cc: RSA-OAEP for the session key, AES-256-GCM for the data.
#include "actors/cryptomanager/cipher.h"

#include "actors/keymanager/private_keys.h"
#include "crypto/aes_gcm.h"
#include "crypto/secure_bytes.h"

namespace cryptomanager {
namespace {
constexpr int envelope_key_bits = 8 * static_cast<int>(rsa_block_bytes);
/// A key part of this length is read as a thumbprint and a block.
constexpr size_t named_block_bytes = thumbprint_bytes + rsa_block_bytes;

/// The session key in the block; another key, of which nobody knows anything, when there is none.
/// The data then fails to open as it does under a wrong key, and takes as long.
Result<crypto::SecureBytes> session_key(const crypto::PrivateKey& key, std::string_view block,
                                        ::Random& random) {
  crypto::SecureBytes unknown{session_key_bytes};
  random.fill(unknown.span());
  auto opened = key.decrypt_oaep_sha256(block);
  if (opened.ok() && opened.value().size() == session_key_bytes) return std::move(opened).value();
  if (!opened.ok() && opened.error() == crypto::Errc::unavailable)
    return keymanager::fault_of(opened.error());
  return unknown;
}
}  // namespace

Result<std::string> encrypt(const Recipient& recipient, std::string_view data, const Extras& asked,
                            ::Random& random) {
  if (recipient.key.kind() != crypto::KeyKind::rsa) return Errc::crypto_public_key_invalid;
  const bool is_named = recipient.key.bits() == envelope_key_bits;
  const Extras no_extras{std::nullopt, std::string{}};
  const Extras& extras = is_named || asked.salt || asked.aad ? asked : no_extras;
  const Form form = form_of(extras);
  // The key and what becomes public in one draw: each costs a microsecond, whatever its length.
  crypto::SecureBytes drawn{session_key_bytes + random_bytes_of(form)};
  random.fill(drawn.span());
  const std::string_view key = drawn.view().substr(0, session_key_bytes);
  const NewData layout = new_data(extras, drawn.view().substr(session_key_bytes));
  const auto block = recipient.key.encrypt_oaep_sha256(key);
  if (!block.ok() || (!is_named && block.value().size() == named_block_bytes))
    return Errc::crypto_public_key_invalid;
  const auto sealed = crypto::aes_256_gcm_seal({key, layout.nonce, layout.aad}, data);
  if (!sealed.ok()) return Errc::crypto_internal;
  return join(
      form, layout,
      {is_named ? recipient.thumbprint : std::string_view{}, block.value(), sealed.value()});
}

Result<std::string> decrypt(const crypto::PrivateKey& key, const Parts& parts, const Extras& extras,
                            ::Random& random) {
  const auto layout = data_part_of(parts, extras);
  if (!layout) return Errc::crypto_corrupted;
  const auto session = session_key(key, parts.rsa_block, random);
  if (!session.ok()) return session.faults();
  auto data = crypto::aes_256_gcm_open({session.value().view(), layout->nonce, layout->aad},
                                       layout->sealed);
  if (!data.ok()) return Errc::crypto_corrupted;
  return std::move(data).value();
}
}  // namespace cryptomanager
