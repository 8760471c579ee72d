// actors/auth/holds.cc: "N"|hold key -> who claimed the value. Nothing of a person is in it.
#include "actors/auth/holds.h"

#include <cstdlib>

#include "actors/auth/app_ids.h"
#include "actors/auth/record_codec.h"

namespace auth {
namespace {
constexpr uint8_t hold_version = 1;

std::string hold_record(std::string_view key) { return std::string{"N"}.append(key); }

store::Read<std::optional<Hold>> read_hold(std::string_view key, store::Transaction& tx) {
  const auto bytes = tx.get(hold_record(key));
  if (!bytes.ok()) return bytes.error();
  if (!bytes.value()) return std::optional<Hold>{};
  auto hold = decode_hold(*bytes.value());
  if (!hold) return store::Errc::corrupt;
  return hold;
}
}  // namespace

std::string without_blanks(std::string_view value) {
  std::string text{value};
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t'; });
  return text;
}

std::string held_form(HeldKind kind, std::string_view value) {
  const std::string text = without_blanks(value);
  if (kind == HeldKind::mail) return lower_case(text);
  if (text.starts_with('+')) return text.substr(1);
  return text.starts_with("00") ? text.substr(2) : text;
}

std::string held_value(const User& user, HeldKind kind) {
  return held_form(kind, kind == HeldKind::mobile ? user.mobile : user.mail);
}

std::string hold_key_of(const seal::IndexKey& index_key, HeldKind kind, std::string_view realm,
                        std::string_view form) {
  std::string value{realm};
  value.append("/").append(form);
  return index_key.key_of({kind == HeldKind::mobile ? "auth-mobile" : "auth-mail", value});
}

std::string encode(const Hold& hold) {
  RecordWriter out(hold_version);
  out.text(hold.user_key);
  out.text(hold.uuid);
  out.signed_number(hold.taken);
  out.text(hold.start);
  return out.bytes();
}

std::optional<Hold> decode_hold(std::string_view bytes) {
  RecordReader in(bytes, hold_version);
  Hold hold;
  hold.user_key = in.text();
  hold.uuid = in.text();
  hold.taken = in.signed_number();
  hold.start = in.text();
  if (!in.finished()) return std::nullopt;
  return hold;
}

// A clock that was set back makes ages negative: such a claim is as old as it is young.
bool may_put(int64_t taken, int64_t now) { return std::abs(now - taken) <= hold_put_seconds; }

bool is_doubtful(const Hold& hold, std::string_view start, int64_t now) {
  return hold.start != start || std::abs(now - hold.taken) > hold_doubt_seconds;
}

Result<Hold> take_hold(const TakeHold& request, store::Transaction& tx) {
  const auto present = read_hold(request.key, tx);
  if (!present.ok()) return Errc::auth_internal;
  if (present.value() && present.value() != request.instead_of) return *present.value();
  tx.put(hold_record(request.key), encode(request.hold));
  return request.hold;
}

Result<Done> release_hold(const ReleaseHold& request, store::Transaction& tx) {
  const auto present = read_hold(request.key, tx);
  if (!present.ok()) return Errc::auth_internal;
  if (present.value() && present.value()->uuid == request.uuid) tx.erase(hold_record(request.key));
  return Done{};
}

Result<Hold> find_hold(const std::string& key, store::Transaction& tx) {
  const auto present = read_hold(key, tx);
  if (!present.ok()) return Errc::auth_internal;
  if (!present.value()) return Errc::account_user_not_found;
  return *present.value();
}
}  // namespace auth
