// http/startup/settings.cc: one function a part of the server.
#include "http/startup/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "http/access.h"
#include "http/startup/admin_settings.h"
#include "http/startup/device_settings.h"
#include "http/startup/number_settings.h"
#include "http/startup/otp_settings.h"
#include "http/startup/outbox_settings.h"
#include "http/startup/prereg_config.h"

namespace startup {
namespace {
using config::Config;
using Problems = std::vector<std::string>;

Endpoint endpoint_of(const std::string& text) {
  const size_t colon = text.rfind(':');
  Endpoint out{text.substr(0, colon), 0};
  std::from_chars(text.data() + colon + 1, text.data() + text.size(), out.port);
  if (out.host.starts_with('[')) out.host = out.host.substr(1, out.host.size() - 2);
  return out;
}

/// 127.0.0.0/8 by its form: a name such as 127.example.org could lead anywhere.
bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
}

/// The command line's address, which no table of settings has looked at, else the configuration's.
Endpoint told_endpoint(const char* option, const std::string& told, const std::string& configured,
                       Problems& problems) {
  if (told.empty()) return endpoint_of(configured);
  const auto& rows = config::settings();
  if (!config::is_allowed(rows[*config::index_of("idkernel.http.listen")], told)) {
    problems.push_back(fmt::format("{} {}: must be host:port", option, told));
    return {"127.0.0.1", 0};
  }
  return endpoint_of(told);
}

/// Both forms that MOSIP files hold: {app:'realm',..} and app:realm,.. .
auth::AppIds app_settings(const Config& c, Problems& problems) {
  const std::string* map = c.find("mosip.kernel.auth.appid-realm-map");
  auto realms = auth::parse_text_map(*map);
  if (!realms || realms->empty()) {
    problems.emplace_back("mosip.kernel.auth.appid-realm-map must list appid:realm pairs");
    return auth::AppIds::defaults();
  }
  return {std::move(*realms), *auth::parse_text_map(auth::default_client_map)};
}

void crypto_settings(const Config& c, Settings& out) {
  out.crypto_manager.jwt_must_be_json = c.flag("mosip.kernel.keymanager.jwtEncrypt.validate.json");
  out.crypto_manager.pin_iterations = as<uint32_t>(c.integer("mosip.kernel.crypto.hash-iteration"));
  out.crypto_manager.argon2 = {
      .memory_kib = as<uint32_t>(c.integer("mosip.keymanager.argon2.hash.generate.memory.inKiB")),
      .iterations = as<uint32_t>(c.integer("mosip.keymanager.argon2.hash.generate.iterations")),
      .parallelism = as<uint32_t>(c.integer("mosip.keymanager.argon2.hash.generate.parallelism"))};
}

/// APP or APP:REFERENCE.
std::vector<keymanager::KeyName> key_names(const std::vector<std::string>& texts) {
  std::vector<keymanager::KeyName> out;
  for (const std::string& text : texts) {
    const size_t colon = text.find(':');
    out.push_back({text.substr(0, colon),
                   colon == std::string::npos ? std::string{} : text.substr(colon + 1)});
  }
  return out;
}

void key_settings(const Config& c, KeySettings& out, Problems& problems) {
  out.subject_defaults.name = {
      c.text("mosip.kernel.keymanager.certificate.default.country"),
      c.text("mosip.kernel.keymanager.certificate.default.state"),
      c.text("mosip.kernel.keymanager.certificate.default.location"),
      c.text("mosip.kernel.keymanager.certificate.default.organization"),
      c.text("mosip.kernel.keymanager.certificate.default.organizational-unit"),
      c.text("mosip.kernel.keymanager.certificate.default.common-name")};
  if (const auto fault = keymanager::fault_of_subject(out.subject_defaults.name))
    problems.push_back("mosip.kernel.keymanager.certificate.default.*: " + fault->args.front());
  out.boot_master_keys = key_names(c.list("mosip.kernel.keymanager.autogen.appids.list"));
  out.boot_base_keys = key_names(c.list("mosip.kernel.keymanager.autogen.basekeys.list"));
  out.limits.base_keys_max = as<size_t>(c.integer("idkernel.keymanager.base-keys-max"));
}

/// Settings whose keys say of which key they are: no table holds them.
void alternative_name_settings(const Arguments& arguments, KeySettings& out, Problems& problems) {
  const auto is_one = [](std::string_view key) {
    return keymanager::key_of_alternative_names(key).has_value();
  };
  const auto told = config::overlaid({}, sources_of(arguments), is_one);
  if (!told.ok()) return problems.push_back(told.error());
  for (const auto& [key, text] : told.value()) {
    auto names = keymanager::alternative_names_of(text);
    if (!names.ok()) problems.push_back(key + "=" + text + ": " + names.error());
    if (names.ok())
      out.alternative_names[*keymanager::key_of_alternative_names(key)] = std::move(names).value();
  }
}

void partner_settings(const Config& c, PartnerSettings& out) {
  out.rules.domains.clear();
  for (const std::string& domain : c.list("mosip.kernel.partner.allowed.domains"))
    out.rules.domains.push_back(text::in_capitals(domain));
  out.rules.authority_months_min = std::chrono::months{
      c.integer("mosip.kernel.partner.cacertificate.upload.minimumvalidity.month")};
  out.rules.years = as<int>(c.integer("mosip.kernel.partner.issuer.certificate.duration.years"));
  out.rules.grace = std::chrono::days{
      c.integer("mosip.kernel.partner.issuer.certificate.allowed.grace.duration")};
  out.rules.resigns_ftm = c.flag("mosip.kernel.partner.resign.ftm.domain.certs");
  out.signer = {c.text("mosip.kernel.partner.sign.masterkey.application.id"), ""};
  out.chain_domain = text::in_capitals(c.text("mosip.kernel.partner.trust.validate.domain.name"));
}

void signing_settings(const Config& c, http::Signing& out) {
  out.signers.own = {c.text("mosip.sign.applicationid"), c.text("mosip.sign.refid")};
  out.kid = {c.flag("mosip.kernel.keymanager.jwtsign.include.keyid"),
             c.text("mosip.kernel.keymanager.signature.kid.prepend")};
  out.jwt_must_be_json = c.flag("mosip.kernel.keymanager.jwtsign.validate.json");
}

/// What both a cookie and a header may be called.
bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
}

