// http/authmanager/code_http.cc: sending one-time codes and signing in by them. No rule, no
// storage.
#include <algorithm>

#include "http/authmanager/authmanager_http.h"
#include "http/authmanager/code_wire.h"
#include "http/authmanager/sign_in_wire.h"
#include "http/context.h"
#include "http/cookies.h"

namespace http {
namespace {
constexpr std::string_view sent_texts[] = {"appId", "userId", "userName", "useridtype", "context"};
constexpr std::string_view login_texts[] = {"appId", "userId", "userName", "otp", "password"};
constexpr std::string_view default_context = "auth-otp";
constexpr size_t code_digits_min = 4;
constexpr size_t code_digits_max = 8;

std::string own_text(const Fields& request, std::initializer_list<std::string_view> names) {
  return std::string{trimmed(request.text(names).value)};
}

/// What a sendotp lacks, in the order of auth sheet 6.1.
Faults missing_in(const auth::SendCode& request) {
  Faults faults;
  const auto want = [&faults](bool is_there, const char* text) {
    if (!is_there) faults.push_back({Errc::sendotp_field_missing, {text}});
  };
  want(!request.app_id.empty(), "Invalid AppId");
  want(is_code_context(request.context), "Context is null,Please enter a valid context");
  want(!request.channels.empty(), "Otp Channel is null,Please enter a valid channel");
  want(!request.user_id.empty(), "Invalid User id");
  want(!request.user_id_type.empty(), "Invalid User id type");
  return faults;
}

bool is_code(std::string_view text) {
  return text.size() >= code_digits_min && text.size() <= code_digits_max &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The seed prints the password login's body for useridOTP: a password that could be a code is
/// tried as one, and never as a password (auth sheet 6.2).
std::string code_of(const Fields& request) {
  std::string code = own_text(request, {"otp"});
  if (!code.empty()) return code;
  std::string password = request.text({"password"}).value;
  return is_code(password) ? password : std::string{};
}

Faults blank_fields(const auth::CodeLogin& login) {
  Faults faults;
  const auto want = [&faults](const std::string& value, const char* text) {
    if (value.empty()) faults.push_back({Errc::auth_field_invalid, {text}});
  };
  want(login.user_id, "request.userId must not be blank");
  want(login.code, "request.otp must not be blank");
  return faults;
}

/// Checks what both endpoints check, and asks. `answer` renders what became of it.
template <class Answer>
void sign_in_by_code(const Context& context, const Call& call, const Reply& reply, Answer answer) {
  if (auto fault = envelope_fault(call, login_texts))
    return reply.fault(Errc::auth_field_invalid, {std::move(*fault)});
  const Fields request = call.request();
  auth::CodeLogin login{own_text(request, {"appId"}), own_text(request, {"userId", "userName"}),
                        code_of(request), call.origin()};
  Faults blank = blank_fields(login);
  if (!blank.empty()) return reply.faults(blank);
  if (!context.may_try("user " + auth::lower_case(login.user_id)))
    return reply.fault(Errc::too_many_requests);
  ask<auth::SignedIn>(*context.gateway, context.actors.sign_in.at(context.next_partition()), reply,
                      answer, auth::code_atom::value, std::move(login));
}

/// The reference's word for a refused code; null for what is a fault there too.
const char* refusal_text(Errc errc) {
  if (errc == Errc::user_otp_invalid) return "VALIDATION_UNSUCCESSFUL";
  return errc == Errc::user_otp_expired ? "OTP_EXPIRED" : nullptr;
}
}  // namespace

void send_otp(const Context& context, const Call& call, Reply reply) {
  if (auto fault = envelope_fault(call, sent_texts))
    return reply.fault(Errc::auth_field_invalid, {std::move(*fault)});
  const Fields request = call.request();
  auto channels = channel_names(request);
  if (!channels)
    return reply.fault(Errc::auth_field_invalid, {"request.otpChannel must be a list of texts"});
  const TextField asked_context = request.text({"context"});
  auth::SendCode message{own_text(request, {"appId"}),
                         own_text(request, {"userId", "userName"}),
                         own_text(request, {"useridtype"}),
                         std::move(*channels),
                         asked_context.kind == TextField::Kind::absent
                             ? std::string{default_context}
                             : std::string{trimmed(asked_context.value)},
                         variables_of(request),
                         call.origin()};
  Faults missing = missing_in(message);
  if (!missing.empty()) return reply.faults(missing);
  if (!context.may_try("user " + auth::lower_case(message.user_id)))
    return reply.fault(Errc::too_many_requests);
  const auto sent_json = [](const auth::CodeSent& sent) {
    return sent.blocked ? status_json("failure", "USER_BLOCKED")
                        : status_json("success", "OTP had been sent successfully");
  };
  forward<auth::CodeSent>(*context.gateway, context.actors.sign_in.at(context.next_partition()),
                          reply, sent_json, auth::send_code_atom::value, std::move(message));
}

void sign_in_code(const Context& context, const Call& call, Reply reply) {
  const auto answer = [&context, reply](const Result<auth::SignedIn>& result) {
    if (!result.ok()) return reply.faults(result.faults());
    const auth::SignedIn& signed_in = result.value();
    if (signed_in.blocked) return reply.value(status_json("failure", "USER_BLOCKED"));
    auto headers = session_cookies(context, signed_in.access_token, signed_in.refresh_token);
    headers.emplace_back(context.tokens.name, signed_in.access_token);
    reply.value(status_json("success", "OTP validation is successfull"), std::move(headers));
  };
  sign_in_by_code(context, call, reply, answer);
}

void sign_in_code_internal(const Context& context, const Call& call, Reply reply) {
  const auto answer = [reply](const Result<auth::SignedIn>& result) {
    if (!result.ok()) {
      const char* refused = refusal_text(result.error());
      if (refused == nullptr) return reply.faults(result.faults());
      return reply.value(status_json("failure", refused));
    }
    const auth::SignedIn& signed_in = result.value();
    if (signed_in.blocked) return reply.value(status_json("failure", "USER_BLOCKED"));
    reply.value(tokens_json(signed_in, "VALIDATION_SUCCESSFUL", signed_in.user_name));
  };
  sign_in_by_code(context, call, reply, answer);
}
}  // namespace http
