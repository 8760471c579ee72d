// http/startup/number_settings.cc: one function a service.
#include "http/startup/number_settings.h"

#include <fmt/format.h>

#include "crypto/random.h"

namespace startup {
namespace {
using config::Config;
using Problems = std::vector<std::string>;

void add_config_fault(const std::optional<std::string>& fault, Problems& problems) {
  if (fault) problems.push_back(*fault);
}

/// What the three number services have in common. `rules` holds the service's own defaults.
NumberSettings checked(const char* service, NumberSettings settings, Problems& problems) {
  if (const auto fault = number::config_fault(settings.rules)) {
    problems.push_back(fmt::format("{}: {}", service, *fault));
    return settings;
  }
  crypto::SystemRandom random;
  settings.space = number::space_of(settings.rules, random);
  const auto fault = number::pool_fault(settings.space, settings.pool);
  if (fault) problems.push_back(fmt::format("{}: {}", service, *fault));
  return settings;
}

NumberSettings uin_settings(const Config& c, Problems& problems) {
  NumberSettings out;
  auto& r = out.rules;
  r.digits = as<int>(c.integer("mosip.kernel.uin.length"));
  r.not_start_with = c.list("mosip.kernel.uin.not-start-with");
  r.restricted = c.list("mosip.kernel.uin.restricted-numbers");
  r.sequence_limit = as<int>(c.integer("mosip.kernel.uin.length.sequence-limit"));
  r.repeating_limit = as<int>(c.integer("mosip.kernel.uin.length.repeating-limit"));
  r.repeating_block_limit = as<int>(c.integer("mosip.kernel.uin.length.repeating-block-limit"));
  r.even_limit = as<int>(c.integer("mosip.kernel.uin.length.conjugative-even-digits-limit"));
  r.group_digits = as<int>(c.integer("mosip.kernel.uin.length.digits-limit"));
  r.reverse_group_digits = as<int>(c.integer("mosip.kernel.uin.length.reverse-digits-limit"));
  out.pool = {as<uint64_t>(c.integer("mosip.kernel.uin.min-unused-threshold")),
              as<uint64_t>(c.integer("mosip.kernel.uin.uins-to-generate"))};
  return checked("UIN", std::move(out), problems);
}

NumberSettings prid_settings(const Config& c, Problems& problems) {
  NumberSettings out{prid::default_rules(), {}, {}};
  auto& r = out.rules;
  r.digits = as<int>(c.integer("mosip.kernel.prid.length"));
  r.not_start_with = c.list("mosip.kernel.prid.not-start-with");
  r.restricted = c.list("mosip.kernel.prid.restricted-numbers");
  r.sequence_limit = as<int>(c.integer("mosip.kernel.prid.sequence-limit"));
  r.repeating_limit = as<int>(c.integer("mosip.kernel.prid.repeating-limit"));
  r.repeating_block_limit = as<int>(c.integer("mosip.kernel.prid.repeating-block-limit"));
  out.pool = {as<uint64_t>(c.integer("mosip.kernel.prid.min-unused-threshold")),
              as<uint64_t>(c.integer("mosip.kernel.prid.prids-to-generate"))};
  return checked("PRID", std::move(out), problems);
}

NumberSettings vid_settings(const Config& c, Problems& problems) {
  NumberSettings out{vid::default_rules(), {}, {}};
  auto& r = out.rules;
  r.digits = as<int>(c.integer("mosip.kernel.vid.length"));
  r.not_start_with = c.list("mosip.kernel.vid.not-start-with");
  r.restricted = c.list("mosip.kernel.vid.restricted-numbers");
  r.sequence_limit = as<int>(c.integer("mosip.kernel.vid.length.sequence-limit"));
  r.repeating_limit = as<int>(c.integer("mosip.kernel.vid.length.repeating-limit"));
  r.repeating_block_limit = as<int>(c.integer("mosip.kernel.vid.length.repeating-block-limit"));
  out.pool = {as<uint64_t>(c.integer("mosip.kernel.vid.min-unused-threshold")),
              as<uint64_t>(c.integer("mosip.kernel.vid.vids-to-generate"))};
  return checked("VID", std::move(out), problems);
}

rid::Rules rid_settings(const Config& c, Problems& problems) {
  rid::Rules rules;
  rules.center_id_chars = as<int>(c.integer("mosip.kernel.registrationcenterid.length"));
  rules.machine_id_chars = as<int>(c.integer("mosip.kernel.machineid.length"));
  rules.sequence_digits = as<int>(c.integer("mosip.kernel.rid.sequence-length"));
  rules.sequence_first = c.integer("mosip.kernel.rid.sequence-initial-value");
  rules.timestamp_digits = as<int>(c.integer("mosip.kernel.rid.timestamp-length"));
  rules.rid_chars = as<int>(c.integer("mosip.kernel.rid.length"));
  add_config_fault(rid::config_fault(rules), problems);
  return rules;
}
}  // namespace

void number_settings(const Config& config, Settings& out, Problems& problems) {
  out.uin = uin_settings(config, problems);
  out.prid = prid_settings(config, problems);
  out.vid = vid_settings(config, problems);
  out.uin_issued_timeout = std::chrono::seconds{config.integer("idkernel.uin.issued-timeout")};
  out.vid_release_after =
      std::chrono::days{config.integer("mosip.kernel.vid.time-to-release-after-expiry")};
  out.rid = rid_settings(config, problems);
  out.license = {as<size_t>(config.integer("mosip.kernel.licensekey.length")),
                 config.list("mosip.kernel.licensekey.permissions")};
  out.token_id_digits = as<int>(config.integer("mosip.kernel.tokenid.length"));
}

std::vector<std::string> never_filled(const Settings& settings) {
  std::vector<std::string> out;
  const auto look = [&out](const char* service, const NumberSettings& of) {
    if (of.pool.low_water > 0) return;
    out.push_back(fmt::format(
        "{}: min-unused-threshold is 0: the pool is never filled, and nothing is issued once it is "
        "empty",
        service));
  };
  look("UIN", settings.uin);
  look("PRID", settings.prid);
  look("VID", settings.vid);
  return out;
}
}  // namespace startup
