// crypto/keystore/pkcs11/token.cc: leases of sessions, and the way back after a loss.
#include "crypto/keystore/pkcs11/token.h"

#include <algorithm>

namespace keystore::pkcs11 {
namespace {
/// The second try follows a new session or connection, the third a new start of the library.
constexpr int tries_max = 3;

/// How much longer a call may take that makes, moves or lists keys.
constexpr int long_call_factor = 6;

/// Aliases that were looked for in vain and are remembered.
constexpr size_t missing_max = 64;

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
  const CK_RV rv = token->open_anew();
  if (rv != CKR_OK) return token->refusal_at_start(rv);
  token->link_ = Link::open;
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
  if (refuses_login(rv)) return "the token with " + name + " refuses the PIN: " + name_of(rv);
  return "the token with " + name + " cannot be opened: " + name_of(rv);
}

Expected<Done, Errc> Token::run(const std::string& alias, const Call& call) {
  return run_within(options_.call_timeout, alias, call);
}

Expected<Done, Errc> Token::list(const Call& call) { return run_within(long_limit(), "", call); }

Expected<Done, Errc> Token::write(const std::string& alias, const Call& call) {
  if (!writes_alone_) return run_within(long_limit(), alias, call);
  if (!begin_write()) return Errc::unavailable;
  const std::unique_ptr<Token, void (*)(Token*)> end{this,
                                                     [](Token* token) { token->end_write(); }};
  return run_within(long_limit(), alias, call);
}

Token::Clock::duration Token::long_limit() const {
  return long_call_factor * options_.call_timeout;
}

Expected<Done, Errc> Token::run_within(Clock::duration limit, const std::string& alias,
                                       const Call& call) {
  CK_RV rv = CKR_OK;
  bool was_opened_again = false;
  for (int tries = 0; tries < tries_max; ++tries) {
    Session session{connection_->api()};
    rv = acquire(session);
    if (rv == CKR_OK) {
      bool is_believed = false, is_usable = false;
      {
        const CallWatch::Call under_way{watch_, limit};
        rv = call(session);
        is_believed = rv == no_such_object && tries == 0 && is_known_missing(alias);
        is_usable = is_believed || lost_by(rv) == Lost::nothing;
        if (!is_usable) connection_->close_session(session.handle);
      }
      give_back(session, is_usable);
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
  record(rv, alias, was_opened_again);
  if (rv == CKR_OK) return Done{};
  return errc_of(rv);
}

bool Token::is_known_missing(const std::string& alias) const {
  const std::lock_guard lock{mutex_};
  const auto found = std::ranges::find(missing_, alias, &Missing::alias);
  return found != missing_.end() && options_.now() - found->at < options_.restart_pause;
}

bool Token::begin_write() {
  const auto deadline = Clock::now() + options_.session_wait;
  if (hangs()) return false;
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
  if (hangs()) return earlier_call_hangs;
  const auto deadline = Clock::now() + options_.session_wait;
  std::unique_lock lock{mutex_};
  const auto may_go_on = [&] {
    const bool may_begin = writer_ == std::thread::id{} || writer_ == std::this_thread::get_id();
    if (!may_begin || link_ == Link::reopening) return false;
    return link_ == Link::away || !idle_.empty() || (!opens_session_ && leased_ < sessions_max_);
  };
  while (changed_.wait_until(lock, deadline, may_go_on)) {
    session.opening = opening_;
    session.epoch = epoch_;
    if (link_ == Link::away) return CKR_TOKEN_NOT_PRESENT;
    if (!idle_.empty()) {
      session.handle = idle_.back();
      idle_.pop_back();
      ++leased_;
      return CKR_OK;
    }
    const CK_RV rv = open_session(session, lock);
    if (rv != CKR_SESSION_COUNT || leased_ == 0) return rv;
    sessions_max_ = leased_;  // The token allows fewer than we do: wait for one of those.
  }
  session.opening = opening_;
  return hangs() ? earlier_call_hangs : CKR_SESSION_COUNT;
}

/// Leased when it answers CKR_OK. `lock` is given up meanwhile.
CK_RV Token::open_session(Session& session, std::unique_lock<std::mutex>& lock) {
  if (const CK_RV refusal = standing_refusal(); refusal != CKR_OK) return refusal;
  ++leased_;
  opens_session_ = true;
  lock.unlock();
  CK_RV rv = CKR_OK;
  {
    const CallWatch::Call under_way{watch_, options_.call_timeout};
    rv = connection_->open_session(session.handle);
  }
  lock.lock();
  opens_session_ = false;
  note_login(rv);
  if (rv != CKR_OK) --leased_;
  changed_.notify_all();
  return rv;
}

void Token::give_back(const Session& session, bool usable) {
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
  if (hangs()) return earlier_call_hangs;
  std::unique_lock lock{mutex_};
  const auto is_settled = [&] { return link_ != Link::reopening; };
  if (!changed_.wait_for(lock, options_.session_wait, is_settled)) return CKR_SESSION_COUNT;
  const Link before = link_;
  if (before == Link::open && opening != opening_) return CKR_OK;
  if (const CK_RV refusal = standing_refusal(); refusal != CKR_OK) return refusal;
  const bool restart = lost == Lost::library || before == Link::away;
  if (restart && !may_restart())
    return before == Link::open ? restarted_just_now : CKR_TOKEN_NOT_PRESENT;
  link_ = Link::reopening;
  CK_RV rv = CKR_SESSION_COUNT;
  Link now = before;
  if (changed_.wait_for(lock, options_.session_wait, [&] { return leased_ == 0; })) {
    lock.unlock();
    rv = reopened(restart);
    lock.lock();
    note_login(rv);
    now = rv == CKR_OK ? Link::open : Link::away;
    ++epoch_;
    ++opening_;
  }
  link_ = now;
  changed_.notify_all();
  return rv;
}

/// By the thread that has the library for itself.
CK_RV Token::reopened(bool restart_library) {
  const CallWatch::Call under_way{watch_, options_.call_timeout};
  if (!restart_library) {
    const CK_RV rv = open_anew();
    if (rv == CKR_OK || refuses_login(rv) || !may_restart()) return rv;
  }
  restarted_ = options_.now();
  for (const CK_SESSION_HANDLE session : std::exchange(idle_, {}))
    connection_->close_session(session);
  if (const CK_RV rv = connection_->reinitialise(); rv != CKR_OK) return rv;
  return open_anew();
}

CK_RV Token::open_anew() {
  for (const CK_SESSION_HANDLE session : std::exchange(idle_, {}))
    connection_->close_session(session);
  if (const CK_RV rv = connection_->find_token(); rv != CKR_OK) return rv;
  CK_SESSION_HANDLE session = 0;
  const CK_RV rv = connection_->open_session(session);
  if (rv == CKR_OK) idle_.push_back(session);
  return rv;
}

bool Token::may_restart() const {
  return restarted_ == Clock::time_point{} || options_.now() - restarted_ >= options_.restart_pause;
}

CK_RV Token::standing_refusal() const {
  const bool stands = refuses_pin(refusal_) || options_.now() - refused_ < options_.restart_pause;
  return stands ? refusal_ : CKR_OK;
}

void Token::note_login(CK_RV rv) {
  if (rv == CKR_OK) refusal_ = CKR_OK;
  if (!refuses_login(rv)) return;
  refusal_ = rv;
  refused_ = options_.now();
}

void Token::try_pin_again() {
  const std::lock_guard lock{mutex_};
  refusal_ = CKR_OK;
}

void Token::record(CK_RV rv, const std::string& alias, bool was_opened_again) {
  if (rv == earlier_call_hangs) return;  // fault() sees that by itself, and when it is over.
  const std::lock_guard lock{mutex_};
  if (rv == no_such_object && was_opened_again) {
    std::erase_if(missing_, [&](const Missing& one) { return one.alias == alias; });
    missing_.push_back({alias, options_.now()});
    if (missing_.size() > missing_max) missing_.pop_front();
  }
  if (errc_of(rv) == Errc::unavailable) {
    fault_ = "the token with " + connection_->token_name() + " does not answer: " + name_of(rv);
    if (refuses_pin(rv)) fault_ += "; the PIN is not tried again before a SIGHUP";
  } else {
    fault_.clear();
  }
}

std::string Token::fault() const {
  if (const auto overdue = watch_.overdue()) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*overdue).count();
    return "the token with " + connection_->token_name() + " has not answered for " +
           std::to_string(seconds) + " s";
  }
  const std::lock_guard lock{mutex_};
  return fault_;
}

size_t Token::calls_max() const {
  const std::lock_guard lock{mutex_};
  return sessions_max_;
}

bool Token::can(CK_MECHANISM_TYPE mechanism, CK_FLAGS use) const {
  const auto at = mechanisms_.find(mechanism);
  return at != mechanisms_.end() && (at->second & use) == use;
}
}  // namespace keystore::pkcs11
