// http/notification/notification_http.h: the endpoints of the notifiers (ids sheet 8, 9).
#pragma once

namespace http {
class Call;
class Reply;
struct Context;

void send_sms(const Context& context, const Call& call, Reply reply);
void send_email(const Context& context, const Call& call, Reply reply);
}  // namespace http
