// actors/auth/accounts.cc: "U"|user key -> sealed user, "H"|user key|~when -> what it was since
// then, sealed, "F"|user key -> failures, "C"|realm/client id -> client, "D" -> nothing: see
// turn_stranger_away.
#include "actors/auth/accounts.h"

#include <algorithm>
#include <optional>

#include "actors/base/byte_codec.h"

namespace auth {
namespace {
std::string user_record(const std::string& user_key) { return "U" + user_key; }
std::string salt_record(const std::string& user_key) { return "Y" + user_key; }
std::string failures_record(const std::string& user_key) { return "F" + user_key; }
std::string past_record(const std::string& user_key, UtcTime since) {
  std::string record = "H" + user_key;
  bytes::put_ordered(record, ~static_cast<uint64_t>(since.time_since_epoch().count()));
  return record;
}
UtcTime since_in(std::string_view past_record) {
  bytes::Reader reader{past_record.substr(past_record.size() - sizeof(uint64_t))};
  return UtcTime{UtcTime::duration{static_cast<int64_t>(~reader.take_ordered<uint64_t>())}};
}

struct PastRow {
  std::string key;
  std::string sealed;
};
/// The newest first, `count_max` at most.
store::Read<std::vector<PastRow>> past_rows(const std::string& user_key, size_t count_max,
                                            store::Transaction& tx) {
  std::vector<PastRow> rows;
  const auto scanned =
      tx.scan("H" + user_key, {}, [&](std::string_view key, std::string_view value) {
        rows.push_back({std::string{key}, std::string{value}});
        return rows.size() < count_max;
      });
  if (!scanned.ok()) return scanned.error();
  return rows;
}

/// As its history keeps it.
std::string past_form(User user) {
  user.password_hash.clear();
  user.session_group.clear();
  return encode(user);
}

store::Read<std::optional<User>> read_user(const std::string& user_key, seal::Sealer& sealer,
                                           store::Transaction& tx) {
  const std::string record = user_record(user_key);
  const auto sealed = tx.get(record);
  if (!sealed.ok()) return sealed.error();
  if (!sealed.value()) return std::optional<User>{};
  const auto bytes = sealer.open(tx, {record}, *sealed.value());
  if (!bytes.ok()) return bytes.error();
  auto user = decode_user(bytes.value());
  if (!user) return store::Errc::corrupt;
  return user;
}

store::Read<Failures> read_failures(const std::string& user_key, store::Transaction& tx) {
  const auto bytes = tx.get(failures_record(user_key));
  if (!bytes.ok()) return bytes.error();
  if (!bytes.value()) return Failures{};
  const auto failures = decode_failures(*bytes.value());
  if (!failures) return store::Errc::corrupt;
  return *failures;
}
}  // namespace

std::string client_key(std::string_view realm, std::string_view client_id) {
  return std::string{realm}.append("/").append(client_id);
}

Result<Ticket> Accounts::begin_login(const std::string& user_key, UtcTime now,
                                     store::Transaction& tx) {
  const int64_t seconds = epoch_seconds(now);
  const auto user = read_user(user_key, sealer_, tx);
  const auto failures = read_failures(user_key, tx);
  if (!user.ok() || !failures.ok()) return Errc::auth_internal;
  const Ticket refused{0, options_.dummy_phc};
  const auto& known = user.value();
  if (!known || !known->is_active || known->password_hash.empty()) return refused;
  const uint32_t in_flight = attempts_.in_flight(user_key, seconds);
  if (!may_attempt(options_.lockout, failures.value(), in_flight, seconds)) return refused;
  const uint64_t number = attempts_.reserve(user_key, seconds);
  if (number == 0) return Errc::overloaded;
  return Ticket{number, known->password_hash};
}

Result<User> Accounts::end_login(const EndLogin& request, UtcTime now, store::Transaction& tx) {
  if (request.ticket == 0) return turn_stranger_away(tx);
  const bool in_time = attempts_.settle(request.user_key, request.ticket);
  switch (request.verdict) {
    case Verdict::right:
      return welcome(request, in_time, epoch_seconds(now), tx);
    case Verdict::wrong:
      return turn_away(request, epoch_seconds(now), tx);
    case Verdict::abandoned:
      break;
  }
  return Errc::overloaded;
}

Result<User> Accounts::welcome(const EndLogin& request, bool in_time, int64_t now,
                               store::Transaction& tx) {
  // Its reservation has ended, so it was not among those that the limit counted.
  if (!in_time) return Errc::overloaded;
  const auto failures = read_failures(request.user_key, tx);
  if (!failures.ok()) return Errc::auth_internal;
  if (is_blocked(failures.value(), now)) return Errc::auth_invalid_credentials;
  auto user = find_user(request.user_key, tx);
  // It was changed while the old one was being checked, and the old one ended there and then.
  if (user.ok() && user.value().password_hash != request.phc) return Errc::auth_invalid_credentials;
  if (user.ok() && failures.value() != Failures{}) tx.erase(failures_record(request.user_key));
  return user;
}

Result<User> Accounts::turn_away(const EndLogin& request, int64_t now, store::Transaction& tx) {
  const auto failures = read_failures(request.user_key, tx);
  if (!failures.ok()) return Errc::auth_internal;
  tx.put(failures_record(request.user_key),
         encode(after_failure(options_.lockout, failures.value(), now)));
  return Errc::auth_invalid_credentials;
}

// Nothing of a stranger is kept, but the answer waits for the disk like that of a wrong password:
// its time must not tell whether the user exists.
Result<User> Accounts::turn_stranger_away(store::Transaction& tx) {
  tx.put("D", {});
  return Errc::auth_invalid_credentials;
}

Result<User> Accounts::find_user(const std::string& user_key, store::Transaction& tx) {
  const auto user = read_user(user_key, sealer_, tx);
  if (!user.ok()) return Errc::auth_internal;
  if (!user.value() || !user.value()->is_active) return Errc::auth_invalid_credentials;
  return *user.value();
}

Result<std::optional<User>> Accounts::look_up(const std::string& user_key, store::Transaction& tx) {
  auto user = read_user(user_key, sealer_, tx);
  if (!user.ok()) return Errc::auth_internal;
  return std::move(user).value();
}

Result<User> Accounts::peek(const std::string& user_key, store::Transaction& tx) {
  auto user = look_up(user_key, tx);
  if (!user.ok()) return user.faults();
  if (!user.value()) return Errc::account_user_not_found;
  return *std::move(user).value();
}

void Accounts::forget_failures(const std::string& user_key, store::Transaction& tx) {
  tx.erase(failures_record(user_key));
}

Result<std::vector<std::string>> Accounts::past_keys(const std::string& user_key,
                                                     store::Transaction& tx) {
  const auto rows = past_rows(user_key, SIZE_MAX, tx);
  if (!rows.ok()) return Errc::auth_internal;
  std::vector<std::string> keys;
  for (const PastRow& row : rows.value()) keys.push_back(row.key);
  return keys;
}

void Accounts::erase_user(const std::string& user_key, const std::vector<std::string>& past_keys,
                          store::Transaction& tx) {
  for (const std::string& key : past_keys) tx.erase(key);
  tx.erase(user_record(user_key));
  tx.erase(salt_record(user_key));
  forget_failures(user_key, tx);
}

Result<Changed> Accounts::set_password(const SetPassword& request, UtcTime now,
                                       store::Transaction& tx) {
  const auto user = find_user(request.user_key, tx);
  if (!user.ok()) return user.faults();
  Changed changed{user.value(), user.value()};
  if (!request.instead_of.empty() && request.instead_of != changed.before.password_hash)
    return Errc::auth_invalid_credentials;
  changed.after.password_hash = request.phc;
  changed.after.session_group = request.session_group;
  const auto put = put_user(request.user_key, changed.after, now, tx);
  if (!put.ok()) return put.faults();
  tx.erase(failures_record(request.user_key));
  return changed;
}

Result<std::optional<Client>> Accounts::look_up_client(std::string_view realm,
                                                       std::string_view client_id,
                                                       store::Transaction& tx) {
  const auto bytes = tx.get("C" + client_key(realm, client_id));
  if (!bytes.ok()) return Errc::auth_internal;
  if (!bytes.value()) return std::optional<Client>{};
  auto client = decode_client(*bytes.value());
  if (!client) return Errc::auth_internal;
  return client;
}

Result<Client> Accounts::find_client(std::string_view realm, std::string_view client_id,
                                     store::Transaction& tx) {
  const auto client = look_up_client(realm, client_id, tx);
  if (!client.ok()) return client.faults();
  if (client.value() && client.value()->is_enabled) return *client.value();
  Client nobody;
  nobody.secret_hash = options_.dummy_phc;
  return nobody;
}

Result<Done> Accounts::put_user(const std::string& user_key, const User& user, UtcTime now,
                                store::Transaction& tx) {
  const auto sealed = seal_user(user_key, user, now, tx);
  if (!sealed.ok()) return sealed.faults();
  put_sealed(user_key, sealed.value(), tx);
  return Done{};
}

Result<SealedUser> Accounts::seal_user(const std::string& user_key, const User& user, UtcTime now,
                                       store::Transaction& tx) {
  auto row = sealer_.seal(tx, now, {user_record(user_key)}, encode(user));
  const auto newest = past_rows(user_key, 1, tx);
  if (!row.ok() || !newest.ok()) return Errc::auth_internal;
  SealedUser sealed{std::move(row).value(), {}, {}};
  const std::string form = past_form(user);
  UtcTime since = now;
  if (!newest.value().empty()) {
    const auto& [key, past] = newest.value().front();
    const auto before = sealer_.open(tx, {key}, past);
    if (!before.ok()) return Errc::auth_internal;
    if (before.value() == form) return sealed;
    // Rows keep the order of the changes, also when the clock was set back.
    since = std::max(now, since_in(key) + UtcTime::duration{1});
  }
  sealed.past_key = past_record(user_key, since);
  auto past = sealer_.seal(tx, now, {sealed.past_key}, form);
  if (!past.ok()) return Errc::auth_internal;
  sealed.past = std::move(past).value();
  return sealed;
}

void Accounts::put_sealed(const std::string& user_key, const SealedUser& sealed,
                          store::Transaction& tx) {
  tx.put(user_record(user_key), sealed.row);
  if (!sealed.past_key.empty()) tx.put(sealed.past_key, sealed.past);
}

Result<std::vector<PastUser>> Accounts::history(const std::string& user_key,
                                                store::Transaction& tx) {
  const auto rows = past_rows(user_key, past_users_max, tx);
  const auto present = look_up(user_key, tx);
  if (!rows.ok() || !present.ok()) return Errc::auth_internal;
  std::vector<PastUser> past;
  for (const auto& [key, sealed] : rows.value()) {
    const auto bytes = sealer_.open(tx, {key}, sealed);
    auto user = bytes.ok() ? decode_user(bytes.value()) : std::nullopt;
    if (!user) return Errc::auth_internal;
    past.push_back({since_in(key), std::move(*user)});
  }
  if (past.empty() && present.value()) past.push_back({UtcTime{}, *present.value()});
  return past;
}

Result<Done> Accounts::put_client(const Client& client, store::Transaction& tx) {
  tx.put("C" + client_key(client.realm, client.client_id), encode(client));
  return Done{};
}
}  // namespace auth
