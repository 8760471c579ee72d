// http/cryptomanager/cryptomanager_http.cc: the wire form of the crypto manager. No rule, no key.
#include "http/cryptomanager/cryptomanager_http.h"

#include "actors/cryptomanager/key_choice.h"
#include "actors/cryptomanager/request_text.h"
#include "http/context.h"
#include "http/cryptomanager/one_at_a_time.h"
#include "http/json_text.h"
#include "http/keymanager/current_key.h"
#include "http/pool_job.h"
#include "http/required_fields.h"

namespace http {
namespace {
using crypto_pool::Speed;

std::string data_json(const std::string& data) { return one_field("data", data); }

std::string hash_json(const cryptomanager::SaltedHash& made) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "hashValue", made.hash);
  write_field(writer, "salt", made.salt);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

/// The request of encrypt and decrypt (keys sheet 5).
struct CipherRequest {
  keymanager::KeyName name;
  cryptomanager::CipherText text;
};

/// A salt or aad that is there has two characters at least.
std::string extra(RequiredFields& request, std::string_view name) {
  std::string text = request.optional(name);
  if (request.has(name) && text.size() < 2) request.add(name, "should not be empty");
  return text;
}

/// Nothing when the faults were answered.
std::optional<CipherRequest> cipher_request(const Call& call, const Reply& reply) {
  RequiredFields request{call.request(), Errc::crypto_request_invalid};
  CipherRequest out;
  out.name.application_id = trimmed(request.required("applicationId"));
  out.name.reference_id = trimmed(request.optional("referenceId"));
  const std::string time = request.required("timeStamp");
  out.text.data = request.required("data");
  out.text.salt = extra(request, "salt");
  out.text.aad = extra(request, "aad");
  // Only its form counts: keys are found by the thumbprint (keys sheet D14).
  UtcTime ignored;
  Faults faults = request.faults();
  if (!trimmed(time).empty() && !parse_iso_utc(trimmed(time), ignored))
    faults.push_back({Errc::crypto_timestamp, {}});
  if (faults.empty()) return out;
  reply.faults(faults);
  return std::nullopt;
}

void answer_data(const Reply& reply, const Result<std::string>& data) {
  if (!data.ok()) return reply.faults(data.faults());
  reply.value(data_json(data.value()));
}

/// Decrypts on the fast lane, or on that of devices when `waits` says, on the fast lane, that it
/// may have to wait for one.
void decrypt_in_pool(const Context& context, std::string caller, const Reply& reply,
                     std::function<bool()> waits, std::function<void()> work) {
  submit_to_pool(context, caller, Speed::fast, reply,
                 [&context, caller, reply, waits = std::move(waits), work = std::move(work)] {
                   if (!waits()) return work();
                   submit_to_pool(context, caller, Speed::device, reply, work);
                 });
}

struct JwtEncryption {
  std::string data;
  cryptomanager::JweWish wish;
};

void encrypt_for(const Context& context, std::string caller, const Reply& reply,
                 const std::shared_ptr<const JwtEncryption>& asked,
                 const crypto::Certificate& recipient) {
  const auto work = [reply, asked, recipient, manager = context.actors.crypto_manager,
                     now = context.wire.clock()] {
    const auto jwe = manager->jwt_encrypt(recipient, asked->data, asked->wish);
    if (!jwe.ok()) return reply.faults(jwe.faults());
    reply.value(dated_field("data", jwe.value(), now));
  };
  submit_to_pool(context, std::move(caller), Speed::fast, reply, work);
}

/// About 2 s of work before the last of them begins, as in the pool's lanes.
constexpr size_t hashes_waiting_max = 4;

/// What encrypt refuses whatever the key.
Faults faults_of(const cryptomanager::CipherText& text) {
  const auto decoded = cryptomanager::decoded(text);
  return decoded.ok() ? Faults{} : decoded.faults();
}

/// What jwtEncrypt refuses whoever the recipient: it is tried for the root, without which no key
/// is made.
Faults faults_of(const Context& context, const JwtEncryption& asked) {
  const auto root =
      context.actors.keys.board->ring()->current({"ROOT", ""}, context.wire.clock()).key;
  if (!root) return {};
  const auto recipient = root->parsed();
  if (!recipient.ok()) return {};
  const auto tried =
      context.actors.crypto_manager->jwt_encrypt(recipient.value(), asked.data, asked.wish);
  if (tried.ok()) return {};
  const Errc errc = tried.error();
  const bool is_of_data = errc == Errc::crypto_data_invalid || errc == Errc::crypto_no_json;
  return is_of_data ? tried.faults() : Faults{};
}

using cryptomanager::CryptoManager;
using cryptomanager::PinText;
using WithPin = Result<std::string> (*)(const CryptoManager&, const PinText&);

void with_pin(const Context& context, const Call& call, const Reply& reply, WithPin operation) {
  RequiredFields request{call.request(), Errc::crypto_request_invalid};
  auto data = request.required("data");
  const crypto_pool::Secret pin{request.required("userPin")};
  if (!request.ok()) return reply.faults(request.faults());
  run_in_pool<std::string>(
      context, call, reply,
      [manager = context.actors.crypto_manager, data = std::move(data), pin, operation] {
        return operation(*manager, {.pin = pin.view(), .text = data});
      },
      data_json, Speed::slow);
}

/// Who knows the PIN can lock any bytes; the answer is JSON and takes text alone.
Result<std::string> decrypted_text(const CryptoManager& manager, const PinText& input) {
  auto text = manager.decrypt_with_pin(input);
  if (text.ok() && !simdjson::validate_utf8(text.value())) return Errc::crypto_corrupted;
  return text;
}
}  // namespace

