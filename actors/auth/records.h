// actors/auth/records.h: what is stored of users, clients and sessions, and what travels of it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/auth/lockout_rules.h"

namespace auth {
/// What a user that registered itself still has to do (auth sheet 5.4, 8.4). Times are seconds
/// since 1970.
struct Registration {
  enum class State : uint8_t { none, pending, rid_given };
  State state = State::none;  ///< none: an account in its own right
  int64_t registered = 0;
  int64_t rid_given = 0;
  std::string rid;                           ///< not yet the user's
  std::vector<std::string> requested_roles;  ///< asked for and not granted
  bool is_privileged = false;  ///< a GLOBAL_ADMIN granted it a privileged role (DECISIONS 7)
};

/// A user (auth sheet 5.1). Personal: sealed wherever it is stored.
struct User {
  std::string uuid;  ///< the tokens' sub
  std::string realm;
  std::string user_name;  ///< as spelled when made; found whatever the case
  std::string first_name;
  std::string last_name;
  std::string name;
  std::string mail;
  std::string mobile;
  std::string date_of_birth;
  std::string gender;
  std::string language;
  std::string rid;
  std::string individual_id;
  std::vector<std::string> roles;
  std::string password_hash;  ///< PHC text; empty: no password login
  bool is_active = true;
  /// What the tokens of its present sessions carry as session_group; another one with each password
  /// that is set. Empty: no password was set after the first.
  std::string session_group;
  Registration registration;
};

/// A client application (auth sheet 5.1).
struct Client {
  std::string uuid;
  std::string realm;
  std::string client_id;
  std::string secret_hash;  ///< PHC text
  std::vector<std::string> roles;
  std::vector<std::string> app_ids;  ///< as app_id_of writes them; empty: every application
  bool is_enabled = true;
  /// As a user's: what its tokens carry; another one when those before are no longer good.
  std::string session_group;

  bool may_use(std::string_view app_id) const;
  bool may_use_any(const std::vector<std::string>& some) const;
};

/// A login that can be renewed. It names its user by the index key's hash alone.
struct Session {
  std::string user_key;
  std::string realm;
  std::string authorized_party;
  std::string group;  ///< the user's session_group when it began
  std::vector<std::string> amr;
  int64_t started = 0;
  int64_t refresh_expires = 0;  ///< the refresh token's exp
  int64_t kept_until = 0;       ///< no token of this session is alive from then on
  std::string refresh_jti;      ///< the one refresh token that is good
  std::string previous_jti;     ///< the one before it, good for the reuse grace
  int64_t turned = 0;           ///< when refresh_jti took its place
};

std::string encode(const User& user);
std::string encode(const Client& client);
std::string encode(const Session& session);
std::string encode(const Failures& failures);
/// Nothing when the bytes are not such a record.
std::optional<User> decode_user(std::string_view bytes);
std::optional<Client> decode_client(std::string_view bytes);
std::optional<Session> decode_session(std::string_view bytes);
std::optional<Failures> decode_failures(std::string_view bytes);

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Registration& x) {
  return f(x.state, x.registered, x.rid_given, x.rid, x.requested_roles, x.is_privileged);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, User& x) {
  return f(x.uuid, x.realm, x.user_name, x.first_name, x.last_name, x.name, x.mail, x.mobile,
           x.date_of_birth, x.gender, x.language, x.rid, x.individual_id, x.roles, x.password_hash,
           x.is_active, x.session_group, x.registration);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Client& x) {
  return f(x.uuid, x.realm, x.client_id, x.secret_hash, x.roles, x.app_ids, x.is_enabled,
           x.session_group);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Session& x) {
  return f(x.user_key, x.realm, x.authorized_party, x.amr, x.started, x.refresh_expires,
           x.kept_until, x.refresh_jti, x.previous_jti, x.turned, x.group);
}
}  // namespace auth