void auth_settings(const Config& c, Settings& out, Problems& problems) {
  out.apps = app_settings(c, problems);
  out.lifetimes.access_seconds = c.integer("auth.access.lifetime");
  out.lifetimes.refresh_seconds = c.integer("auth.refresh.lifetime");
  out.lockout.failures_max = as<uint32_t>(c.integer("auth.login.max-failures"));
  out.lockout.block_seconds = c.integer("auth.login.block-time");
  out.argon2.memory_kib = as<uint32_t>(c.integer("auth.argon2.memory-kib"));
  out.argon2.iterations = as<uint32_t>(c.integer("auth.argon2.iterations"));
  out.argon2.parallelism = as<uint32_t>(c.integer("auth.argon2.parallelism"));
  out.token_cache_entries = as<size_t>(c.integer("idkernel.auth.token-cache-entries"));
  out.client_secret_cache_seconds = c.integer("idkernel.auth.client-secret-cache-seconds");
  out.open_operations = c.list("idkernel.auth.open-operations");
  out.tokens.name = c.text("auth.token.header");
  if (!is_name(out.tokens.name)) {
    problems.emplace_back("auth.token.header must be a name of letters, digits, - and _");
  }
  out.tokens.accepted_prefix = c.text("auth.jwt.base");
  out.tokens.cookie_max_age_seconds = c.integer("auth.cookie.max-age");
  out.tokens.secure_cookie = c.flag("mosip.security.secure-cookie");
  out.tokens.same_site = c.text("idkernel.auth.cookie-same-site");
}

/// So that the seeds' examples work as printed. A name that was configured stays, to be checked.
void open_every_operation(Settings& out) {
  auto& names = out.open_operations;
  for (const http::OpenableOperation& one : http::openable_operations())
    if (std::ranges::find(names, one.name) == names.end()) names.emplace_back(one.name);
}

void token_rule_settings(const Config& c, Settings& out) {
  std::string url = c.text("idkernel.public-url");
  if (url.empty()) {
    url = fmt::format(
        "{}://{}:{}", out.api_transport.tls ? "https" : "http",
        out.api.host.find(':') == std::string::npos ? out.api.host : '[' + out.api.host + ']',
        out.api.port);
  }
  while (url.ends_with('/')) url.pop_back();
  out.token_rules.public_url = url;
  out.token_rules.realms = out.apps.realms();
  out.token_rules.allowed_audience = c.list("auth.server.admin.allowed.audience");
}

