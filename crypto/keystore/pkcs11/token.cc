// crypto/keystore/pkcs11/token.cc: leases of sessions, and the way back after a loss.
#include "crypto/keystore/pkcs11/token.h"

#include <fmt/format.h>

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

int64_t seconds_in(std::chrono::steady_clock::duration time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time).count();
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
  bool probes = false;
  Try about{alias, limit};
  uint64_t start = 0;
  for (; about.tries < tries_max; ++about.tries) {
    Session session{connection_->api()};
    rv = acquire(session, probes);
    start = session.start;
    if (about.tries == 0) about.start = start;
    if (rv == CKR_OK) rv = call_in(session, about, call);
    if (lost_by(rv) == Lost::nothing || about.tries + 1 == tries_max) break;
    const CK_RV back = recover(rv, about.tries, session.opening);
    if (back == CKR_OK) continue;
    // Nothing can be opened again beside a call that hangs: a loss is told as it is, and whether an
    // object is there is not known.
    const bool stands =
        back == restarted_just_now || (back == earlier_call_hangs && rv != no_such_object);
    if (!stands) rv = back;
    break;
  }
  record(rv, alias, start > about.start);
  if (rv == CKR_OK) return Done{};
  return errc_of(rv);
}

CK_RV Token::call_in(const Session& session, const Try& about, const Call& call) {
  CK_RV rv = CKR_OK;
  bool is_usable = false;
  {
    const CallWatch::Call under_way{watch_, about.limit};
    rv = call(session);
    if (rv == no_such_object) rv = judged_miss(session, about);
    is_usable = lost_by(rv) == Lost::nothing;
    if (!is_usable) connection_->close_session(session.handle);
  }
  give_back(session, is_usable);
  return rv;
}

CK_RV Token::judged_miss(const Session& session, const Try& about) const {
  {
    const std::lock_guard lock{mutex_};
    const bool was_read_anew = session.start > about.start;
    if (was_read_anew || std::ranges::count(missing_, about.alias) > 0) return known_missing;
  }
  // Without a login a search finds no private object, and says nothing of it.
  if (about.tries == 0 && connection_->is_logged_out(session.handle)) return login_lost;
  const std::lock_guard lock{mutex_};
  // A token that was read anew a moment ago, for whatever, is believed.
  if (!may_restart()) return known_missing;
  // Nothing can be read anew beside a call that hangs.
  return watch_.overdue().count > 0 ? earlier_call_hangs : no_such_object;
}

bool Token::begin_write() {
  const auto deadline = Clock::now() + options_.session_wait;
  std::unique_lock lock{mutex_};
  if (is_silent() && !(is_free() && may_probe())) return false;
  const auto unclaimed = [&] { return writer_ == std::thread::id{}; };
  if (!changed_.wait_until(lock, deadline, unclaimed)) return false;
  writer_ = std::this_thread::get_id();  // From here on nobody else begins.
  const auto others_ended = [&] { return leased_ <= watch_.overdue().count; };
  if (changed_.wait_until(lock, deadline, others_ended)) return true;
  writer_ = {};
  changed_.notify_all();
  return false;
}

void Token::end_write() {
  const std::lock_guard lock{mutex_};
  writer_ = {};
  changed_.notify_all();
}

CK_RV Token::acquire(Session& session, bool& probes) {
  const auto deadline = Clock::now() + options_.session_wait;
  std::unique_lock lock{mutex_};
  bool silent = false;
  bool was_one_too_many = false;
  const auto may_go_on = [&] {
    session.opening = opening_;
    session.start = start_;
    silent = is_silent();
    return silent || (was_one_too_many ? is_free_of_ours() : is_free());
  };
  while (changed_.wait_until(lock, deadline, may_go_on)) {
    if (silent) {
      const bool free = was_one_too_many ? is_free_of_ours() : is_free();
      probes = free && (probes || may_probe());
      if (!probes) return earlier_call_hangs;
      next_probe_ = options_.now() + options_.restart_pause;
    }
    session.epoch = epoch_;
    if (link_ == Link::away) return CKR_TOKEN_NOT_PRESENT;
    if (!idle_.empty()) {
      session.handle = idle_.back();
      idle_.pop_back();
      ++leased_;
      return CKR_OK;
    }
    const CK_RV rv = open_session(session, lock);
    const size_t ours = leased_ + idle_.size();
    if (rv != CKR_SESSION_COUNT || ours == 0) return rv;
    // The token allows fewer than we do: wait for one of those. Some are idle again by now.
    was_one_too_many = true;
    sessions_allowed_ = ours;
    ask_for_more_ = options_.now() + options_.restart_pause;
  }
  return CKR_SESSION_COUNT;
}

