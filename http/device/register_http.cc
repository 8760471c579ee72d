// http/device/register_http.cc: the answers that are signed. The answer is made on the crypto pool,
// and only then the device is stored or leaves service: nothing changes whose answer could not be
// made.
#include "actors/device/signed_answer.h"
#include "actors/keymanager/private_keys.h"
#include "http/context.h"
#include "http/device/device_fields.h"
#include "http/device/device_http.h"
#include "http/json_text.h"
#include "http/keymanager/current_key.h"
#include "http/pool_job.h"

namespace http {
namespace {
using device::Prepared;
using keymanager::KeyRingPtr;
using keymanager::KeyVersionPtr;

/// Certificates of device makers are uploaded as other domain's, under this application and their
/// alias.
constexpr const char* device_application = "DEVICE";

std::string quoted(const std::string& text) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  write_text(writer, text);
  return text_in(buffer);
}

std::vector<crypto::Certificate> certificates_of(const KeyRingPtr& ring,
                                                 const device::Vouchers& vouchers, UtcTime now) {
  std::vector<crypto::Certificate> out;
  for (const auto* alias : {&vouchers.trust_provider_alias, &vouchers.provider_alias}) {
    if (alias->empty()) continue;
    const auto current = ring->current({device_application, *alias}, now);
    if (current.count != 1) continue;
    const auto certificate = current.key->parsed();
    if (certificate.ok()) out.push_back(certificate.value());
  }
  return out;
}

/// What the steps of one request hand on.
struct Pass {
  const Context& context;
  Reply reply;
  std::string caller;  ///< of the crypto pool
  std::string by;
  audit::Origin origin;
  std::vector<std::string> signatures;
};

/// The whole answer as JSON, or nothing when it could not be made; then the client has heard so.
std::optional<std::string> signed_json(const Pass& pass, const std::string& payload,
                                       const KeyRingPtr& ring, const KeyVersionPtr& version) {
  const auto key = pass.context.actors.keys.private_keys->open(*ring, *version);
  const auto answer =
      key.ok() ? device::signed_answer(payload, *key.value()) : Result<std::string>{key.faults()};
  if (answer.ok()) return quoted(answer.value());
  pass.reply.faults(answer.faults());
  return std::nullopt;
}

/// On a thread of the crypto pool.
void sign_and_store(const Pass& pass, const Prepared& prepared, const KeyRingPtr& ring,
                    const KeyVersionPtr& version) {
  const Context& context = pass.context;
  const UtcTime now = context.wire.clock();
  if (!device::are_trusted(pass.signatures, certificates_of(ring, prepared.vouchers, now)))
    return pass.reply.fault(Errc::master_data_field, {"Invalid signature received"});
  const std::string payload =
      device::answer_payload(prepared.device, context.actors.devices.environment, now);
  const auto answer = signed_json(pass, payload, ring, version);
  if (!answer) return;
  const auto& desk = context.actors.devices.desks.at(context.next_partition());
  forward<Done>(
      *context.gateway, desk, pass.reply, [text = *answer](const Done&) { return text; },
      device::register_atom::value, device::Register{prepared.device, pass.by, pass.origin});
}

/// The same of one that leaves service.
void sign_and_retire(const Pass& pass, const std::string& code, const KeyRingPtr& ring,
                     const KeyVersionPtr& version) {
  const Context& context = pass.context;
  const std::string payload =
      device::retired_payload(code, context.actors.devices.environment, context.wire.clock());
  const auto answer = signed_json(pass, payload, ring, version);
  if (!answer) return;
  forward<Done>(
      *context.gateway, context.actors.devices.partitions.of(code), pass.reply,
      [text = *answer](const Done&) { return text; }, device::retire_atom::value,
      device::Deregister{code, pass.by, pass.origin});
}

/// Runs `work(ring, version)` on the crypto pool with the key that signs for the platform.
void with_own_key(const std::shared_ptr<const Pass>& pass, const UseKey& work) {
  const auto use = [pass, work](const KeyRingPtr& ring, const KeyVersionPtr& version) {
    submit_to_pool(pass->context, pass->caller, speed_of(pass->context, *version), pass->reply,
                   [pass, work, ring, version] { work(ring, version); });
  };
  with_current_key(pass->context, pass->reply, pass->context.actors.signing.signers.own, use);
}
}  // namespace

void register_device(const Context& context, const Call& call, Reply reply) {
  device::FieldFaults faults{Errc::device_missing};
  DeviceFields fields{call.request(), faults};
  const std::string data = fields.required("deviceData", device::device_data_bytes_max);
  if (!faults.ok()) return reply.faults(faults.faults());
  auto registration =
      device::registration_of(data, context.actors.devices.window, context.wire.clock());
  if (!registration.ok()) return reply.faults(registration.faults());
  const auto pass =
      std::make_shared<const Pass>(Pass{context, reply, pool_caller(call), actor_name(call),
                                        call.origin(), registration.value().signatures});
  const auto sign = [pass](const Result<Prepared>& prepared) {
    if (!prepared.ok()) return pass->reply.faults(prepared.faults());
    with_own_key(pass, [pass, device = prepared.value()](const KeyRingPtr& ring,
                                                         const KeyVersionPtr& version) {
      sign_and_store(*pass, device, ring, version);
    });
  };
  ask<Prepared>(*context.gateway, context.actors.devices.desks.at(context.next_partition()), reply,
                sign, device::prepare_atom::value, std::move(registration).value());
}

void retire_device(const Context& context, const Call& call, Reply reply) {
  device::FieldFaults faults{std::nullopt};
  DeviceFields fields{call.request(), faults};
  const std::string text = fields.required("device", device::device_data_bytes_max);
  if (!faults.ok()) return reply.faults(faults.faults());
  const auto wish = device::retirement_of(text);
  if (!wish.ok()) return reply.faults(wish.faults());
  if (wish.value().environment != context.actors.devices.environment)
    return reply.fault(Errc::deregister_environment);
  const auto pass = std::make_shared<const Pass>(
      Pass{context, reply, pool_caller(call), actor_name(call), call.origin(), {}});
  with_own_key(
      pass, [pass, code = wish.value().code](const KeyRingPtr& ring, const KeyVersionPtr& version) {
        sign_and_retire(*pass, code, ring, version);
      });
}
}  // namespace http
