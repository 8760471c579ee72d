// tests/cryptomanager/vector_bytes.h: members of the golden vectors as bytes.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/cryptomanager/envelope.h"
#include "crypto/base64.h"
#include "tests/crypto/bytes.h"
#include "tests/vectors/vectors.h"

namespace cryptomanager {
inline std::string hex_of(simdjson::dom::element vector, std::string_view name) {
  return crypto::unhex(text_of(vector[name]));
}
inline std::string b64_of(simdjson::dom::element vector, std::string_view name) {
  return crypto::base64url_decode(text_of(vector[name])).value();
}

/// The one of `encrypt` that has this name.
inline simdjson::dom::element envelope_vector(std::string_view name) {
  const simdjson::dom::array all = crypto_vectors()["encrypt"].get_array().value();
  for (const simdjson::dom::element vector : all)
    if (text_of(vector["name"]) == name) return vector;
  throw simdjson::simdjson_error(simdjson::NO_SUCH_FIELD);
}

/// The request's salt and aad of a vector of `encrypt`.
inline Extras extras_of(simdjson::dom::element vector) {
  const auto member = [&](std::string_view name) -> std::optional<std::string> {
    if (vector[name].is_null()) return std::nullopt;
    return b64_of(vector, name);
  };
  return {member("request_salt"), member("request_aad")};
}
}  // namespace cryptomanager
