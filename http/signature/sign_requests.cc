// http/signature/sign_requests.cc: members of the signing endpoints (keys sheet 8).
#include "http/signature/sign_requests.h"

#include "http/required_fields.h"

namespace http {
namespace {
constexpr Errc bad = Errc::sign_request_invalid;

keymanager::KeyName asked_in(RequiredFields& request) {
  return {std::string{trimmed(request.optional("applicationId"))},
          std::string{trimmed(request.optional("referenceId"))}};
}

/// A map of texts, as the reference has it.
std::vector<std::pair<std::string, std::string>> additional_in(const Call& call,
                                                               RequiredFields& request) {
  constexpr std::string_view name = "additionalHeaders";
  auto members = call.request().text_map(name);
  if (!members) request.add(name, "should be an object of texts");
  return std::move(members).value_or(std::vector<std::pair<std::string, std::string>>{});
}

/// What both jwtSign and jwsSign say about the header.
SignRequest common(const Call& call, RequiredFields& request, Version version) {
  using Certificates = signature::HeaderWish::Certificates;
  SignRequest out;
  out.asked = asked_in(request);
  out.data = request.optional("dataToSign");
  out.wish.attached = request.flag("includePayload", false);
  out.wish.header.hash = request.flag("includeCertHash", false);
  out.wish.header.certificate_url = request.optional("certificateUrl");
  const bool is_second = version == Version::second;
  if (request.flag(is_second ? "includeCertificateChain" : "includeCertificate", false))
    out.wish.header.certificates = is_second ? Certificates::chain : Certificates::leaf;
  if (is_second) out.wish.header.additional = additional_in(call, request);
  return out;
}

template <class Request>
std::optional<Request> answered_unless_ok(const RequiredFields& request, Request out,
                                          const Reply& reply) {
  if (request.ok()) return out;
  reply.fault(bad);
  return std::nullopt;
}
}  // namespace

std::optional<SignRequest> jwt_sign_request(const Call& call, const Reply& reply, Version version,
                                            bool must_be_json) {
  RequiredFields request{call.request(), bad};
  SignRequest out = common(call, request, version);
  out.must_be_json = must_be_json;
  return answered_unless_ok(request, std::move(out), reply);
}

std::optional<SignRequest> jws_sign_request(const Call& call, const Reply& reply, Version version) {
  RequiredFields request{call.request(), bad};
  SignRequest out = common(call, request, version);
  out.must_be_json = request.flag("validateJson", false);
  out.wish.b64 = request.flag("b64JWSHeaderParam", false);
  out.algorithm = request.optional("signAlgorithm");
  return answered_unless_ok(request, std::move(out), reply);
}

std::optional<RawRequest> raw_sign_request(const Call& call, const Reply& reply) {
  RequiredFields request{call.request(), bad};
  RawRequest out;
  out.asked = asked_in(request);
  out.data = request.required("dataToSign");
  out.algorithm = request.optional("signAlgorithm");
  const auto format = signature::format_of(trimmed(request.optional("responseEncodingFormat")));
  if (request.ok() && !format.ok()) {
    reply.faults(format.faults());
    return std::nullopt;
  }
  if (format.ok()) out.format = format.value();
  return answered_unless_ok(request, std::move(out), reply);
}
}  // namespace http
