// http/body.h: reading a JSON request body: the envelope, and fields by any of the names that the
// wire knows them by.
#pragma once
#include <simdjson.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/envelope.h"

namespace http {
/// A field that should be a text.
struct TextField {
  enum class Kind { absent, text, other } kind = Kind::absent;  ///< null counts as absent
  std::string value;

  bool blank() const { return value.find_first_not_of(" \t\r\n") == std::string::npos; }
};

/// One JSON object. Valid as long as the Body it came from.
class Fields {
 public:
  Fields() = default;
  explicit Fields(simdjson::dom::object object) : object_(object), present_(true) {}

  /// False when the envelope had no such object (absent, null, or another type).
  bool present() const { return present_; }

  /// The first of `names` that is there, compared without regard to case (auth sheet 6).
  TextField text(std::initializer_list<std::string_view> names) const;

  /// An array of texts, a null in it as an empty one; empty when absent or null. Nothing when it is
  /// no such array.
  std::optional<std::vector<std::string>> texts(std::string_view name) const;

  /// True or false, also written as a text; `fallback` when absent or null. Nothing when it is
  /// something else.
  std::optional<bool> flag(std::string_view name, bool fallback) const;

  /// A whole number, also written as a text; `fallback` when absent or null. Nothing when it is
  /// something else.
  std::optional<int64_t> number(std::string_view name, int64_t fallback) const;

  /// A nested object, its members in their order as texts: numbers, true and false as JSON writes
  /// them, nulls left out. Empty when absent or null. Nothing when it is no object, or holds an
  /// array or another object.
  std::optional<std::vector<std::pair<std::string, std::string>>> text_map(
      std::string_view name) const;

  /// Members whose values are texts, in their order.
  std::vector<std::pair<std::string, std::string>> all_texts() const;

  /// A nested object; not present when absent or of another type.
  Fields object(std::string_view name) const;

  /// An array of objects; empty when absent or null. Nothing when it is no such array.
  std::optional<std::vector<Fields>> objects(std::string_view name) const;

 private:
  simdjson::dom::object object_;
  bool present_ = false;
};

/// A parsed body. Reuses its buffers: one per thread.
class Body {
 public:
  /// Nothing when `json` is one JSON object in valid UTF-8, nested at most `depth_max` deep; else
  /// what is wrong, in words of ours that repeat nothing of the input. Earlier Fields end here.
  std::optional<std::string> parse(std::string_view json);

  /// Forgets what was parsed.
  void clear() { fields_ = {}; }

  /// The whole object.
  Fields fields() const { return fields_; }
  /// Its `id` and `version` (or `ver`).
  Echo echo() const;

  static constexpr size_t depth_max = 64;
  /// Buffers of a larger body are given back at the next one.
  static constexpr size_t kept_capacity_bytes = size_t{1} << 20;
  /// The body size that the buffers are made for, for tests.
  size_t capacity_bytes() const { return parser_.capacity(); }

 private:
  simdjson::dom::parser parser_;
  Fields fields_;
};
}  // namespace http
