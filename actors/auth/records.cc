// actors/auth/records.cc: records to bytes and back. A new field means a new version byte; those
// of version 1 are still read.
#include "actors/auth/records.h"

#include <algorithm>

#include "actors/auth/record_codec.h"

namespace auth {
namespace {
constexpr uint8_t user_version = 2;
constexpr uint8_t client_version = 2;
constexpr uint8_t session_version = 2;
constexpr uint8_t failures_version = 1;

template <class Record>
std::optional<Record> whole(const RecordReader& reader, Record record) {
  if (!reader.finished()) return std::nullopt;
  return record;
}

bool is_first_version(std::string_view bytes) { return bytes.starts_with('\1'); }

void read(RecordReader& in, Registration& registration) {
  registration.state = static_cast<Registration::State>(in.number());
  registration.registered = in.signed_number();
  registration.rid_given = in.signed_number();
  registration.rid = in.text();
  registration.requested_roles = in.texts();
  registration.is_privileged = in.number() != 0;
}
}  // namespace

bool Client::may_use_any(const std::vector<std::string>& some) const {
  return std::any_of(some.begin(), some.end(), [this](const auto& id) { return may_use(id); });
}

bool Client::may_use(std::string_view app_id) const {
  return app_ids.empty() || std::find(app_ids.begin(), app_ids.end(), app_id) != app_ids.end();
}

std::string encode(const User& user) {
  RecordWriter out(user_version);
  for (const auto* text :
       {&user.uuid, &user.realm, &user.user_name, &user.first_name, &user.last_name, &user.name,
        &user.mail, &user.mobile, &user.date_of_birth, &user.gender, &user.language, &user.rid,
        &user.individual_id, &user.password_hash}) {
    out.text(*text);
  }
  out.texts(user.roles);
  out.number(user.is_active);
  out.text(user.session_group);
  const Registration& registration = user.registration;
  out.number(static_cast<uint64_t>(registration.state));
  out.signed_number(registration.registered);
  out.signed_number(registration.rid_given);
  out.text(registration.rid);
  out.texts(registration.requested_roles);
  out.number(registration.is_privileged);
  return out.bytes();
}

std::optional<User> decode_user(std::string_view bytes) {
  const bool is_first = is_first_version(bytes);
  RecordReader in(bytes, is_first ? 1 : user_version);
  User user;
  for (auto* text : {&user.uuid, &user.realm, &user.user_name, &user.first_name, &user.last_name,
                     &user.name, &user.mail, &user.mobile, &user.date_of_birth, &user.gender,
                     &user.language, &user.rid, &user.individual_id, &user.password_hash}) {
    *text = in.text();
  }
  user.roles = in.texts();
  user.is_active = in.number() != 0;
  if (is_first) return whole(in, std::move(user));
  user.session_group = in.text();
  read(in, user.registration);
  return whole(in, std::move(user));
}

std::string encode(const Client& client) {
  RecordWriter out(client_version);
  for (const auto* text : {&client.uuid, &client.realm, &client.client_id, &client.secret_hash}) {
    out.text(*text);
  }
  out.texts(client.roles);
  out.texts(client.app_ids);
  out.number(client.is_enabled);
  out.text(client.session_group);
  return out.bytes();
}

std::optional<Client> decode_client(std::string_view bytes) {
  const bool is_first = is_first_version(bytes);
  RecordReader in(bytes, is_first ? 1 : client_version);
  Client client;
  for (auto* text : {&client.uuid, &client.realm, &client.client_id, &client.secret_hash}) {
    *text = in.text();
  }
  client.roles = in.texts();
  client.app_ids = in.texts();
  client.is_enabled = in.number() != 0;
  if (!is_first) client.session_group = in.text();
  return whole(in, std::move(client));
}

std::string encode(const Session& session) {
  RecordWriter out(session_version);
  for (const auto* text : {&session.user_key, &session.realm, &session.authorized_party,
                           &session.refresh_jti, &session.previous_jti}) {
    out.text(*text);
  }
  out.texts(session.amr);
  for (const int64_t time :
       {session.started, session.refresh_expires, session.kept_until, session.turned}) {
    out.signed_number(time);
  }
  out.text(session.group);
  return out.bytes();
}

std::optional<Session> decode_session(std::string_view bytes) {
  const bool is_first = is_first_version(bytes);
  RecordReader in(bytes, is_first ? 1 : session_version);
  Session session;
  for (auto* text : {&session.user_key, &session.realm, &session.authorized_party,
                     &session.refresh_jti, &session.previous_jti}) {
    *text = in.text();
  }
  session.amr = in.texts();
  for (auto* time :
       {&session.started, &session.refresh_expires, &session.kept_until, &session.turned}) {
    *time = in.signed_number();
  }
  if (!is_first) session.group = in.text();
  return whole(in, std::move(session));
}

std::string encode(const Failures& failures) {
  RecordWriter out(failures_version);
  out.number(failures.count);
  out.signed_number(failures.blocked_until);
  return out.bytes();
}

std::optional<Failures> decode_failures(std::string_view bytes) {
  RecordReader in(bytes, failures_version);
  Failures failures;
  failures.count = static_cast<uint32_t>(in.number());
  failures.blocked_until = in.signed_number();
  return whole(in, std::move(failures));
}
}  // namespace auth
