// crypto/keystore/pkcs11/token.cc: leases of sessions, and the way back after a loss.
#include "crypto/keystore/pkcs11/token.h"

#include <algorithm>

namespace keystore::pkcs11 {
namespace {
/// The second try follows a new session or connection, the third a new start of the library.
constexpr int tries_max = 3;

/// Our own value: the library was started less than options.restart_pause ago.
constexpr CK_RV restarted_just_now = CKR_VENDOR_DEFINED | 0x1d6b0003UL;

/// What to open again after `tries` tries that did not help: each time one step more.
Lost after(Lost lost, int tries) {
  const int step = static_cast<int>(lost) + tries;
  return static_cast<Lost>(std::min(step, static_cast<int>(Lost::library)));
}
}  // namespace

Expected<std::shared_ptr<Token>, std::string> Token::connect(Pkcs11Options options) {
  auto library = Library::load(options.library);
  if (!library.ok()) return library.error();
  std::shared_ptr<Token> token{new Token{std::move(options)}};
  if (library.value()->takes_one_call_at_a_time()) token->sessions_max_ = 1;
  token->connection_ = std::make_unique<Connection>(std::move(library).value(), token->options_);
  const CK_RV rv = token->reopen(false);
  if (rv != CKR_OK) return token->refusal_at_start(rv);
  token->connected_ = true;
  token->mechanisms_ = token->connection_->mechanisms();
  const std::string maker = token->connection_->manufacturer();
  token->writes_alone_ = maker.empty() || maker.starts_with("SoftHSM");
  return token;
}

Token::~Token() {
  for (const CK_SESSION_HANDLE session : idle_) connection_->close_session(session);
}

std::string Token::refusal_at_start(CK_RV rv) const {
  const std::string name = connection_->token_name();
  if (rv == CKR_TOKEN_NOT_PRESENT) {
    return "no token with " + name + " behind " + options_.library +
           "; tokens there: " + connection_->tokens_there();
  }
  if (refuses_pin(rv)) return "the token with " + name + " refuses the PIN: " + name_of(rv);
  return "the token with " + name + " cannot be opened: " + name_of(rv);
}

Expected<Done, Errc> Token::run(const std::function<CK_RV(const Session&)>& call) {
  CK_RV rv = CKR_OK;
  bool was_opened_again = false;
  for (int tries = 0; tries < tries_max; ++tries) {
    Session session{connection_->api()};
    rv = acquire(session);
    if (rv == CKR_OK) {
      rv = call(session);
      const bool is_believed = rv == no_such_object && tries == 0 && was_searched();
      give_back(session, is_believed || lost_by(rv) == Lost::nothing);
      if (is_believed) break;
    }
    if (lost_by(rv) == Lost::nothing || tries + 1 == tries_max) break;
    was_opened_again = true;
    const CK_RV back = recover(after(lost_by(rv), tries), session.opening);
    if (back == CKR_OK) continue;
    // A token that was read anew a moment ago is believed when it says what it does not hold.
    if (back != restarted_just_now) rv = back;
    break;
  }
  record(rv, was_opened_again);
  if (rv == CKR_OK) return Done{};
  return errc_of(rv);
}

bool Token::was_searched() const {
  const std::lock_guard lock{mutex_};
  return searched_ != Clock::time_point{} && Clock::now() - searched_ < options_.restart_pause;
}

Expected<Done, Errc> Token::write(const std::function<CK_RV(const Session&)>& call) {
  if (!writes_alone_) return run(call);
  if (!begin_write()) return Errc::unavailable;
  const std::unique_ptr<Token, void (*)(Token*)> end{this,
                                                     [](Token* token) { token->end_write(); }};
  return run(call);
}

bool Token::begin_write() {
  const auto deadline = Clock::now() + options_.session_wait;
  std::unique_lock lock{mutex_};
  const auto unclaimed = [&] { return writer_ == std::thread::id{}; };
  if (!changed_.wait_until(lock, deadline, unclaimed)) return false;
  writer_ = std::this_thread::get_id();  // From here on nobody else begins.
  if (changed_.wait_until(lock, deadline, [&] { return leased_ == 0; })) return true;
  writer_ = {};
  changed_.notify_all();
  return false;
}

void Token::end_write() {
  const std::lock_guard lock{mutex_};
  writer_ = {};
  changed_.notify_all();
}

CK_RV Token::acquire(Session& session) {
  const auto deadline = Clock::now() + options_.session_wait;
  std::unique_lock lock{mutex_};
  const auto free = [&] {
    const bool may_begin = writer_ == std::thread::id{} || writer_ == std::this_thread::get_id();
    return may_begin && !recovering_ && (!connected_ || !idle_.empty() || leased_ < sessions_max_);
  };
  while (changed_.wait_until(lock, deadline, free)) {
    session.opening = opening_;
    session.epoch = epoch_;
    if (!connected_) return CKR_TOKEN_NOT_PRESENT;
    ++leased_;
    if (!idle_.empty()) {
      session.handle = idle_.back();
      idle_.pop_back();
      return CKR_OK;
    }
    if (leased_ == 1 && pin_refusal_ != CKR_OK) {  // This session would have to log in.
      --leased_;
      return pin_refusal_;
    }
    lock.unlock();
    const CK_RV rv = connection_->open_session(session.handle);
    lock.lock();
    if (rv == CKR_OK) return rv;
    --leased_;
    changed_.notify_all();
    if (refuses_pin(rv)) pin_refusal_ = rv;
    if (rv != CKR_SESSION_COUNT || leased_ == 0) return rv;
    sessions_max_ = leased_;  // The token allows fewer than we do: wait for one of those.
  }
  session.opening = opening_;
  return CKR_SESSION_COUNT;
}

void Token::give_back(const Session& session, bool usable) {
  if (!usable) connection_->close_session(session.handle);
  const std::lock_guard lock{mutex_};
  --leased_;
  if (usable) {
    idle_.push_back(session.handle);
  } else {
    ++epoch_;
  }
  changed_.notify_all();
}

CK_RV Token::recover(Lost lost, uint64_t opening) {
  if (lost == Lost::session) return CKR_OK;  // it was closed; the next try takes another
  std::unique_lock lock{mutex_};
  const bool alone = changed_.wait_for(lock, options_.session_wait, [&] { return !recovering_; });
  if (!alone) return CKR_SESSION_COUNT;
  if (opening != opening_ && connected_) return CKR_OK;
  if (pin_refusal_ != CKR_OK) return pin_refusal_;
  const bool restart = lost == Lost::library || !connected_;
  if (restart && !may_restart()) return connected_ ? restarted_just_now : CKR_TOKEN_NOT_PRESENT;
  recovering_ = true;
  CK_RV rv = CKR_SESSION_COUNT;
  if (changed_.wait_for(lock, options_.session_wait, [&] { return leased_ == 0; })) {
    lock.unlock();
    rv = restart ? CKR_CRYPTOKI_NOT_INITIALIZED : reopen(false);
    if (rv != CKR_OK && !refuses_pin(rv) && may_restart()) {
      restarted_ = Clock::now();
      rv = reopen(true);
    }
    lock.lock();
    if (refuses_pin(rv)) pin_refusal_ = rv;
    connected_ = rv == CKR_OK;
    ++epoch_;
    ++opening_;
  }
  recovering_ = false;
  changed_.notify_all();
  return rv;
}

CK_RV Token::reopen(bool restart_library) {
  for (const CK_SESSION_HANDLE session : idle_) connection_->close_session(session);
  idle_.clear();
  if (restart_library) {
    if (const CK_RV rv = connection_->reinitialise(); rv != CKR_OK) return rv;
  }
  if (const CK_RV rv = connection_->find_token(); rv != CKR_OK) return rv;
  CK_SESSION_HANDLE session = 0;
  const CK_RV rv = connection_->open_session(session);
  if (rv == CKR_OK) idle_.push_back(session);
  return rv;
}

bool Token::may_restart() const {
  return restarted_ == Clock::time_point{} || Clock::now() - restarted_ >= options_.restart_pause;
}

void Token::record(CK_RV rv, bool was_opened_again) {
  const std::lock_guard lock{mutex_};
  if (rv == no_such_object && was_opened_again) searched_ = Clock::now();
  if (errc_of(rv) == Errc::unavailable) {
    fault_ = "the token with " + connection_->token_name() + " does not answer: " + name_of(rv);
  } else {
    fault_.clear();
  }
}

std::string Token::fault() const {
  const std::lock_guard lock{mutex_};
  return fault_;
}

bool Token::can(CK_MECHANISM_TYPE mechanism, CK_FLAGS use) const {
  const auto at = mechanisms_.find(mechanism);
  return at != mechanisms_.end() && (at->second & use) == use;
}
}  // namespace keystore::pkcs11
