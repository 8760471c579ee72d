// actors/auth/token_verifier.cc: judging a token once, and remembering the good ones.
#include "actors/auth/token_verifier.h"

#include <algorithm>
#include <bit>
#include <span>

#include "actors/auth/external_token.h"
#include "actors/auth/token_codec.h"
#include "actors/base/partition_of.h"
#include "crypto/compare.h"
#include "crypto/secure_bytes.h"

namespace auth {
namespace {
constexpr size_t hashed_tail_chars = 32;

// The tail of the signature is as good as random, and only tokens with a good signature are
// remembered, so nobody can choose where they land.
uint64_t hash_of(std::string_view token) {
  const size_t tail = std::min(token.size(), hashed_tail_chars);
  return stable_hash(token.substr(token.size() - tail));
}
}  // namespace

Verifier::Verifier(std::shared_ptr<const Trust> trust, const RevocationBoard& board,
                   size_t cache_entries)
    : trust_(std::move(trust)),
      board_(board),
      revoked_(board.snapshot()),
      slots_(std::bit_ceil(std::max(cache_entries, ways))) {}

Verifier::~Verifier() { std::for_each(slots_.begin(), slots_.end(), forget); }

Expected<PrincipalPtr, VerifyErrc> Verifier::verify(std::string_view token, int64_t now) {
  refresh_snapshot();
  refresh_keys();
  refresh_external_keys();
  const uint64_t hash = hash_of(token);
  Slot* known = find(token, hash);
  auto& figures = *trust_->figures;
  (known != nullptr ? figures.hits : figures.misses).fetch_add(1, std::memory_order_relaxed);
  auto answer = known != nullptr ? recall(*known, now) : judge(token, now);
  if (!answer.ok()) {
    figures.refused[static_cast<size_t>(answer.error())].fetch_add(1, std::memory_order_relaxed);
  } else if (known == nullptr) {
    remember(token, hash, answer.value(), now);
  }
  return answer;
}

Expected<PrincipalPtr, VerifyErrc> Verifier::recall(Slot& slot, int64_t now) {
  VerifyErrc fault{};
  if (is_expired(slot.principal->claims, now)) {
    fault = VerifyErrc::expired;
  } else if (slot.checked_version == revoked_->version()) {
    slot.used = ++clock_;
    return slot.principal;
  } else if (is_revoked(*slot.principal)) {
    fault = VerifyErrc::revoked;
  } else {
    slot.checked_version = revoked_->version();
    slot.used = ++clock_;
    return slot.principal;
  }
  forget(slot);
  return fault;
}

Expected<PrincipalPtr, VerifyErrc> Verifier::judge(std::string_view token, int64_t now) {
  if (external_) {
    if (const auto issuer = issuer_named_in(token, *external_))
      return judge_external(token, *issuer, now);
  }
  auto claims = authentic_claims(token, keys_->verify);
  if (!claims.ok()) return claims.error();
  if (is_expired(claims.value(), now)) return VerifyErrc::expired;
  if (const auto fault = fault_of(trust_->rules, claims.value(), type_bearer, now)) return *fault;
  return admit(std::move(claims).value());
}

Expected<PrincipalPtr, VerifyErrc> Verifier::judge_external(std::string_view token, size_t issuer,
                                                            int64_t now) {
  const IssuerKeys& from = *(*external_)[issuer];
  auto claims = authentic_external_claims(token, from);
  if (!claims.ok()) {
    if (claims.error() == VerifyErrc::unknown_key) trust_->external->want(issuer);
    return claims.error();
  }
  if (is_expired(claims.value(), now)) return VerifyErrc::expired;
  if (const auto fault = fault_of(from.issuer, claims.value(), now)) return *fault;
  return admit(std::move(claims).value());
}

Expected<PrincipalPtr, VerifyErrc> Verifier::admit(Claims claims) {
  auto principal = principal_of(std::move(claims), trust_->roles);
  if (is_revoked(*principal)) return VerifyErrc::revoked;
  return principal;
}

bool Verifier::is_revoked(const Principal& principal) {
  return revoked_->holds(principal.session_id) || revoked_->holds(principal.token_id) ||
         revoked_->holds(principal.session_group);
}

void Verifier::refresh_snapshot() {
  if (board_.version() != revoked_->version()) revoked_ = board_.snapshot();
}

// A key that is gone must not live on in remembered answers.
void Verifier::refresh_keys() {
  const uint64_t version = trust_->keys->version();
  if (version == keys_version_) return;
  keys_version_ = version;
  keys_ = trust_->keys->keys();
  std::for_each(slots_.begin(), slots_.end(), forget);
}

void Verifier::refresh_external_keys() {
  if (!trust_->external) return;
  const uint64_t version = trust_->external->version();
  if (version == external_version_) return;
  external_version_ = version;
  external_ = trust_->external->sets();
  // Our own tokens do not depend on them, and whoever may change them shall not slow ours down.
  for (Slot& slot : slots_) {
    if (slot.principal && slot.principal->claims.is_external) forget(slot);
  }
}

std::span<Verifier::Slot> Verifier::set_of(uint64_t hash) {
  const size_t sets = slots_.size() / ways;
  return std::span{slots_}.subspan((hash & (sets - 1)) * ways, ways);
}

Verifier::Slot* Verifier::find(std::string_view token, uint64_t hash) {
  for (Slot& slot : set_of(hash)) {
    if (slot.principal && slot.hash == hash && crypto::equal_constant_time(slot.token, token)) {
      return &slot;
    }
  }
  return nullptr;
}

void Verifier::remember(std::string_view token, uint64_t hash, const PrincipalPtr& principal,
                        int64_t now) {
  const auto rank = [now](const Slot& slot) {
    const bool is_free = !slot.principal || is_expired(slot.principal->claims, now);
    return is_free ? 0 : slot.used;
  };
  const auto set = set_of(hash);
  Slot& oldest = *std::min_element(set.begin(), set.end(),
                                   [&](const Slot& a, const Slot& b) { return rank(a) < rank(b); });
  forget(oldest);
  oldest.hash = hash;
  oldest.used = ++clock_;
  oldest.checked_version = revoked_->version();
  oldest.token = token;
  oldest.principal = principal;
}

size_t Verifier::remembered() const {
  return static_cast<size_t>(std::count_if(
      slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.principal != nullptr; }));
}

// A token is a key to somebody's account until it expires: it is wiped, not just freed.
void Verifier::forget(Slot& slot) {
  crypto::wipe(std::as_writable_bytes(std::span{slot.token}));
  slot.token.clear();
  slot.principal = nullptr;
}
}  // namespace auth
