// crypto/alternative_name.h: the other names of whom a certificate is for (RFC 5280 4.2.1.6).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace crypto {
struct AlternativeName {
  enum class Kind : uint8_t {
    email,
    dns,
    uri,
    ip_address,     ///< "10.0.0.1" or "2001:db8::1"
    directory,      ///< "CN=x,O=y", parts in the order in which they are written
    registered_id,  ///< an object identifier: "1.2.3.4"
  };
  Kind kind = Kind::dns;
  std::string text;
};

/// Whether a certificate can hold it: of the form that its kind names, in ASCII but for a
/// directory's, at most alternative_name_bytes_max.
bool is_writable(const AlternativeName& name);
inline constexpr size_t alternative_name_bytes_max = 256;
}  // namespace crypto
