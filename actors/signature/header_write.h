// actors/signature/header_write.h: the protected header of a JWS that we sign, byte for byte.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "crypto/jws.h"

namespace signature {
/// What a header says. Members are written in this order and only when they say something: alg,
/// b64 with crit, x5c, x5t#S256, x5u, the additional ones, kid. Source: keys sheet 3.5.
struct WrittenHeader {
  crypto::JwsAlgorithm algorithm = crypto::JwsAlgorithm::rs256;
  bool b64 = true;
  std::vector<std::string> certificates;  ///< DER, the leaf first
  std::string thumbprint;                 ///< SHA-256 of the leaf's DER, 32 bytes
  std::string certificate_url;
  std::vector<std::pair<std::string, std::string>> additional;
  std::string kid;
};

/// JSON without white space. Additional members whose names RFC 7515 or RFC 7797 gives a meaning
/// other than a type's (typ, cty) are left out, and of two with one name the second: a caller
/// cannot make the header say what is not so.
std::string json_of(const WrittenHeader& header);
}  // namespace signature
