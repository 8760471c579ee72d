// http/otp/otp_http.cc: the wire form of the OTP manager. No rule, no storage.
#include "http/otp/otp_http.h"

#include "http/context.h"
#include "http/json_text.h"

namespace http {
namespace {

std::string two_fields(std::string_view first, std::string_view first_text, std::string_view second,
                       std::string_view second_text) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, first, first_text);
  write_field(writer, second, second_text);
  writer.EndObject();
  return text_in(buffer);
}

/// The absent code is the text "null": that is the contract's.
std::string made_json(const otp::Made& made) {
  if (made.blocked) return two_fields("otp", "null", "status", "USER_BLOCKED");
  return two_fields("otp", made.code, "status", "GENERATION_SUCCESSFUL");
}

std::string failure_json(std::string_view message) {
  return two_fields("status", "failure", "message", message);
}

/// A wrong or expired code, in the form that otp.validate.error-style asks for (ids sheet D11).
void refuse(const Otp& settings, const Reply& reply, Errc errc, std::string_view message) {
  switch (settings.error_style) {
    case OtpErrorStyle::both:
      return reply.faults({{errc, {}}}, failure_json(message));
    case OtpErrorStyle::seed:
      return reply.fault(errc);
    case OtpErrorStyle::reference:
      return reply.value(failure_json(message));
  }
}

void answer_check(const Otp& settings, const Reply& reply, otp::Outcome outcome) {
  switch (outcome) {
    case otp::Outcome::success:
      return reply.value(two_fields("status", "success", "message", settings.success_message));
    case otp::Outcome::invalid:
      return refuse(settings, reply, Errc::otp_not_valid, "VALIDATION_UNSUCCESSFUL");
    case otp::Outcome::expired:
      return refuse(settings, reply, Errc::otp_expired, "OTP_EXPIRED");
    case otp::Outcome::blocked:
      return reply.value(failure_json("USER_BLOCKED"));
    case otp::Outcome::no_record:
      return reply.fault(Errc::otp_not_generated);
  }
}

/// Whoever needs no token is limited per key (DECISIONS 33).
bool may_try(const Context& context, const Call& call, std::string_view key) {
  return call.caller() || context.may_try("otp " + std::string{key});
}
}  // namespace

void generate_otp(const Context& context, const Call& call, Reply reply) {
  const Otp& otp = context.actors.otp;
  const TextField field = call.request().text({"key"});
  if (field.kind == TextField::Kind::other) return reply.fault(Errc::otp_unreadable);
  const std::string_view key = trimmed(field.value);
  if (!otp::is_key(otp.rules, key)) return reply.fault(Errc::otp_key_length);
  if (!may_try(context, call, key)) return reply.fault(Errc::too_many_requests);
  const std::string hash = otp::hash_of(*otp.index_key, {otp::external_keys, key});
  forward<otp::Made>(*context.gateway, otp.partitions.of(hash), reply, made_json,
                     otp::make_atom::value, hash, call.origin());
}

void validate_otp(const Context& context, const Call& call, Reply reply) {
  const Otp& otp = context.actors.otp;
  const std::string given = call.query("key").value_or("");
  const std::string_view key = trimmed(given);
  const std::string code = call.query("otp").value_or("");
  Faults faults = otp::faults_of(otp.rules, key, code);
  if (!faults.empty()) return reply.faults(faults);
  if (!may_try(context, call, key)) return reply.fault(Errc::too_many_requests);
  const std::string hash = otp::hash_of(*otp.index_key, {otp::external_keys, key});
  const auto on_outcome = [&otp, reply](const Result<otp::Outcome>& outcome) {
    if (!outcome.ok()) return reply.faults(outcome.faults());
    answer_check(otp, reply, outcome.value());
  };
  ask<otp::Outcome>(*context.gateway, otp.partitions.of(hash), reply, on_outcome,
                    otp::check_atom::value, hash, code, call.origin());
}
}  // namespace http
