// actors/otp/otp_state.cc: "T"|hash of the key -> entry; "X"|u64 second|hash -> nothing: when to
// look whether the entry may go. That row does not move with every update: the sweep does that.
#include "actors/otp/otp_state.h"

#include <vector>

#include "actors/base/byte_codec.h"
#include "actors/base/log.h"
#include "actors/otp/otp_record.h"
#include "actors/otp_message/code_messages.h"
#include "crypto/compare.h"

namespace otp {
namespace {
constexpr size_t expiry_key_front = 9;  // X, eight bytes of time

std::string entry_key(std::string_view key_hash) { return std::string{"T"}.append(key_hash); }

std::string expiry_front(int64_t second) {
  std::string out{"X"};
  bytes::put_ordered(out, static_cast<uint64_t>(second));
  return out;
}
}  // namespace

Result<Made> Codes::make(const std::string& key_hash, UtcTime now, store::Transaction& tx) {
  const auto entry = entry_at(key_hash, now, tx);
  if (!entry.ok()) return entry.faults();
  if (!may_generate(rules_, entry.value(), now)) return Made{true, {}};
  Made made{false, draw()};
  keep_new(key_hash, entry.value(), made.code, now, tx);
  return made;
}

Result<bool> Codes::send(const Send& request, UtcTime now, outbox::Queue& queue,
                         store::Transaction& tx) {
  const auto entry = entry_at(request.key_hash, now, tx);
  if (!entry.ok()) return entry.faults();
  if (request.keeps_pending && !refusal(rules_, entry.value(), now))
    return Errc::prereg_code_pending;
  if (!may_generate(rules_, entry.value(), now)) return true;
  const std::string code = draw();
  size_t queued = 0;
  Faults faults;
  for (outbox::Message message : request.messages) {
    otp_message::put_code(message, code);
    const auto put = queue.put(message, now, tx);
    put.ok() ? void(++queued) : faults.push_back(put.faults().front());
  }
  if (queued == 0) {
    const bool is_full = !faults.empty() && faults.front().errc == Errc::overloaded;
    return is_full ? Errc::overloaded : Errc::sendotp_failed;
  }
  keep_new(request.key_hash, entry.value(), code, now, tx);
  return false;
}

Result<Standing> Codes::look(const std::string& key_hash, UtcTime now,
                             store::Transaction& tx) const {
  const auto entry = entry_at(key_hash, now, tx);
  if (!entry.ok()) return entry.faults();
  return standing(rules_, entry.value(), now);
}

Result<Outcome> Codes::check(const std::string& key_hash, std::string_view code, UtcTime now,
                             store::Transaction& tx) {
  const auto found = find(key_hash, tx);
  if (!found.ok()) return found.faults();
  if (!found.value()) return Outcome::no_record;
  Entry entry = *found.value();
  settle(rules_, entry, now);
  if (const auto refused = refusal(rules_, entry, now)) return *refused;
  const std::string mac = mac_of(key_hash, entry.code->generated, code);
  const bool is_right = crypto::equal_constant_time(mac, entry.code->mac);
  const Outcome outcome = settle_guess(rules_, entry, is_right, now);
  keep(key_hash, entry, tx);
  return outcome;
}

Result<Done> Codes::clear(const std::string& key_hash, store::Transaction& tx) {
  const auto found = find(key_hash, tx);
  if (!found.ok()) return found.faults();
  // The expiry row stays: the sweep takes one that leads nowhere.
  if (found.value()) tx.erase(entry_key(key_hash));
  return Done{};
}

Result<uint64_t> Codes::sweep(UtcTime now, size_t rows_max, store::Transaction& tx) {
  std::vector<std::string> due;
  const std::string first_later = expiry_front(epoch_seconds(now) + 1);
  const auto visit = [&](std::string_view key, std::string_view) {
    if (key >= first_later || due.size() == rows_max) return false;
    due.emplace_back(key);
    return true;
  };
  if (!tx.scan("X", {}, visit).ok()) return Errc::otp_internal;
  for (const std::string& expiry : due) {
    if (const auto swept = sweep_row(expiry, now, tx); !swept.ok()) return swept.faults();
  }
  return due.size();
}

Result<Done> Codes::sweep_row(std::string_view expiry, UtcTime now, store::Transaction& tx) const {
  const std::string key_hash{expiry.substr(std::min(expiry.size(), expiry_key_front))};
  const auto stored = tx.get(entry_key(key_hash));
  if (!stored.ok()) return Errc::otp_internal;
  tx.erase(expiry);
  if (!stored.value()) return Done{};
  const auto entry = decoded(*stored.value());
  if (!entry) {
    // It can serve nobody, and must not keep those behind it.
    logging::error("otp: a code's row that cannot be read is dropped");
    tx.erase(entry_key(key_hash));
    return Done{};
  }
  const int64_t from = forgotten_from(rules_, *entry);
  if (from <= epoch_seconds(now)) {
    tx.erase(entry_key(key_hash));
  } else {
    tx.put(expiry_front(from) + key_hash, {});
  }
  return Done{};
}

/// What is known of the key at `now`; one that nothing is known of is as good as new.
Result<Entry> Codes::entry_at(const std::string& key_hash, UtcTime now,
                              store::Transaction& tx) const {
  const auto found = find(key_hash, tx);
  if (!found.ok()) return found.faults();
  Entry entry = found.value().value_or(Entry{});
  settle(rules_, entry, now);
  return entry;
}

void Codes::keep_new(const std::string& key_hash, Entry entry, std::string_view code, UtcTime now,
                     store::Transaction& tx) const {
  const bool is_first = entry.updated == UtcTime{};
  put_code(rules_, entry, mac_of(key_hash, now, code), now);
  keep(key_hash, entry, tx);
  if (is_first) tx.put(expiry_front(forgotten_from(rules_, entry)) + key_hash, {});
}

Result<std::optional<Entry>> Codes::find(const std::string& key_hash,
                                         store::Transaction& tx) const {
  const auto stored = tx.get(entry_key(key_hash));
  if (!stored.ok()) return Errc::otp_internal;
  if (!stored.value()) return std::optional<Entry>{};
  auto entry = decoded(*stored.value());
  if (!entry) return Errc::otp_internal;
  return entry;
}

void Codes::keep(const std::string& key_hash, const Entry& entry, store::Transaction& tx) const {
  tx.put(entry_key(key_hash), encoded(entry));
}

// The time makes equal codes of one key look different in the store.
std::string Codes::mac_of(std::string_view key_hash, UtcTime generated,
                          std::string_view code) const {
  std::string value{key_hash};
  bytes::put<int64_t>(value, generated.time_since_epoch().count());
  value += code;
  return index_key_->key_of({"otp-code", value});
}

std::string Codes::draw() const {
  if (fixed_code_) return *fixed_code_;
  std::string code;
  for (int i = 0; i < rules_.code_digits; ++i)
    code.push_back(static_cast<char>('0' + random_->below(10)));
  return code;
}
}  // namespace otp