http::transport::Limits limits_of(const Config& c) {
  using std::chrono::milliseconds;
  http::transport::Limits limits;
  limits.head_bytes_max = as<size_t>(c.integer("idkernel.http.head-bytes-max"));
  limits.body_bytes_max = as<size_t>(c.integer("idkernel.http.body-bytes-max"));
  limits.bodies_bytes_max = as<size_t>(c.integer("idkernel.http.bodies-bytes-max"));
  limits.connections_max = as<size_t>(c.integer("idkernel.http.connections-max"));
  limits.output_bytes_max = as<size_t>(c.integer("idkernel.http.output-bytes-max"));
  limits.header_timeout = milliseconds{c.integer("idkernel.http.header-timeout-ms")};
  limits.body_timeout = milliseconds{c.integer("idkernel.http.body-timeout-ms")};
  limits.idle_timeout = milliseconds{c.integer("idkernel.http.idle-timeout-ms")};
  limits.request_timeout = milliseconds{c.integer("idkernel.http.request-timeout-ms")};
  return limits;
}

std::optional<http::transport::TlsOptions> tls_of(const Config& c, Problems& problems) {
  http::transport::TlsOptions tls;
  tls.certificate_file = c.text("idkernel.http.tls.certificate-file");
  tls.key_file = c.text("idkernel.http.tls.key-file");
  tls.client_ca_file = c.text("idkernel.http.tls.client-ca-file");
  const std::string& asked = c.text("idkernel.http.tls.client-certificate");
  tls.require_client_certificate = asked == "required";
  if (tls.certificate_file.empty() != tls.key_file.empty()) {
    problems.emplace_back(
        "idkernel.http.tls.certificate-file and idkernel.http.tls.key-file belong together");
  }
  if (asked == "none") {
    tls.client_ca_file.clear();
  } else if (tls.client_ca_file.empty()) {
    problems.push_back("idkernel.http.tls.client-certificate=" + asked +
                       " needs idkernel.http.tls.client-ca-file");
  }
  if (tls.certificate_file.empty()) return std::nullopt;
  return tls;
}

