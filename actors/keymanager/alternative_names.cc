// actors/keymanager/alternative_names.cc: the map of a setting, as the reference's configuration
// writes it.
#include "actors/keymanager/alternative_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace keymanager {
namespace {
using Kind = crypto::AlternativeName::Kind;

constexpr std::string_view front = "mosip.kernel.keymanager.certificate.sanParameters.";
constexpr std::string_view blank_reference = "BLANK";
constexpr size_t names_max = 32;
constexpr std::array kinds{std::pair{std::string_view{"email"}, Kind::email},
                           std::pair{std::string_view{"dns"}, Kind::dns},
                           std::pair{std::string_view{"uri"}, Kind::uri},
                           std::pair{std::string_view{"ipAddress"}, Kind::ip_address},
                           std::pair{std::string_view{"directoryName"}, Kind::directory},
                           std::pair{std::string_view{"registeredId"}, Kind::registered_id}};

/// Walks over the text of a map; each step answers whether it found what it was to find.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool take(char wanted) {
    skip_blanks();
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Between two ' or two ".
  bool take_quoted(std::string& out) {
    skip_blanks();
    if (rest_.empty() || (rest_.front() != '\'' && rest_.front() != '"')) return false;
    const size_t end = rest_.find(rest_.front(), 1);
    if (end == std::string_view::npos) return false;
    out = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return true;
  }
  bool at_end() {
    skip_blanks();
    return rest_.empty();
  }

 private:
  void skip_blanks() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
  }
  std::string_view rest_;
};

/// "a|b" of one type. The error is what is wrong.
Expected<AlternativeNames, std::string> names_of(const std::string& type, std::string_view values) {
  const auto kind =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.first == type; });
  if (kind == kinds.end()) return "there are no names of the type " + type;
  AlternativeNames out;
  for (size_t at = 0; at <= values.size();) {
    const size_t end = std::min(values.find('|', at), values.size());
    crypto::AlternativeName name{kind->second, std::string{values.substr(at, end - at)}};
    if (!crypto::is_writable(name)) return name.text + " is no " + type;
    out.push_back(std::move(name));
    at = end + 1;
  }
  return out;
}
}  // namespace

std::optional<KeyName> key_of_alternative_names(std::string_view setting) {
  if (!setting.starts_with(front)) return std::nullopt;
  setting.remove_prefix(front.size());
  const size_t dot = setting.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == setting.size()) return std::nullopt;
  const std::string_view reference = setting.substr(dot + 1);
  return KeyName{std::string{setting.substr(0, dot)},
                 std::string{reference == blank_reference ? "" : reference}};
}

Expected<AlternativeNames, std::string> alternative_names_of(std::string_view text) {
  const std::string form = "the form is {'dns':'one|another','email':'a@b'}";
  Reader reader{text};
  if (!reader.take('{')) return form;
  AlternativeNames out;
  do {
    std::string type, values;
    if (!reader.take_quoted(type) || !reader.take(':') || !reader.take_quoted(values)) return form;
    auto names = names_of(type, values);
    if (!names.ok()) return names.error();
    out.insert(out.end(), names.value().begin(), names.value().end());
  } while (reader.take(','));
  if (!reader.take('}') || !reader.at_end()) return form;
  if (out.size() > names_max) return "there are more than " + std::to_string(names_max) + " names";
  return out;
}
}  // namespace keymanager
