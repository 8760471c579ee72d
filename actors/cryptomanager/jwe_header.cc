// actors/cryptomanager/jwe_header.cc: one algorithm, one cipher, one compression.
#include "actors/cryptomanager/jwe_header.h"

#include <array>
#include <utility>

#include "actors/cryptomanager/envelope.h"
#include "actors/json/json_read.h"
#include "actors/json/json_write.h"
#include "crypto/base64.h"

namespace cryptomanager {
namespace {
constexpr std::string_view algorithm = "RSA-OAEP-256";
constexpr std::string_view cipher = "A256GCM";
constexpr std::string_view compression = "DEF";

bool has(const json::Object& header, std::string_view name, std::string_view value) {
  std::string found;
  return json::take(header, name, found) && found == value;
}

std::optional<std::string> thumbprint_of(const json::Object& header) {
  std::string kid;
  if (!json::take(header, "kid", kid)) return std::nullopt;
  auto bytes = crypto::base64url_decode(kid);
  if (!bytes || bytes->size() != thumbprint_bytes) return std::string{};
  return bytes;
}
}  // namespace

std::string json_of(const WrittenJweHeader& header) {
  constexpr size_t bytes_besides_certificate = 512;
  json::ObjectWriter writer{bytes_besides_certificate + 2 * header.certificate.size()};
  const std::string thumbprint = crypto::base64url_encode(header.thumbprint);
  writer.field("cty", "JWT");
  writer.field("typ", "JWT");
  writer.field("alg", algorithm);
  writer.field("enc", cipher);
  writer.field_if_known("kid", thumbprint);
  if (header.deflated) writer.field("zip", compression);
  if (!header.certificate.empty()) {
    writer.list("x5c", std::array{crypto::base64_encode(header.certificate)});
  }
  if (header.hash) writer.field_if_known("x5t#S256", thumbprint);
  writer.field_if_known("jku", header.jwk_set_url);
  return std::move(writer).finish();
}

std::optional<ReadJweHeader> read_jwe_header(std::string_view json) {
  const json::Document document{json};
  const auto header = document.object();
  if (!header || !json::keys_are_unique(*header)) return std::nullopt;
  if (!has(*header, "alg", algorithm) || !has(*header, "enc", cipher)) return std::nullopt;
  if (json::find(*header, "crit")) return std::nullopt;
  const bool deflated = json::find(*header, "zip").has_value();
  if (deflated && !has(*header, "zip", compression)) return std::nullopt;
  auto thumbprint = thumbprint_of(*header);
  if (!thumbprint) return std::nullopt;
  return ReadJweHeader{std::move(*thumbprint), deflated};
}
}  // namespace cryptomanager