void http_settings(const Config& c, const Arguments& arguments, Settings& out, Problems& problems) {
  out.api = told_endpoint("--listen", arguments.listen, c.text("idkernel.http.listen"), problems);
  out.management = told_endpoint("--management", arguments.management,
                                 c.text("idkernel.management.listen"), problems);
  auto& api = out.api_transport;
  api.host = out.api.host;
  api.port = out.api.port;
  api.reactors = as<size_t>(c.integer("idkernel.http.reactors"));
  api.limits = limits_of(c);
  api.tls = tls_of(c, problems);
  api.extra_headers = {{"X-Content-Type-Options", "nosniff"},
                       {"Cache-Control", "no-store"},
                       {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"}};
  if (api.tls) api.extra_headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  out.drain_timeout = std::chrono::milliseconds{c.integer("idkernel.http.drain-timeout-ms")};
  out.management_transport.host = out.management.host;
  out.management_transport.port = out.management.port;
  out.management_transport.limits.body_bytes_max = 1024;
  out.management_transport.limits.connections_max = 64;

  if (arguments.dev && (!is_loopback(out.api.host) || !is_loopback(out.management.host))) {
    problems.emplace_back("--dev listens on loopback only: its users and secrets are public");
  }
  if (!is_loopback(out.api.host) && !api.tls && !c.flag("idkernel.http.allow-plain")) {
    problems.push_back(fmt::format(
        "idkernel.http.listen={}:{} is beyond loopback and has no TLS: name "
        "idkernel.http.tls.certificate-file and key-file, or set idkernel.http.allow-plain=true "
        "behind a proxy that ends TLS",
        out.api.host, out.api.port));
  }
}

http::Rate rate_of(const std::optional<config::Rate>& rate) {
  if (!rate) return {};
  return {static_cast<double>(rate->per_second), static_cast<double>(rate->burst)};
}

/// A service failed inside, which MOSIP's documents list under 200 (ids sheet D1). Failures of the
/// server as a whole have no code of MOSIP's and stay 500.
bool is_service_failure(const ErrorRow& row) {
  return row.status == 500 && row.code.starts_with("KER-");
}

void wire_settings(const Config& c, Settings& out) {
  const std::string& ver = c.text("mosip.envelope.ver");
  out.ver_keys = ver == "both"      ? http::VerKeys::both
                 : ver == "version" ? http::VerKeys::version
                                    : http::VerKeys::ver;
  const std::string& log = c.text("idkernel.http.access-log");
  out.access_log = log == "off"   ? http::AccessLog::off
                   : log == "all" ? http::AccessLog::all
                                  : http::AccessLog::errors;
  out.statuses = http::default_statuses();
  const auto set = [&](Errc errc, int status) { out.statuses[static_cast<size_t>(errc)] = status; };
  if (c.text("idkernel.auth.failure-status") == "200") {
    set(Errc::unauthenticated, 200);
    set(Errc::forbidden, 200);
  }
  if (c.text("idkernel.http.internal-failure-status") == "200") {
    for (const ErrorRow& row : error_rows()) {
      if (is_service_failure(row)) set(row.errc, 200);
    }
  }
  set(Errc::auth_client_rejected, std::stoi(c.text("auth.compat.client-failure.status")));
  out.cors = {c.flag("mosip.security.cors-enable"), c.list("mosip.security.origins"),
              c.text("auth.token.header")};
  out.trusted_proxies = c.list("idkernel.http.trusted-proxies");
  out.by_address = rate_of(c.rate("idkernel.rate-limit.open.address"));
  out.by_subject = rate_of(c.rate("idkernel.rate-limit.open.subject"));
  out.by_caller = rate_of(c.rate("idkernel.rate-limit.authenticated"));
  out.client_failures = rate_of(c.rate("idkernel.rate-limit.open.client-failures"));
}

void store_settings(const Config& c, const Arguments& arguments, Settings& out,
                    Problems& problems) {
  out.dev = arguments.dev;
  out.store.dev = arguments.dev;
  out.store.dir = arguments.data_dir.empty() ? c.text("idkernel.data-dir") : arguments.data_dir;
  if (out.store.dir.empty() && arguments.dev) out.store.dir = "./data";
  if (out.store.dir.empty()) {
    problems.emplace_back("no data directory: name one with --data-dir or idkernel.data-dir");
  }
  out.store.partitions = as<uint16_t>(c.integer("idkernel.partitions"));
  out.store.block_cache_bytes = as<size_t>(c.integer("idkernel.store.block-cache-bytes"));
  out.store.background_bytes_per_second =
      as<uint64_t>(c.integer("idkernel.store.background-bytes-per-second"));
  out.free_bytes_min = as<uint64_t>(c.integer("idkernel.store.min-free-bytes"));
  out.requests_per_partition_max = as<uint32_t>(c.integer("idkernel.partition.in-flight-max"));
  out.journal_batches_max = as<size_t>(c.integer("idkernel.journal.batch-max"));
  out.scheduler_threads = as<size_t>(c.integer("idkernel.scheduler.threads"));
  out.fast_queue = as<size_t>(c.integer("idkernel.crypto.fast-queue"));
  out.slow_queue = as<size_t>(c.integer("idkernel.crypto.slow-queue"));
  out.master_key_file = c.text("idkernel.master-key.file");
  out.bootstrap_file = arguments.bootstrap;
}

void application_settings(const Config& c, ApplicationSettings& out) {
  out.page_rows = as<size_t>(c.integer("idkernel.prereg.page-size"));
  out.files_max = as<uint32_t>(c.integer("idkernel.prereg.files-max"));
}
}  // namespace

Settings settings_of(const Config& config, const Arguments& arguments, Problems& problems) {
  Settings out;
  store_settings(config, arguments, out, problems);
  number_settings(config, out, problems);
  out.audit = audit_settings(config, out.store.dir, problems);
  otp_settings(config, out.dev, out.otp, problems);
  outbox_settings(config, out.dev, out.outbox, problems);
  admin_settings(config, out.admin, problems);
  device_settings(config, out.master_data, problems);
  prereg_config(config, arguments, out.prereg, problems);
  application_settings(config, out.applications);
  crypto_settings(config, out);
  key_settings(config, out.keys, problems);
  alternative_name_settings(arguments, out.keys, problems);
  partner_settings(config, out.partners);
  signing_settings(config, out.signing);
  auth_settings(config, out, problems);
  if (arguments.dev) open_every_operation(out);
  http_settings(config, arguments, out, problems);
  token_rule_settings(config, out);
  repository_settings(config, out.repository, problems);
  issuer_settings(config, out.token_rules, out.external_issuers, problems);
  wire_settings(config, out);
  return out;
}
}  // namespace startup
