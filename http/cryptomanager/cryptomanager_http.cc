// http/cryptomanager/cryptomanager_http.cc: the wire form of the crypto manager. No rule, no key.
#include "http/cryptomanager/cryptomanager_http.h"

#include "http/context.h"
#include "http/json_text.h"
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
  run_in_pool<cryptomanager::SaltedHash>(
      context, call, reply,
      [manager = context.actors.crypto_manager, text = std::move(text), salt = std::move(salt)] {
        return manager->argon2_hash({.text = text, .salt = salt});
      },
      hash_json, Speed::slow);
}
}  // namespace http
