// http/authmanager/user_json.cc: lists of users, salts and roles.
#include "http/authmanager/user_json.h"

#include "crypto/base64.h"
#include "http/json_text.h"

namespace http {
namespace {
void write_text_or_null(JsonWriter& writer, std::string_view key, std::string_view text) {
  write_key(writer, key);
  text.empty() ? static_cast<void>(writer.Null()) : write_text(writer, text);
}

/// First and last name, or else the one that it has.
std::string name_of_user(const auth::User& user) {
  if (user.first_name.empty() || user.last_name.empty())
    return user.name.empty() ? user.first_name + user.last_name : user.name;
  return user.first_name + ' ' + user.last_name;
}

void write_user(JsonWriter& writer, const auth::User& user) {
  writer.StartObject();
  write_field(writer, "userId", user.user_name);
  write_text_or_null(writer, "mobile", user.mobile);
  write_text_or_null(writer, "mail", user.mail);
  write_text_or_null(writer, "langCode", user.language);
  write_text_or_null(writer, "userPassword", {});
  write_text_or_null(writer, "name", name_of_user(user));
  write_field(writer, "role", role_list(user));
  write_text_or_null(writer, "token", {});
  write_text_or_null(writer, "rid", user.rid);
  writer.EndObject();
}

void write_detailed_user(JsonWriter& writer, const auth::User& user) {
  writer.StartObject();
  write_field(writer, "userId", user.user_name);
  write_text_or_null(writer, "firstName", user.first_name);
  write_text_or_null(writer, "lastName", user.last_name);
  write_text_or_null(writer, "mobile", user.mobile);
  write_text_or_null(writer, "mail", user.mail);
  write_text_or_null(writer, "dateOfBirth", user.date_of_birth);
  write_text_or_null(writer, "gender", user.gender);
  write_text_or_null(writer, "langCode", user.language);
  write_text_or_null(writer, "userPassword", {});
  write_text_or_null(writer, "name", name_of_user(user));
  write_field(writer, "role", role_list(user));
  write_text_or_null(writer, "rid", user.rid);
  write_key(writer, "active");
  writer.Bool(user.is_active);
  writer.EndObject();
}

/// {"key":[..]}, an entry of `all` each by `write`.
template <class All, class Write>
std::string list_json(std::string_view key, const All& all, Write write) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_key(writer, key);
  writer.StartArray();
  for (const auto& one : all) write(writer, one);
  writer.EndArray();
  writer.EndObject();
  return text_in(buffer);
}
}  // namespace

std::string role_list(const auth::User& user) {
  std::string out;
  for (const std::string& role : user.roles) out.append(out.empty() ? "" : ",").append(role);
  return out;
}

std::string user_json(const auth::User& user) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  write_user(writer, user);
  return text_in(buffer);
}

std::string users_json(std::span<const auth::User> users) {
  return list_json("mosipUserDtoList", users, write_user);
}

std::string detailed_users_json(std::span<const auth::User> users) {
  return list_json("userDetails", users, write_detailed_user);
}

std::string salts_json(const auth::UserSalts& salts) {
  return list_json("mosipUserSaltList", salts, [](JsonWriter& writer, const auto& one) {
    writer.StartObject();
    write_field(writer, "userId", one.first);
    write_field(writer, "salt", crypto::base64_encode(one.second));
    writer.EndObject();
  });
}

std::string roles_json(std::span<const std::string> names) {
  return list_json("roles", names, [](JsonWriter& writer, const std::string& name) {
    writer.StartObject();
    for (const char* key : {"roleId", "roleName", "roleDescription"})
      write_field(writer, key, name);
    writer.EndObject();
  });
}
}  // namespace http
