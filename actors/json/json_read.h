// actors/json/json_read.h: strict reading of small JSON objects. Included by sources only.
#pragma once
#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/secure_bytes.h"

namespace json {
using Value = simdjson::dom::element;
using Object = simdjson::dom::object;

/// One parsed text. It may hold secrets, so its copies of the text are wiped with it. simdjson
/// bounds the nesting, wants valid UTF-8 and nothing after the first value.
class Document {
 public:
  explicit Document(std::string_view text) : padded_(text) {
    error_ = parser_.parse(padded_).get(root_);
  }
  ~Document() {
    crypto::wipe(std::as_writable_bytes(std::span{padded_.data(), padded_.size()}));
    // The parser unescapes texts, with a length before each, into a buffer of more than this size.
    if (auto* texts = parser_.doc.string_buf.get(); texts != nullptr) {
      crypto::wipe(std::as_writable_bytes(std::span{texts, 5 * padded_.size() / 3}));
    }
  }
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// Nothing when the text is no JSON or no object.
  std::optional<Object> object() const {
    Object found;
    if (error_ || root_.get(found)) return std::nullopt;
    return found;
  }
  /// Why it is no JSON; nothing when it is.
  std::optional<std::string> error() const {
    if (!error_) return std::nullopt;
    return simdjson::error_message(error_);
  }

 private:
  simdjson::padded_string padded_;
  simdjson::dom::parser parser_;
  Value root_;
  simdjson::error_code error_;
};

inline constexpr size_t members_max = 64;

/// True when no key of the object is there twice: readers disagree about which one counts. Objects
/// of more than members_max are refused before pairs are compared.
inline bool keys_are_unique(const Object& object) {
  if (object.size() > members_max) return false;
  for (auto one = object.begin(); one != object.end(); ++one) {
    for (auto other = object.begin(); other != one; ++other) {
      if (one.key() == other.key()) return false;
    }
  }
  return true;
}

inline std::optional<Value> find(const Object& object, std::string_view key) {
  for (const auto member : object) {
    if (member.key == key) return member.value;
  }
  return std::nullopt;
}

/// `out` becomes the value when it has out's type; false, leaving `out`, when it has another.
inline bool read(const Value& value, std::string& out) {
  std::string_view text;
  if (value.get(text)) return false;
  out = text;
  return true;
}
inline bool read(const Value& value, int64_t& out) { return !value.get(out); }
inline bool read(const Value& value, bool& out) { return !value.get(out); }
inline bool read(const Value& value, std::vector<std::string>& out) {
  simdjson::dom::array list;
  if (value.get(list)) return false;
  std::vector<std::string> texts;
  for (const auto entry : list) {
    if (!read(entry, texts.emplace_back())) return false;
  }
  out = std::move(texts);
  return true;
}

/// True when the key is absent, leaving `out`, or its value could be read.
template <class T>
bool take(const Object& object, std::string_view key, T& out) {
  const auto value = find(object, key);
  return !value || read(*value, out);
}
}  // namespace json
