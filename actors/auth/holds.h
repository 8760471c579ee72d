// actors/auth/holds.h: whom a telephone number or a mail address belongs to: one row a value, in
// the partition that the value itself names. The row is claimed before its user is stored, so of
// two registrations at once one has it; it is also how a user is found by the number.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/auth/records.h"
#include "actors/base/result.h"
#include "actors/seal/index_key.h"
#include "store/transaction.h"

namespace auth {
enum class HeldKind : uint8_t { mobile, mail };
inline constexpr HeldKind held_kinds[] = {HeldKind::mobile, HeldKind::mail};

/// The value without blanks.
std::string without_blanks(std::string_view value);
/// The value as it is compared: without blanks; an address in lower case too, a number without the
/// + or the 00 in front, since one telephone is written in many ways.
std::string held_form(HeldKind kind, std::string_view value);
/// The user's value of that kind, in that form; empty when it has none.
std::string held_value(const User& user, HeldKind kind);
/// Names the value in store keys and decides its partition: 32 bytes that do not tell it. `form` is
/// held_form's.
std::string hold_key_of(const seal::IndexKey& index_key, HeldKind kind, std::string_view realm,
                        std::string_view form);

/// Who has claimed a value. That its user exists is another question: it is asked of that user's
/// partition.
struct Hold {
  std::string user_key;
  std::string uuid;
  int64_t taken = 0;  ///< seconds since 1970
  std::string start;  ///< of the process that claimed it

  friend bool operator==(const Hold&, const Hold&) = default;
};
std::string encode(const Hold& hold);
std::optional<Hold> decode_hold(std::string_view bytes);

/// A user is stored only as long as its claims are younger than that, ...
inline constexpr int64_t hold_put_seconds = 30;
/// ... and nobody doubts a claim of this process before it is older than that: between the two no
/// user can come into being behind the back of whoever takes the claim away.
inline constexpr int64_t hold_doubt_seconds = 60;

bool may_put(int64_t taken, int64_t now);
/// True when it may be that nobody will come for it any more: its user is to be looked for.
bool is_doubtful(const Hold& hold, std::string_view start, int64_t now);

/// `instead_of` is the doubtful claim that was found without a user.
struct TakeHold {
  std::string key;
  Hold hold;
  std::optional<Hold> instead_of;
};
struct ReleaseHold {
  std::string key;
  std::string uuid;
};

// What these answer may be told when `tx` is durable. Errors: auth_internal.

/// The claim as it stands afterwards: the request's own, or the one that was there before and is
/// not `instead_of`.
Result<Hold> take_hold(const TakeHold& request, store::Transaction& tx);
/// Gives the value up when the user of that uuid has claimed it.
Result<Done> release_hold(const ReleaseHold& request, store::Transaction& tx);
/// The claim. Errors: account_user_not_found (there is none).
Result<Hold> find_hold(const std::string& key, store::Transaction& tx);

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Hold& x) {
  return f(x.user_key, x.uuid, x.taken, x.start);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, ReleaseHold& x) {
  return f(x.key, x.uuid);
}
}  // namespace auth
