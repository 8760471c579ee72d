// actors/audit/audit_record.h: a record as the text that is kept, hashed and exported.
#pragma once
#include <string>

#include "actors/audit/audit_rules.h"

namespace audit {
/// One JSON object: the record's members in the order of Field, without those that have no value.
/// Free texts are masked (audit_mask.h). The same record always has the same text.
std::string text_of(const Record& record);
}  // namespace audit
