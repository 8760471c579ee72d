// actors/partner/partner_record.cc: the records' codec.
#include "actors/partner/partner_record.h"

#include "actors/base/byte_codec.h"

namespace partner {
namespace {
constexpr uint8_t authority_format = 1;
constexpr uint8_t partner_format = 2;
constexpr uint8_t partner_format_without_end = 1;

void put_bytes(std::string& out, std::string_view bytes) {
  bytes::put(out, static_cast<uint32_t>(bytes.size()));
  out.append(bytes);
}
std::string take_bytes(bytes::Reader& reader) {
  return std::string{reader.take_bytes(reader.take<uint32_t>())};
}

void put_time(std::string& out, UtcTime time) {
  bytes::put<int64_t>(out, time.time_since_epoch().count());
}
UtcTime take_time(bytes::Reader& reader) {
  return UtcTime{UtcTime::duration{reader.take<int64_t>()}};
}

void put_filing(std::string& out, const Filing& filing) {
  put_time(out, filing.uploaded);
  put_bytes(out, filing.issuer_id);
  put_bytes(out, filing.domain);
}
Filing take_filing(bytes::Reader& reader, std::string_view id) {
  Filing filing;
  filing.id = id;
  filing.uploaded = take_time(reader);
  filing.issuer_id = take_bytes(reader);
  filing.domain = take_bytes(reader);
  return filing;
}

std::string key_of(std::string_view prefix, std::string_view id) {
  return std::string{prefix}.append(id);
}
}  // namespace

std::string record_key(const Authority& authority) {
  return key_of(authority_prefix, authority.filing.id);
}
std::string record_key(const Partner& partner) { return key_of(partner_prefix, partner.filing.id); }

std::string encoded(const Authority& authority) {
  std::string out;
  bytes::put(out, authority_format);
  put_filing(out, authority.filing);
  bytes::put(out, static_cast<uint8_t>(authority.kind));
  put_bytes(out, authority.certificate);
  return out;
}

std::string encoded(const Partner& partner) {
  std::string out;
  bytes::put(out, partner_format);
  put_filing(out, partner.filing);
  put_bytes(out, partner.organization);
  put_bytes(out, partner.certificate);
  put_bytes(out, partner.resigned);
  put_time(out, partner.end);
  return out;
}

std::optional<Authority> decoded_authority(std::string_view id, std::string_view record) {
  bytes::Reader reader{record};
  if (reader.take<uint8_t>() != authority_format) return std::nullopt;
  Authority out{take_filing(reader, id), AuthorityKind::root, {}, {}};
  const auto kind = reader.take<uint8_t>();
  out.certificate = take_bytes(reader);
  if (!reader.is_whole() || kind < 1 || kind > 2) return std::nullopt;
  out.kind = static_cast<AuthorityKind>(kind);
  const auto parsed = crypto::Certificate::from_stored(out.certificate);
  if (!parsed.ok()) return std::nullopt;
  out.facts = facts_of(parsed.value());
  return out;
}

std::optional<Partner> decoded_partner(std::string_view id, std::string_view record) {
  bytes::Reader reader{record};
  const auto format = reader.take<uint8_t>();
  if (format != partner_format && format != partner_format_without_end) return std::nullopt;
  Partner out{take_filing(reader, id), {}, {}, {}};
  out.organization = take_bytes(reader);
  out.certificate = take_bytes(reader);
  out.resigned = take_bytes(reader);
  if (format == partner_format) out.end = take_time(reader);
  if (!reader.is_whole()) return std::nullopt;
  if (format == partner_format) return out;
  const auto resigned = crypto::Certificate::from_stored(out.resigned);
  if (!resigned.ok()) return std::nullopt;
  out.end = resigned.value().not_after();
  return out;
}
}  // namespace partner
