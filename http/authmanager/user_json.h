// http/authmanager/user_json.h: users as the auth manager writes them.
#pragma once
#include <span>
#include <string>

#include "actors/auth/user_desk.h"

namespace http {
/// The roles, joined by commas.
std::string role_list(const auth::User& user);
/// Nine keys, always, in the order of auth sheet 6.5.
std::string user_json(const auth::User& user);
/// {"mosipUserDtoList":[..]}
std::string users_json(std::span<const auth::User> users);
/// {"userDetails":[..]}, in the words of the reference's directory; what only it knew is left out.
std::string detailed_users_json(std::span<const auth::User> users);
/// {"mosipUserSaltList":[..]}: salts in base64.
std::string salts_json(const auth::UserSalts& salts);
/// {"roles":[..]}: a role's id is its name.
std::string roles_json(std::span<const std::string> names);
}  // namespace http
