// http/dev_messages.h: under --dev, the messages that the outboxes hold, on the management port.
#pragma once
#include <string_view>

#include "actors/outbox/outbox_actor.h"
#include "http/gateway.h"
#include "http/transport/response.h"

namespace http {
/// Asks every outbox and answers a JSON array, newest first, of {"channel","to","subject","text",
/// "queuedAt","state"}. `query` may name one address or number: to=ADDRESS.
void answer_dev_messages(const Gateway& gateway, const Partitions<outbox::Actor>& outboxes,
                         std::string_view query, transport::Reply reply);
}  // namespace http
