// http/startup/issuer_settings.cc: idkernel.auth.external-issuers and what belongs to it.
#include "http/startup/issuer_settings.h"

#include <algorithm>
#include <fstream>

namespace startup {
namespace {
/// Its tokens would be ours by name.
bool is_ours(const auth::TokenRules& own, const std::string& url) {
  return std::ranges::any_of(
      own.realms, [&](const std::string& realm) { return url == auth::issuer_of(own, realm); });
}

bool is_known(const std::vector<auth::ExternalIssuer>& issuers, const std::string& url) {
  return std::ranges::find(issuers, url, &auth::ExternalIssuer::url) != issuers.end();
}
}  // namespace

void issuer_settings(const config::Config& config, const auth::TokenRules& own, IssuerSettings& out,
                     std::vector<std::string>& problems) {
  const auto problem = [&](const std::string& text) {
    problems.push_back("idkernel.auth.external-issuers: " + text);
  };
  for (const std::string& text : config.list("idkernel.auth.external-issuers")) {
    auto issuer = auth::read_external_issuer(text);
    if (!issuer.ok()) {
      problem('`' + text + "` " + issuer.error());
    } else if (is_ours(own, issuer.value().url)) {
      problem(issuer.value().url + " is this server's own issuer");
    } else if (is_known(out.issuers, issuer.value().url)) {
      problem(issuer.value().url + " comes twice");
    } else {
      out.issuers.push_back(std::move(issuer).value());
    }
  }
  if (out.issuers.size() > auth::external_issuers_max)
    problem("more than " + std::to_string(auth::external_issuers_max) + " issuers");
  using std::chrono::seconds;
  out.times.refresh = seconds{config.integer("idkernel.auth.external-issuers.refresh-seconds")};
  out.times.refetch = seconds{config.integer("idkernel.auth.external-issuers.refetch-seconds")};
  out.ca_file = config.text("idkernel.auth.external-issuers.ca-file");
  if (!out.ca_file.empty() && !std::ifstream{out.ca_file}) {
    problems.push_back("idkernel.auth.external-issuers.ca-file: " + out.ca_file +
                       " cannot be read");
  }
}
}  // namespace startup
