// http/audit/audit_http.cc: the wire form of audit records. No rule, no storage.
#include "http/audit/audit_http.h"

#include "actors/audit/audit_record.h"

namespace http {
namespace {
/// Nothing when a member is no text. What is not in the table is dropped (DECISIONS 20).
std::optional<audit::Record> record_in(const Fields& request) {
  audit::Record record;
  for (size_t i = 0; i < audit::fields; ++i) {
    TextField field = request.text({audit::rule_of(static_cast<audit::Field>(i)).name});
    if (field.kind == TextField::Kind::other) return std::nullopt;
    if (field.kind == TextField::Kind::text) record.texts[i] = std::move(field.value);
  }
  return record;
}

std::string stored_json(const Done&) { return R"({"status":true})"; }
}  // namespace

void add_audit(const Context& context, const Call& call, Reply reply) {
  const Fields request = call.request();
  if (!request.present()) {
    const bool is_absent = call.body().text({"request"}).kind == TextField::Kind::absent;
    return reply.fault(is_absent ? Errc::audit_request_missing : Errc::audit_format);
  }
  const auto record = record_in(request);
  if (!record) return reply.fault(Errc::audit_format);
  const Audits& service = context.actors.audits;
  const Faults faults = audit::faults_of(service.rules, *record);
  if (!faults.empty()) return reply.faults(faults);
  // A partition whose chain cannot grow takes nothing; any other will do.
  forward_to_any<Done>(*context.gateway, service.partitions, context.next_partition(),
                       Errc::internal, reply, stored_json, audit::append_atom::value,
                       audit::text_of(*record));
}
}  // namespace http
