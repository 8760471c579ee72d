// actors/audit/operations.cc: operations.def as a table.
#include "actors/audit/operations.h"

#include <algorithm>
#include <iterator>

namespace audit {
namespace {
constexpr OperationRow rows[] = {
#define OPERATION(enumerator, event_id, event_name, service, id_type) \
  {event_id, event_name, #service, id_type},
#include "actors/audit/operations.def"
#undef OPERATION
};
static_assert(std::size(rows) <= operations_max);
}  // namespace

const OperationRow& row_of(Operation operation) { return rows[static_cast<size_t>(operation)]; }

std::optional<Operation> operation_named(std::string_view event_name) {
  const auto* const found = std::find_if(std::begin(rows), std::end(rows), [&](const auto& row) {
    return row.event_name == event_name;
  });
  if (found == std::end(rows)) return std::nullopt;
  return static_cast<Operation>(std::distance(std::begin(rows), found));
}
}  // namespace audit
