// actors/base/settings.cc: the forms of values.
#include "actors/base/settings.h"

#include <charconv>

namespace config {
namespace {
constexpr uint32_t rate_max = 1'000'000;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\f";
  const size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool in_range(std::string_view range, std::optional<int64_t> number) {
  const size_t dots = range.find("..");
  const auto low = parse_integer(range.substr(0, dots));
  const auto high = parse_integer(range.substr(dots + 2));
  return number && low && high && *number >= *low && *number <= *high;
}

bool is_choice(std::string_view choices, std::string_view value) {
  for (;;) {
    const size_t bar = choices.find('|');
    if (choices.substr(0, bar) == value) return true;
    if (bar == std::string_view::npos) return false;
    choices.remove_prefix(bar + 1);
  }
}

bool is_address(std::string_view value) {
  const size_t colon = value.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view host = value.substr(0, colon);
  const bool is_bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  // Without brackets nobody can tell the address's last group from the port.
  if (!is_bracketed && host.find_first_of(":[] ") != std::string_view::npos) return false;
  const auto port = parse_integer(value.substr(colon + 1));
  return port && *port >= 0 && *port <= 65'535;
}

std::optional<uint32_t> rate_part(std::string_view text) {
  const auto number = parse_integer(text);
  if (!number || *number < 1 || *number > rate_max) return std::nullopt;
  return static_cast<uint32_t>(*number);
}
}  // namespace

const std::vector<Setting>& settings() {
  static const std::vector<Setting> table = [] {
    std::vector<Setting> all;
    std::string_view group;
    for (const auto& row : rows::all) {
      if (row.is_group) {
        group = row.setting.group;
        continue;
      }
      all.push_back(row.setting);
      all.back().group = group;
    }
    return all;
  }();
  return table;
}

std::optional<int64_t> parse_integer(std::string_view text) {
  int64_t number = 0;
  const char* begin = text.data();
  const char* end = begin + text.size();
  const auto [stop, failed] = std::from_chars(begin, end, number);
  if (text.empty() || failed != std::errc{} || stop != end) return std::nullopt;
  return number;
}

std::optional<int64_t> parse_size(std::string_view text) {
  struct Unit {
    std::string_view suffix;
    int shift;
  };
  int shift = 0;
  for (const Unit unit : {Unit{"KiB", 10}, Unit{"MiB", 20}, Unit{"GiB", 30}}) {
    if (!text.ends_with(unit.suffix)) continue;
    text = trimmed(text.substr(0, text.size() - unit.suffix.size()));
    shift = unit.shift;
    break;
  }
  const auto number = parse_integer(text);
  if (!number || *number < 0 || *number > (INT64_MAX >> shift)) return std::nullopt;
  return *number << shift;
}

std::optional<Rate> parse_rate(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto per_second = rate_part(text.substr(0, slash));
  const auto burst = rate_part(text.substr(slash + 1));
  if (!per_second || !burst) return std::nullopt;
  return Rate{*per_second, *burst};
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  for (;;) {
    const size_t comma = text.find(',');
    if (const auto item = trimmed(text.substr(0, comma)); !item.empty()) items.emplace_back(item);
    if (comma == std::string_view::npos) return items;
    text.remove_prefix(comma + 1);
  }
}

bool is_allowed(const Setting& setting, std::string_view value) {
  switch (setting.kind) {
    case Kind::integer:
      return in_range(setting.allowed, parse_integer(value));
    case Kind::size:
      return in_range(setting.allowed, parse_size(value));
    case Kind::boolean:
    case Kind::choice:
      return is_choice(setting.allowed, value);
    case Kind::rate:
      return value == "off" || parse_rate(value).has_value();
    case Kind::address:
      return is_address(value);
    case Kind::text:
    case Kind::list:
    case Kind::secret:
      return true;
  }
  return false;
}

std::string allowed_text(const Setting& setting) {
  switch (setting.kind) {
    case Kind::text:
      return "text";
    case Kind::list:
      return "list of texts between commas";
    case Kind::secret:
      return "secret, or file:/path";
    case Kind::size:
      return std::string{setting.allowed} + ", or with KiB, MiB, GiB";
    default:
      return std::string{setting.allowed};
  }
}

std::string environment_name(std::string_view key) {
  std::string name{key};
  for (char& c : name) {
    if (c == '.' || c == '-') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return name;
}

std::string reference_properties() {
  std::string text =
      "# Every setting of idkernel with its default. Rendered from actors/base/settings.def.\n"
      "# Later layers win: defaults < --config files in order < environment < --set KEY=VALUE.\n"
      "# In the environment a key is written in upper case with _ for . and -:\n"
      "# idkernel.http.listen is IDKERNEL_HTTP_LISTEN.\n";
  std::string_view group;
  for (const Setting& setting : settings()) {
    if (setting.group != group) text.append("\n\n# ---- ").append(setting.group).append(" ----\n");
    group = setting.group;
    text.append("\n# ").append(setting.meaning).append("\n# Allowed: ");
    text.append(allowed_text(setting)).append("\n");
    text.append(setting.key).append("=").append(setting.fallback).append("\n");
  }
  return text;
}
}  // namespace config
