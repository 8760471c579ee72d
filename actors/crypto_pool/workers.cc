// actors/crypto_pool/workers.cc: jobs, each from message to answer.
#include "actors/crypto_pool/workers.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "actors/base/log.h"

namespace crypto_pool {
namespace {
/// Linux keeps a nice value per thread, and PRIO_PROCESS takes a thread id. A process that was
/// started nicer than this stays so: stepping forward needs a privilege.
void step_back(int nice) {
  const auto thread = static_cast<id_t>(gettid());
  const int now = getpriority(PRIO_PROCESS, thread);
  if (setpriority(PRIO_PROCESS, thread, std::max(now, nice)) != 0) {
    logging::warning("crypto pool: the thread's priority could not be lowered");
  }
}

template <class T>
Result<T> translated(Expected<T, crypto::Errc> outcome) {
  if (outcome.ok()) return std::move(outcome).value();
  logging::error("crypto pool: a job failed with crypto error " +
                 std::to_string(static_cast<int>(outcome.error())));
  return Errc::internal;
}

/// The one place where a worker meets exceptions: an actor that let one out would be dead.
template <class T, class Work>
Result<T> guarded(const Place& place, Work work) {
  const JobTime time(*place.lane, place.worker);
  try {
    return work();
  } catch (const std::exception& e) {
    logging::error(std::string("crypto pool: a job threw: ") + e.what());
  } catch (...) {
    logging::error("crypto pool: a job threw");
  }
  return Errc::internal;
}

/// Passes the job on to a worker of the lane, which answers in the dispatcher's place.
template <class T, class Self, class Worker, class... Job>
caf::result<Result<T>> dispatch(Self self, Lane& lane, const std::vector<Worker>& workers,
                                Job&&... job) {
  const auto worker = lane.admit();
  if (!worker) return Result<T>{Errc::overloaded};
  return self->delegate(workers[*worker], std::forward<Job>(job)...);
}
}  // namespace

FastLane::behavior_type fast_worker(FastLane::pointer, Place place) {
  step_back(place.nice);
  return {[place](rsa_sign_atom, const crypto::RsaPrivateKey& key, const std::string& message) {
    return guarded<std::string>(place, [&] { return translated(key.sign_pkcs1_sha256(message)); });
  }};
}

SlowLane::behavior_type slow_worker(SlowLane::pointer, Place place, Hashing hashing) {
  step_back(place.nice);
  return {[place, hashing](pw_hash_atom, const Secret& password) {
            return guarded<std::string>(place, [&] {
              return translated(
                  crypto::hash_password(password.view(), *hashing.random, hashing.params));
            });
          },
          [place](pw_check_atom, const std::string& phc, const Secret& password) {
            return guarded<bool>(place, [&]() -> Result<bool> {
              return crypto::verify_password(phc, password.view());
            });
          }};
}

FastLane::behavior_type fast_dispatcher(FastLane::pointer self, std::shared_ptr<Lane> lane,
                                        std::vector<FastLane> workers) {
  return {[=](rsa_sign_atom job, const crypto::RsaPrivateKey& key, std::string& message) {
    return dispatch<std::string>(self, *lane, workers, job, key, std::move(message));
  }};
}

SlowLane::behavior_type slow_dispatcher(SlowLane::pointer self, std::shared_ptr<Lane> lane,
                                        std::vector<SlowLane> workers) {
  return {[=](pw_hash_atom job, const Secret& password) {
            return dispatch<std::string>(self, *lane, workers, job, password);
          },
          [=](pw_check_atom job, std::string& phc, const Secret& password) {
            return dispatch<bool>(self, *lane, workers, job, std::move(phc), password);
          }};
}
}  // namespace crypto_pool
