// actors/audit/own_record.cc: members in the order of Field.
#include "actors/audit/own_record.h"

#include "actors/audit/audit_rules.h"
#include "actors/json/json_write.h"

namespace audit {
namespace {
std::string_view name_of(Field field) { return rule_of(field).name; }

std::string_view type_of(const Origin& by) {
  if (!by.subject.empty()) return "USER";
  return by.address.empty() ? "SYSTEM" : "ANONYMOUS";
}
}  // namespace

std::string own_text(const Event& event, std::string_view host_name, UtcTime now) {
  constexpr size_t usual_bytes = 512;
  const OperationRow& row = row_of(event.operation);
  json::ObjectWriter object{usual_bytes};
  object.field(name_of(Field::event_id), row.event_id);
  object.field(name_of(Field::event_name), row.event_name);
  object.field(name_of(Field::event_type), type_of(event.by));
  object.field(name_of(Field::action_time), iso_utc(now));
  object.field(name_of(Field::host_name), host_name);
  object.field_if_known(name_of(Field::host_ip), event.by.address);
  object.field(name_of(Field::application_id), "IDKERNEL");
  object.field(name_of(Field::application_name), "idkernel");
  object.field_if_known(name_of(Field::session_user_id), event.by.subject);
  object.field_if_known(name_of(Field::id), event.id);
  object.field(name_of(Field::id_type), row.id_type);
  object.field_if_known(name_of(Field::created_by), event.by.client);
  object.field(name_of(Field::module_name), row.service);
  object.field(name_of(Field::module_id), row.event_id.substr(0, row.event_id.rfind('-')));
  object.field(name_of(Field::description), event.outcome.empty() ? "success" : event.outcome);
  return std::move(object).finish();
}
}  // namespace audit
