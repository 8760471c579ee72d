// actors/crypto_pool/batch_scope.h: what a user of the pool does around a batch of jobs.
#pragma once
#include <functional>
#include <memory>

namespace crypto_pool {
/// Called on a worker's thread before each batch; what it returns goes after the batch's last job.
using BatchScope = std::function<std::shared_ptr<void>()>;
}  // namespace crypto_pool
