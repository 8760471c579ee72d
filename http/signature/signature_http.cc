// http/signature/signature_http.cc: the wire form of signing. No rule, no key.
#include "http/signature/signature_http.h"

#include "actors/keymanager/private_keys.h"
#include "actors/partner/key_path.h"
#include "http/context.h"
#include "http/json_text.h"
#include "http/keymanager/current_key.h"
#include "http/pool_job.h"
#include "http/required_fields.h"
#include "http/signature/sign_requests.h"

namespace http {
namespace {
using keymanager::KeyRingPtr;
using keymanager::KeyVersionPtr;
using signature::SignUse;

/// The key of one signature, opened, with what its answer says of it.
using UseSigner = std::function<void(const crypto::PrivateKeyPtr& key, const KeyRingPtr& ring,
                                     const KeyVersionPtr& version)>;

/// Opens the current key of `name` in the crypto pool and signs there by `use`. Refused with
/// key_operation_refused where may_sign says no.
void sign_with(const Context& context, const Call& call, const Reply& reply,
               const keymanager::KeyName& name, SignUse how, UseSigner signer) {
  if (!signature::may_sign(context.actors.signing.signers, name, how))
    return reply.fault(Errc::key_operation_refused);
  if (keymanager::policy_of(name.application_id) == nullptr)
    return reply.fault(Errc::jws_access_refused);
  // It holds what is to be signed, up to the size of a body: shared on its way, not copied.
  const auto use = std::make_shared<const UseSigner>(std::move(signer));
  with_current_key(context, reply, name,
                   [&context, reply, caller = pool_caller(call), use](
                       const KeyRingPtr& ring, const KeyVersionPtr& version) {
                     const auto work = [reply, use, ring, version,
                                        keys = context.actors.keys.private_keys] {
                       const auto key = keys->open(*ring, *version);
                       if (!key.ok()) return reply.faults(key.faults());
                       (*use)(key.value(), ring, version);
                     };
                     submit_to_pool(context, caller, speed_of(context, *version), reply, work);
                   });
}

/// Where the chain of a key goes on that somebody else signed.
struct Above {
  partner::BookPtr book;
  std::string domain;
};

signature::Signer signer_of(const SignRequest& request, const crypto::PrivateKeyPtr& key,
                            const KeyRingPtr& ring, const KeyVersionPtr& version,
                            const Above& above, UtcTime now) {
  signature::Signer signer{key, {version->certificate}, version->kid()};
  if (request.wish.header.certificates != signature::HeaderWish::Certificates::chain) return signer;
  signer.chain.clear();
  for (const auto& certificate :
       partner::chain_of_key(*ring, *version, *above.book, above.domain, now))
    signer.chain.push_back(certificate.der());
  return signer;
}

void sign_jws(const Context& context, const Call& call, const Reply& reply, SignRequest request,
              const keymanager::KeyName& name) {
  auto data = signature::data_to_sign(request.data, request.must_be_json);
  if (!data.ok()) return reply.faults(data.faults());
  request.data = std::move(data).value();
  const SignUse use = request.wish.b64 ? SignUse::encoded : SignUse::unencoded;
  sign_with(
      context, call, reply, name, use,
      [reply, request = std::move(request), kid = context.actors.signing.kid,
       above = Above{context.actors.partners.board->book(), context.actors.partners.chain_domain},
       now = context.wire.clock()](const crypto::PrivateKeyPtr& key, const KeyRingPtr& ring,
                                   const KeyVersionPtr& version) {
        const auto jws = signature::sign_jws(
            request.wish, signer_of(request, key, ring, version, above, now), kid, request.data);
        if (!jws.ok()) return reply.faults(jws.faults());
        reply.value(dated_field("jwtSignedData", jws.value(), now));
      });
}

void jwt_sign(const Context& context, const Call& call, const Reply& reply, Version version) {
  auto request = jwt_sign_request(call, reply, version, context.actors.signing.jwt_must_be_json);
  if (!request) return;
  const auto name = signature::signer_of(context.actors.signing.signers, request->asked);
  request->wish.algorithm = signature::jwt_algorithm_of(name.reference_id);
  sign_jws(context, call, reply, std::move(*request), name);
}

void jws_sign(const Context& context, const Call& call, const Reply& reply, Version version) {
  auto request = jws_sign_request(call, reply, version);
  if (!request) return;
  const auto name = signature::signer_of(context.actors.signing.signers, request->asked);
  request->wish.algorithm = signature::jws_algorithm_of(request->algorithm, name.reference_id);
  sign_jws(context, call, reply, std::move(*request), name);
}

std::string raw_json(const std::string& signature, const keymanager::KeyVersion& version,
                     crypto::JwsAlgorithm algorithm, UtcTime now) {
  const auto certificate = version.parsed();
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "signedData", signature);
  write_field(writer, "keyId", version.kid());
  write_field(writer, "certificate", certificate.ok() ? certificate.value().pem() : "");
  write_field(writer, "signatureAlgorithm", crypto::name_of(algorithm));
  write_field(writer, "timestamp", iso_utc(now));
  writer.EndObject();
  return text_in(buffer);
}

using RenderRaw = std::string (*)(const std::string& signature, const keymanager::KeyVersion&,
                                  crypto::JwsAlgorithm, UtcTime now);

void sign_raw(const Context& context, const Call& call, const Reply& reply, RenderRaw render) {
  const auto request = raw_sign_request(call, reply);
  if (!request) return;
  auto data = signature::data_to_sign(request->data, false);
  if (!data.ok()) return reply.faults(data.faults());
  const auto name = signature::signer_of(context.actors.signing.signers, request->asked);
  const signature::RawWish wish{signature::jws_algorithm_of(request->algorithm, name.reference_id),
                                request->format};
  sign_with(context, call, reply, name, SignUse::raw,
            [reply, wish, render, data = std::move(data).value(), now = context.wire.clock()](
                const crypto::PrivateKeyPtr& key, const KeyRingPtr&, const KeyVersionPtr& version) {
              const auto signature = signature::sign_raw(wish, *key, data);
              if (!signature.ok()) return reply.faults(signature.faults());
              reply.value(render(signature.value(), *version, wish.algorithm, now));
            });
}
}  // namespace