void encrypt(const Context& context, const Call& call, Reply reply) {
  auto request = cipher_request(call, reply);
  if (!request) return;
  if (const auto refused = cryptomanager::refusal_of_encrypt(request->name))
    return reply.faults({*refused});
  const auto text = std::make_shared<const cryptomanager::CipherText>(std::move(request->text));
  const auto caller = pool_caller(call);
  const auto use = [&context, reply, caller, text](const keymanager::KeyRingPtr&,
                                                   const keymanager::KeyVersionPtr& version) {
    submit_to_pool(context, caller, Speed::fast, reply,
                   [reply, manager = context.actors.crypto_manager, version, text] {
                     answer_data(reply, manager->encrypt(*version, *text));
                   });
  };
  with_current_key_for({caller, text->data.size() + text->salt.size() + text->aad.size(),
                        [text] { return faults_of(*text); }},
                       context, reply, request->name, use);
}

void decrypt(const Context& context, const Call& call, Reply reply) {
  auto request = cipher_request(call, reply);
  if (!request) return;
  if (const auto refused = cryptomanager::refusal_of_decrypt(request->name))
    return reply.faults({*refused});
  // Up to the size of a body: shared on its way to the pool, not copied.
  const auto asked = std::make_shared<const CipherRequest>(std::move(*request));
  const auto manager = context.actors.crypto_manager;
  const auto ring = context.actors.keys.board->ring();
  decrypt_in_pool(
      context, pool_caller(call), reply,
      [manager, ring, asked] { return manager->decrypt_waits(*ring, asked->name, asked->text); },
      [reply, manager, ring, asked] {
        answer_data(reply, manager->decrypt(*ring, asked->name, asked->text));
      });
}

