// actors/auth/external_keys.cc: publishing other issuers' keys and asking for newer ones.
#include "actors/auth/external_keys.h"

#include <algorithm>

namespace auth {
namespace {
bool are_same(const std::vector<ExternalKey>& some, const std::vector<ExternalKey>& others) {
  return std::ranges::equal(some, others, [](const ExternalKey& a, const ExternalKey& b) {
    return a.kid == b.kid && a.only == b.only && a.key.spki_der() == b.key.spki_der();
  });
}
}  // namespace

ExternalKeyBoard::ExternalKeyBoard(std::vector<ExternalIssuer> issuers) : wishes_(issuers.size()) {
  auto sets = std::make_shared<ExternalKeySets>();
  for (ExternalIssuer& issuer : issuers) {
    IssuerState state;
    state.url = issuer.url;
    states_.push_back(std::move(state));
    sets->push_back(std::make_shared<const IssuerKeys>(IssuerKeys{std::move(issuer), {}}));
  }
  sets_ = std::move(sets);
}

ExternalKeySetsPtr ExternalKeyBoard::sets() const {
  const std::scoped_lock lock{mutex_};
  return sets_;
}

void ExternalKeyBoard::want(size_t issuer) {
  if (wishes_[issuer].exchange(true)) return;  // The fetcher knows already.
  {
    const std::scoped_lock lock{mutex_};
  }  // It is not between looking and sleeping.
  wake_.notify_all();
}

// Verifiers forget tokens of other issuers with every version, so keys that are the same, in
// whatever order they came, make none.
void ExternalKeyBoard::publish(size_t issuer, std::vector<ExternalKey> keys, int64_t now) {
  std::ranges::sort(keys, {}, &ExternalKey::kid);  // No kid comes twice.
  const std::scoped_lock lock{mutex_};
  IssuerState& state = states_[issuer];
  state.keys = keys.size();
  state.fetched = now;
  ++state.fetches;
  state.fault.clear();
  const IssuerKeys& before = *(*sets_)[issuer];
  if (are_same(before.keys, keys)) return;
  auto sets = std::make_shared<ExternalKeySets>(*sets_);
  (*sets)[issuer] = std::make_shared<const IssuerKeys>(IssuerKeys{before.issuer, std::move(keys)});
  sets_ = std::move(sets);
  version_.fetch_add(1, std::memory_order_release);
}

void ExternalKeyBoard::note_failure(size_t issuer, std::string fault) {
  const std::scoped_lock lock{mutex_};
  ++states_[issuer].fetches;
  ++states_[issuer].failures;
  states_[issuer].fault = std::move(fault);
}

std::vector<IssuerState> ExternalKeyBoard::states() const {
  const std::scoped_lock lock{mutex_};
  return states_;
}

bool ExternalKeyBoard::wait(size_t issuer, Instant until, bool for_wishes) {
  std::unique_lock lock{mutex_};
  wake_.wait_until(lock, until, [&] { return ended_ || (for_wishes && is_wanted(issuer)); });
  return !ended_;
}

void ExternalKeyBoard::end() {
  {
    const std::scoped_lock lock{mutex_};
    ended_ = true;
  }
  wake_.notify_all();
}
}  // namespace auth
