// actors/crypto_pool/crypto_pool_actor.h: what the crypto pool is asked.
#pragma once
#include <caf/all.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "actors/base/result.h"
#include "actors/crypto_pool/job.h"
#include "crypto/rsa.h"
#include "crypto/secure_bytes.h"

namespace crypto_pool {
/// A password on its way to a worker. Copies share the bytes, which are wiped with the last copy.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view bytes)
      : bytes_(std::make_shared<const crypto::SecureBytes>(crypto::SecureBytes::from(bytes))) {}
  std::string_view view() const { return bytes_ ? bytes_->view() : std::string_view{}; }

 private:
  std::shared_ptr<const crypto::SecureBytes> bytes_;
};
}  // namespace crypto_pool

// Keys and passwords never leave the process: these have no wire form on purpose, and CAF refuses
// to serialise them.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(crypto::RsaPrivateKey)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(crypto_pool::Secret)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(crypto_pool::JobRequest)

namespace crypto_pool {
using rsa_sign_atom = caf::atom_constant<caf::atom("rsa_sign")>;
using pw_hash_atom = caf::atom_constant<caf::atom("pw_hash")>;
using run_atom = caf::atom_constant<caf::atom("run_job")>;
using pw_check_atom = caf::atom_constant<caf::atom("pw_check")>;

/// Any job, in the lane whose runner it is. Answered when its work has run; `overloaded` also when
/// it was abandoned or came too late. See ask_pool for jobs with a result.
using Runner = caf::typed_actor<caf::replies_to<run_atom, JobRequest>::with<Result<Done>>>;

// Every answer may be the fault `overloaded` (at once, nothing was done) or `internal`. A
// caf::error means that the pool was stopped before the job was done.

/// Jobs of less than a millisecond. rsa_sign: key, message -> RSASSA-PKCS1-v1_5 with SHA-256.
using FastLane = caf::typed_actor<
    caf::replies_to<rsa_sign_atom, crypto::RsaPrivateKey, std::string>::with<Result<std::string>>>;

/// Jobs of tens of milliseconds. pw_hash: password -> PHC string with a fresh salt; pw_check: PHC
/// string, password -> whether they belong together.
using SlowLane =
    caf::typed_actor<caf::replies_to<pw_hash_atom, Secret>::with<Result<std::string>>,
                     caf::replies_to<pw_check_atom, std::string, Secret>::with<Result<bool>>>;

/// For an actor: runs `work` in the lane of `runner` and hands its result to `then(Result<T>)`, in
/// the actor. `about.work` is not used. An ended pool is `overloaded`.
///
///     ask_pool<KeyPtr>(self, config.slow_jobs, {.caller = "keymanager"}, [] { return make(); },
///                      [this](const Result<KeyPtr>& key) { ... });
template <class T, class Self, class Then>
void ask_pool(Self* self, const Runner& runner, JobRequest about, std::function<Result<T>()> work,
              Then then) {
  // Written by the worker, read after the answer.
  const auto result = std::make_shared<std::optional<Result<T>>>();
  about.work = [result, work = std::move(work)] { result->emplace(work()); };
  self->request(runner, caf::infinite, run_atom::value, std::move(about))
      .then(
          [result, then](const Result<Done>& ran) mutable {
            if (ran.ok()) return then(std::move(**result));
            then(Result<T>{ran.faults()});
          },
          [then](const caf::error&) mutable { then(Result<T>{Errc::overloaded}); });
}
}  // namespace crypto_pool
