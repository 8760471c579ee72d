// http/prereg/application_request.cc: one step a check.
#include "http/prereg/application_request.h"

#include <algorithm>
#include <chrono>

#include "actors/prereg/user_key.h"
#include "http/prereg/prereg_envelope.h"
#include "http/prereg/raw_json.h"

namespace http {
namespace {
constexpr std::string_view citizen_role = "INDIVIDUAL";

Faults identity_faults(const id_object::Validator& validator, std::string_view details,
                       UtcTime now) {
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now)};
  Faults faults;
  for (auto& fault : validator.check(details, today)) {
    const bool is_missing = fault.code == id_object::missing_input;
    faults.push_back(
        {is_missing ? Errc::identity_missing : Errc::identity_invalid, {std::move(fault.path)}});
  }
  return faults;
}

/// demographicDetails as it stands in the body; nothing when it is no object with an identity.
std::optional<std::string_view> details_in(std::string_view body) {
  const auto request = from_member(body, "request");
  if (!request) return std::nullopt;
  const auto details = from_member(*request, "demographicDetails");
  if (!details) return std::nullopt;
  const auto identity = from_member(*details, "identity");
  if (!identity || !is_object(*identity)) return std::nullopt;
  const std::string_view whole = first_value(*details);
  return whole.size() <= details_bytes_max ? std::optional{whole} : std::nullopt;
}
}  // namespace

prereg::Caller prereg_caller(const Context& context, const Call& call) {
  const auth::Claims& claims = call.caller()->claims;
  prereg::Caller caller;
  const std::string_view issuer = claims.is_external ? claims.issuer : std::string_view{};
  caller.user_key =
      prereg::user_key_of(*context.actors.applications.index_key, issuer, claims.subject);
  caller.user_id = claims.user_name.empty() ? claims.subject : claims.user_name;
  caller.is_citizen = std::ranges::find(claims.roles, citizen_role) != claims.roles.end();
  caller.origin = call.origin();
  return caller;
}

std::optional<std::string> prereg_id_in(const Call& call, const Reply& reply) {
  std::string id = call.trimmed("preRegistrationId");
  if (!id.empty()) return id;
  reply.fault(Errc::prereg_parameter);
  return std::nullopt;
}

std::optional<FiledDetails> filed_details(const Context& context, const Call& call,
                                          const Reply& reply, std::string_view operation_id) {
  const UtcTime now = context.wire.clock();
  const auto refuse = [&](const Faults& faults) {
    reply.faults(faults);
    return std::optional<FiledDetails>{};
  };
  if (const Faults faults = prereg_envelope_faults(call.body(), operation_id, now); !faults.empty())
    return refuse(faults);
  const auto settings = context.prereg.board->settings();
  const TextField language = call.request().text({"langCode"});
  if (!settings->has_language(language.value)) return refuse({{Errc::prereg_language, {}}});
  const auto details = details_in(call.raw_body());
  if (!details) return refuse({{Errc::prereg_json, {}}});
  if (const Faults faults = identity_faults(*settings->validator, *details, now); !faults.empty())
    return refuse(faults);
  return FiledDetails{language.value, std::string{*details}};
}
}  // namespace http
