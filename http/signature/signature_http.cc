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

/// The key of one signature, opened, and what its answer says of it; `data` is what to sign.
using UseSigner = std::function<void(const crypto::PrivateKeyPtr& key, const KeyRingPtr& ring,
                                     const KeyVersionPtr& version, const std::string& data)>;

/// What is asked for, but for the key.
struct SignOrder {
  std::string text;  ///< up to the size of a body: shared on its way, not copied
  bool is_base64 = true;
  bool must_be_json = false;
  SignUse how = SignUse::encoded;
  UseSigner use;

  /// The bytes to sign; nothing: they are `text`. Errors: those of data_to_sign.
  Result<std::optional<std::string>> decoded() const {
    if (!is_base64) return std::optional<std::string>{};
    auto data = signature::data_to_sign(text, must_be_json);
    if (!data.ok()) return data.faults();
    return std::optional{std::move(data).value()};
  }
};

void sign_by(const Reply& reply, const SignOrder& order, keymanager::PrivateKeys& keys,
             const KeyRingPtr& ring, const KeyVersionPtr& version) {
  const auto data = order.decoded();
  if (!data.ok()) return reply.faults(data.faults());
  const auto key = keys.open(*ring, *version);
  if (!key.ok()) return reply.faults(key.faults());
  order.use(key.value(), ring, version, data.value() ? *data.value() : order.text);
}

/// Opens the current key of `name` in the crypto pool and signs there. Refused in the order of keys
/// sheet 8: jws_access_refused, what is wrong with the data, key_operation_refused where may_sign
/// says no, the key's own faults.
void sign_with(const Context& context, const Call& call, const Reply& reply,
               const keymanager::KeyName& name, SignOrder asked) {
  if (keymanager::policy_of(name.application_id) == nullptr)
    return reply.fault(Errc::jws_access_refused);
  const auto order = std::make_shared<const SignOrder>(std::move(asked));
  const RequestText text{pool_caller(call), order->is_base64 ? order->text.size() : 0, [order] {
                           const auto data = order->decoded();
                           return data.ok() ? Faults{} : data.faults();
                         }};
  if (!signature::may_sign(context.actors.signing.signers, name, order->how))
    return when_checked(text, context, reply,
                        [reply] { reply.fault(Errc::key_operation_refused); });
  with_current_key_for(
      text, context, reply, name,
      [&context, reply, caller = text.caller, order](const KeyRingPtr& ring,
                                                     const KeyVersionPtr& version) {
        submit_to_pool(context, caller, speed_of(context, *version), reply,
                       [reply, order, ring, version, keys = context.actors.keys.private_keys] {
                         sign_by(reply, *order, *keys, ring, version);
                       });
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
  SignOrder order{std::move(request.data),
                  true,
                  request.must_be_json,
                  request.wish.b64 ? SignUse::encoded : SignUse::unencoded,
                  {}};
  order.use =
      [reply, request = std::move(request), kid = context.actors.signing.kid,
       above = Above{context.actors.partners.board->book(), context.actors.partners.chain_domain},
       now = context.wire.clock()](const crypto::PrivateKeyPtr& key, const KeyRingPtr& ring,
                                   const KeyVersionPtr& version, const std::string& data) {
        const auto jws = signature::sign_jws(
            request.wish, signer_of(request, key, ring, version, above, now), kid, data);
        if (!jws.ok()) return reply.faults(jws.faults());
        reply.value(dated_field("jwtSignedData", jws.value(), now));
      };
  sign_with(context, call, reply, name, std::move(order));
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

std::string raw_json(keymanager::PublicKeys& known, const std::string& signature,
                     const keymanager::KeyVersion& version, crypto::JwsAlgorithm algorithm,
                     UtcTime now) {
  const auto parsed = known.parsed(version);
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "signedData", signature);
  write_field(writer, "keyId", version.kid());
  write_field(writer, "certificate", parsed.ok() ? parsed.value()->certificate.pem() : "");
  write_field(writer, "signatureAlgorithm", crypto::name_of(algorithm));
  write_field(writer, "timestamp", iso_utc(now));
  writer.EndObject();
  return text_in(buffer);
}

using RenderRaw =
    std::function<std::string(const std::string& signature, const keymanager::KeyVersion&,
                              crypto::JwsAlgorithm, UtcTime now)>;

void sign_raw(const Context& context, const Call& call, const Reply& reply,
              const RenderRaw& render) {
  auto request = raw_sign_request(call, reply);
  if (!request) return;
  const auto name = signature::signer_of(context.actors.signing.signers, request->asked);
  const signature::RawWish wish{signature::jws_algorithm_of(request->algorithm, name.reference_id),
                                request->format};
  const auto use = [reply, wish, render, now = context.wire.clock()](
                       const crypto::PrivateKeyPtr& key, const KeyRingPtr&,
                       const KeyVersionPtr& version, const std::string& data) {
    const auto signature = signature::sign_raw(wish, *key, data);
    if (!signature.ok()) return reply.faults(signature.faults());
    reply.value(render(signature.value(), *version, wish.algorithm, now));
  };
  sign_with(context, call, reply, name, {std::move(request->data), true, false, SignUse::raw, use});
}
}  // namespace

void sign(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::sign_request_invalid};
  auto data = request.required("data");
  if (!request.ok()) return reply.fault(Errc::sign_request_invalid);
  const auto use = [reply, now = context.wire.clock()](const crypto::PrivateKeyPtr& key,
                                                       const KeyRingPtr&, const KeyVersionPtr&,
                                                       const std::string& text) {
    const auto jws = signature::sign_detached(*key, text);
    if (!jws.ok()) return reply.faults(jws.faults());
    reply.value(dated_field("signature", jws.value(), now));
  };
  sign_with(context, call, reply, context.actors.signing.signers.own,
            {std::move(data), false, false, SignUse::encoded, use});
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
  sign_raw(context, call, reply,
           [known = context.actors.signing.public_keys](
               const std::string& signature, const keymanager::KeyVersion& version,
               crypto::JwsAlgorithm algorithm,
               UtcTime now) { return raw_json(*known, signature, version, algorithm, now); });
}
}  // namespace http
