// actors/auth/accounts_read.cc: looking through users. "Y"|user key -> salt for offline clients.
#include <algorithm>

#include "actors/auth/accounts.h"
#include "actors/auth/app_ids.h"
#include "actors/base/log.h"

namespace auth {
namespace {
bool is_part(std::string_view text, std::string_view wanted) {
  return wanted.empty() || lower_case(text).find(lower_case(wanted)) != std::string::npos;
}

bool is_found_by(const User& user, std::string_view search) {
  return is_part(user.user_name, search) || is_part(user.first_name, search) ||
         is_part(user.last_name, search) || is_part(user.mail, search);
}

using Rows = std::vector<std::pair<std::string, std::string>>;
}  // namespace

bool UserFilter::takes(const User& user) const {
  const bool has_role = role.empty() || std::ranges::find(user.roles, role) != user.roles.end();
  return user.realm == realm && !is_registration(user) && has_role &&
         is_part(user.user_name, user_name) && is_part(user.mail, email) &&
         is_part(user.first_name, first_name) && is_part(user.last_name, last_name) &&
         is_found_by(user, search);
}

// The sealer reads through the transaction, so nothing is opened while it is being scanned.
Result<UserPage> Accounts::page(const UserPageRequest& request, store::Transaction& tx) {
  Rows rows;
  UserPage out;
  const auto visit = [&](std::string_view key, std::string_view value) {
    if (rows.size() == request.look_at) {
      out.next = key;
      return false;
    }
    rows.emplace_back(key, value);
    return true;
  };
  if (!tx.scan("U", request.from, visit).ok()) return Errc::auth_internal;
  for (const auto& [key, sealed] : rows) {
    if (out.users.size() == request.take) {
      out.next = key;
      break;
    }
    const auto bytes = sealer_.open(tx, {key}, sealed);
    // A row that is damaged; when nothing can be opened, the list is not an empty one.
    if (!bytes.ok() && bytes.error() != store::Errc::corrupt) return Errc::auth_internal;
    auto user = bytes.ok() ? decode_user(bytes.value()) : std::nullopt;
    if (!user) {
      logging::error("auth: a user that cannot be read is left out of a list");
      continue;
    }
    if (!request.filter.takes(*user)) continue;
    if (out.skipped < request.skip) {
      ++out.skipped;
    } else {
      out.users.push_back(std::move(*user));
    }
  }
  return out;
}

Result<FoundUsers> Accounts::find_users(const std::vector<std::string>& user_keys,
                                        store::Transaction& tx) {
  FoundUsers out;
  for (const std::string& key : user_keys) {
    auto user = look_up(key, tx);
    if (!user.ok()) return user.faults();
    const auto& found = user.value();
    const bool counts = found && !is_registration(*found);
    out.users.push_back(counts ? *found : User{});
  }
  return out;
}

Result<FoundSalts> Accounts::salts(const SaltRequest& request, store::Transaction& tx) {
  const auto found = find_users(request.user_keys, tx);
  if (!found.ok()) return found.faults();
  FoundSalts out;
  for (size_t i = 0; i < request.user_keys.size(); ++i) {
    std::string& salt = out.salts.emplace_back();
    if (found.value().users[i].user_name.empty()) continue;
    const std::string record = "Y" + request.user_keys[i];
    const auto known = tx.get(record);
    if (!known.ok()) return Errc::auth_internal;
    salt = known.value().value_or(request.fresh[i]);
    if (!known.value()) tx.put(record, salt);
  }
  return out;
}
}  // namespace auth
