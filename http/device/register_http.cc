// http/device/register_http.cc: registering a device. Its makers are asked, the answer is signed on
// the crypto pool, and only then the device is stored: none is registered whose answer could not be
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

/// What the steps of one registration hand on.
struct Pass {
  const Context& context;
  Reply reply;
  std::string caller;  ///< of the crypto pool
  std::string by;
  std::vector<std::string> signatures;
};

/// On a thread of the crypto pool.
void sign_and_store(const Pass& pass, const Prepared& prepared, const KeyRingPtr& ring,
                    const KeyVersionPtr& version) {
  const auto& [context, reply, caller, by, signatures] = pass;
  const UtcTime now = context.wire.clock();
  if (!device::are_trusted(signatures, certificates_of(ring, prepared.vouchers, now)))
    return reply.fault(Errc::master_data_field, {"Invalid signature received"});
  const auto key = context.actors.keys.private_keys->open(*ring, *version);
  if (!key.ok()) return reply.faults(key.faults());
  const auto answer = device::signed_answer(
      device::answer_payload(prepared.device, context.actors.devices.environment, now),
      *key.value());
  if (!answer.ok()) return reply.faults(answer.faults());
  const auto& desk = context.actors.devices.desks.at(context.next_partition());
  forward<Done>(
      *context.gateway, desk, reply, [text = quoted(answer.value())](const Done&) { return text; },
      device::register_atom::value, device::Register{prepared.device, by});
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
  const auto pass = std::make_shared<const Pass>(
      Pass{context, reply, pool_caller(call), actor_name(call), registration.value().signatures});
  const auto sign = [pass](const Result<Prepared>& prepared) {
    if (!prepared.ok()) return pass->reply.faults(prepared.faults());
    const auto use = [pass, device = prepared.value()](const KeyRingPtr& ring,
                                                       const KeyVersionPtr& version) {
      submit_to_pool(pass->context, pass->caller, crypto_pool::Speed::fast, pass->reply,
                     [=] { sign_and_store(*pass, device, ring, version); });
    };
    with_current_key(pass->context, pass->reply, pass->context.actors.signing.signers.own, use);
  };
  ask<Prepared>(*context.gateway, context.actors.devices.desks.at(context.next_partition()), reply,
                sign, device::prepare_atom::value, std::move(registration).value());
}
}  // namespace http
