// http/prereg/login_http.cc: signing in and out at pre-registration. The flows are the auth
// manager's; the words are pre-registration's (devices sheet B.2).
#include "http/prereg/login_http.h"

#include <optional>

#include "actors/auth/sign_in.h"
#include "http/auth.h"
#include "http/authmanager/sign_in_wire.h"
#include "http/context.h"
#include "http/cookies.h"
#include "http/prereg/prereg_envelope.h"

namespace http {
namespace {
constexpr const char* app_id = "preregistration";
constexpr const char* code_context = "auth-otp";

/// Who signs in: an address, and the channel that reaches it.
struct Citizen {
  std::string user_id;
  const char* channel = nullptr;
  std::string_view sent_message;
};

/// Nothing when the request names neither a telephone nor a mail address by the patterns.
std::optional<Citizen> citizen_of(const PreregSettings& settings, const Fields& request) {
  const std::string user_id = request.text({"userId"}).value;
  if (settings.phone.matches(user_id))
    return Citizen{auth::lower_case(user_id), "phone", "Sms Request Sent"};
  if (settings.email.matches(user_id))
    return Citizen{auth::lower_case(user_id), "email", "Email Request submitted"};
  return std::nullopt;
}

/// What the server as a whole says, whatever the service.
bool is_everybodys(Errc errc) {
  return errc == Errc::overloaded || errc == Errc::storage_full ||
         errc == Errc::too_many_requests || errc == Errc::internal;
}

Faults in_words_of_sending(const Faults& faults) {
  const Errc errc = faults.front().errc;
  if (is_everybodys(errc) || errc == Errc::prereg_code_pending) return faults;
  return {{Errc::prereg_code_not_sent, {}}};
}

Faults in_words_of_signing_in(const Faults& faults) {
  const Errc errc = faults.front().errc;
  if (is_everybodys(errc) || errc == Errc::otp_not_generated) return faults;
  switch (errc) {
    case Errc::user_detail_missing:
      return {{Errc::prereg_user_missing, {}}};
    case Errc::user_otp_invalid:
      return {{Errc::prereg_code_refused, {"VALIDATION_UNSUCCESSFUL"}}};
    case Errc::user_otp_expired:
      return {{Errc::prereg_code_refused, {"OTP_EXPIRED"}}};
    default:
      return {{Errc::prereg_not_signed_in, {}}};
  }
}

Faults in_words_of_signing_out(const Faults& faults) {
  const Errc errc = faults.front().errc;
  if (is_everybodys(errc)) return faults;
  return {
      {errc == Errc::auth_token_unknown ? Errc::prereg_token_unknown : Errc::prereg_token_not_ended,
       {}}};
}

/// The language that the request asks for; empty when it names none that there is.
std::string language_of(const PreregSettings& settings, const Fields& request) {
  std::string language = request.text({"langCode"}).value;
  return settings.has_language(language) ? language : std::string{};
}

/// Answers what is wrong with a body, if anything.
bool is_refused(const Context& context, const Call& call, const Reply& reply, const char* id) {
  const Faults faults = prereg_envelope_faults(call.body(), id, context.wire.clock());
  if (!faults.empty()) reply.faults(faults);
  return !faults.empty();
}

void send_code(const Context& context, const Reply& reply, const Citizen& citizen,
               std::string language, const audit::Origin& by) {
  if (!context.may_try("user " + citizen.user_id)) return reply.fault(Errc::too_many_requests);
  auth::SendCode message;
  message.app_id = app_id;
  message.user_id = citizen.user_id;
  message.user_id_type = "USERID";
  message.channels = {citizen.channel};
  message.context = code_context;
  message.by = by;
  message.language = std::move(language);
  message.keeps_pending = context.prereg.keeps_pending_code;
  const auto on_result = [reply, sent = citizen.sent_message](const Result<auth::CodeSent>& done) {
    if (!done.ok()) return reply.faults(in_words_of_sending(done.faults()));
    reply.value(done.value().blocked ? status_json("failure", "USER_BLOCKED")
                                     : status_json("success", sent));
  };
  ask<auth::CodeSent>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply,
                      on_result, auth::send_code_atom::value, std::move(message));
}

/// What is wrong with what a code comes with, and with the code.
Faults login_faults(const std::optional<Citizen>& citizen, const TextField& code) {
  Faults faults;
  if (!citizen) faults.push_back({Errc::prereg_user_missing, {}});
  if (code.kind != TextField::Kind::other && code.value.empty()) {
    faults.push_back({Errc::otp_empty, {}});
  } else if (code.kind == TextField::Kind::other ||
             code.value.find_first_not_of("0123456789") != std::string::npos) {
    faults.push_back({Errc::prereg_code_not_numeric, {}});
  }
  return faults;
}
}  // namespace

void send_prereg_code(const Context& context, const Call& call, Reply reply) {
  if (is_refused(context, call, reply, prereg_send_id)) return;
  const auto settings = context.prereg.board->settings();
  const auto citizen = citizen_of(*settings, call.request());
  if (!citizen) return reply.fault(Errc::prereg_user_id);
  send_code(context, reply, *citizen, language_of(*settings, call.request()), call.origin());
}

void send_prereg_code_in_language(const Context& context, const Call& call, Reply reply) {
  if (is_refused(context, call, reply, prereg_send_id)) return;
  const auto settings = context.prereg.board->settings();
  const auto citizen = citizen_of(*settings, call.request());
  if (!citizen) return reply.fault(Errc::prereg_user_id);
  std::string language = language_of(*settings, call.request());
  if (language.empty()) return reply.fault(Errc::prereg_language);
  send_code(context, reply, *citizen, std::move(language), call.origin());
}

void sign_in_at_prereg(const Context& context, const Call& call, Reply reply) {
  if (is_refused(context, call, reply, prereg_validate_id)) return;
  const auto citizen = citizen_of(*context.prereg.board->settings(), call.request());
  const TextField code = call.request().text({"otp"});
  if (const Faults faults = login_faults(citizen, code); !faults.empty())
    return reply.faults(faults);
  if (!context.may_try("user " + citizen->user_id)) return reply.fault(Errc::too_many_requests);
  const auto on_result = [&context, reply](const Result<auth::SignedIn>& result) {
    if (!result.ok()) return reply.faults(in_words_of_signing_in(result.faults()));
    const auth::SignedIn& signed_in = result.value();
    if (signed_in.blocked) return reply.fault(Errc::prereg_code_refused, {"USER_BLOCKED"});
    reply.value(status_json("success", "VALIDATION_SUCCESSFUL"),
                token_cookie(context, signed_in.access_token, signed_in.expires_in));
  };
  ask<auth::SignedIn>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply,
                      on_result, auth::code_atom::value,
                      auth::CodeLogin{app_id, citizen->user_id, code.value, call.origin()});
}

void sign_out_of_prereg(const Context& context, const Call& call, Reply reply) {
  const TokenSource source = token_in(context, call.wire());
  if (source.kind == TokenSource::Kind::no_credentials)
    return reply.fault(Errc::auth_cookies_empty);
  if (source.kind == TokenSource::Kind::no_token)
    return reply.fault(Errc::auth_token_not_in_cookies);
  const auto on_result = [&context, reply](const Result<Done>& result) {
    if (!result.ok()) return reply.faults(in_words_of_signing_out(result.faults()));
    reply.value(status_json("success", "Token has been invalidated successfully"),
                cleared_cookies(context));
  };
  ask<Done>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply, on_result,
            auth::leave_atom::value,
            auth::EndSession{std::string{source.token}, false, call.origin()});
}
}  // namespace http
