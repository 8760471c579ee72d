// http/pool_job.cc: which lane, and what the client hears of a job that did not run.
#include "http/pool_job.h"

#include "actors/keymanager/private_keys.h"

namespace http {
namespace {
const std::shared_ptr<crypto_pool::Lane>& lane_of(const PoolLanes& lanes,
                                                  crypto_pool::Speed speed) {
  if (speed == crypto_pool::Speed::device && lanes.device) return lanes.device;
  return speed == crypto_pool::Speed::slow ? lanes.slow : lanes.fast;
}

void answer_end(const Reply& reply, crypto_pool::Outcome outcome) {
  using crypto_pool::Outcome;
  switch (outcome) {
    case Outcome::done:
      return;
    case Outcome::threw:
      log_internal(reply);
      return reply.fault(Errc::internal);
    case Outcome::overloaded:
    case Outcome::stopped:
      return reply.fault(Errc::overloaded);
    case Outcome::abandoned:
    case Outcome::expired:
      // The transport has given the answer, or nobody listens; this one is for the counters.
      return reply.silent();
  }
}
}  // namespace

std::string pool_caller(const Call& call) {
  if (!call.caller()) return call.address();
  return call.caller()->claims.authorized_party + ' ' + call.caller()->claims.subject;
}

crypto_pool::Speed speed_of(const Context& context, const keymanager::KeyVersion& version) {
  return context.actors.keys.private_keys->waits_for_device(version) ? crypto_pool::Speed::device
                                                                     : crypto_pool::Speed::fast;
}

void submit_to_pool(const Context& context, std::string caller, crypto_pool::Speed speed,
                    const Reply& reply, std::function<void()> work) {
  crypto_pool::JobRequest request;
  request.caller = std::move(caller);
  request.deadline = reply.started_at() + context.request_timeout;
  request.abandoned = [reply] { return reply.is_client_gone(); };
  request.work = std::move(work);
  lane_of(context.pool, speed)->submit({std::move(request), [reply](crypto_pool::Outcome outcome) {
                                          guarded([&] { answer_end(reply, outcome); });
                                        }});
}
}  // namespace http
