// actors/auth/sessions.h: the sessions and revocations that one partition owns.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actors/auth/records.h"
#include "actors/auth/revocations.h"
#include "actors/base/origin.h"
#include "actors/base/result.h"
#include "store/transaction.h"
#include "store/view.h"

namespace auth {
/// Lifetimes in seconds: auth.access.lifetime, auth.refresh.lifetime,
/// idkernel.auth.session-max-seconds, idkernel.auth.refresh-reuse-seconds.
struct Lifetimes {
  int64_t access_seconds = 36'000;
  int64_t refresh_seconds = 36'000;
  int64_t session_seconds_max = 864'000;  ///< however often it is renewed
  int64_t refresh_reuse_seconds = 5;      ///< two requests of one browser may race
};

/// The first times of a session that starts at `now`, and those of one renewed at `now`.
void set_times(const Lifetimes& lifetimes, Session& session, int64_t now);

struct OpenSession {
  std::string id;
  Session session;
  audit::Origin by{};
};
/// A refresh token is presented: `presented` is its jti, `next` the one that would take its place.
struct Turn {
  std::string session_id;
  std::string presented;
  std::string next;
  audit::Origin by{};
};
/// What became of it. Not accepted: the token was used before, or its session has ended; then
/// `revoked` names what to publish (a token used twice is in two hands: the session ends).
struct Turned {
  bool accepted = false;
  Session session;
  std::vector<Revocation> revoked;
};
/// An authentic token is to end, with its session.
struct Revoke {
  std::string session_id;
  std::string jti;
  int64_t expires = 0;  ///< the token's exp
  audit::Origin by{};
};
using Revocations = std::vector<Revocation>;

/// One actor owns it. Times are seconds since 1970. What it answers may be told when `tx` is
/// durable. Errors of every function: auth_internal when the store cannot be read.
class Sessions {
 public:
  explicit Sessions(const Lifetimes& lifetimes) : lifetimes_(lifetimes) {}

  Result<Done> open(const OpenSession& request, store::Transaction& tx);
  /// Single use: the next turn wants `next`. Within the reuse grace the token before the present
  /// one is accepted too, and stands for the present one.
  Result<Turned> turn(const Turn& request, int64_t now, store::Transaction& tx);
  /// What is now revoked: the session and the token, or nothing when all of it has expired.
  /// Errors: auth_token_unknown when it was revoked before and is not yet expired.
  Result<Revocations> revoke(const Revoke& request, int64_t now, store::Transaction& tx);
  /// Ends every session that began with this group (see sessions_of), wherever its record lies:
  /// the revocation is kept in this partition for as long as a token of theirs can live.
  Result<Revocations> end_group(std::string_view group, int64_t now, store::Transaction& tx);
  /// Forgets at most `records_max` sessions and revocations whose tokens have all expired; answers
  /// how many. After so many the next call goes on behind them: the store would look at each that
  /// was erased before it again. Otherwise it begins at the oldest.
  Result<uint64_t> sweep(int64_t now, size_t records_max, store::Transaction& tx);

 private:
  Result<Turned> end_stolen(const Turn& request, const Session& session, int64_t now,
                            store::Transaction& tx);

  Lifetimes lifetimes_;
  std::string swept_to_;  ///< the last key that a full sweep erased
};

/// What the tokens of the account's present sessions end with: see end_group.
template <class Account>
const std::string& group_of(const Account& account) {
  return account.session_group.empty() ? account.uuid : account.session_group;
}

/// The revocations of one partition that still matter at `now`: read at start, before the listener
/// opens. Errors: those of the store, corrupt.
store::Read<Revocations> load_revocations(const store::View& view, store::Owner owner, int64_t now);

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Revocation& x) {
  return f(x.id.high, x.id.low, x.expires);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, OpenSession& x) {
  return f(x.id, x.session, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Turn& x) {
  return f(x.session_id, x.presented, x.next, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Turned& x) {
  return f(x.accepted, x.session, x.revoked);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Revoke& x) {
  return f(x.session_id, x.jti, x.expires, x.by);
}
}  // namespace auth
