// tests/vectors/vectors.h: golden vectors, read from the folder of this file.
#pragma once
#include <simdjson.h>

#include <string>

/// tests/vectors/ids.json. Throws simdjson_error where a vector is missing: the test then fails.
inline simdjson::dom::element ids_vectors() {
  static simdjson::dom::parser parser;
  static const simdjson::dom::element root = parser.load(IDKERNEL_VECTORS "/ids.json");
  return root;
}

/// tests/vectors/crypto.json: throw-away keys and what was made with them (keys sheet 12).
inline simdjson::dom::element crypto_vectors() {
  static simdjson::dom::parser parser;
  static const simdjson::dom::element root = parser.load(IDKERNEL_VECTORS "/crypto.json");
  return root;
}

inline std::string text_of(simdjson::dom::element element) {
  return std::string{element.get_string().value()};
}
