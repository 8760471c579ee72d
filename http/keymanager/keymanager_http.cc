// http/keymanager/keymanager_http.cc: the wire form of the key manager. No rule, no key.
#include "http/keymanager/keymanager_http.h"

#include "actors/base/text.h"
#include "actors/keymanager/key_plan.h"
#include "actors/keymanager/private_keys.h"
#include "actors/partner/key_path.h"
#include "crypto/csr.h"
#include "crypto/pkcs7.h"
#include "http/context.h"
#include "http/json_text.h"
#include "http/keymanager/current_key.h"
#include "http/keymanager/key_json.h"
#include "http/pool_job.h"
#include "http/required_fields.h"

namespace http {
namespace {
using keymanager::KeyName;
using keymanager::KeyRingPtr;
using keymanager::KeyVersionPtr;
using keymanager::Order;
using keymanager::Outcome;
using keymanager::Verb;

KeyName name_in(RequiredFields& request) {
  return {trimmed_text(request.required("applicationId")),
          trimmed_text(request.optional("referenceId"))};
}

constexpr std::string_view no_application =
    "Required String parameter 'applicationId' is not present";

/// Of an upload: the seed has the sentence of a query for an application id that is absent.
KeyName name_in_upload(RequiredFields& request) {
  return {trimmed_text(request.required("applicationId", no_application)),
          trimmed_text(request.optional("referenceId"))};
}

/// Of a query; the reference id may be missing, the application id may not (keys sheet 4.3).
std::optional<KeyName> name_in(const Call& call, const Reply& reply) {
  const auto application = call.query("applicationId");
  if (!application) {
    reply.fault(Errc::key_request_invalid, {std::string{no_application}});
    return std::nullopt;
  }
  return KeyName{trimmed_text(*application), trimmed_text(call.query("referenceId").value_or(""))};
}

crypto::Name subject_in(RequiredFields& request) {
  return {.country = request.optional("country"),
          .state = request.optional("state"),
          .location = request.optional("location"),
          .organization = request.optional("organization"),
          .organization_unit = request.optional("organizationUnit"),
          .common_name = request.optional("commonName")};
}

enum class ObjectType : uint8_t { certificate, csr };

std::optional<ObjectType> object_type_of(std::string asked) {
  const std::string type = text::in_capitals(std::move(asked));
  if (type == "CERTIFICATE") return ObjectType::certificate;
  return type == "CSR" ? std::optional{ObjectType::csr} : std::nullopt;
}

/// What one request for a CSR needs besides the key.
struct CsrRequest {
  std::string caller;
  crypto::Name subject;
};

void answer_csr(const Context& context, const Reply& reply, const CsrRequest& request,
                const KeyRingPtr& ring, const KeyVersionPtr& version) {
  const auto work = [keys = context.actors.keys.private_keys, reply, request, ring, version,
                     now = context.wire.clock()] {
    const auto key = keys->open(*ring, *version);
    if (!key.ok()) return reply.faults(key.faults());
    const auto csr = crypto::make_csr(request.subject, *key.value());
    if (!csr.ok()) return reply.faults({keymanager::fault_of(csr.error())});
    reply.value(csr_json(csr.value(), version->life, now));
  };
  submit_to_pool(context, request.caller, speed_of(context, *version), reply, work);
}

template <class Render>
void order(const Context& context, const Call& call, const Reply& reply, Order order,
           Render render) {
  order.by = call.origin();
  order.caller = pool_caller(call);
  order.given_up = given_up(context, reply);
  forward<Outcome>(*context.gateway, context.actors.keys.manager, reply, std::move(render),
                   keymanager::order_atom::value, std::move(order));
}

/// Both endpoints that make a key by name.
struct Making {
  Verb verb = Verb::master;
  std::optional<Fault> (*refusal)(const KeyName&) = nullptr;
  Fault bad_object_type;
};

void make_key(const Context& context, const Call& call, const Reply& reply, const Making& making) {
  RequiredFields request{call.request(), Errc::key_request_invalid};
  Order ordered{
      making.verb,   name_in(request),  request.flag("force", false), subject_in(request), nullptr,
      call.origin(), pool_caller(call), given_up(context, reply)};
  if (!request.ok()) return reply.faults(request.faults());
  if (const auto refused = making.refusal(ordered.name)) return reply.faults({*refused});
  // Before anything is made (keys sheet D10).
  const auto type = object_type_of(call.trimmed("objectType"));
  if (!type) return reply.faults({making.bad_object_type});
  const auto& defaults = context.actors.keys.subject_defaults;
  CsrRequest csr{pool_caller(call), subject_of_csr(ordered.subject, defaults)};
  ordered.subject = subject_of_key(ordered.subject, defaults, ordered.name);
  if (const auto fault = keymanager::fault_of_subject(ordered.subject))
    return reply.faults({*fault});
  if (*type == ObjectType::csr && keymanager::is_own(ordered.name.application_id))
    return reply.fault(Errc::key_operation_refused);

  const auto answer = [&context, reply, type, csr](const Result<Outcome>& done) {
    if (!done.ok()) return reply.faults(done.faults());
    const auto& version = done.value().key;
    if (*type == ObjectType::certificate)
      return reply.value(certificate_json(*version, context.wire.clock()));
    answer_csr(context, reply, csr, context.actors.keys.board->ring(), version);
  };
  ask<Outcome>(*context.gateway, context.actors.keys.manager, reply, answer,
               keymanager::order_atom::value, std::move(ordered));
}

/// Null when the text is no certificate; the key manager says so in its turn.
std::shared_ptr<const crypto::Certificate> certificate_of(const std::string& pem) {
  auto parsed = crypto::Certificate::from_pem(pem);
  if (!parsed.ok()) return nullptr;
  return std::make_shared<const crypto::Certificate>(std::move(parsed).value());
}

void upload(const Context& context, const Call& call, const Reply& reply, Verb verb,
            RequiredFields& request, KeyName name) {
  const auto pem = request.required("certificateData");
  if (!request.ok()) return reply.faults(request.faults());
  order(context, call, reply, {verb, std::move(name), false, {}, certificate_of(pem)},
        [&context](const Outcome&) {
          return key_status_json("Upload Success", context.wire.clock());
        });
}
}  // namespace

void generate_master_key(const Context& context, const Call& call, Reply reply) {
  make_key(context, call, reply,
           {Verb::master, keymanager::refusal_of_master, {Errc::key_object_type, {}}});
}

void generate_ec_sign_key(const Context& context, const Call& call, Reply reply) {
  make_key(context, call, reply,
           {Verb::ec_sign,
            keymanager::refusal_of_ec_sign,
            {Errc::key_request_invalid, {"Invalid request Allowed values are CSR/CERTIFICATE."}}});
}

void generate_csr(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::key_request_invalid};
  const KeyName name = name_in(request);
  const auto subject = subject_of_csr(subject_in(request), context.actors.keys.subject_defaults);
  if (!request.ok()) return reply.faults(request.faults());
  if (const auto refused = keymanager::refusal_of_csr(*context.actors.keys.board->ring(), name))
    return reply.faults({*refused});
  if (const auto fault = keymanager::fault_of_subject(subject)) return reply.faults({*fault});
  with_current_key(
      context, reply, name,
      [&context, reply, csr = CsrRequest{pool_caller(call), subject}](
          const KeyRingPtr& ring, const KeyVersionPtr& version) {
        answer_csr(context, reply, csr, ring, version);
      },
      pool_caller(call));
}

