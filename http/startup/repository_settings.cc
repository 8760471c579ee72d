// http/startup/repository_settings.cc: mosip.idrepo.identity.url and what belongs to it.
#include "http/startup/repository_settings.h"

#include <algorithm>
#include <fstream>

#include "actors/auth/external_issuer.h"

namespace startup {
namespace {
/// What may stand in a header line.
bool is_token(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != ';'; });
}
}  // namespace

void repository_settings(const config::Config& c, RepositorySettings& out,
                         std::vector<std::string>& problems) {
  identity::Repository& repository = out.repository;
  repository.url = c.text("mosip.idrepo.identity.url");
  repository.token = c.secret("idkernel.idrepo.token");
  repository.ca_file = c.text("idkernel.idrepo.ca-file");
  repository.timeout = std::chrono::milliseconds{c.integer("idkernel.idrepo.timeout-ms")};
  out.workers = static_cast<size_t>(c.integer("idkernel.idrepo.workers"));
  out.rules.waiting_max = static_cast<size_t>(c.integer("idkernel.idrepo.waiting-max"));
  out.rules.remembers = std::chrono::seconds{c.integer("idkernel.idrepo.remember-seconds")};
  out.rules.remembered_max = static_cast<size_t>(c.integer("idkernel.idrepo.remember-max"));
  if (repository.url.empty()) return;
  if (!auth::is_safe_key_url(repository.url))
    problems.emplace_back("mosip.idrepo.identity.url must be https, or http to a loopback address");
  if (!is_token(repository.token))
    problems.emplace_back("idkernel.idrepo.token must be one word of printable ASCII");
  if (!repository.ca_file.empty() && !std::ifstream{repository.ca_file})
    problems.push_back("idkernel.idrepo.ca-file: " + repository.ca_file + " cannot be read");
}
}  // namespace startup
