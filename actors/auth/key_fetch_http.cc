// actors/auth/key_fetch_http.cc: one GET by libcurl, with a bound for everything.
#include "actors/auth/key_fetcher.h"
#include "actors/outbox/providers/transfer.h"

namespace auth {
Fetch fetch_by_http(std::string ca_file, std::shared_ptr<const std::atomic<bool>> ending) {
  outbox::TransferLimits limits;
  limits.timeout = fetch_timeout;
  limits.ca_file = std::move(ca_file);
  limits.ending = std::move(ending);
  return [limits](const std::string& url) -> Fetched {
    outbox::Got got = outbox::get(url, limits, jwks_bytes_max);
    return {std::move(got.bytes), std::move(got.fault)};
  };
}
}  // namespace auth
