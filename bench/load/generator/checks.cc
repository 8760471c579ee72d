// bench/load/generator/checks.cc: status, envelope, expectations, captures, uniqueness, in this
// order.
#include "bench/load/generator/checks.h"

#include <optional>

namespace load {
namespace {
using Value = simdjson::dom::element;

constexpr long too_many = 429;
constexpr long unavailable = 503;

std::string first_code(Value errors) {
  std::string_view code;
  if (errors.at_pointer("/0/errorCode").get(code)) return "errors without a code";
  return "error " + std::string{code};
}

/// The value at `pointer` as a text; a number as it is written.
std::optional<std::string> text_at(Value root, std::string_view pointer) {
  Value value;
  if (root.at_pointer(pointer).get(value) || value.is_null()) return std::nullopt;
  std::string_view text;
  if (!value.get(text)) return std::string{text};
  return simdjson::to_string(value);
}

bool has(Value root, std::string_view pointer, const Expectation& expectation, const Values& values,
         const Lists& lists) {
  Value value;
  if (root.at_pointer(pointer).get(value)) return false;
  const std::string wanted = expectation.value.filled(values, lists);
  if (!expectation.is_text) return simdjson::to_string(value) == wanted;
  std::string_view text;
  return !value.get(text) && text == wanted;
}
}  // namespace

Verdict Checks::check(const Step& step, long status, std::string_view body, Values& values) {
  if (status == too_many || status == unavailable)
    return {Outcome::refused, "status " + std::to_string(status)};
  if (status != step.status) return {Outcome::wrong, "status " + std::to_string(status)};
  if (!step.envelope && step.captures.empty() && !step.unique && step.expected.empty()) return {};
  Value root;
  if (parser_.parse(body.data(), body.size()).get(root)) return {Outcome::wrong, "no JSON"};
  if (step.envelope) {
    Value errors;
    if (root.at_key("errors").get(errors)) return {Outcome::wrong, "no envelope"};
    const bool is_empty = errors.is_array() && errors.get_array().value_unsafe().size() == 0;
    if (!errors.is_null() && !is_empty) return {Outcome::wrong, first_code(errors)};
    Value response;
    if (root.at_key("response").get(response) || response.is_null())
      return {Outcome::wrong, "no response"};
  }
  for (const auto& [pointer, expectation] : step.expected)
    if (!has(root, pointer, expectation, values, lists_))
      return {Outcome::wrong, "not as expected at " + pointer};
  for (const auto& [name, pointer] : step.captures) {
    auto text = text_at(root, pointer);
    if (!text) return {Outcome::wrong, "nothing at " + pointer};
    values.insert_or_assign(name, std::move(*text));
  }
  if (!step.unique) return {};
  auto text = text_at(root, *step.unique);
  if (!text) return {Outcome::wrong, "nothing at " + *step.unique};
  if (!seen_.insert(step.name + '\n' + std::move(*text)).second)
    return {Outcome::wrong, "answered twice"};
  return {};
}
}  // namespace load
