// crypto/keystore/pkcs11/token.h: a bounded set of sessions on one token that comes back by itself.
// Private to keystore/.
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "crypto/keystore/pkcs11.h"
#include "crypto/keystore/pkcs11/answer.h"
#include "crypto/keystore/pkcs11/connection.h"

namespace keystore::pkcs11 {
/// What a call works on. Handles of objects hold while `epoch` is the same.
struct Session {
  const CK_FUNCTION_LIST& api;
  CK_SESSION_HANDLE handle = 0;
  uint64_t epoch = 0;
  uint64_t opening = 0;  ///< which connection to the token it belongs to
};

/// Safe to use from many threads; shared by the keystore and every key that it opened.
class Token {
 public:
  /// Errors: a text for the operator.
  static Expected<std::shared_ptr<Token>, std::string> connect(Pkcs11Options options);
  ~Token();

  /// `call` answers what the module answered. When that says that the session, the token or the
  /// library was lost, what was lost is opened again and `call` runs once more, three times at
  /// most; it must bear that. Errors: unavailable when it did not come back or no session was free
  /// in time; else errc_of what `call` answered last.
  Expected<Done, Errc> run(const std::function<CK_RV(const Session&)>& call);

  /// As `run`, for calls that add or remove objects. On a SoftHSM token, or one that names no
  /// maker, while no other call is under way: SoftHSM2 2.6 answers CKR_TEMPLATE_INCONSISTENT, or
  /// misses a new object, when sessions do so at once or read meanwhile. Errors: then also
  /// unavailable when the others did not end within session_wait.
  Expected<Done, Errc> write(const std::function<CK_RV(const Session&)>& call);

  /// Whether the token has a mechanism for a use (CKF_SIGN, ...), as it said at the start.
  bool can(CK_MECHANISM_TYPE mechanism, CK_FLAGS use) const;

  std::string fault() const;

 private:
  explicit Token(Pkcs11Options options) : options_(std::move(options)) {}
  std::string refusal_at_start(CK_RV rv) const;
  bool begin_write();
  void end_write();
  CK_RV acquire(Session& session);
  void give_back(const Session& session, bool usable);
  /// Opens again what `lost` says, unless another thread did so since `opening`.
  CK_RV recover(Lost lost, uint64_t opening);
  CK_RV reopen(bool restart_library);
  bool may_restart() const;
  /// An object was missing, also in a token opened again, less than restart_pause ago: the next
  /// that is missing is believed to be. A key that is lost then costs the others no session.
  bool was_searched() const;
  void record(CK_RV rv, bool was_opened_again);

  using Clock = std::chrono::steady_clock;
  Pkcs11Options options_;
  std::unique_ptr<Connection> connection_;
  std::map<CK_MECHANISM_TYPE, CK_FLAGS> mechanisms_;  ///< never changed after connect
  bool writes_alone_ = false;                         ///< likewise

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<CK_SESSION_HANDLE> idle_;
  size_t leased_ = 0;
  size_t sessions_max_ = options_.sessions_max;  ///< less when the token allows less
  uint64_t epoch_ = 0;       ///< any loss ends it: a handle of before may mean another object now
  uint64_t opening_ = 0;     ///< counts the connections
  bool connected_ = false;   ///< a token was found and nothing says that it has gone
  bool recovering_ = false;  ///< one thread has the library for itself
  std::thread::id writer_;   ///< who alone may lease sessions; none: everybody
  CK_RV pin_refusal_ = CKR_OK;  ///< no login is tried after it: tokens lock a PIN
  Clock::time_point searched_{};
  Clock::time_point restarted_{};  ///< by whoever is recovering
  std::string fault_;
};
}  // namespace keystore::pkcs11
