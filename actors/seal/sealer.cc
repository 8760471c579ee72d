// actors/seal/sealer.cc: sealed value: format | number of the data key | nonce | ciphertext | tag.
// A data key's record: wrapped by the store key as wrap_secret makes it (format 1), or 2 | bytes of
// the alias | alias of the service's key | wrapped by it.
#include "actors/seal/sealer.h"

#include "actors/seal/service_keys.h"
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

constexpr uint32_t day_mask = (1U << data_key_day_bits) - 1;
constexpr char by_service_key = 2;

constexpr uint32_t day_of_key(uint32_t number) { return number & day_mask; }
constexpr uint32_t place_in_day(uint32_t number) { return number >> data_key_day_bits; }
constexpr uint32_t key_number(uint32_t day, uint32_t place) {
  return place << data_key_day_bits | day;
}

void append_number(std::string& out, uint32_t number) {
  for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<char>(number >> shift & 0xff));
}

uint32_t number_in(std::string_view header) {
  uint32_t number = 0;
  for (const char byte : header.substr(1, 4))
    number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

std::string header_of(char first, uint32_t number) {
  std::string header(1, first);
  append_number(header, number);
  return header;
}

std::string record_key(uint32_t number) { return header_of(data_key_letter, number); }

/// The alias of the service's key that wrapped a data key; "": the store key did.
struct RecordParts {
  std::string_view alias;
  std::string_view wrapped;
};
RecordParts parts_of(std::string_view record) {
  if (record.size() < 2 || record.front() != by_service_key) return {{}, record};
  const auto alias_bytes = static_cast<size_t>(static_cast<unsigned char>(record[1]));
  record.remove_prefix(2);
  if (alias_bytes == 0 || alias_bytes > record.size()) return {};
  return {record.substr(0, alias_bytes), record.substr(alias_bytes)};
}

/// The header is authenticated with what the caller named.
std::string bound_to(std::string_view header, Aad aad) {
  return std::string(header).append(aad.text);
}
}  // namespace

std::optional<uint32_t> data_key_of(std::string_view sealed) {
  if (sealed.size() < sealed_extra_bytes || sealed.front() != format) return std::nullopt;
  return number_in(sealed);
}

store::Read<std::string> Sealer::seal(store::Transaction& tx, UtcTime now, Aad aad,
                                      std::string_view plaintext) {
  uint32_t number = 0;
  const auto key = key_to_seal(tx, day_of(now), number);
  if (!key.ok()) return key.error();
  std::string out = header_of(format, number);
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
  const auto key = key_to_open(tx, number_in(header));
  if (!key.ok()) return key.error();
  auto opened = crypto::aes_256_gcm_open(
      {key.value()->view(), sealed.substr(header_bytes, crypto::gcm_nonce_bytes),
       bound_to(header, aad)},
      sealed.substr(header_bytes + crypto::gcm_nonce_bytes));
  if (!opened.ok()) return store::Errc::corrupt;
  return std::move(opened).value();
}

store::Read<std::optional<uint32_t>> Sealer::data_key_at(store::Transaction& tx, UtcTime now) {
  const auto choice = choose(tx, day_of(now));
  if (!choice.ok()) return choice.error();
  if (!choice.value().record) return std::optional<uint32_t>{};
  return std::optional{choice.value().number};
}

store::Read<bool> Sealer::is_under_newest(store::Transaction& tx, uint32_t number) {
  const auto record = tx.get(record_key(number));
  if (!record.ok()) return record.error();
  return record.value() && parts_of(*record.value()).alias == wrapping().alias;
}

Sealer::KeyRead Sealer::key_to_seal(store::Transaction& tx, uint32_t day, uint32_t& number) {
  const uint64_t changes = wrapping().changes;
  if (in_use_ && in_use_->changes == changes && day_of_key(in_use_->number) == day) {
    number = in_use_->number;
    if (const crypto::SecureBytes* const cached = keys_.find(number)) return cached;
  }
  // Until the record is committed it is looked for even when the key is cached: the request that
  // made the key may have been given up with its writes, and a value under a key that is nowhere
  // kept is lost.
  const auto choice = choose(tx, day);
  if (!choice.ok()) return choice.error();
  number = choice.value().number;
  const auto& record = choice.value().record;
  if (!record) return created(tx, number);
  if (!tx.is_uncommitted(record_key(number))) in_use_ = InUse{number, changes};
  const crypto::SecureBytes* const cached = keys_.find(number);
  return cached ? KeyRead{cached} : unwrapped(number, *record);
}

