// actors/auth/sessions.cc: "S"|id -> session, "V"|id -> expiry of a revocation,
// "X"|expiry|kind|id -> nothing: what the sweep goes through, oldest first.
#include "actors/auth/sessions.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "actors/auth/record_codec.h"

namespace auth {
namespace {
constexpr char session_kind = 'S';
constexpr char revocation_kind = 'V';
constexpr size_t expiry_key_front = 10;  // X, eight bytes of time, the kind
constexpr uint8_t revocation_version = 1;

std::string key_of(char kind, std::string_view id) { return std::string{kind}.append(id); }

std::string expiry_front(int64_t expires) {
  std::string out{"X"};
  bytes::put_ordered(out, static_cast<uint64_t>(expires));
  return out;
}
std::string expiry_key(int64_t expires, char kind, std::string_view id) {
  return expiry_front(expires) + key_of(kind, id);
}

store::Read<std::optional<Session>> read_session(std::string_view id, store::Transaction& tx) {
  const auto bytes = tx.get(key_of(session_kind, id));
  if (!bytes.ok()) return bytes.error();
  if (!bytes.value()) return std::optional<Session>{};
  auto session = decode_session(*bytes.value());
  if (!session) return store::Errc::corrupt;
  return session;
}

void put_session(std::string_view id, const Session& session, store::Transaction& tx) {
  tx.put(key_of(session_kind, id), encode(session));
  tx.put(expiry_key(session.kept_until, session_kind, id), {});
}
void erase_session(std::string_view id, const Session& session, store::Transaction& tx) {
  tx.erase(key_of(session_kind, id));
  tx.erase(expiry_key(session.kept_until, session_kind, id));
}

void put_revocation(std::string_view id, int64_t expires, store::Transaction& tx,
                    Revocations& revoked) {
  RecordWriter record(revocation_version);
  record.signed_number(expires);
  tx.put(key_of(revocation_kind, id), record.bytes());
  tx.put(expiry_key(expires, revocation_kind, id), {});
  if (const auto number = id_of(id)) revoked.push_back({*number, expires});
}

// Ends the session's tokens, and the session if there is a record of it.
Revocations end(const Revoke& request, const std::optional<Session>& session, int64_t now,
                store::Transaction& tx) {
  Revocations revoked;
  const int64_t until = std::max(request.expires, session ? session->kept_until : 0);
  if (until > now) put_revocation(request.session_id, until, tx, revoked);
  if (request.expires > now) put_revocation(request.jti, request.expires, tx, revoked);
  if (session) erase_session(request.session_id, *session, tx);
  return revoked;
}
}  // namespace

void set_times(const Lifetimes& lifetimes, Session& session, int64_t now) {
  const int64_t last = session.started + lifetimes.session_seconds_max;
  session.refresh_expires = std::min(now + lifetimes.refresh_seconds, last);
  session.kept_until =
      std::max({session.kept_until, session.refresh_expires, now + lifetimes.access_seconds});
}

Result<Done> Sessions::open(const OpenSession& request, store::Transaction& tx) {
  put_session(request.id, request.session, tx);
  return Done{};
}

Result<Turned> Sessions::turn(const Turn& request, int64_t now, store::Transaction& tx) {
  const auto read = read_session(request.session_id, tx);
  if (!read.ok()) return Errc::auth_internal;
  if (!read.value() || now >= read.value()->refresh_expires) return Turned{};
  Session session = *read.value();
  const bool is_reuse = request.presented == session.previous_jti &&
                        now - session.turned <= lifetimes_.refresh_reuse_seconds;
  if (request.presented != session.refresh_jti && !is_reuse) {
    return end_stolen(request, session, now, tx);
  }
  tx.erase(expiry_key(session.kept_until, session_kind, request.session_id));
  if (!is_reuse) {
    session.previous_jti = session.refresh_jti;
    session.refresh_jti = request.next;
    session.turned = now;
  }
  set_times(lifetimes_, session, now);
  put_session(request.session_id, session, tx);
  return Turned{true, session, {}};
}

Result<Turned> Sessions::end_stolen(const Turn& request, const Session& session, int64_t now,
                                    store::Transaction& tx) {
  const Revoke revoke{request.session_id, request.presented, 0};
  return Turned{false, {}, end(revoke, session, now, tx)};
}

Result<Revocations> Sessions::revoke(const Revoke& request, int64_t now, store::Transaction& tx) {
  const auto session = read_session(request.session_id, tx);
  const auto by_session = tx.get(key_of(revocation_kind, request.session_id));
  const auto by_token = tx.get(key_of(revocation_kind, request.jti));
  if (!session.ok() || !by_session.ok() || !by_token.ok()) return Errc::auth_internal;
  const bool is_revoked = by_session.value() || by_token.value();
  if (is_revoked && request.expires > now) return Errc::auth_token_unknown;
  if (is_revoked) return Revocations{};
  return end(request, session.value(), now, tx);
}

Result<Revocations> Sessions::end_group(std::string_view group, int64_t now,
                                        store::Transaction& tx) {
  Revocations revoked;
  const int64_t until = now + lifetimes_.session_seconds_max + lifetimes_.access_seconds;
  put_revocation(group, until, tx, revoked);
  return revoked;
}

Result<uint64_t> Sessions::sweep(int64_t now, size_t records_max, store::Transaction& tx) {
  std::vector<std::string> ended;
  const std::string first_alive = expiry_front(now + 1);
  const auto visit = [&](std::string_view key, std::string_view) {
    if (key >= first_alive || ended.size() == records_max) return false;
    ended.emplace_back(key);
    return true;
  };
  const std::string from = std::exchange(swept_to_, {});
  if (!tx.scan("X", from, visit).ok()) return Errc::auth_internal;
  for (const auto& key : ended) {
    if (key.size() > expiry_key_front) tx.erase(std::string_view{key}.substr(expiry_key_front - 1));
    tx.erase(key);
  }
  if (!ended.empty() && ended.size() == records_max) swept_to_ = ended.back();
  return ended.size();
}

store::Read<Revocations> load_revocations(const store::View& view, store::Owner owner,
                                          int64_t now) {
  Revocations found;
  bool is_whole = true;
  const auto visit = [&](std::string_view key, std::string_view value) {
    RecordReader record(value, revocation_version);
    const int64_t expires = record.signed_number();
    const auto id = id_of(key.substr(1));
    is_whole = record.finished() && id.has_value();
    if (is_whole && now < expires) found.push_back({*id, expires});
    return is_whole;
  };
  const auto visited = view.scan(owner, "V", {}, visit);
  if (!visited.ok()) return visited.error();
  if (!is_whole) return store::Errc::corrupt;
  return found;
}
}  // namespace auth
