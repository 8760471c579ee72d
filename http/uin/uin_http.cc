// http/uin/uin_http.cc: the wire form of the UIN generator. No rule, no storage.
#include "http/uin/uin_http.h"

#include "http/context.h"
#include "http/json_text.h"

namespace http {
static std::string issued_json(const std::string& uin) { return one_field("uin", uin); }

static std::string updated_json(const uin::UpdatedUin& updated) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "uin", updated.uin);
  write_field(writer, "status", updated.status);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

void issue_uin(const Context& context, const Call& call, Reply reply) {
  forward_to_any<std::string>(*context.gateway, context.actors.uin, context.next_partition(),
                              Errc::uin_not_found, reply, issued_json, uin::issue_atom::value,
                              uin::IssueUin{call.origin()});
}

void update_uin(const Context& context, const Call& call, Reply reply) {
  const Fields request = call.request();
  if (!request.present()) return reply.fault(Errc::uin_unreadable);
  const auto uin_text = request.text({"uin"});
  const auto status = request.text({"status"});
  uin::UpdateUin message{std::string{trimmed(uin_text.value)}, status.value, call.origin()};
  const auto& owner = context.actors.uin.of(message.uin);
  forward<uin::UpdatedUin>(*context.gateway, owner, reply, updated_json, uin::update_atom::value,
                           std::move(message));
}
}  // namespace http
