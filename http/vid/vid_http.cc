// http/vid/vid_http.cc: the wire form of the VID generator. No rule, no storage.
#include "http/vid/vid_http.h"

#include "http/context.h"
#include "http/json_text.h"

namespace http {
static std::string vid_json(const std::string& vid) { return one_field("vid", vid); }

void issue_vid(const Context& context, const Call& call, Reply reply) {
  const auto expiry = call.query("vidExpiry");
  forward_to_any<std::string>(
      *context.gateway, context.actors.vid, context.next_partition(), Errc::vid_not_available,
      reply, vid_json, vid::issue_atom::value,
      vid::IssueVid{expiry.has_value(), expiry.value_or(""), call.origin()});
}
}  // namespace http
