// http/keymanager/key_json.cc: rendering keys.
#include "http/keymanager/key_json.h"

#include <algorithm>

#include "crypto/base64.h"
#include "http/json_text.h"

namespace http {
namespace {
/// The PEM of stored DER, which was parsed when it came: lines of 64 characters.
std::string pem_of_stored(std::string_view der) {
  constexpr size_t line = 48;  // bytes
  std::string pem = "-----BEGIN CERTIFICATE-----\n";
  for (size_t at = 0; at < der.size(); at += line) {
    crypto::base64_append(pem, der.substr(at, line));
    pem += '\n';
  }
  return pem += "-----END CERTIFICATE-----\n";
}

/// One of the two texts is there; the other is written as null.
std::string key_json(const std::string* certificate, const std::string_view* csr,
                     const keymanager::Lifetime& life, UtcTime now) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_key(writer, "certificate");
  certificate == nullptr ? writer.Null() : writer.String(certificate->c_str());
  write_key(writer, "certSignRequest");
  if (csr == nullptr)
    writer.Null();
  else
    write_text(writer, *csr);
  write_field(writer, "issuedAt", iso_utc(life.generated));
  write_field(writer, "expiryAt", iso_utc(life.expires));
  write_field(writer, "timestamp", iso_utc(now));
  writer.EndObject();
  return text_in(buffer);
}
}  // namespace

std::string certificate_json(const keymanager::KeyVersion& version, UtcTime now) {
  const auto parsed = version.parsed();
  if (!parsed.ok()) return "{}";
  const std::string pem = parsed.value().pem();
  return key_json(&pem, nullptr, {parsed.value().not_before(), parsed.value().not_after()}, now);
}

std::string csr_json(std::string_view csr, const keymanager::Lifetime& life, UtcTime now) {
  return key_json(nullptr, &csr, life, now);
}

std::string key_status_json(std::string_view status, UtcTime now) {
  return dated_field("status", status, now);
}

std::string all_certificates_json(const keymanager::KeyRing::Versions& versions) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_key(writer, "allCertificates");
  writer.StartArray();
  const size_t first = versions.size() - std::min(versions.size(), certificates_max);
  for (size_t i = first; i < versions.size(); ++i) {
    const auto& version = versions[i];
    if (version->certificate.empty()) continue;  // a secret has none
    writer.StartObject();
    write_field(writer, "certificateData", pem_of_stored(version->certificate));
    write_field(writer, "issuedAt", iso_utc(version->life.generated));
    write_field(writer, "expiryAt", iso_utc(version->life.expires));
    write_field(writer, "keyId", version->kid());
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return text_in(buffer);
}
}  // namespace http
