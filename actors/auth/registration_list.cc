// actors/auth/registration_list.cc: "Q"|registered|user key -> nothing, "P" -> how many of them.
#include "actors/auth/registration_list.h"

#include <algorithm>

#include "actors/auth/record_codec.h"
#include "actors/base/log.h"

namespace auth {
namespace {
constexpr uint8_t waiting_version = 1;
constexpr const char* waiting_count = "P";
constexpr size_t waiting_key_front = 9;  // Q and eight bytes of time

std::string waiting_front(int64_t registered) {
  std::string key{"Q"};
  bytes::put_ordered(key, static_cast<uint64_t>(std::max<int64_t>(registered, 0)));
  return key;
}

void put_count(uint64_t count, store::Transaction& tx) {
  RecordWriter record(waiting_version);
  record.number(count);
  tx.put(waiting_count, record.bytes());
}
}  // namespace

Result<uint64_t> count_waiting(store::Transaction& tx) {
  const auto bytes = tx.get(waiting_count);
  if (!bytes.ok()) return Errc::auth_internal;
  if (!bytes.value()) return uint64_t{0};
  RecordReader record(*bytes.value(), waiting_version);
  const uint64_t count = record.number();
  if (!record.finished()) return Errc::auth_internal;
  return count;
}

Result<WaitingList> find_waiting(const std::string& user_key, const User& user,
                                 store::Transaction& tx) {
  WaitingList found{waiting_front(user.registration.registered) + user_key};
  const auto present = tx.get(found.key);
  const auto count = count_waiting(tx);
  if (!present.ok() || !count.ok()) return Errc::auth_internal;
  found.is_listed = present.value().has_value();
  found.count = count.value();
  return found;
}

uint64_t unlist_waiting(const WaitingList& found, store::Transaction& tx) {
  if (!found.is_listed) return found.count;
  const uint64_t left = found.count - std::min<uint64_t>(found.count, 1);
  tx.erase(found.key);
  put_count(left, tx);
  return left;
}

void list_waiting(const std::string& user_key, const User& user, uint64_t count,
                  store::Transaction& tx) {
  tx.put(waiting_front(user.registration.registered) + user_key, {});
  put_count(count + 1, tx);
}

// The sealer reads through the transaction, so nothing is opened while it is being scanned.
Result<LapsedPage> find_lapsed(Accounts& accounts, const LapsedRequest& request, UtcTime now,
                               store::Transaction& tx) {
  const int64_t seconds = epoch_seconds(now);
  const auto& rules = accounts.registration();
  const std::string first_young = waiting_front(seconds - rules.pending_seconds);
  std::vector<std::string> user_keys;
  LapsedPage page;
  const auto visit = [&](std::string_view key, std::string_view) {
    if (key >= first_young) return false;
    if (user_keys.size() == request.look_at) {
      page.next = key;
      return false;
    }
    user_keys.emplace_back(key.substr(std::min(key.size(), waiting_key_front)));
    return true;
  };
  if (!tx.scan("Q", request.from, visit).ok()) return Errc::auth_internal;
  for (auto& user_key : user_keys) {
    auto user = accounts.look_up(user_key, tx);
    if (!user.ok()) {
      logging::error("auth: a registration that cannot be read is passed over by the sweep");
      continue;
    }
    if (!user.value() || !has_lapsed(*user.value(), rules, seconds)) continue;
    page.users.push_back(*std::move(user).value());
    page.user_keys.push_back(std::move(user_key));
  }
  return page;
}
}  // namespace auth
