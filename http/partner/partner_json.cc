// http/partner/partner_json.cc: rendering authorities and partners.
#include "http/partner/partner_json.h"

#include "http/json_text.h"

namespace http {
namespace {
void write_authority(JsonWriter& writer, const partner::Authority& one, UtcTime now) {
  const partner::Life& life = one.facts.life;
  writer.StartObject();
  write_field(writer, "caCertificateType", text_of(one.kind));
  write_field(writer, "partnerDomain", one.filing.domain);
  write_field(writer, "certId", one.filing.id);
  write_field(writer, "issuedTo", one.facts.subject);
  write_field(writer, "issuedBy", one.facts.issuer);
  write_field(writer, "certThumbprint", one.facts.sha1);
  write_field(writer, "validFromDate", iso_utc(life.not_before));
  write_field(writer, "validTillDate", iso_utc(life.not_after));
  write_field(writer, "uploadTime", iso_utc(one.filing.uploaded));
  write_key(writer, "status");
  writer.Bool(life.not_before <= now && now <= life.not_after);
  writer.EndObject();
}
}  // namespace

std::string pem_of(const std::string& der) {
  const auto parsed = crypto::Certificate::from_stored(der);
  return parsed.ok() ? parsed.value().pem() : std::string{};
}

std::string resigned_json(const partner::Resigned& resigned, UtcTime now) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "signedCertificateData", resigned.bundle);
  write_field(writer, "certificateId", resigned.id);
  write_field(writer, "timestamp", iso_utc(now));
  writer.EndObject();
  return text_in(buffer);
}

std::string signed_certificates_json(const partner::Partner& partner, UtcTime now) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "caSignedCertificateData", pem_of(partner.certificate));
  write_field(writer, "mosipSignedCertificateData", pem_of(partner.resigned));
  write_field(writer, "timestamp", iso_utc(now));
  writer.EndObject();
  return text_in(buffer);
}

std::string authorities_json(const partner::Listed& listed, const partner::Page& page,
                             UtcTime now) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_number(writer, "pageNumber", page.number);
  write_number(writer, "pageSize", page.size);
  write_number(writer, "totalRecords", listed.total);
  write_number(writer, "totalPages", (listed.total + page.size - 1) / page.size);
  write_key(writer, "allPartnerCertificates");
  writer.StartArray();
  for (const auto& one : listed.page) write_authority(writer, *one, now);
  writer.EndArray();
  writer.EndObject();
  return text_in(buffer);
}
}  // namespace http