void jwt_encrypt(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::crypto_request_invalid};
  // Up to the size of a body: shared on its way to the pool, not copied.
  const auto asked = std::make_shared<JwtEncryption>();
  asked->data = request.required("data");
  asked->wish.deflated = request.flag("enableDefCompression", true);
  asked->wish.includes_certificate = request.flag("includeCertificate", false);
  asked->wish.includes_hash = request.flag("includeCertHash", false);
  asked->wish.jwk_set_url = request.optional("jwkSetUrl");
  const std::string pem = request.optional("x509Certificate");
  const bool is_for_certificate = !trimmed(pem).empty();
  keymanager::KeyName name{
      std::string{trimmed(is_for_certificate ? request.optional("applicationId")
                                             : request.required("applicationId"))},
      std::string{trimmed(request.optional("referenceId"))}};
  if (!request.ok()) return reply.faults(request.faults());
  if (is_for_certificate) {
    const auto certificate = crypto::Certificate::from_pem(pem);
    if (!certificate.ok()) return reply.fault(Errc::key_certificate_unreadable);
    if (const auto refused =
            cryptomanager::refusal_of_recipient(certificate.value(), context.wire.clock()))
      return reply.faults({*refused});
    return encrypt_for(context, pool_caller(call), reply, asked, certificate.value());
  }
  if (const auto refused = cryptomanager::refusal_of_encrypt(name)) return reply.faults({*refused});
  const auto caller = pool_caller(call);
  const auto use = [&context, reply, caller, asked](const keymanager::KeyRingPtr&,
                                                    const keymanager::KeyVersionPtr& version) {
    const auto parsed = context.actors.signing.public_keys->parsed(*version);
    if (!parsed.ok()) return reply.faults(parsed.faults());
    encrypt_for(context, caller, reply, asked, parsed.value()->certificate);
  };
  with_current_key_for(
      {caller, asked->data.size(), [&context, asked] { return faults_of(context, *asked); }},
      context, reply, name, use);
}

void jwt_decrypt(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::crypto_request_invalid};
  keymanager::KeyName name{std::string{trimmed(request.required("applicationId"))},
                           std::string{trimmed(request.required("referenceId"))}};
  const auto jwe = std::make_shared<const std::string>(request.required("encData"));
  if (!request.ok()) return reply.faults(request.faults());
  if (const auto refused = cryptomanager::refusal_of_decrypt(name)) return reply.faults({*refused});
  const auto manager = context.actors.crypto_manager;
  const auto ring = context.actors.keys.board->ring();
  decrypt_in_pool(
      context, pool_caller(call), reply,
      [manager, ring, name, jwe] { return manager->jwt_decrypt_waits(*ring, name, *jwe); },
      [reply, manager, ring, name, jwe, now = context.wire.clock()] {
        const auto data = manager->jwt_decrypt(*ring, name, *jwe);
        if (!data.ok()) return reply.faults(data.faults());
        reply.value(dated_field("data", data.value(), now));
      });
}

void encrypt_with_pin(const Context& context, const Call& call, Reply reply) {
  with_pin(context, call, reply, [](const CryptoManager& manager, const PinText& input) {
    return manager.encrypt_with_pin(input);
  });
}

void decrypt_with_pin(const Context& context, const Call& call, Reply reply) {
  with_pin(context, call, reply, decrypted_text);
}

void generate_argon2_hash(const Context& context, const Call& call, Reply reply) {
  RequiredFields request{call.request(), Errc::crypto_request_invalid};
  auto text = request.required("inputData");
  auto salt = request.optional("salt");
  if (!request.ok()) return reply.faults(request.faults());
  const auto work = [reply, manager = context.actors.crypto_manager, text = std::move(text),
                     salt = std::move(salt)] {
    const auto made = manager->argon2_hash({.text = text, .salt = salt});
    if (!made.ok()) return reply.faults(made.faults());
    reply.value(hash_json(made.value()));
  };
  // One for the process, as its memory is one.
  static const auto line = std::make_shared<OneAtATime>(hashes_waiting_max);
  const std::string caller = pool_caller(call);
  line->enter({caller,
               [&context, reply, caller, work](const OneAtATime::Turn& turn) {
                 // The turn ends with the job, whether it runs or is dropped.
                 submit_to_pool(context, caller, Speed::slow, reply, [turn, work] { work(); });
               },
               [reply](crypto_pool::Outcome outcome) {
                 if (outcome == crypto_pool::Outcome::overloaded)
                   return reply.fault(Errc::overloaded);
                 reply.silent();  // the transport has answered, or nobody listens
               },
               reply.started_at() + context.request_timeout,
               [reply] { return reply.is_client_gone(); }});
}
}  // namespace http
