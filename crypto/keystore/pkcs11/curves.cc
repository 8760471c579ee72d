// crypto/keystore/pkcs11/curves.cc: the table of curves (RFC 5480, RFC 8410, SEC 2).
#include "crypto/keystore/pkcs11/curves.h"

#include <algorithm>

namespace keystore::pkcs11 {
namespace {
using namespace std::string_view_literals;
constexpr char octet_string_tag = '\x04';

constexpr Curve curves[] = {
    {crypto::KeyKind::ec_p256, "\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"sv,
     "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00"sv,
     65, CKK_EC, CKM_EC_KEY_PAIR_GEN},
    {crypto::KeyKind::ec_secp256k1, "\x06\x05\x2b\x81\x04\x00\x0a"sv,
     "\x30\x56\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x0a\x03\x42\x00"sv,
     65, CKK_EC, CKM_EC_KEY_PAIR_GEN},
    {crypto::KeyKind::ed25519, "\x06\x03\x2b\x65\x70"sv,
     "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"sv, 32, CKK_EC_EDWARDS,
     CKM_EC_EDWARDS_KEY_PAIR_GEN},
};
}  // namespace

const Curve* curve_of(crypto::KeyKind kind) {
  const auto* const at = std::ranges::find(curves, kind, &Curve::kind);
  return at == std::end(curves) ? nullptr : at;
}

std::string ec_spki(std::string_view params, std::string_view point) {
  const auto* const curve = std::ranges::find(curves, params, &Curve::params);
  if (curve == std::end(curves)) return {};
  const bool wrapped = point.size() == curve->point_bytes + 2 && point[0] == octet_string_tag &&
                       static_cast<size_t>(point[1]) == curve->point_bytes;
  if (wrapped) point.remove_prefix(2);
  if (point.size() != curve->point_bytes) return {};
  return std::string{curve->spki_prefix} + std::string{point};
}
}  // namespace keystore::pkcs11
