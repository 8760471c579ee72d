// http/pool_job.h: the bridge from reactor threads to the crypto pool: work there, the answer from
// there.
#pragma once
#include <functional>
#include <string>

#include "actors/base/result.h"
#include "http/call.h"
#include "http/context.h"
#include "http/gateway.h"
#include "http/reply.h"

namespace http {
/// Who waits in one line with whom: the token's authorised party and subject, or the address.
std::string pool_caller(const Call& call);

/// Where work with the private half of `version` goes: to the lane of devices when it may have to
/// call one, else to the fast lane.
crypto_pool::Speed speed_of(const Context& context, const keymanager::KeyVersion& version);

/// Submits work that answers `reply` itself. The client hears `overloaded` when too many jobs wait
/// and `internal` when the work throws. Work that has not begun when the client has gone or
/// idkernel.http.request-timeout-ms has passed is dropped.
void submit_to_pool(const Context& context, std::string caller, crypto_pool::Speed speed,
                    const Reply& reply, std::function<void()> work);

/// Runs `work` on a thread of the crypto pool and answers from there: `render(value)` in the
/// success envelope, or the faults. Neither may refer to the call, which ends before they begin.
/// `slow` is for password hashes and RSA key generation.
///
///     run_in_pool<Signature>(context, call, reply, [key, text] { return sign(key, text); },
///                            [](const Signature& s) { return json_of(s); });
template <class T>
void run_in_pool(const Context& context, const Call& call, const Reply& reply,
                 std::function<Result<T>()> work, std::function<std::string(const T&)> render,
                 crypto_pool::Speed speed = crypto_pool::Speed::fast) {
  submit_to_pool(context, pool_caller(call), speed, reply,
                 [reply, work = std::move(work), render = std::move(render)] {
                   const Result<T> result = work();
                   if (result.ok()) return reply.value(render(result.value()));
                   if (result.error() == Errc::internal) log_internal(reply);
                   reply.faults(result.faults());
                 });
}
}  // namespace http
