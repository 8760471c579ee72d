// crypto/keystore/pkcs11/token_key.cc: which mechanism serves which scheme.
#include "crypto/keystore/pkcs11/token_key.h"

#include <cstring>

#include "crypto/digest.h"
#include "crypto/keystore/pkcs11/objects.h"
#include "crypto/keystore/pkcs11/rsa_padding.h"
#include "crypto/oaep.h"
#include "crypto/random.h"
#include "crypto/rsa.h"

namespace keystore::pkcs11 {
namespace {
constexpr size_t curve_signature_bytes = 64;
constexpr CK_ULONG pss_salt_bytes = 32;

// A module takes parameters and data by pointers that are not const; it only reads them.
CK_RSA_PKCS_PSS_PARAMS pss_parameters{CKM_SHA256, CKG_MGF1_SHA256, pss_salt_bytes};
CK_RSA_PKCS_OAEP_PARAMS oaep_parameters{CKM_SHA256, CKG_MGF1_SHA256, CKZ_DATA_SPECIFIED, nullptr,
                                        0};

CK_BYTE_PTR bytes_of(std::string_view text) {
  return reinterpret_cast<CK_BYTE_PTR>(const_cast<char*>(text.data()));  // NOLINT
}

crypto::Errc crypto_errc(Errc errc, crypto::Errc refused) {
  return errc == Errc::failed || errc == Errc::not_supported ? refused : crypto::Errc::unavailable;
}

/// Of two numbers of as many bytes, both public.
bool is_less(std::string_view a, std::string_view b) {
  return std::memcmp(a.data(), b.data(), b.size()) < 0;
}

/// Tokens answer wrong padding with one of these too.
CK_RV without_padding_faults(CK_RV rv) {
  return rv == CKR_GENERAL_ERROR || rv == CKR_FUNCTION_FAILED ? CKR_ENCRYPTED_DATA_INVALID : rv;
}

/// A token may drop the leading zeros of a number.
void align_right(crypto::SecureBytes& block, size_t count) {
  const size_t gap = block.size() - count;
  std::memmove(block.data() + gap, block.data(), count);
  std::memset(block.data(), 0, gap);
}
}  // namespace

TokenKey::TokenKey(std::shared_ptr<Token> token, std::string alias, crypto::PublicKey public_key)
    : token_(std::move(token)), alias_(std::move(alias)), public_key_(std::move(public_key)) {
  if (public_key_.kind() != crypto::KeyKind::rsa) return;
  const auto rsa = crypto::RsaPublicKey::from_spki_der(public_key_.spki_der());
  if (rsa.ok()) modulus_ = rsa.value().modulus_bytes();
}

Expected<std::string, crypto::Errc> TokenKey::sign(crypto::Scheme scheme,
                                                   std::string_view message) const {
  auto made = request_of(scheme, message);
  if (!made.ok()) return made.error();
  Request& request = made.value();
  std::string signature;
  const auto done = with_key([&](const Session& s, CK_OBJECT_HANDLE key) {
    const CK_RV rv = s.api.C_SignInit(s.handle, &request.mechanism, key);
    if (rv != CKR_OK) return rv;
    signature.resize(request.signature_bytes);
    CK_ULONG count = signature.size();
    const CK_RV signed_ = s.api.C_Sign(s.handle, bytes_of(request.data), request.data.size(),
                                       bytes_of(signature), &count);
    return signed_ == CKR_OK && count != signature.size() ? CKR_SIGNATURE_LEN_RANGE : signed_;
  });
  if (!done.ok()) return crypto_errc(done.error(), crypto::Errc::internal);
  return signature;
}

Expected<TokenKey::Request, crypto::Errc> TokenKey::request_of(crypto::Scheme scheme,
                                                               std::string_view message) const {
  if (!crypto::fits(public_key_.kind(), scheme)) return crypto::Errc::bad_key;
  switch (scheme) {
    case crypto::Scheme::ecdsa_sha256:
      return Request{{CKM_ECDSA, nullptr, 0},
                     std::string{crypto::view_of(crypto::sha256(message))},
                     curve_signature_bytes};
    case crypto::Scheme::eddsa:
      return Request{{CKM_EDDSA, nullptr, 0}, std::string{message}, curve_signature_bytes};
    default:
      return rsa_request(scheme, message);
  }
}

TokenKey::Request TokenKey::rsa_request(crypto::Scheme scheme, std::string_view message) const {
  const bool pss = scheme == crypto::Scheme::pss_sha256;
  if (token_->can(pss ? CKM_RSA_PKCS_PSS : CKM_RSA_PKCS, CKF_SIGN)) {
    if (!pss) {
      return {{CKM_RSA_PKCS, nullptr, 0}, digest_info_sha256(message), modulus_bytes()};
    }
    return {{CKM_RSA_PKCS_PSS, &pss_parameters, sizeof pss_parameters},
            std::string{crypto::view_of(crypto::sha256(message))},
            modulus_bytes()};
  }
  crypto::SystemRandom random;
  return {{CKM_RSA_X_509, nullptr, 0},
          pss ? pss_sha256_padded(message, modulus_bytes(), random)
              : pkcs1_sha256_padded(message, modulus_bytes()),
          modulus_bytes()};
}

Expected<crypto::SecureBytes, crypto::Errc> TokenKey::decrypt_oaep_sha256(
    std::string_view block) const {
  if (public_key_.kind() != crypto::KeyKind::rsa) return crypto::Errc::bad_key;
  // Tokens answer a number beyond the modulus as if they were broken: no client may cause that.
  if (block.size() != modulus_.size() || !is_less(block, modulus_)) {
    return crypto::Errc::decryption_failed;
  }
  const bool raw = token_->can(CKM_RSA_X_509, CKF_DECRYPT);
  CK_MECHANISM mechanism{CKM_RSA_X_509, nullptr, 0};
  if (!raw) mechanism = {CKM_RSA_PKCS_OAEP, &oaep_parameters, sizeof oaep_parameters};
  crypto::SecureBytes out{block.size()};
  CK_ULONG count = 0;
  const auto done = with_key([&](const Session& s, CK_OBJECT_HANDLE key) {
    const CK_RV rv = s.api.C_DecryptInit(s.handle, &mechanism, key);
    if (rv != CKR_OK) return rv;
    count = out.size();
    const CK_RV decrypted = s.api.C_Decrypt(s.handle, bytes_of(block), block.size(),
                                            reinterpret_cast<CK_BYTE_PTR>(out.data()), &count);
    return raw ? decrypted : without_padding_faults(decrypted);
  });
  if (!done.ok()) return crypto_errc(done.error(), crypto::Errc::decryption_failed);
  if (!raw) return crypto::SecureBytes::from(out.span().first(count));
  align_right(out, count);
  return crypto::oaep_sha256_unpad(out.span());
}

Expected<Done, Errc> TokenKey::with_key(
    const std::function<CK_RV(const Session&, CK_OBJECT_HANDLE)>& call) const {
  return token_->run(alias_, [&](const Session& session) {
    CK_OBJECT_HANDLE handle = 0;
    const CK_RV rv = handle_in(session, handle);
    return rv == CKR_OK ? call(session, handle) : rv;
  });
}

CK_RV TokenKey::handle_in(const Session& session, CK_OBJECT_HANDLE& handle) const {
  {
    const std::lock_guard lock{mutex_};
    handle = handle_;
    if (epoch_ == session.epoch) return CKR_OK;
  }
  const CK_RV rv = find_key(session, CKO_PRIVATE_KEY, alias_, handle);
  if (rv != CKR_OK) return rv;
  const std::lock_guard lock{mutex_};
  handle_ = handle;
  epoch_ = session.epoch;
  return CKR_OK;
}
}  // namespace keystore::pkcs11