bool Token::is_free() const {
  return may_begin() &&
         (link_ == Link::away || !idle_.empty() || (!opens_session_ && leased_ < sessions_now()));
}

bool Token::is_free_of_ours() const {
  return may_begin() &&
         (link_ == Link::away || !idle_.empty() || (!opens_session_ && leased_ == 0));
}

bool Token::may_begin() const {
  const bool may_write = writer_ == std::thread::id{} || writer_ == std::this_thread::get_id();
  return may_write && link_ != Link::reopening;
}

size_t Token::sessions_now() const {
  return options_.now() < ask_for_more_ ? sessions_allowed_ : sessions_max_;
}

bool Token::is_silent(const CallWatch::Overdue& hanging) const {
  return hanging.count > 0 && answered_ < hanging.last_due;
}

/// Each call holds a lease. While one is younger than most calls may get, it may yet answer; one
/// that makes a key may take long and is not waited for.
bool Token::may_probe() const {
  return leased_ <= watch_.under_way_for(options_.call_timeout) && options_.now() >= next_probe_;
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
    answered_ = options_.now();
  } else {
    ++epoch_;
  }
  changed_.notify_all();
}

CK_RV Token::recover(CK_RV rv, int tries, uint64_t opening) {
  const Lost lost = after(lost_by(rv), tries);
  if (lost == Lost::session) return CKR_OK;  // it was closed; the next try takes another
  if (watch_.overdue().count > 0) return earlier_call_hangs;
  std::unique_lock lock{mutex_};
  const auto is_settled = [&] { return link_ != Link::reopening; };
  if (!changed_.wait_for(lock, options_.session_wait, is_settled)) return CKR_SESSION_COUNT;
  const Link before = link_;
  if (before == Link::open && opening != opening_) return CKR_OK;
  if (const CK_RV refusal = standing_refusal(); refusal != CKR_OK) return refusal;
  bool restart = lost == Lost::library || before == Link::away;
  if (restart && !may_restart())
    return before == Link::open ? restarted_just_now : CKR_TOKEN_NOT_PRESENT;
  link_ = Link::reopening;
  CK_RV back = CKR_SESSION_COUNT;
  Link now = before;
  if (changed_.wait_for(lock, options_.session_wait, [&] { return leased_ == 0; })) {
    lock.unlock();
    back = reopened(restart);
    lock.lock();
    note_login(back);
    if (restart) ++start_;
    now = back == CKR_OK ? Link::open : Link::away;
    ++epoch_;
    ++opening_;
    if (rv != no_such_object) missing_.clear();  // Another token may be there.
  }
  link_ = now;
  changed_.notify_all();
  return back;
}

/// By the thread that has the library for itself.
CK_RV Token::reopened(bool& restarts) {
  const CallWatch::Call under_way{watch_, options_.call_timeout};
  if (!restarts) {
    const CK_RV rv = open_anew();
    if (rv == CKR_OK || refuses_login(rv) || !may_restart()) return rv;
  }
  restarts = true;
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
  missing_.clear();
}

void Token::record(CK_RV rv, const std::string& alias, bool was_read_anew) {
  if (rv == earlier_call_hangs) return;  // fault() sees that by itself, and when it is over.
  const std::lock_guard lock{mutex_};
  const bool is_new = rv == known_missing && was_read_anew && !alias.empty();
  if (rv == CKR_OK || is_new) std::erase(missing_, alias);
  if (is_new) missing_.push_back(alias);
  if (missing_.size() > missing_max) missing_.pop_front();
  if (errc_of(rv) == Errc::unavailable) {
    fault_ = "the token with " + connection_->token_name() + " does not answer: " + name_of(rv);
    if (refuses_pin(rv)) fault_ += "; the PIN is not tried again before a SIGHUP";
  } else {
    fault_.clear();
  }
}

std::string Token::fault() const {
  const auto hanging = watch_.overdue();
  const std::lock_guard lock{mutex_};
  if (!is_silent(hanging)) return fault_;
  return fmt::format("the token with {} has not answered for {} s", connection_->token_name(),
                     seconds_in(hanging.longest));
}

std::string Token::warning() const {
  const auto hanging = watch_.overdue();
  if (hanging.count == 0) return {};
  const std::lock_guard lock{mutex_};
  return fmt::format("{} of {} sessions of the token with {} hang, the longest for {} s",
                     hanging.count, sessions_now(), connection_->token_name(),
                     seconds_in(hanging.longest));
}

size_t Token::calls_max() const { return sessions_max_; }

bool Token::can(CK_MECHANISM_TYPE mechanism, CK_FLAGS use) const {
  const auto at = mechanisms_.find(mechanism);
  return at != mechanisms_.end() && (at->second & use) == use;
}
}  // namespace keystore::pkcs11
