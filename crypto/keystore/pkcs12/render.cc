// crypto/keystore/pkcs12/render.cc: from entries to a file's bytes.
#include <tuple>

#include "crypto/keystore/pkcs12/contents.h"
#include "crypto/keystore/pkcs12/handles.h"

namespace keystore::pkcs12 {
namespace {
/// PBKDF2 for each key and for the rest, and the older derivation of the MAC. About 20 ms each.
constexpr int iterations = 100'000;

/// localKeyID: ties a certificate to its key. Readers compare it and nothing more.
bool name_bag(PKCS12_SAFEBAG* bag, const std::string& alias) {
  auto* const id = const_cast<unsigned char*>(crypto::bytes_of(std::string_view{alias}));  // NOLINT
  const int size = static_cast<int>(alias.size());
  return PKCS12_add_friendlyname_utf8(bag, alias.data(), size) == 1 &&
         PKCS12_add_localkeyid(bag, id, size) == 1;
}

bool push(const OwnedBags& bags, OwnedBag bag) {
  if (!bag || sk_PKCS12_SAFEBAG_push(bags.get(), bag.get()) == 0) return false;
  std::ignore = bag.release();  // the stack's now
  return true;
}

bool push_key(const OwnedBags& bags, const std::string& alias, const Entry& entry) {
  OwnedSignature sealed{of_der(std::string_view{entry.shrouded}, d2i_X509_SIG)};
  if (!sealed) return false;
  OwnedBag bag{PKCS12_SAFEBAG_create0_pkcs8(sealed.get())};
  if (!bag) return false;
  std::ignore = sealed.release();  // the bag's now
  return name_bag(bag.get(), alias) && push(bags, std::move(bag));
}

bool push_certificate(const OwnedBags& bags, const std::string& alias, const Entry& entry) {
  if (!entry.certificate) return true;
  const OwnedX509 x509{of_der(std::string_view{entry.certificate->der()}, d2i_X509)};
  if (!x509) return false;
  OwnedBag bag{PKCS12_SAFEBAG_create_cert(x509.get())};
  return bag && name_bag(bag.get(), alias) && push(bags, std::move(bag));
}

bool push_kept(const OwnedBags& bags, const Bag& der) {
  return push(bags, OwnedBag{of_der(der->view(), d2i_PKCS12_SAFEBAG)});
}

struct AllBags {
  OwnedBags keys{sk_PKCS12_SAFEBAG_new_null()};
  OwnedBags rest{sk_PKCS12_SAFEBAG_new_null()};
};

bool fill(const AllBags& bags, const Contents& contents) {
  if (!bags.keys || !bags.rest) return false;
  for (const auto& [alias, entry] : contents.keys) {
    if (!push_key(bags.keys, alias, entry) || !push_certificate(bags.rest, alias, entry)) {
      return false;
    }
  }
  for (const auto& [alias, bag] : contents.secrets) {
    if (!push_kept(bags.rest, bag)) return false;
  }
  for (const Bag& bag : contents.others) {
    if (!push_kept(bags.rest, bag)) return false;
  }
  return true;
}

bool push_safe(const OwnedSafes& safes, OwnedSafe safe) {
  if (!safe || sk_PKCS7_push(safes.get(), safe.get()) == 0) return false;
  std::ignore = safe.release();
  return true;
}
}  // namespace

Expected<std::string, Problem> render(const Contents& contents,
                                      const crypto::SecureBytes& password) {
  const AllBags bags;
  const OwnedSafes safes{sk_PKCS7_new_null()};
  if (!safes || !fill(bags, contents)) return Problem::failed;
  if (!push_safe(safes, OwnedSafe{PKCS12_pack_p7data(bags.keys.get())}) ||
      !push_safe(safes, OwnedSafe{PKCS12_pack_p7encdata(NID_aes_256_cbc, text_of(password),
                                                        size_of(password), nullptr, 0, iterations,
                                                        bags.rest.get())})) {
    return Problem::failed;
  }
  const OwnedPkcs12 file{PKCS12_add_safes(safes.get(), 0)};
  if (!file || PKCS12_set_mac(file.get(), text_of(password), size_of(password), nullptr, 0,
                              iterations, EVP_sha256()) != 1) {
    return Problem::failed;
  }
  std::string der = der_of(file.get(), i2d_PKCS12);
  if (der.empty()) return Problem::failed;
  return der;
}

Expected<std::string, Problem> shroud(const crypto::SecureBytes& pkcs8,
                                      const crypto::SecureBytes& password) {
  const crypto::OwnedPkcs8 info{of_der(pkcs8.view(), d2i_PKCS8_PRIV_KEY_INFO)};
  if (!info) return Problem::failed;
  const OwnedSignature sealed{PKCS8_encrypt(-1, EVP_aes_256_cbc(), text_of(password),
                                            size_of(password), nullptr, 0, iterations, info.get())};
  if (!sealed) return Problem::failed;
  return der_of(sealed.get(), i2d_X509_SIG);
}

Expected<Bag, Problem> secret_bag(const std::string& alias, const crypto::SecureBytes& secret) {
  auto* const bytes = const_cast<unsigned char*>(crypto::bytes_of(secret.view()));  // NOLINT
  const OwnedBag bag{
      PKCS12_SAFEBAG_create_secret(NID_pkcs7_data, V_ASN1_OCTET_STRING, bytes, size_of(secret))};
  if (!bag || !name_bag(bag.get(), alias)) return Problem::failed;
  auto der = secret_der_of(bag.get(), i2d_PKCS12_SAFEBAG);
  if (der.empty()) return Problem::failed;
  return std::make_shared<const crypto::SecureBytes>(std::move(der));
}
}  // namespace keystore::pkcs12
