// actors/auth/secret_desk.cc: permit -> memory of verified secrets -> argon2id -> permit back.
#include "actors/auth/secret_desk.h"

#include <unordered_map>
#include <utility>
#include <vector>

namespace auth {
namespace {
constexpr size_t cache_key_bytes = 32;

crypto::SecureBytes cache_key(Random& random) {
  crypto::SecureBytes key(cache_key_bytes);
  random.fill(key.span());
  return key;
}

using Promise = caf::typed_response_promise<Result<bool>>;

struct Waiting {
  std::string address;
  Promise promise;
};
/// One check under way, and all who wait for it: the same guess made again teaches nothing, and a
/// fleet that starts at once needs one permit.
struct Check {
  SecretProof proof;
  FailureLimit::Permit permit;
  std::vector<Waiting> waiting;
};

class Desk : public std::enable_shared_from_this<Desk> {
 public:
  Desk(SecretDesk::pointer self, SecretDeskConfig config)
      : self_(self),
        config_(std::move(config)),
        secrets_(cache_key(*config_.random), config_.cache_seconds),
        limit_(config_.failures, config_.random->next()) {}

  Promise prove(const SecretProof& proof) {
    Promise promise = self_->make_response_promise<Result<bool>>();
    const std::string name = name_of(proof);
    if (const auto same = checks_.find(name); same != checks_.end()) {
      same->second.waiting.push_back({proof.address, promise});
      return promise;
    }
    // Before the memory is asked: an answer from it would tell a right guess from a wrong one.
    auto permit = limit_.reserve(try_of(proof), config_.clock());
    if (!permit) {
      config_.refused->fetch_add(1, std::memory_order_relaxed);
      promise.deliver(Result<bool>{Errc::too_many_requests});
    } else if (proof.may_enter && secrets_.knows(presented(proof), seconds())) {
      limit_.give_back(*permit, config_.clock());
      limit_.remember(try_of(proof), config_.clock());
      promise.deliver(Result<bool>{true});
    } else {
      checks_.emplace(name, Check{proof, std::move(*permit), {{proof.address, promise}}});
      check(name, proof);
    }
    return promise;
  }

 private:
  static PresentedSecret presented(const SecretProof& proof) {
    return {proof.client_key, proof.secret.view(), proof.phc};
  }
  static FailureLimit::Try try_of(const SecretProof& proof) {
    return {proof.client_key, proof.address};
  }
  /// Alike for those who present the same; it does not show the secret.
  std::string name_of(const SecretProof& proof) const {
    const auto mac = secrets_.mac_of(presented(proof));
    return std::string{crypto::view_of(mac)} + (proof.may_enter ? '+' : '-');
  }
  int64_t seconds() const {
    return std::chrono::floor<std::chrono::seconds>(config_.clock().time_since_epoch()).count();
  }

  void check(const std::string& name, const SecretProof& proof) {
    const auto me = shared_from_this();
    self_
        ->request(config_.slow, caf::infinite, crypto_pool::pw_check_atom::value, proof.phc,
                  proof.secret)
        .then([me, name](const Result<bool>& is_right) { me->settle(name, is_right); },
              [me, name](const caf::error&) { me->settle(name, Errc::internal); });
  }

  void settle(const std::string& name, const Result<bool>& is_right) {
    auto ended = checks_.extract(name);
    const Check& check = ended.mapped();
    const bool is_proved = is_right.ok() && is_right.value();
    if (is_proved || !is_right.ok()) limit_.give_back(check.permit, config_.clock());
    if (is_proved) secrets_.remember(presented(check.proof), seconds());
    for (Waiting one : ended.mapped().waiting) {
      if (is_proved) limit_.remember({check.proof.client_key, one.address}, config_.clock());
      one.promise.deliver(is_right);
    }
  }

  SecretDesk::pointer self_;
  SecretDeskConfig config_;
  SecretCache secrets_;
  FailureLimit limit_;
  std::unordered_map<std::string, Check> checks_;
};
}  // namespace

SecretDesk::behavior_type secret_desk(SecretDesk::pointer self, SecretDeskConfig config) {
  const auto desk = std::make_shared<Desk>(self, std::move(config));
  return {[desk](prove_atom, const SecretProof& proof) { return desk->prove(proof); }};
}
}  // namespace auth
