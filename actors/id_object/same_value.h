// actors/id_object/same_value.h: whether an array holds a value twice (uniqueItems).
#pragma once
#include <simdjson.h>

namespace id_object {
/// Numbers are equal by value, objects whatever the order of their members. The time grows with the
/// array's size, not with its square.
bool has_equal_values(const simdjson::dom::array& values);
}  // namespace id_object
