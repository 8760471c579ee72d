// actors/seal/sealer.cc: sealed value: format | day | nonce | ciphertext | tag.
#include "actors/seal/sealer.h"

#include "actors/seal/store_key.h"
#include "actors/seal/wrap.h"
#include "crypto/aes_gcm.h"

namespace seal {
namespace {
constexpr char format = 1;
constexpr size_t header_bytes = 5;
static_assert(header_bytes + crypto::gcm_nonce_bytes + crypto::gcm_tag_bytes == sealed_extra_bytes);

uint32_t day_of(UtcTime time) {
  return static_cast<uint32_t>(
      std::chrono::floor<std::chrono::days>(time).time_since_epoch().count());
}

void append_day(std::string& out, uint32_t day) {
  for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<char>(day >> shift & 0xff));
}

uint32_t day_in(std::string_view header) {
  uint32_t day = 0;
  for (const char byte : header.substr(1, 4)) day = day << 8 | static_cast<unsigned char>(byte);
  return day;
}

std::string header_of(char first, uint32_t day) {
  std::string header(1, first);
  append_day(header, day);
  return header;
}

std::string record_key(uint32_t day) { return header_of(data_key_letter, day); }

/// The header is authenticated with what the caller named.
std::string bound_to(std::string_view header, Aad aad) {
  return std::string(header).append(aad.text);
}
}  // namespace

bool is_of_another_day(std::string_view sealed, UtcTime now) {
  return sealed.size() >= sealed_extra_bytes && sealed.front() == format &&
         day_in(sealed) != day_of(now);
}

store::Read<std::string> Sealer::seal(store::Transaction& tx, UtcTime now, Aad aad,
                                      std::string_view plaintext) {
  const auto key = key_to_seal(tx, day_of(now));
  if (!key.ok()) return key.error();
  std::string out = header_of(format, day_of(now));
  const std::string bound = bound_to(out, aad);
  out.resize(header_bytes + crypto::gcm_nonce_bytes);
  nonces_.fill(std::as_writable_bytes(std::span{out}).subspan(header_bytes));
  const auto sealed = crypto::aes_256_gcm_seal(
      {key.value()->view(), std::string_view(out).substr(header_bytes), bound}, plaintext);
  if (!sealed.ok()) return store::Errc::io;
  return out + sealed.value();
}

store::Read<std::string> Sealer::open(store::Transaction& tx, Aad aad, std::string_view sealed) {
  if (sealed.size() < sealed_extra_bytes || sealed.front() != format) return store::Errc::corrupt;
  const std::string_view header = sealed.substr(0, header_bytes);
  const auto key = key_to_open(tx, day_in(header));
  if (!key.ok()) return key.error();
  auto opened = crypto::aes_256_gcm_open(
      {key.value()->view(), sealed.substr(header_bytes, crypto::gcm_nonce_bytes),
       bound_to(header, aad)},
      sealed.substr(header_bytes + crypto::gcm_nonce_bytes));
  if (!opened.ok()) return store::Errc::corrupt;
  return std::move(opened).value();
}

Sealer::KeyRead Sealer::key_to_seal(store::Transaction& tx, uint32_t day) {
  const crypto::SecureBytes* const cached = keys_.find(day);
  if (cached && committed_day_ == day) return cached;
  // Until the record is committed it is looked for even when the key is cached: the request that
  // made the key may have been given up with its writes, and a value under a key that is nowhere
  // kept is lost.
  const std::string place = record_key(day);
  const auto record = tx.get(place);
  if (!record.ok()) return record.error();
  if (!record.value()) return created(tx, day);
  if (!tx.is_uncommitted(place)) committed_day_ = day;
  return cached ? KeyRead{cached} : unwrapped(day, *record.value());
}

Sealer::KeyRead Sealer::key_to_open(store::Transaction& tx, uint32_t day) {
  if (const crypto::SecureBytes* const cached = keys_.find(day)) return cached;
  const auto record = tx.get(record_key(day));
  if (!record.ok()) return record.error();
  if (!record.value()) return store::Errc::corrupt;
  return unwrapped(day, *record.value());
}

Sealer::KeyRead Sealer::unwrapped(uint32_t day, std::string_view record) {
  auto key = unwrap_secret(*store_key_, purpose_of(day), record);
  if (!key.ok() || key.value().size() != crypto::aes_256_key_bytes) return store::Errc::corrupt;
  return keys_.insert(day, std::move(key).value());
}

Sealer::KeyRead Sealer::created(store::Transaction& tx, uint32_t day) {
  const crypto::SecureBytes* key = keys_.find(day);
  if (key == nullptr) {
    crypto::SecureBytes fresh(crypto::aes_256_key_bytes);
    random_.fill(fresh.span());
    key = keys_.insert(day, std::move(fresh));
  }
  const auto record = wrap_secret(*store_key_, random_, purpose_of(day), key->span());
  if (!record.ok()) return store::Errc::io;
  tx.put(record_key(day), record.value());
  return key;
}

std::string Sealer::purpose_of(uint32_t day) const {
  return data_key_purpose(owner_, record_key(day));
}
}  // namespace seal
