// actors/auth/json_read.h: strict reading of small JSON objects. Included by sources only.
#pragma once
#include <rapidjson/document.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace auth::json {
using Document = rapidjson::Document;
using Value = rapidjson::Value;

inline std::string_view text_of(const Value& value) {
  return {value.GetString(), value.GetStringLength()};
}

inline constexpr rapidjson::SizeType members_max = 64;

/// True when no key of the object is there twice: readers disagree about which one counts. Objects
/// of more than members_max are refused before pairs are compared.
inline bool keys_are_unique(const Value& object) {
  if (object.MemberCount() > members_max) return false;
  for (auto one = object.MemberBegin(); one != object.MemberEnd(); ++one) {
    for (auto other = object.MemberBegin(); other != one; ++other) {
      if (one->name == other->name) return false;
    }
  }
  return true;
}

/// Parses one object and nothing after it. The iterative parser keeps the stack flat whatever the
/// nesting; text must be valid UTF-8.
inline bool parse_object(std::string_view text, Document& document) {
  constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  document.Parse<flags>(text.data(), text.size());
  return !document.HasParseError() && document.IsObject() && keys_are_unique(document);
}

inline const Value* find(const Value& object, std::string_view key) {
  const Value name(rapidjson::StringRef(key.data(), static_cast<rapidjson::SizeType>(key.size())));
  const auto member = object.FindMember(name);
  return member == object.MemberEnd() ? nullptr : &member->value;
}

/// Each take_* is true when the key is absent, leaving `out`, or holds a value of the right type.
inline bool take_text(const Value& object, std::string_view key, std::string& out) {
  const Value* value = find(object, key);
  if (value == nullptr) return true;
  if (!value->IsString()) return false;
  out = text_of(*value);
  return true;
}
inline bool take_integer(const Value& object, std::string_view key, int64_t& out) {
  const Value* value = find(object, key);
  if (value == nullptr) return true;
  if (!value->IsInt64()) return false;
  out = value->GetInt64();
  return true;
}
inline bool take_bool(const Value& object, std::string_view key, bool& out) {
  const Value* value = find(object, key);
  if (value == nullptr) return true;
  if (!value->IsBool()) return false;
  out = value->GetBool();
  return true;
}
inline bool take_texts(const Value& object, std::string_view key, std::vector<std::string>& out) {
  const Value* value = find(object, key);
  if (value == nullptr) return true;
  if (!value->IsArray()) return false;
  out.clear();
  for (const auto& entry : value->GetArray()) {
    if (!entry.IsString()) return false;
    out.emplace_back(text_of(entry));
  }
  return true;
}
}  // namespace auth::json
