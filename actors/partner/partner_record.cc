// actors/partner/partner_record.cc: the records' codec.
#include "actors/partner/partner_record.h"

#include "actors/base/byte_codec.h"

namespace partner {
namespace {
constexpr uint8_t format = 1;

void put_bytes(std::string& out, std::string_view bytes) {
  bytes::put(out, static_cast<uint32_t>(bytes.size()));
  out.append(bytes);
}
std::string take_bytes(bytes::Reader& reader) {
  return std::string{reader.take_bytes(reader.take<uint32_t>())};
}

void put_filing(std::string& out, const Filing& filing) {
  bytes::put(out, format);
  bytes::put<int64_t>(out, filing.uploaded.time_since_epoch().count());
  put_bytes(out, filing.issuer_id);
  put_bytes(out, filing.domain);
}
std::optional<Filing> take_filing(bytes::Reader& reader, std::string_view id) {
  if (reader.take<uint8_t>() != format) return std::nullopt;
  Filing filing;
  filing.id = id;
  filing.uploaded = UtcTime{UtcTime::duration{reader.take<int64_t>()}};
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
  put_filing(out, authority.filing);
  bytes::put(out, static_cast<uint8_t>(authority.kind));
  put_bytes(out, authority.certificate);
  return out;
}

std::string encoded(const Partner& partner) {
  std::string out;
  put_filing(out, partner.filing);
  put_bytes(out, partner.organization);
  put_bytes(out, partner.certificate);
  put_bytes(out, partner.resigned);
  return out;
}

std::optional<Authority> decoded_authority(std::string_view id, std::string_view record) {
  bytes::Reader reader{record};
  auto filing = take_filing(reader, id);
  if (!filing) return std::nullopt;
  Authority out{std::move(*filing), AuthorityKind::root, {}, {}};
  const auto kind = reader.take<uint8_t>();
  out.certificate = take_bytes(reader);
  if (!reader.is_whole() || kind < 1 || kind > 2) return std::nullopt;
  out.kind = static_cast<AuthorityKind>(kind);
  const auto parsed = crypto::Certificate::from_der(out.certificate);
  if (!parsed.ok()) return std::nullopt;
  out.facts = facts_of(parsed.value());
  return out;
}

std::optional<Partner> decoded_partner(std::string_view id, std::string_view record) {
  bytes::Reader reader{record};
  auto filing = take_filing(reader, id);
  if (!filing) return std::nullopt;
  Partner out{std::move(*filing), take_bytes(reader), {}, {}};
  out.certificate = take_bytes(reader);
  out.resigned = take_bytes(reader);
  if (!reader.is_whole()) return std::nullopt;
  return out;
}
}  // namespace partner