void get_certificate(const Context& context, const Call& call, Reply reply) {
  const auto name = name_in(call, reply);
  if (!name) return;
  with_current_key(
      context, reply, *name,
      [&context, reply](const KeyRingPtr&, const KeyVersionPtr& version) {
        reply.value(certificate_json(*version, context.wire.clock()));
      },
      pool_caller(call));
}

void get_all_certificates(const Context& context, const Call& call, Reply reply) {
  const auto name = name_in(call, reply);
  if (!name) return;
  // Every rotation leaves one more: in the pool, since writing many takes as long as signing.
  run_in_pool<std::string>(
      context, call, reply,
      [ring = context.actors.keys.board->ring(), name = *name]() -> Result<std::string> {
        return all_certificates_json(ring->versions(name));
      },
      [](const std::string& json) { return json; });
}

void get_certificate_chain(const Context& context, const Call& call, Reply reply) {
  const auto name = name_in(call, reply);
  if (!name) return;
  with_current_key(
      context, reply, *name,
      [&context, reply, caller = pool_caller(call)](const KeyRingPtr& ring,
                                                    const KeyVersionPtr& version) {
        const auto work = [reply, ring, version, now = context.wire.clock(),
                           book = context.actors.partners.board->book(),
                           domain = context.actors.partners.chain_domain] {
          const auto pem = crypto::pkcs7_pem_of_certificates(
              partner::chain_of_key(*ring, *version, *book, domain, now));
          if (!pem.ok()) return reply.silent();
          reply.value(dated_field("certificatesTrustPath", pem.value(), now));
        };
        submit_to_pool(context, caller, crypto_pool::Speed::fast, reply, work);
      },
      pool_caller(call));
}

void upload_certificate(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::key_request_invalid};
  KeyName name = name_in_upload(request);
  upload(context, call, reply, Verb::upload, request, std::move(name));
}

void upload_other_domain_certificate(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::key_request_invalid};
  KeyName name = name_in_upload(request);
  // keys sheet D12
  if (request.ok() && name.reference_id.empty())
    return reply.fault(Errc::key_request_invalid, {"Invalid request"});
  upload(context, call, reply, Verb::other_domain, request, std::move(name));
}

void generate_symmetric_key(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::key_request_invalid};
  Order ordered{Verb::secret,
                {trimmed_text(request.required("applicationId")),
                 trimmed_text(request.required("referenceId"))},
                request.flag("force", false),
                {},
                nullptr};
  if (!request.ok()) return reply.faults(request.faults());
  order(context, call, reply, std::move(ordered), [&context](const Outcome& done) {
    return key_status_json(done.made ? "Generation Success" : "Key Exists.", context.wire.clock());
  });
}

void revoke_key(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::key_request_invalid};
  KeyName name{trimmed_text(request.required("applicationId")),
               trimmed_text(request.required("referenceId"))};
  if (!request.ok()) return reply.faults(request.faults());
  order(
      context, call, reply, {Verb::revoke, std::move(name), false, {}, nullptr},
      [&context](const Outcome&) { return key_status_json("Key Revoked", context.wire.clock()); });
}
}  // namespace http
