// actors/json/json_write.h: one JSON object, written member by member. Included by sources only.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace json {
/// Appends to one text; commas come by themselves. begin() and end() belong together, the caller
/// pairs them. Texts are UTF-8 already and are quoted here.
class ObjectWriter {
 public:
  explicit ObjectWriter(size_t bytes_expected) {
    out_.reserve(bytes_expected);
    out_.push_back('{');
  }

  void field(std::string_view key, std::string_view value) {
    name(key);
    quote(value);
  }
  void field_if_known(std::string_view key, std::string_view value) {
    if (!value.empty()) field(key, value);
  }
  void number(std::string_view key, int64_t value) {
    name(key);
    out_ += std::to_string(value);
  }
  void flag(std::string_view key, bool value) {
    name(key);
    out_ += value ? "true" : "false";
  }
  template <class Texts>
  void list(std::string_view key, const Texts& values) {
    name(key);
    out_.push_back('[');
    for (const auto& value : values) {
      separate('[');
      quote(value);
    }
    out_.push_back(']');
  }
  void begin(std::string_view key) {
    name(key);
    out_.push_back('{');
  }
  void end() { out_.push_back('}'); }
  /// The whole object.
  std::string finish() && {
    end();
    return std::move(out_);
  }

 private:
  void separate(char opened) {
    if (out_.back() != opened) out_.push_back(',');
  }
  void name(std::string_view key) {
    separate('{');
    quote(key);
    out_.push_back(':');
  }
  void quote(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out_.push_back('"');
    for (const char c : text) {
      const auto code = static_cast<unsigned char>(c);
      if (code < 0x20) {
        out_ += "\\u00";
        out_.push_back(digits[code >> 4]);
        out_.push_back(digits[code & 15]);
        continue;
      }
      if (c == '"' || c == '\\') out_.push_back('\\');
      out_.push_back(c);
    }
    out_.push_back('"');
  }

  std::string out_;
};
}  // namespace json
