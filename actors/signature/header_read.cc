// actors/signature/header_read.cc: strict, because a header says how it wants to be verified.
#include "actors/signature/header_read.h"

#include <optional>

#include "actors/json/json_read.h"
#include "crypto/base64.h"

namespace signature {
namespace {
using Certificates = std::optional<std::vector<crypto::Certificate>>;

/// An absent x5c and an empty one are no certificates. Nothing when it is no list of certificates.
Certificates certificates_of(const json::Object& header) {
  std::vector<std::string> texts;
  if (!json::take(header, "x5c", texts)) return std::nullopt;
  if (texts.size() > header_certificates_max) return std::nullopt;
  std::vector<crypto::Certificate> certificates;
  for (const std::string& text : texts) {
    const auto der = crypto::base64_decode(text);
    if (!der) return std::nullopt;
    auto certificate = crypto::Certificate::from_der(*der);
    if (!certificate.ok()) return std::nullopt;
    certificates.push_back(std::move(certificate).value());
  }
  return certificates;
}

/// What b64 says; nothing when it or crit break the rules.
std::optional<bool> b64_of(const json::Object& header) {
  bool b64 = true;
  if (!json::take(header, "b64", b64)) return std::nullopt;
  const bool says_b64 = json::find(header, "b64").has_value();
  const bool says_crit = json::find(header, "crit").has_value();
  if (!says_b64 && !says_crit) return b64;
  std::vector<std::string> critical;
  if (!json::take(header, "crit", critical)) return std::nullopt;
  if (!says_b64 || critical != std::vector<std::string>{"b64"}) return std::nullopt;
  return b64;
}
}  // namespace

Expected<ReadHeader, HeaderErrc> read_header(std::string_view base64url) {
  if (base64url.size() > crypto::jws_header_chars_max) return HeaderErrc::unreadable;
  const auto text = crypto::base64url_decode(base64url);
  if (!text) return HeaderErrc::unreadable;
  const json::Document document{*text};
  const auto header = document.object();
  if (!header || !json::keys_are_unique(*header)) return HeaderErrc::unreadable;
  std::string name;
  if (!json::find(*header, "alg") || !json::take(*header, "alg", name)) {
    return HeaderErrc::unreadable;
  }
  const auto algorithm = crypto::jws_algorithm_of(name);
  const auto b64 = b64_of(*header);
  if (!algorithm || !b64) return HeaderErrc::refused;
  auto certificates = certificates_of(*header);
  if (!certificates) return HeaderErrc::unreadable;
  return ReadHeader{*algorithm, *b64, std::move(*certificates)};
}
}  // namespace signature