void sign(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::sign_request_invalid};
  auto data = request.required("data");
  if (!request.ok()) return reply.fault(Errc::sign_request_invalid);
  sign_with(context, call, reply, context.actors.signing.signers.own, SignUse::encoded,
            [reply, data = std::move(data), now = context.wire.clock()](
                const crypto::PrivateKeyPtr& key, const KeyRingPtr&, const KeyVersionPtr&) {
              const auto jws = signature::sign_detached(*key, data);
              if (!jws.ok()) return reply.faults(jws.faults());
              reply.value(dated_field("signature", jws.value(), now));
            });
}

void jwt_sign(const Context& context, const Call& call, Reply reply) {
  jwt_sign(context, call, reply, Version::first);
}
void jwt_sign_v2(const Context& context, const Call& call, Reply reply) {
  jwt_sign(context, call, reply, Version::second);
}
void jws_sign(const Context& context, const Call& call, Reply reply) {
  jws_sign(context, call, reply, Version::first);
}
void jws_sign_v2(const Context& context, const Call& call, Reply reply) {
  jws_sign(context, call, reply, Version::second);
}

void sign_v2(const Context& context, const Call& call, Reply reply) {
  sign_raw(context, call, reply,
           [](const std::string& signature, const keymanager::KeyVersion&, crypto::JwsAlgorithm,
              UtcTime now) { return dated_field("signature", signature, now); });
}
void sign_raw_data(const Context& context, const Call& call, Reply reply) {
  sign_raw(context, call, reply, raw_json);
}
}  // namespace http
