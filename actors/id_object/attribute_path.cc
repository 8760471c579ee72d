// actors/id_object/attribute_path.cc: step by step.
#include "actors/id_object/attribute_path.h"

namespace id_object {
namespace {
constexpr std::string_view every = "[*]";
}  // namespace

Expected<AttributePath, std::string> attribute_path_of(std::string_view text) {
  AttributePath path;
  bool wants_step = true;  // Behind a dot, and at the front.
  while (!text.empty()) {
    if (text.starts_with(every)) {
      if (path.attribute.empty()) return std::string{"a path begins with an attribute"};
      path.steps.push_back({{}, true});
      text.remove_prefix(every.size());
    } else {
      const std::string name{text.substr(0, text.find_first_of(".["))};
      if (name.empty() || !wants_step || name.find_first_of("]*'\"") != std::string::npos)
        return std::string{"a path is made of names with dots between, and of [*]"};
      if (path.attribute.empty()) {
        path.attribute = name;
      } else {
        path.steps.push_back({name, false});
      }
      text.remove_prefix(name.size());
    }
    wants_step = text.starts_with('.');
    if (wants_step) text.remove_prefix(1);
  }
  if (wants_step) return std::string{"the path is cut off"};
  return path;
}
}  // namespace id_object
