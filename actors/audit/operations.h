// actors/audit/operations.h: the operations that our own audit records, by name.
#pragma once
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace audit {
enum class Operation : uint8_t {
#define OPERATION(enumerator, event_id, event_name, service, id_type) enumerator,
#include "actors/audit/operations.def"
#undef OPERATION
};

/// What a record says of its kind.
struct OperationRow {
  std::string_view event_id;
  std::string_view event_name;
  std::string_view service;
  std::string_view id_type;
};
const OperationRow& row_of(Operation operation);

/// Room for every operation.
inline constexpr size_t operations_max = 128;
using OperationSet = std::bitset<operations_max>;

/// The operation of this event name; nothing: there is none.
std::optional<Operation> operation_named(std::string_view event_name);
}  // namespace audit
