// actors/prereg/application_record.cc: format, status, times, owner | hash | sealed: language, who
// made it, who changed it, the JSON text.
#include "actors/prereg/application_record.h"

#include "actors/base/byte_codec.h"
#include "actors/prereg/user_key.h"
#include "crypto/digest.h"

namespace prereg {
namespace {
constexpr uint8_t format = 1;
constexpr size_t hash_chars = 64;

void put_time(std::string& out, UtcTime time) {
  bytes::put<int64_t>(out, time.time_since_epoch().count());
}
UtcTime take_time(bytes::Reader& reader) {
  return UtcTime{UtcTime::duration{reader.take<int64_t>()}};
}
uint64_t counting_down(UtcTime time) {
  return ~static_cast<uint64_t>(time.time_since_epoch().count());
}

std::string head_bytes(const Application& application) {
  std::string out;
  bytes::put(out, format);
  bytes::put(out, static_cast<uint8_t>(application.status));
  put_time(out, application.created);
  put_time(out, application.updated);
  put_time(out, application.encrypted);
  out += application.user_key;
  return out;
}

/// The record's id and its whole head, the time of sealing in it (DECISIONS 27).
std::string bound_to(std::string_view id, std::string_view head) {
  std::string aad = "prereg-application/";
  aad += id;
  aad += '/';
  aad += head;
  return aad;
}

std::string hash_of(std::string_view sealed) { return crypto::hex_upper(crypto::sha256(sealed)); }
}  // namespace

std::string application_key(std::string_view id) { return std::string{"A"}.append(id); }

std::string history_front(std::string_view id) {
  std::string key{"H"};
  bytes::put_text(key, id);
  return key;
}
std::string history_key(std::string_view id, UtcTime since) {
  std::string key = history_front(id);
  bytes::put_ordered(key, counting_down(since));
  return key;
}

std::string list_front(std::string_view user_key) { return std::string{"U"}.append(user_key); }
std::string list_key(std::string_view user_key, UtcTime created, std::string_view id) {
  std::string key = list_front(user_key);
  bytes::put_ordered(key, counting_down(created));
  return key.append(id);
}
std::string_view id_in_list_key(std::string_view key) {
  return key.substr(1 + user_key_bytes + sizeof(uint64_t));
}

std::optional<Head> head_of(std::string_view record) {
  bytes::Reader reader{record};
  Head head;
  const bool is_ours = reader.take<uint8_t>() == format;
  head.status = static_cast<Status>(reader.take<uint8_t>());
  head.created = take_time(reader);
  head.updated = take_time(reader);
  head.encrypted = take_time(reader);
  head.user_key = reader.take_bytes(user_key_bytes);
  head.hash = reader.take_bytes(hash_chars);
  if (!is_ours || reader.is_short() || text_of(head.status).empty()) return std::nullopt;
  head.sealed = record.substr(static_cast<size_t>(head.hash.data() + hash_chars - record.data()));
  return head;
}

Result<std::string> sealed_record(const Application& application, UtcTime now, seal::Sealer& sealer,
                                  store::Transaction& tx) {
  std::string personal;
  personal.reserve(application.details.size() + 3 * bytes::text_bytes_max);
  bytes::put_text(personal, application.language);
  bytes::put_text(personal, application.created_by);
  bytes::put_text(personal, application.updated_by);
  personal += application.details;
  std::string out = head_bytes(application);
  const std::string aad = bound_to(application.id, out);
  const auto sealed = sealer.seal(tx, now, {aad}, personal);
  if (!sealed.ok()) return Errc::prereg_encrypt;
  out += hash_of(sealed.value());
  out += sealed.value();
  return out;
}

Result<Application> opened_record(std::string_view id, std::string_view record,
                                  seal::Sealer& sealer, store::Transaction& tx) {
  const auto head = head_of(record);
  if (!head || hash_of(head->sealed) != head->hash) return Errc::prereg_hash;
  Application application;
  application.id = id;
  application.status = head->status;
  application.user_key = head->user_key;
  application.created = head->created;
  application.updated = head->updated;
  application.encrypted = head->encrypted;
  const std::string aad = bound_to(id, head_bytes(application));
  const auto personal = sealer.open(tx, {aad}, head->sealed);
  if (!personal.ok()) return Errc::prereg_decrypt;
  bytes::Reader reader{personal.value()};
  application.language = reader.take_text();
  application.created_by = reader.take_text();
  const std::string_view updated_by = reader.take_text();
  if (reader.is_short()) return Errc::prereg_decrypt;
  application.updated_by = updated_by;
  const auto read =
      static_cast<size_t>(updated_by.data() + updated_by.size() - personal.value().data());
  application.details = personal.value().substr(read);
  return application;
}
}  // namespace prereg
