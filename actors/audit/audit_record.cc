// actors/audit/audit_record.cc: a record in JSON.
#include "actors/audit/audit_record.h"

#include "actors/audit/audit_mask.h"
#include "actors/json/json_write.h"

namespace audit {
std::string text_of(const Record& record) {
  constexpr size_t usual_bytes = 512;
  json::ObjectWriter object{usual_bytes};
  for (size_t i = 0; i < fields; ++i) {
    if (!record.texts[i]) continue;
    object.field(rule_of(static_cast<Field>(i)).name, masked(*record.texts[i]));
  }
  return std::move(object).finish();
}
}  // namespace audit
