// http/body.cc: simdjson behind the names of the wire.
#include "http/body.h"

#include <charconv>

namespace http {
TextField Fields::text(std::initializer_list<std::string_view> names) const {
  if (!present_) return {};
  for (const std::string_view name : names) {
    simdjson::dom::element element;
    if (object_.at_key_case_insensitive(name).get(element) != simdjson::SUCCESS) continue;
    if (element.is_null()) continue;
    std::string_view text;
    if (element.get(text) != simdjson::SUCCESS) return {TextField::Kind::other, {}};
    return {TextField::Kind::text, std::string{text}};
  }
  return {};
}

std::optional<std::vector<std::string>> Fields::texts(std::string_view name) const {
  std::vector<std::string> out;
  simdjson::dom::element element;
  if (!present_ || object_.at_key_case_insensitive(name).get(element) != simdjson::SUCCESS)
    return out;
  if (element.is_null()) return out;
  simdjson::dom::array array;
  if (element.get(array) != simdjson::SUCCESS) return std::nullopt;
  for (const simdjson::dom::element one : array) {
    std::string_view text;
    if (!one.is_null() && one.get(text) != simdjson::SUCCESS) return std::nullopt;
    out.emplace_back(text);
  }
  return out;
}

std::optional<bool> Fields::flag(std::string_view name, bool fallback) const {
  simdjson::dom::element element;
  if (!present_ || object_.at_key_case_insensitive(name).get(element) != simdjson::SUCCESS ||
      element.is_null())
    return fallback;
  bool value = false;
  if (element.get(value) == simdjson::SUCCESS) return value;
  std::string_view text;
  if (element.get(text) != simdjson::SUCCESS) return std::nullopt;
  if (text == "true") return true;
  return text == "false" ? std::optional{false} : std::nullopt;
}

std::optional<int64_t> Fields::number(std::string_view name, int64_t fallback) const {
  simdjson::dom::element element;
  if (!present_ || object_.at_key_case_insensitive(name).get(element) != simdjson::SUCCESS ||
      element.is_null())
    return fallback;
  int64_t value = 0;
  if (element.get(value) == simdjson::SUCCESS) return value;
  std::string_view text;
  if (element.get(text) != simdjson::SUCCESS) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::vector<std::pair<std::string, std::string>>> Fields::text_map(
    std::string_view name) const {
  std::vector<std::pair<std::string, std::string>> out;
  simdjson::dom::element element;
  if (!present_ || object_.at_key_case_insensitive(name).get(element) != simdjson::SUCCESS ||
      element.is_null())
    return out;
  simdjson::dom::object inner;
  if (element.get(inner) != simdjson::SUCCESS) return std::nullopt;
  for (const auto& [key, value] : inner) {
    if (value.is_null()) continue;
    if (value.is_object() || value.is_array()) return std::nullopt;
    std::string_view text;
    const bool is_text = value.get(text) == simdjson::SUCCESS;
    out.emplace_back(key, is_text ? std::string{text} : simdjson::minify(value));
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> Fields::all_texts() const {
  std::vector<std::pair<std::string, std::string>> out;
  if (!present_) return out;
  for (const auto& [key, value] : object_) {
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) out.emplace_back(key, text);
  }
  return out;
}

Fields Fields::object(std::string_view name) const {
  simdjson::dom::object inner;
  if (!present_ || object_.at_key(name).get(inner) != simdjson::SUCCESS) return {};
  return Fields{inner};
}

std::optional<std::vector<Fields>> Fields::objects(std::string_view name) const {
  std::vector<Fields> out;
  simdjson::dom::element element;
  if (!present_ || object_.at_key_case_insensitive(name).get(element) != simdjson::SUCCESS ||
      element.is_null())
    return out;
  simdjson::dom::array array;
  if (element.get(array) != simdjson::SUCCESS) return std::nullopt;
  for (const simdjson::dom::element one : array) {
    simdjson::dom::object inner;
    if (one.get(inner) != simdjson::SUCCESS) return std::nullopt;
    out.emplace_back(inner);
  }
  return out;
}

std::optional<std::string> Body::parse(std::string_view json) {
  fields_ = {};
  // One huge body must not keep its memory, many times its size, for as long as the thread lives.
  if (parser_.capacity() > kept_capacity_bytes) parser_ = simdjson::dom::parser{};
  if (json.find_first_not_of(" \t\r\n") == std::string_view::npos) return "request body is empty";
  if (parser_.max_depth() != depth_max &&
      parser_.allocate(json.size(), depth_max) != simdjson::SUCCESS) {
    return "request body could not be read";
  }
  simdjson::dom::element root;
  const auto error = parser_.parse(json.data(), json.size()).get(root);
  if (error == simdjson::DEPTH_ERROR) return "JSON is nested too deeply";
  if (error == simdjson::UTF8_ERROR) return "JSON is not valid UTF-8";
  if (error != simdjson::SUCCESS) return "JSON is malformed";
  simdjson::dom::object object;
  if (root.get(object) != simdjson::SUCCESS) return "JSON must be an object";
  fields_ = Fields{object};
  return std::nullopt;
}

Echo Body::echo() const {
  const auto own = [](TextField field) -> std::optional<std::string> {
    if (field.kind != TextField::Kind::text) return std::nullopt;
    return std::move(field.value);
  };
  return {own(fields_.text({"id"})), own(fields_.text({"version", "ver"}))};
}
}  // namespace http
