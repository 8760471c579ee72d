// crypto/alternative_name.cc: GeneralNames of OpenSSL.
#include "crypto/alternative_name.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <vector>

#include "crypto/certificate_handle.h"

namespace crypto {
namespace {
using Kind = AlternativeName::Kind;
using OwnedGeneralName = Owned<GENERAL_NAME, GENERAL_NAME_free>;
using OwnedGeneralNames = Owned<GENERAL_NAMES, GENERAL_NAMES_free>;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

/// `value` goes to `name`, which owns it then.
template <class Value>
bool set_value(GENERAL_NAME* name, int type, Value* value) {
  if (value == nullptr) return false;
  GENERAL_NAME_set0_value(name, type, value);
  return true;
}

bool set_text(GENERAL_NAME* name, int type, const std::string& text) {
  ASN1_IA5STRING* value = is_ascii(text) ? ASN1_IA5STRING_new() : nullptr;
  if (value != nullptr && ASN1_STRING_set(value, text.data(), static_cast<int>(text.size())) != 1) {
    ASN1_IA5STRING_free(value);
    return false;
  }
  return set_value(name, type, value);
}

/// Null for what is no list of TYPE=VALUE between commas.
X509_NAME* directory_of(std::string_view text) {
  OwnedX509Name out{X509_NAME_new()};
  while (out && !text.empty()) {
    const std::string part{text.substr(0, text.find(','))};
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const size_t equals = part.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == part.size()) return nullptr;
    const std::string value = part.substr(equals + 1);
    if (X509_NAME_add_entry_by_txt(out.get(), part.substr(0, equals).c_str(), MBSTRING_UTF8,
                                   bytes_of(value), static_cast<int>(value.size()), -1, 0) != 1)
      return nullptr;
  }
  return out.release();
}

bool set(GENERAL_NAME* to, const AlternativeName& name) {
  switch (name.kind) {
    case Kind::email:
      return name.text.find('@') != std::string::npos && set_text(to, GEN_EMAIL, name.text);
    case Kind::dns:
      return set_text(to, GEN_DNS, name.text);
    case Kind::uri:
      return name.text.find(':') != std::string::npos && set_text(to, GEN_URI, name.text);
    case Kind::ip_address:
      return set_value(to, GEN_IPADD, a2i_IPADDRESS(name.text.c_str()));
    case Kind::directory:
      return set_value(to, GEN_DIRNAME, directory_of(name.text));
    case Kind::registered_id:
      return set_value(to, GEN_RID, OBJ_txt2obj(name.text.c_str(), 1));
  }
  return false;
}

/// Null for what no certificate can hold.
OwnedGeneralName general_name_of(const AlternativeName& name) {
  if (name.text.empty() || name.text.size() > alternative_name_bytes_max) return nullptr;
  OwnedGeneralName out{GENERAL_NAME_new()};
  const bool is_set = out && set(out.get(), name);
  ERR_clear_error();
  return is_set ? std::move(out) : nullptr;
}
}  // namespace

bool is_writable(const AlternativeName& name) { return general_name_of(name) != nullptr; }

bool add_alternative_names(X509* certificate, const std::vector<AlternativeName>& names) {
  if (names.empty()) return true;
  const OwnedGeneralNames all{GENERAL_NAMES_new()};
  if (!all) return false;
  for (const AlternativeName& name : names) {
    OwnedGeneralName one = general_name_of(name);
    if (!one || sk_GENERAL_NAME_push(all.get(), one.get()) == 0) return false;
    std::ignore = one.release();  // the list owns it now
  }
  return X509_add1_ext_i2d(certificate, NID_subject_alt_name, all.get(), 0, X509V3_ADD_APPEND) == 1;
}
}  // namespace crypto