store::Read<Sealer::Choice> Sealer::choose(store::Transaction& tx, uint32_t day) {
  const std::string& alias = wrapping().alias;
  auto last = last_of(tx, day, alias);
  if (!last.ok()) return last.error();
  if (!last.value()) return Choice{key_number(day, 0), std::nullopt};
  Kept kept = *std::move(last).value();
  const uint32_t place = place_in_day(kept.number);
  const bool is_current = parts_of(kept.record).alias == alias;
  if (is_current || place + 1 == data_keys_a_day_max)
    return Choice{kept.number, std::move(kept.record)};
  return Choice{key_number(day, place + 1), std::nullopt};
}

store::Read<std::optional<Sealer::Kept>> Sealer::last_of(store::Transaction& tx, uint32_t day,
                                                         std::string_view alias) const {
  std::optional<Kept> last;
  const bool is_known = in_use_ && day_of_key(in_use_->number) == day;
  for (uint32_t place = is_known ? place_in_day(in_use_->number) : 0; place < data_keys_a_day_max;
       ++place) {
    const uint32_t number = key_number(day, place);
    auto record = tx.get(record_key(number));
    if (!record.ok()) return record.error();
    if (!record.value()) break;
    last = Kept{number, *std::move(record).value()};
    if (parts_of(last->record).alias == alias) break;  // None was made behind it.
  }
  return last;
}

Sealer::KeyRead Sealer::key_to_open(store::Transaction& tx, uint32_t number) {
  if (const crypto::SecureBytes* const cached = keys_.find(number)) return cached;
  const auto record = tx.get(record_key(number));
  if (!record.ok()) return record.error();
  if (!record.value()) return store::Errc::corrupt;
  return unwrapped(number, *record.value());
}

Sealer::KeyRead Sealer::unwrapped(uint32_t number, std::string_view record) {
  const auto [alias, wrapped] = parts_of(record);
  std::shared_ptr<const WrappingKey> under = store_key_;
  if (!alias.empty()) {
    const auto& services = store_key_->of_services();
    under = services ? services->find(std::string{alias}) : nullptr;
    if (!under) return store::Errc::io;
  }
  auto key = unwrap_secret(*under, purpose_of(number), wrapped);
  if (!key.ok() || key.value().size() != crypto::aes_256_key_bytes) return store::Errc::corrupt;
  return keys_.insert(number, std::move(key).value());
}

Sealer::KeyRead Sealer::created(store::Transaction& tx, uint32_t number) {
  const Wrapping& by = wrapping();
  if (!by.key) return store::Errc::io;
  const crypto::SecureBytes* key = keys_.find(number);
  if (key == nullptr) {
    crypto::SecureBytes fresh(crypto::aes_256_key_bytes);
    random_.fill(fresh.span());
    key = keys_.insert(number, std::move(fresh));
  }
  const auto wrapped = wrap_secret(*by.key, random_, purpose_of(number), key->span());
  if (!wrapped.ok()) return store::Errc::io;
  std::string record;
  if (!by.alias.empty())
    record.append({by_service_key, static_cast<char>(by.alias.size())}).append(by.alias);
  tx.put(record_key(number), record + wrapped.value());
  return key;
}

const Sealer::Wrapping& Sealer::wrapping() {
  const auto& services = store_key_->of_services();
  const uint64_t changes = services ? services->changes() : 1;
  // One that did not open is asked for again.
  if (wrapping_.changes == changes && wrapping_.key) return wrapping_;
  ServiceKeys::Newest newest;
  if (services) newest = services->newest(owner_.service);
  wrapping_.changes = changes;
  wrapping_.key = newest.alias.empty() ? store_key_ : std::move(newest.key);
  wrapping_.alias = std::move(newest.alias);
  return wrapping_;
}

std::string Sealer::purpose_of(uint32_t number) const {
  return data_key_purpose(owner_, record_key(number));
}
}  // namespace seal
