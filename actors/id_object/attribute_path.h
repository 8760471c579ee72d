// actors/id_object/attribute_path.h: where in an identity a configured pattern looks:
// "fullName.[*].value".
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"

namespace id_object {
struct AttributePath {
  /// One step down: a member, or every element of an array.
  struct Step {
    std::string member;
    bool every_element = false;

    friend bool operator==(const Step&, const Step&) = default;
  };
  std::string attribute;
  std::vector<Step> steps;
};

/// `text` as the reference writes JSON paths under identity: names with dots between, [*] for every
/// element. The error is a reason.
Expected<AttributePath, std::string> attribute_path_of(std::string_view text);
}  // namespace id_object
