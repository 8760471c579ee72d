// actors/crypto_pool/workers.cc: jobs on their way to a worker and their answers on the way back.
#include "actors/crypto_pool/workers.h"

#include <optional>
#include <unordered_map>
#include <utility>

#include "actors/base/log.h"
#include "actors/base/thread_priority.h"
#include "crypto/thread.h"

namespace crypto_pool {
namespace {
/// The line in which all that sign-in asks for waits.
constexpr const char* sign_in_caller = "sign-in";

template <class T>
Result<T> translated(Expected<T, crypto::Errc> outcome) {
  if (outcome.ok()) return std::move(outcome).value();
  logging::error("crypto pool: a job failed with crypto error " +
                 std::to_string(static_cast<int>(outcome.error())));
  return Errc::internal;
}

/// The requests of actors that are not answered yet, in the dispatcher's hands: a promise is kept
/// by the actor that made it, so a worker only tells that a job has ended.
template <class Self>
class Desk {
 public:
  Desk(Self self, std::shared_ptr<Lane> lane) : self_(self), lane_(std::move(lane)) {}

  template <class T>
  caf::result<Result<T>> submit(JobRequest request, std::function<Result<T>()> work) {
    // Written by the worker, read after its message.
    const auto result = std::make_shared<std::optional<Result<T>>>();
    request.work = [result, work = std::move(work)] { result->emplace(work()); };
    auto promise = self_->template make_response_promise<Result<T>>();
    const uint64_t id = ++last_id_;
    answers_.emplace(id, [promise, result](Outcome outcome) mutable {
      if (outcome == Outcome::done) {
        promise.deliver(std::move(**result));
      } else if (outcome == Outcome::stopped) {
        promise.deliver(caf::make_error(caf::sec::request_receiver_down));
      } else {
        promise.deliver(Result<T>{outcome == Outcome::threw ? Errc::internal : Errc::overloaded});
      }
    });
    const auto dispatcher = caf::actor_cast<caf::actor>(self_);
    lane_->submit({std::move(request), [dispatcher, id](Outcome outcome) {
                     caf::anon_send(dispatcher, ended_atom::value, id, outcome);
                   }});
    return promise;
  }

  void ended(uint64_t id, Outcome outcome) {
    const auto found = answers_.find(id);
    if (found == answers_.end()) return;
    const auto answer = std::move(found->second);
    answers_.erase(found);
    answer(outcome);
  }

 private:
  Self self_;
  std::shared_ptr<Lane> lane_;
  uint64_t last_id_ = 0;
  std::unordered_map<uint64_t, std::function<void(Outcome)>> answers_;
};

template <class Desk>
auto run_handler(const Desk& desk) {
  return [desk](run_atom, JobRequest& request) -> caf::result<Result<Done>> {
    return desk->template submit<Done>(request, [work = request.work]() -> Result<Done> {
      work();
      return Done{};
    });
  };
}

template <class Desk>
auto ended_handler(const Desk& desk) {
  return [desk](ended_atom, uint64_t id, Outcome outcome) { desk->ended(id, outcome); };
}
}  // namespace

Worker::behavior_type worker(Worker::pointer self, Place place) {
  if (!thread_priority::step_back(place.nice))
    logging::warning("crypto pool: the thread's priority could not be lowered");
  self->attach_functor([] { crypto::end_thread(); });  // Runs on the worker's own thread.
  return {[place](wake_atom) {
    std::vector<Job> batch;
    while (place.lane->take(place.worker, batch)) {
      const auto scope = place.batch_scope ? place.batch_scope() : nullptr;
      for (Job& job : batch) {
        place.lane->work(job);
        job = {};  // What it holds goes now, not with the batch.
      }
    }
  }};
}

FastDispatcher::behavior_type fast_dispatcher(FastDispatcher::pointer self,
                                              std::shared_ptr<Lane> lane) {
  const auto desk = std::make_shared<Desk<FastDispatcher::pointer>>(self, std::move(lane));
  return {[desk](rsa_sign_atom, const crypto::RsaPrivateKey& key,
                 const std::string& message) -> caf::result<Result<std::string>> {
            return desk->submit<std::string>({.caller = sign_in_caller}, [key, message] {
              return translated(key.sign_pkcs1_sha256(message));
            });
          },
          run_handler(desk), ended_handler(desk)};
}

SlowDispatcher::behavior_type slow_dispatcher(SlowDispatcher::pointer self,
                                              std::shared_ptr<Lane> lane, Hashing hashing) {
  const auto desk = std::make_shared<Desk<SlowDispatcher::pointer>>(self, std::move(lane));
  return {
      [desk, hashing](pw_hash_atom, const Secret& password) -> caf::result<Result<std::string>> {
        return desk->submit<std::string>({.caller = sign_in_caller}, [password, hashing] {
          return translated(
              crypto::hash_password(password.view(), *hashing.random, hashing.params));
        });
      },
      [desk](pw_check_atom, const std::string& phc,
             const Secret& password) -> caf::result<Result<bool>> {
        return desk->submit<bool>({.caller = sign_in_caller}, [phc, password]() -> Result<bool> {
          return crypto::verify_password(phc, password.view());
        });
      },
      run_handler(desk), ended_handler(desk)};
}

DeviceDispatcher::behavior_type device_dispatcher(DeviceDispatcher::pointer self,
                                                  std::shared_ptr<Lane> lane) {
  const auto desk = std::make_shared<Desk<DeviceDispatcher::pointer>>(self, std::move(lane));
  return {run_handler(desk), ended_handler(desk)};
}
}  // namespace crypto_pool
