// http/gateway.cc: an actor that runs what it is sent.
#include "http/gateway.h"

#include "actors/base/log.h"

namespace http {
namespace {
caf::behavior gateway_behavior(caf::event_based_actor* self) {
  return {[self](const GatewayJob& job) { guarded([&] { job(self); }); }};
}
}  // namespace

void guarded(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& e) {
    logging::error(std::string{"answering a request: "} + e.what());
  } catch (...) {
    logging::error("answering a request: an exception of unknown type");
  }
}

void log_internal(const Reply& reply) {
  logging::error("request=" + std::string{reply.request_id()} + " failed inside the server");
}

Gateway::Gateway(caf::actor_system& system)
    : system_(system), actor_(system.spawn(gateway_behavior)) {}

Gateway::~Gateway() { caf::anon_send_exit(actor_, caf::exit_reason::user_shutdown); }

void Gateway::end() {
  caf::anon_send_exit(actor_, caf::exit_reason::user_shutdown);
  const caf::scoped_actor self{system_};
  self->wait_for(actor_);
}

void Gateway::post(GatewayJob job) const { caf::anon_send(actor_, std::move(job)); }
}  // namespace http
