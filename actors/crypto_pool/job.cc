// actors/crypto_pool/job.cc: the one place where a worker meets exceptions.
#include "actors/crypto_pool/job.h"

#include <exception>

#include "actors/base/log.h"

namespace crypto_pool {
Outcome run(const JobRequest& request) {
  try {
    if (request.deadline <= std::chrono::steady_clock::now()) return Outcome::expired;
    if (request.abandoned && request.abandoned()) return Outcome::abandoned;
    request.work();
    return Outcome::done;
  } catch (const std::exception& e) {
    logging::error(std::string("crypto pool: a job threw: ") + e.what());
  } catch (...) {
    logging::error("crypto pool: a job threw");
  }
  return Outcome::threw;
}
}  // namespace crypto_pool
