// actors/identity/repository_fetch.h: asking an identity repository by HTTP.
#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "actors/identity/identity_search.h"

namespace identity {
struct Repository {
  std::string url;      ///< mosip.idrepo.identity.url; see repository_url
  std::string token;    ///< idkernel.idrepo.token, sent as cookie Authorization; empty: none
  std::string ca_file;  ///< idkernel.idrepo.ca-file; empty: the system's
  std::chrono::milliseconds timeout{3'000};  ///< idkernel.idrepo.timeout-ms
};

/// By libcurl, which must have been started: no redirect is followed, no proxy asked, at most
/// repository_answer_bytes_max are taken. Given up when `ending` is set before it was asked.
Fetch fetch_by_http(Repository repository, std::shared_ptr<const std::atomic<bool>> ending);
}  // namespace identity
