// crypto/certificate_name.cc: distinguished names.
#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <optional>

#include "crypto/certificate_handle.h"

namespace crypto {
namespace {
struct Part {
  int nid;
  std::string Name::* text;
};
constexpr std::array<Part, 6> parts{{{NID_countryName, &Name::country},
                                     {NID_stateOrProvinceName, &Name::state},
                                     {NID_localityName, &Name::location},
                                     {NID_organizationName, &Name::organization},
                                     {NID_organizationalUnitName, &Name::organization_unit},
                                     {NID_commonName, &Name::common_name}}};
/// RFC 5280 stops at 2 letters for a country and 64 for others; the reference takes more, and the
/// common name of a base key is made of two names of up to 36 characters and more.
constexpr size_t characters_max = 256;

/// The characters of ASN.1's PrintableString.
bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{" '()+,-./:=?"}.find(c) != std::string_view::npos;
  });
}

bool add(X509_NAME* out, const Part& part, const std::string& text, NameForm form) {
  const bool is_printed =
      part.nid == NID_countryName || (form == NameForm::csr && is_printable(text));
  if (is_printed && !is_printable(text)) return false;
  const int type = is_printed ? V_ASN1_PRINTABLESTRING : V_ASN1_UTF8STRING;
  return X509_NAME_add_entry_by_NID(out, part.nid, type, bytes_of(text),
                                    static_cast<int>(text.size()), -1, 0) == 1;
}

/// Nothing when `text` is not UTF-8.
std::optional<size_t> characters(std::string_view text) {
  size_t count = 0;
  for (; !text.empty(); ++count) {
    unsigned long character = 0;
    const int bytes = UTF8_getc(bytes_of(text), static_cast<int>(text.size()), &character);
    if (bytes <= 0) return std::nullopt;
    text.remove_prefix(static_cast<size_t>(bytes));
  }
  return count;
}
}  // namespace

OwnedX509Name to_x509_name(const Name& name, NameForm form) {
  OwnedX509Name out{X509_NAME_new()};
  for (const Part& part : parts) {
    const std::string& text = name.*part.text;
    if (text.empty()) continue;
    if (!out || characters(text).value_or(characters_max + 1) > characters_max ||
        !add(out.get(), part, text, form)) {
      ERR_clear_error();
      return {};
    }
  }
  return out;
}

Name of_x509_name(const X509_NAME* name) {
  Name out;
  for (const Part& part : parts) {
    const int at = X509_NAME_get_index_by_NID(name, part.nid, -1);
    if (at < 0) continue;
    unsigned char* text = nullptr;
    const int size =
        ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (size > 0)
      (out.*part.text).assign(reinterpret_cast<const char*>(text), static_cast<size_t>(size));
    OPENSSL_free(text);
  }
  ERR_clear_error();
  return out;
}
}  // namespace crypto
