// crypto/keystore/pkcs12/parse.cc: from a file's bytes to its entries.
#include "crypto/keystore/matching.h"
#include "crypto/keystore/pkcs12/contents.h"
#include "crypto/keystore/pkcs12/handles.h"

namespace keystore::pkcs12 {
namespace {
/// A certificate waits for the key with the same localKeyID.
struct LooseCertificate {
  std::string local_id;
  Bag bag;
  crypto::Certificate certificate;
};

struct Reading {
  const crypto::SecureBytes& password;
  Contents contents;
  std::multimap<std::string, std::string> aliases;  ///< by localKeyID
  std::vector<LooseCertificate> certificates;
};

std::string name_of(PKCS12_SAFEBAG* bag) {
  const OwnedText name{PKCS12_get_friendlyname(bag)};
  return name ? std::string{name.get()} : std::string{};
}

std::string local_id_of(const PKCS12_SAFEBAG* bag) {
  const ASN1_TYPE* const id = PKCS12_SAFEBAG_get0_attr(bag, NID_localKeyID);
  if (id == nullptr || id->type != V_ASN1_OCTET_STRING) return {};
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(id->value.octet_string)),
          static_cast<size_t>(ASN1_STRING_length(id->value.octet_string))};
}

Bag bag_of(const PKCS12_SAFEBAG* bag) {
  return std::make_shared<const crypto::SecureBytes>(secret_der_of(bag, i2d_PKCS12_SAFEBAG));
}
void keep_as_it_is(Reading& reading, const PKCS12_SAFEBAG* bag) {
  reading.contents.others.push_back(bag_of(bag));
}
bool is_taken(const Contents& contents, const std::string& alias) {
  return contents.keys.contains(alias) || contents.secrets.contains(alias);
}

std::shared_ptr<const crypto::SoftPrivateKey> key_of(const PKCS8_PRIV_KEY_INFO* info) {
  const auto der = secret_der_of(info, i2d_PKCS8_PRIV_KEY_INFO);
  auto key = crypto::SoftPrivateKey::from_pkcs8_der(der.span());
  return key.ok() ? std::move(key).value() : nullptr;
}

std::optional<Problem> take_key(Reading& reading, PKCS12_SAFEBAG* bag) {
  const std::string alias = name_of(bag);
  const X509_SIG* const sealed = PKCS12_SAFEBAG_get0_pkcs8(bag);
  const crypto::OwnedPkcs8 info{
      PKCS12_decrypt_skey(bag, text_of(reading.password), size_of(reading.password))};
  if (!info) return Problem::damaged;
  auto key = key_of(info.get());
  if (alias.empty() || !key) {  // A kind of key that is none of ours stays where it is.
    keep_as_it_is(reading, bag);
    return std::nullopt;
  }
  if (is_taken(reading.contents, alias)) return Problem::ambiguous;
  reading.contents.keys[alias] = {std::move(key), der_of(sealed, i2d_X509_SIG), std::nullopt};
  reading.aliases.emplace(local_id_of(bag), alias);
  return std::nullopt;
}

std::optional<Problem> take_certificate(Reading& reading, PKCS12_SAFEBAG* bag) {
  const OwnedX509 x509{PKCS12_SAFEBAG_get1_cert(bag)};
  auto certificate = x509 ? crypto::Certificate::from_stored(der_of(x509.get(), i2d_X509))
                          : Expected<crypto::Certificate, crypto::Errc>{crypto::Errc::bad_input};
  if (certificate.ok()) {
    reading.certificates.push_back({local_id_of(bag), bag_of(bag), std::move(certificate).value()});
  } else {
    keep_as_it_is(reading, bag);
  }
  return std::nullopt;
}

std::optional<Problem> take(Reading& reading, PKCS12_SAFEBAG* bag) {
  switch (PKCS12_SAFEBAG_get_nid(bag)) {
    case NID_pkcs8ShroudedKeyBag:
      return take_key(reading, bag);
    case NID_certBag:
      return take_certificate(reading, bag);
    case NID_secretBag:
      if (const std::string alias = name_of(bag); !alias.empty()) {
        if (is_taken(reading.contents, alias)) return Problem::ambiguous;
        reading.contents.secrets[alias] = bag_of(bag);
        return std::nullopt;
      }
      [[fallthrough]];
    default:
      keep_as_it_is(reading, bag);
      return std::nullopt;
  }
}

std::optional<Problem> take_safe(Reading& reading, PKCS7* safe) {
  OwnedBags bags;
  if (PKCS7_type_is_data(safe)) {
    bags.reset(PKCS12_unpack_p7data(safe));
  } else if (PKCS7_type_is_encrypted(safe)) {
    bags.reset(PKCS12_unpack_p7encdata(safe, text_of(reading.password), size_of(reading.password)));
  }
  if (!bags) return Problem::damaged;
  for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags.get()); ++i) {
    if (auto problem = take(reading, sk_PKCS12_SAFEBAG_value(bags.get(), i))) return problem;
  }
  return std::nullopt;
}

/// The key that the certificate is for, of those with its localKeyID that have none yet.
Entry* entry_of(Reading& reading, const LooseCertificate& loose) {
  if (loose.local_id.empty()) return nullptr;
  const auto [first, last] = reading.aliases.equal_range(loose.local_id);
  for (auto at = first; at != last; ++at) {
    Entry& entry = reading.contents.keys.at(at->second);
    if (!entry.certificate && belongs_to(loose.certificate, *entry.key)) return &entry;
  }
  return nullptr;
}

void join_certificates(Reading& reading) {
  for (auto& loose : reading.certificates) {
    if (Entry* const entry = entry_of(reading, loose)) {
      entry->certificate = std::move(loose.certificate);
    } else {
      reading.contents.others.push_back(std::move(loose.bag));
    }
  }
}
}  // namespace

Expected<Contents, Problem> parse(std::string_view der, const crypto::SecureBytes& password) {
  const OwnedPkcs12 file{of_der(der, d2i_PKCS12)};
  if (!file || PKCS12_mac_present(file.get()) != 1) return Problem::damaged;
  if (PKCS12_verify_mac(file.get(), text_of(password), size_of(password)) != 1) {
    return Problem::wrong_password;
  }
  const OwnedSafes safes{PKCS12_unpack_authsafes(file.get())};
  if (!safes) return Problem::damaged;
  Reading reading{password, {}, {}, {}};
  for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
    if (auto problem = take_safe(reading, sk_PKCS7_value(safes.get(), i))) return *problem;
  }
  join_certificates(reading);
  return std::move(reading.contents);
}
}  // namespace keystore::pkcs12
