// http/signature/verify_http.cc: the wire form of validate and jwtVerify. No rule, no key.
#include <span>

#include "actors/partner/trust_path.h"
#include "actors/signature/jws_verify.h"
#include "http/context.h"
#include "http/json_text.h"
#include "http/pool_job.h"
#include "http/required_fields.h"
#include "http/signature/sign_requests.h"
#include "http/signature/signature_http.h"

namespace http {
namespace {
/// The keys of `versions`, newest first, but for those that cannot be read any more. Refers to
/// both.
crypto::NextKey newest_first(const keymanager::KeyRing::Versions& versions,
                             keymanager::PublicKeys& known) {
  return [&known, version = versions.rbegin(), end = versions.rend()]() mutable {
    while (version != end)
      if (auto key = known.of(**version++); key.ok()) return std::move(key).value();
    return std::optional<crypto::PublicKey>{};
  };
}

std::string verdict_json(bool is_valid, signature::Trust trust) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_key(writer, "signatureValid");
  writer.Bool(is_valid);
  write_field(writer, "message", signature::verdict_text(is_valid));
  write_field(writer, "trustValid", signature::trust_text(trust));
  writer.EndObject();
  return text_in(buffer);
}

/// What jwtVerify is asked, copied out of the call.
struct VerifyRequest {
  keymanager::KeyName asked;
  std::string jws;
  std::string actual_data;
  std::string certificate;  ///< PEM, or empty
  std::string domain;
  bool validate_trust = false;
  Version version = Version::first;
};

/// Whom an answer about trust rests on.
struct Authorities {
  partner::BookPtr book;
  partner::Rules rules;
};

Result<signature::Trust> trust_of(const VerifyRequest& request, const signature::Claim& claim,
                                  const crypto::Certificate& certificate,
                                  const Authorities& authorities, UtcTime now) {
  if (const auto known = signature::trust_without_chain(request.validate_trust, request.domain))
    return *known;
  const auto domain = partner::domain_of(authorities.rules, request.domain);
  const bool is_first = request.version == Version::first;
  if (!domain && is_first) return Errc::partner_domain;
  if (!domain) return signature::trust_of(false);
  const auto& came = claim.header.certificates;
  const std::span<const crypto::Certificate> links{came.data(), is_first ? 0 : came.size()};
  return signature::trust_of(
      !partner::trust_path(*authorities.book, *domain, certificate, links, now).empty());
}

/// What the key manager knows.
struct KnownKeys {
  keymanager::KeyRingPtr ring;
  std::shared_ptr<keymanager::PublicKeys> parsed;
};

/// By what a claim is verified.
struct Proof {
  crypto::Certificate certificate;
  std::optional<crypto::PublicKey> key;  ///< the certificate's, when it was read out before

  Result<bool> is_of(const signature::Claim& claim, UtcTime now) const {
    return key ? signature::is_signed_by(claim, certificate, *key, now)
               : signature::is_signed_by(claim, certificate, now);
  }
};

/// The header's certificate, else the request's, else the key manager's current one (keys sheet 8).
Result<std::optional<Proof>> proof_for(const signature::Claim& claim, const VerifyRequest& request,
                                       const KnownKeys& known, UtcTime now) {
  if (const auto* own = claim.certificate()) return std::optional{Proof{*own, {}}};
  if (!trimmed(request.certificate).empty()) {
    auto parsed = crypto::Certificate::from_pem(request.certificate);
    if (!parsed.ok()) return Errc::key_certificate_unreadable;
    return std::optional{Proof{std::move(parsed).value(), {}}};
  }
  const auto current = known.ring->current(request.asked, now);
  const auto& versions = known.ring->versions(request.asked);
  if (versions.empty()) return Errc::key_not_generated;
  const auto parsed = known.parsed->parsed(current.key ? *current.key : *versions.back());
  if (!parsed.ok()) return parsed.faults();
  const auto& [certificate, key] = *parsed.value();
  return std::optional{Proof{certificate, key}};
}

void verify(const Reply& reply, const VerifyRequest& request, const KnownKeys& known,
            const Authorities& authorities, UtcTime now) {
  const auto claim = signature::claim_of(request.jws, request.actual_data);
  if (!claim.ok()) return reply.faults(claim.faults());
  const auto proof = proof_for(claim.value(), request, known, now);
  if (!proof.ok()) return reply.faults(proof.faults());
  const auto is_valid = proof.value()->is_of(claim.value(), now);
  if (!is_valid.ok()) return reply.faults(is_valid.faults());
  const auto trust = trust_of(request, claim.value(), proof.value()->certificate, authorities, now);
  if (!trust.ok()) return reply.faults(trust.faults());
  reply.value(verdict_json(is_valid.value(), trust.value()));
}

void jwt_verify(const Context& context, const Call& call, const Reply& reply, Version version) {
  RequiredFields request{call.request(), Errc::sign_request_invalid};
  VerifyRequest asked;
  asked.asked = signature::signer_of(context.actors.signing.signers,
                                     {std::string{trimmed(request.optional("applicationId"))},
                                      std::string{trimmed(request.optional("referenceId"))}});
  asked.jws = request.optional("jwtSignatureData");
  asked.actual_data = request.optional("actualData");
  asked.certificate = request.optional("certificateData");
  asked.domain = trimmed(request.optional("domain"));
  asked.version = version;
  asked.validate_trust = request.flag("validateTrust", false);
  if (!request.ok()) return reply.fault(Errc::sign_request_invalid);
  submit_to_pool(
      context, pool_caller(call), crypto_pool::Speed::fast, reply,
      [reply, asked = std::move(asked),
       known = KnownKeys{context.actors.keys.board->ring(), context.actors.signing.public_keys},
       authorities =
           Authorities{context.actors.partners.board->book(), context.actors.partners.rules},
       now = context.wire.clock()] { verify(reply, asked, known, authorities, now); });
}
}  // namespace

void validate_signature(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::sign_request_invalid};
  auto jws = request.required("signature");
  auto data = request.required("data");
  const auto time = request.required("timestamp");
  UtcTime ignored;
  if (!request.ok() || !parse_iso_utc(trimmed(time), ignored))
    return reply.fault(Errc::sign_request_invalid);
  const auto& name = context.actors.signing.signers.own;
  if (context.actors.keys.board->ring()->versions(name).empty())
    return reply.fault(Errc::key_not_generated);
  run_in_pool<Done>(
      context, call, reply,
      [jws = std::move(jws), data = std::move(data), known = context.actors.signing.public_keys,
       versions = context.actors.keys.board->ring()->versions(name)] {
        return signature::validate_detached(jws, data, newest_first(versions, *known));
      },
      [](const Done&) {
        return std::string{R"({"status":"success","message":"Validation Successful"})"};
      });
}

void jwt_verify(const Context& context, const Call& call, Reply reply) {
  jwt_verify(context, call, reply, Version::first);
}
void jwt_verify_v2(const Context& context, const Call& call, Reply reply) {
  jwt_verify(context, call, reply, Version::second);
}
}  // namespace http
