// actors/identity/repository_fetch.cc: one GET by libcurl, with a bound for everything.
#include "actors/identity/repository_fetch.h"

#include "actors/identity/repository_answer.h"
#include "actors/outbox/providers/transfer.h"

namespace identity {
namespace {
Told ask(const Repository& repository, const outbox::TransferLimits& limits,
         const std::string& uin) {
  outbox::HeaderList headers;
  if (!repository.token.empty()) headers.add("Cookie: Authorization=" + repository.token);
  headers.add("Accept: application/json");
  outbox::Got got = outbox::get(repository_url(repository.url, uin), limits,
                                repository_answer_bytes_max, headers);
  if (!got.fault.empty()) return {{}, std::move(got.fault)};
  auto found = person_in(got.bytes);
  if (!found.ok()) return {{}, found.error()};
  return {std::move(found).value(), {}};
}
}  // namespace

Fetch fetch_by_http(Repository repository, std::shared_ptr<const std::atomic<bool>> ending) {
  outbox::TransferLimits limits;
  limits.timeout = repository.timeout;
  limits.ca_file = repository.ca_file;
  limits.ending = std::move(ending);
  return [repository = std::move(repository), limits](const std::string& uin) {
    return ask(repository, limits, uin);
  };
}
}  // namespace identity
