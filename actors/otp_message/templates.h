// actors/otp_message/templates.h: the texts of messages, by name and language.
#pragma once
#include <map>
#include <string>
#include <string_view>

namespace otp_message {
/// A template's name, a dot and its language ("auth-otp-sms-template.eng") to its text.
using Texts = std::map<std::string, std::string, std::less<>>;

class Templates {
 public:
  explicit Templates(Texts texts) : texts_(std::move(texts)) {}
  /// Null when there is no such template.
  const std::string* find(std::string_view name, std::string_view language) const;
  size_t size() const { return texts_.size(); }

 private:
  Texts texts_;
};

/// What a template's $name, ${name}, $!name and $!{name} stand for. Names are letters, digits, _
/// and -, and begin with a letter.
using Variables = std::map<std::string, std::string, std::less<>>;

/// Longest value in bytes; the rest is cut off, between characters. Whoever asks for a code chooses
/// the values, and somebody else reads them.
inline constexpr size_t value_bytes_max = 128;

/// How a value is made harmless: control characters become blanks always.
enum class Escape { none, html };

/// `text` with the values in their places. A name without one stays as it stands, or vanishes when
/// it has the exclamation mark. The value of "otp" is `code_place`, whatever `variables` say.
std::string rendered(std::string_view text, const Variables& variables, Escape escape,
                     std::string_view code_place);
}  // namespace otp_message
