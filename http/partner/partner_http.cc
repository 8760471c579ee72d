// http/partner/partner_http.cc: the wire form of authorities and partners. No rule, no key.
#include "http/partner/partner_http.h"

#include "actors/partner/partner_judgement.h"
#include "crypto/pkcs7.h"
#include "crypto/random.h"
#include "http/context.h"
#include "http/json_text.h"
#include "http/keymanager/current_key.h"
#include "http/partner/list_request.h"
#include "http/partner/partner_json.h"
#include "http/pool_job.h"
#include "http/required_fields.h"

namespace http {
namespace {
/// The path's id; answered when it is blank.
std::optional<std::string> id_in(const Call& call, const Reply& reply, std::string_view name) {
  auto id = call.trimmed(name);
  if (!id.empty()) return id;
  reply.fault(Errc::partner_id_invalid);
  return std::nullopt;
}

/// Null when there is none; answered then.
partner::PartnerPtr partner_in(const Context& context, const Call& call, const Reply& reply) {
  const auto id = id_in(call, reply, "partnerCertId");
  if (!id) return nullptr;
  auto found = context.actors.partners.board->book()->partner(*id);
  if (!found) reply.fault(Errc::partner_not_found);
  return found;
}

/// An authority's way up, itself first.
Result<std::string> trust_path_of(const partner::Book& book, const partner::Authority& authority,
                                  UtcTime now) {
  auto own = crypto::Certificate::from_stored(authority.certificate);
  if (!own.ok()) return Errc::key_internal;
  partner::Chain chain{std::move(own).value()};
  if (authority.kind == partner::AuthorityKind::intermediate) {
    auto path = partner::trust_path(book, authority.filing.domain, chain.front(), {}, now);
    if (!path.empty()) chain = std::move(path);  // else something above it has expired
  }
  const auto pem = crypto::pkcs7_pem_of_certificates(chain);
  if (!pem.ok()) return Errc::key_internal;
  return pem.value();
}
}  // namespace

void upload_ca_certificate(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::key_request_invalid};
  partner::AuthorityOrder order{pool_caller(call),
                                trimmed_text(request.required("certificateData")),
                                trimmed_text(request.required("partnerDomain")), call.origin()};
  if (!request.ok()) return reply.faults(request.faults());
  forward<partner::UploadStatus>(
      *context.gateway, context.actors.partners.store, reply,
      [&context](const partner::UploadStatus& status) {
        return dated_field("status", text_of(status), context.wire.clock());
      },
      partner::upload_atom::value, std::move(order));
}

void upload_partner_certificate(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::key_request_invalid};
  partner::PartnerOrder order{pool_caller(call),
                              trimmed_text(request.required("certificateData")),
                              trimmed_text(request.required("partnerDomain")),
                              trimmed_text(request.required("organizationName")),
                              nullptr,
                              nullptr,
                              call.origin(),
                              context.actors.keys.board};
  if (!request.ok()) return reply.faults(request.faults());
  const auto asked = std::make_shared<const partner::PartnerOrder>(std::move(order));
  const auto resign = [&context, reply, asked] {
    with_current_key(context, reply, context.actors.partners.signer,
                     [&context, reply, asked](const keymanager::KeyRingPtr& ring,
                                              const keymanager::KeyVersionPtr& signer) {
                       auto complete = *asked;
                       complete.ring = ring;
                       complete.signer = signer;
                       forward<partner::Resigned>(
                           *context.gateway, context.actors.partners.store, reply,
                           [&context](const partner::Resigned& resigned) {
                             return resigned_json(resigned, context.wire.clock());
                           },
                           partner::resign_atom::value, std::move(complete));
                     });
  };
  if (has_current_key(context, context.actors.partners.signer)) return resign();
  // No key is made for an upload that is refused, and its own fault is told before the key's.
  submit_to_pool(
      context, asked->caller, crypto_pool::Speed::slow, reply, [&context, reply, asked, resign] {
        crypto::SystemRandom unused;
        const auto judged =
            partner::judge(*asked, {context.actors.partners.board->book(),
                                    context.actors.partners.rules, unused, context.wire.clock()});
        if (!judged.ok()) return reply.faults(judged.faults());
        resign();
      });
}

void get_partner_certificate(const Context& context, const Call& call, Reply reply) {
  if (const auto found = partner_in(context, call, reply))
    reply.value(dated_field("certificateData", pem_of(found->resigned), context.wire.clock()));
}

void get_partner_signed_certificate(const Context& context, const Call& call, Reply reply) {
  if (const auto found = partner_in(context, call, reply))
    reply.value(signed_certificates_json(*found, context.wire.clock()));
}

void verify_certificate_trust(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::key_request_invalid};
  auto text = request.required("certificateData");
  auto asked = trimmed_text(request.required("partnerDomain"));
  if (!request.ok()) return reply.faults(request.faults());
  run_in_pool<bool>(
      context, call, reply,
      [text = std::move(text), asked = std::move(asked), rules = context.actors.partners.rules,
       book = context.actors.partners.board->book(), now = context.wire.clock()]() -> Result<bool> {
        const auto certificate = partner::certificate_of(text);
        if (!certificate) return Errc::partner_certificate_invalid;
        const auto domain = partner::domain_of(rules, asked);
        if (!domain) return Errc::partner_domain;
        return !partner::trust_path(*book, *domain, *certificate, {}, now).empty();
      },
      [](const bool& is_trusted) {
        return std::string{is_trusted ? R"({"status":true})" : R"({"status":false})"};
      });
}

void get_ca_certificates(const Context& context, const Call& call, Reply reply) {
  auto asked = list_request(context, call);
  if (!asked.ok()) return reply.faults(asked.faults());
  run_in_pool<std::string>(
      context, call, reply,
      [asked = std::move(asked).value(), book = context.actors.partners.board->book(),
       now = context.wire.clock()]() -> Result<std::string> {
        const auto listed =
            partner::list_authorities(*book, asked.filter, asked.order, asked.page, now);
        return authorities_json(listed, asked.page, now);
      },
      [](const std::string& json) { return json; }, crypto_pool::Speed::slow);
}

void get_ca_certificate_trust_path(const Context& context, const Call& call, Reply reply) {
  const auto id = id_in(call, reply, "caCertId");
  if (!id) return;
  const auto book = context.actors.partners.board->book();
  const auto authority = book->authority(*id);
  if (!authority) return reply.fault(Errc::partner_ca_not_found);
  const UtcTime now = context.wire.clock();
  run_in_pool<std::string>(
      context, call, reply,
      [book, authority, now] { return trust_path_of(*book, *authority, now); },
      [now](const std::string& pem) { return dated_field("p7bFile", pem, now); });
}
}  // namespace http
