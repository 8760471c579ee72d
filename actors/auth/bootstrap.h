// actors/auth/bootstrap.h: the file that brings the first users and clients into an empty store.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/auth/records.h"
#include "actors/base/expected.h"
#include "crypto/secure_bytes.h"

namespace auth {
/// A user with either a password or, in the record, a PHC string; with neither, nobody can log in
/// by password.
struct NewUser {
  User record;
  crypto::SecureBytes password;
};
struct NewClient {
  Client record;
  crypto::SecureBytes secret;
};
struct Bootstrap {
  std::vector<NewUser> users;
  std::vector<NewClient> clients;
  std::vector<std::string> roles;
  crypto::SecureBytes uin_salt;           ///< of the token id; empty: not given
  crypto::SecureBytes partner_code_salt;  ///< likewise
};

/// Where in the file and why: "users[2].roles: expected a list of texts".
struct BootstrapError {
  std::string text;
};

inline constexpr size_t bootstrap_bytes_max = size_t{64} << 20;

/// Reads {"users":[..],"clients":[..],"roles":[..],"salts":{..}}, each part optional, each key once
/// and known (`identities` is the identity directory's): salts has tokenIdUin and
/// tokenIdPartnerCode; a user has userName, password or passwordHash, uuid, realm, firstName,
/// lastName, name, mail, mobile, dateOfBirth, gender, langCode, rid, individualId, roles, active; a
/// client has clientId, secret or secretHash, uuid, realm, roles, appIds, enabled. userName;
/// clientId and one of the secrets are required. Hashes are argon2id PHC strings. The realm is
/// `mosip` unless told; a uuid that is not told stays empty. The same name twice is an error.
/// Passwords are kept in memory that is wiped; `json` itself is the caller's to wipe.
Expected<Bootstrap, BootstrapError> parse_bootstrap(std::string_view json);
}  // namespace auth
