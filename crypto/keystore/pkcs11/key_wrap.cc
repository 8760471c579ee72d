// crypto/keystore/pkcs11/key_wrap.cc: AES key wrap with padding, here and in the token.
#include "crypto/keystore/pkcs11/key_wrap.h"

#include "crypto/openssl_handles.h"
#include "crypto/random.h"

namespace keystore::pkcs11 {
namespace {
constexpr size_t key_bytes = 32;
constexpr size_t ed25519_bytes = 32;
/// The integrity block, and padding to a multiple of eight.
constexpr size_t overhead_bytes = 16;
constexpr CK_ULONG wrapped_bytes_max = 64UL << 10;

CK_BYTE_PTR bytes_of(const std::string& text) {
  return reinterpret_cast<CK_BYTE_PTR>(const_cast<char*>(text.data()));  // NOLINT
}

/// AES-256-WRAP-PAD of `in` into `out`; how many bytes, or -1.
int cipher(const crypto::SecureBytes& key, std::string_view in, unsigned char* out, int encrypt) {
  const crypto::OwnedCipherContext context{EVP_CIPHER_CTX_new()};
  if (!context) return -1;
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  int first = 0, last = 0;
  if (EVP_CipherInit_ex(context.get(), EVP_aes_256_wrap_pad(), nullptr,
                        crypto::bytes_of(key.view()), nullptr, encrypt) != 1 ||
      EVP_CipherUpdate(context.get(), out, &first, crypto::bytes_of(in),
                       static_cast<int>(in.size())) != 1 ||
      EVP_CipherFinal_ex(context.get(), out + first, &last) != 1) {
    return -1;
  }
  return first + last;
}
}  // namespace

WrappingKey::WrappingKey() : key_(key_bytes) {
  crypto::SystemKeyRandom random;
  random.fill(key_.span());
}

Expected<std::string, Errc> WrappingKey::wrap(std::span<const std::byte> pkcs8) const {
  std::string out(pkcs8.size() + overhead_bytes, '\0');
  const std::string_view in{reinterpret_cast<const char*>(pkcs8.data()), pkcs8.size()};
  const int count = cipher(key_, in, crypto::bytes_of(out), 1);
  if (count < 0) return Errc::failed;
  out.resize(static_cast<size_t>(count));
  return out;
}

Expected<crypto::SecureBytes, Errc> WrappingKey::unwrap(std::string_view wrapped) const {
  crypto::SecureBytes out{wrapped.size() + overhead_bytes};
  const int count = cipher(key_, wrapped, crypto::bytes_of(out.span()), 0);
  if (count < 0) return Errc::failed;
  return crypto::SecureBytes::from(out.span().first(static_cast<size_t>(count)));
}

CK_RV WrappingKey::open(const Session& session, CK_OBJECT_HANDLE& handle) const {
  Template key;
  key.number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, CKK_AES).flag(CKA_TOKEN, false);
  key.flag(CKA_WRAP, true).flag(CKA_UNWRAP, true).bytes(CKA_VALUE, key_.view());
  return session.api.C_CreateObject(session.handle, key.data(), key.size(), &handle);
}

CK_RV wrap_out(const Session& session, const WrappingKey& wrapping, CK_OBJECT_HANDLE key,
               std::string& wrapped) {
  CK_OBJECT_HANDLE by = 0;
  if (const CK_RV rv = wrapping.open(session, by); rv != CKR_OK) return rv;
  CK_MECHANISM mechanism{CKM_AES_KEY_WRAP_PAD, nullptr, 0};
  wrapped.assign(wrapped_bytes_max, '\0');
  CK_ULONG count = wrapped.size();
  const CK_RV rv =
      session.api.C_WrapKey(session.handle, &mechanism, by, key, bytes_of(wrapped), &count);
  WrappingKey::close(session, by);
  wrapped.resize(rv == CKR_OK ? count : 0);
  return rv;
}

CK_RV wrap_in(const Session& session, const WrappingKey& wrapping, const std::string& wrapped,
              Template& description) {
  CK_OBJECT_HANDLE by = 0;
  if (const CK_RV rv = wrapping.open(session, by); rv != CKR_OK) return rv;
  CK_MECHANISM mechanism{CKM_AES_KEY_WRAP_PAD, nullptr, 0};
  CK_OBJECT_HANDLE key = 0;
  const CK_RV rv =
      session.api.C_UnwrapKey(session.handle, &mechanism, by, bytes_of(wrapped), wrapped.size(),
                              description.data(), description.size(), &key);
  WrappingKey::close(session, by);
  return rv;
}

Expected<crypto::SecureBytes, Errc> ed25519_value(std::span<const std::byte> pkcs8) {
  const auto* at = reinterpret_cast<const unsigned char*>(pkcs8.data());
  const crypto::OwnedPkcs8 info{
      d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(pkcs8.size()))};
  const crypto::OwnedPkey key{info ? EVP_PKCS82PKEY(info.get()) : nullptr};
  crypto::SecureBytes out{ed25519_bytes};
  size_t count = out.size();
  if (!key || EVP_PKEY_get_raw_private_key(key.get(), crypto::bytes_of(out.span()), &count) != 1) {
    return Errc::failed;
  }
  return out;
}
}  // namespace keystore::pkcs11
