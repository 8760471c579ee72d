// crypto/keystore/pkcs11/token.h: a bounded set of sessions on one token that comes back by itself.
// Private to keystore/.
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "crypto/keystore/pkcs11.h"
#include "crypto/keystore/pkcs11/answer.h"
#include "crypto/keystore/pkcs11/call_watch.h"
#include "crypto/keystore/pkcs11/connection.h"

namespace keystore::pkcs11 {
/// What a call works on. Handles of objects hold while `epoch` is the same.
struct Session {
  const CK_FUNCTION_LIST& api;
  CK_SESSION_HANDLE handle = 0;
  uint64_t epoch = 0;
  uint64_t opening = 0;  ///< which connection to the token it belongs to
  uint64_t start = 0;    ///< which start of the library
};

/// Safe to use from many threads; shared by the keystore and every key that it opened.
class Token {
 public:
  using Call = std::function<CK_RV(const Session&)>;

  /// Errors: a text for the operator.
  static Expected<std::shared_ptr<Token>, std::string> connect(Pkcs11Options options);
  ~Token();

  /// `call` works on what is under `alias` and answers what the module answered. When that says
  /// that the session, the token or the library was lost, what was lost is opened again and `call`
  /// runs once more, three times at most; it must bear that. So it does when an object is missing,
  /// unless there is no reason to doubt it. Errors: unavailable when the token did not come back,
  /// no session was free in time, or earlier calls take longer than they may and none was answered
  /// since; else errc_of what `call` answered last. `alias` empty: that it is missing is not
  /// remembered.
  Expected<Done, Errc> run(const std::string& alias, const Call& call);

  /// As `run`, for calls that add or remove objects. On a SoftHSM token, or one that names no
  /// maker, while no other call is under way: SoftHSM2 2.6 answers CKR_TEMPLATE_INCONSISTENT, or
  /// misses a new object, when sessions do so at once or read meanwhile. Errors: then also
  /// unavailable when the others did not end within session_wait, but for those that hang.
  Expected<Done, Errc> write(const std::string& alias, const Call& call);

  /// As `run`, for calls that go through all objects.
  Expected<Done, Errc> list(const Call& call);

  /// Whether the token has a mechanism for a use (CKF_SIGN, ...), as it said at the start.
  bool can(CK_MECHANISM_TYPE mechanism, CK_FLAGS use) const;

  /// Calls that may be under way at a time.
  size_t calls_max() const;
  std::string fault() const;
  std::string warning() const;
  void try_pin_again();

 private:
  using Clock = std::chrono::steady_clock;
  /// The way to the token.
  enum class Link : uint8_t {
    open,       ///< a token was found and nothing says that it has gone
    away,       ///< it was looked for and not found, or let nobody in
    reopening,  ///< one thread waits until the others have left, or has the library for itself
  };

  explicit Token(Pkcs11Options options) : options_(std::move(options)) {}
  std::string refusal_at_start(CK_RV rv) const;
  Expected<Done, Errc> run_within(Clock::duration limit, const std::string& alias,
                                  const Call& call);
  /// One call of the module's, in a session that is leased and is given back. `tries`: how many
  /// were before it, the first when `start` was the library's.
  struct Try {
    const std::string& alias;
    Clock::duration limit;
    uint64_t start = 0;
    int tries = 0;
  };
  CK_RV call_in(const Session& session, const Try& about, const Call& call);
  /// What to make of no_such_object: that, known_missing or login_lost.
  CK_RV judged_miss(const Session& session, const Try& about) const;
  bool begin_write();
  void end_write();
  /// `probes` is set when the call is one that finds out whether the token answers.
  CK_RV acquire(Session& session, bool& probes);
  CK_RV open_session(Session& session, std::unique_lock<std::mutex>& lock);
  void give_back(const Session& session, bool usable);
  /// This thread need not wait for a session, or is told at once that there is none.
  bool is_free() const;
  /// The same for one who has just heard that the token allows no more: without opening one more,
  /// unless those of others were lost meanwhile.
  bool is_free_of_ours() const;
  bool may_begin() const;
  /// As many as the token was found to allow; all that we may have once restart_pause has passed,
  /// since other programs may have held the rest.
  size_t sessions_now() const;
  /// Calls hang, and none was answered since the last of them should have returned.
  bool is_silent(const CallWatch::Overdue& hanging) const;
  bool is_silent() const { return is_silent(watch_.overdue()); }
  /// One caller at a time and in restart_pause, in one of the sessions that do not hang.
  bool may_probe() const;
  /// Opens again what was lost by the answer `rv` after so many tries, unless another thread did so
  /// since `opening`.
  CK_RV recover(CK_RV rv, int tries, uint64_t opening);
  /// `restarts` is set when the library was started anew after all.
  CK_RV reopened(bool& restarts);
  CK_RV open_anew();
  bool may_restart() const;
  /// What a login would come to, if it is known: CKR_OK when one may be tried.
  CK_RV standing_refusal() const;
  void note_login(CK_RV rv);
  void record(CK_RV rv, const std::string& alias, bool was_read_anew);
  Clock::duration long_limit() const;

  Pkcs11Options options_;
  CallWatch watch_{options_.now};
  std::unique_ptr<Connection> connection_;
  std::map<CK_MECHANISM_TYPE, CK_FLAGS> mechanisms_;  ///< never changed after connect
  bool writes_alone_ = false;                         ///< likewise

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Link link_ = Link::away;
  std::vector<CK_SESSION_HANDLE> idle_;
  size_t leased_ = 0;
  size_t sessions_max_ = options_.sessions_max;  ///< never changed after connect
  size_t sessions_allowed_ = 0;                  ///< holds until ask_for_more_
  Clock::time_point ask_for_more_{};
  bool opens_session_ = false;  ///< one thread does: of many that lost theirs one tries the PIN
  uint64_t epoch_ = 0;      ///< any loss ends it: a handle of before may mean another object now
  uint64_t opening_ = 0;    ///< counts the connections
  uint64_t start_ = 0;      ///< counts the starts of the library after the first
  std::thread::id writer_;  ///< who alone may lease sessions; none: everybody
  CK_RV refusal_ = CKR_OK;  ///< of the last login
  Clock::time_point refused_{};
  /// The last ones that were missing after the library was started anew for them too. A key that is
  /// lost then costs the others no session.
  std::deque<std::string> missing_;
  Clock::time_point answered_{};    ///< when a call was last answered in order
  Clock::time_point next_probe_{};  ///< not before
  Clock::time_point restarted_{};   ///< by whoever is reopening
  std::string fault_;
};
}  // namespace keystore::pkcs11
