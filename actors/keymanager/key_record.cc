// actors/keymanager/key_record.cc: the record's codec.
#include "actors/keymanager/key_record.h"

#include "actors/base/byte_codec.h"
#include "crypto/base64.h"
#include "crypto/digest.h"

namespace keymanager {
namespace {
/// What most keys are written in. 2 is a 1 with a tail for those that have more to tell.
constexpr uint8_t format = 1;
constexpr uint8_t format_with_tail = 2;
constexpr uint8_t tail_has_made = 1, tail_has_uploaded = 2, tail_is_revoked = 4;
constexpr uint8_t tail_known = tail_has_made | tail_has_uploaded | tail_is_revoked;

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

uint8_t tail_of(const KeyVersion& version) {
  return static_cast<uint8_t>((version.made ? tail_has_made : 0) |
                              (version.uploaded ? tail_has_uploaded : 0) |
                              (version.is_revoked ? tail_is_revoked : 0));
}

void put_tail(std::string& out, const KeyVersion& version) {
  bytes::put(out, tail_of(version));
  if (version.made) put_time(out, *version.made);
  if (version.uploaded) put_time(out, *version.uploaded);
}

/// False for a tail that no version of this program wrote.
bool take_tail(bytes::Reader& reader, KeyVersion& version) {
  const auto tail = reader.take<uint8_t>();
  if (tail == 0 || (tail & ~tail_known) != 0) return false;
  if ((tail & tail_has_made) != 0) version.made = take_time(reader);
  if ((tail & tail_has_uploaded) != 0) version.uploaded = take_time(reader);
  version.is_revoked = (tail & tail_is_revoked) != 0;
  return true;
}

constexpr bool is_between_1_and(uint8_t last, uint8_t number) {
  return number >= 1 && number <= last;
}
}  // namespace

std::string KeyVersion::kid() const {
  return crypto::base64url_encode(crypto::view_of(crypto::sha256(uni_ident)));
}

std::string uni_ident_of(std::string_view input) { return crypto::sha1(input); }

std::string key_record_key(std::string_view alias) {
  return std::string{key_record_prefix} + std::string{alias};
}

std::string encoded(const KeyVersion& version) {
  std::string out;
  const bool has_tail = tail_of(version) != 0;
  bytes::put(out, has_tail ? format_with_tail : format);
  bytes::put(out, static_cast<uint8_t>(version.kept));
  bytes::put(out, static_cast<uint8_t>(version.kind));
  put_time(out, version.life.generated);
  put_time(out, version.life.expires);
  put_bytes(out, version.name.application_id);
  put_bytes(out, version.name.reference_id);
  put_bytes(out, version.uni_ident);
  put_bytes(out, version.certificate);
  put_bytes(out, version.record);
  put_bytes(out, version.module_alias);
  bytes::put(out, static_cast<uint16_t>(version.thumbprints_before.size()));
  for (const std::string& thumbprint : version.thumbprints_before) put_bytes(out, thumbprint);
  if (has_tail) put_tail(out, version);
  return out;
}

std::optional<KeyVersion> decoded(std::string_view alias, std::string_view record) {
  bytes::Reader reader{record};
  KeyVersion version;
  version.alias = alias;
  const auto written = reader.take<uint8_t>();
  if (written != format && written != format_with_tail) return std::nullopt;
  const auto kept = reader.take<uint8_t>();
  const auto kind = reader.take<uint8_t>();
  if (!is_between_1_and(5, kept) || !is_between_1_and(4, kind)) return std::nullopt;
  version.kept = static_cast<Kept>(kept);
  version.kind = static_cast<crypto::KeyKind>(kind);
  version.life.generated = take_time(reader);
  version.life.expires = take_time(reader);
  version.name.application_id = take_bytes(reader);
  version.name.reference_id = take_bytes(reader);
  version.uni_ident = take_bytes(reader);
  version.certificate = take_bytes(reader);
  version.record = take_bytes(reader);
  version.module_alias = take_bytes(reader);
  const auto count = reader.take<uint16_t>();
  for (uint16_t i = 0; i < count && !reader.is_short(); ++i)
    version.thumbprints_before.push_back(take_bytes(reader));
  if (written == format_with_tail && !take_tail(reader, version)) return std::nullopt;
  if (!reader.is_whole()) return std::nullopt;
  if (!version.certificate.empty())
    version.thumbprint = crypto::view_of(crypto::sha256(version.certificate));
  return version;
}
}  // namespace keymanager
