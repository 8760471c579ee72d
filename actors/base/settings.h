// actors/base/settings.h: the table of all settings, known at compile time, and the forms of
// values.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config {
/// What a value must look like. `allowed` of the row says more.
enum class Kind : uint8_t {
  integer,  ///< decimal; allowed "LOW..HIGH"
  size,     ///< bytes, decimal, or with KiB, MiB or GiB behind; allowed "LOW..HIGH" in bytes
  boolean,  ///< true|false
  text,     ///< anything
  list,     ///< texts between commas, blanks around them dropped
  secret,   ///< text that is never printed; file:/path takes it from a file
  choice,   ///< allowed "one|other"
  rate,     ///< RATE/BURST, both 1..1000000, or off
  address,  ///< host:port or [ipv6]:port, port 0..65535
};

/// One row of settings.def.
struct Setting {
  std::string_view key;
  Kind kind = Kind::text;
  std::string_view fallback;
  std::string_view allowed;
  std::string_view meaning;
  std::string_view group;
};

namespace rows {
using enum Kind;
struct Row {
  Setting setting;
  bool is_group = false;
};
inline constexpr Row all[] = {
#define GROUP(title) {{{}, text, {}, {}, {}, title}, true},
#define SETTING(key, kind, fallback, allowed, meaning) \
  {{key, kind, fallback, allowed, meaning, {}}, false},
#include "actors/base/settings.def"
#undef SETTING
#undef GROUP
};
}  // namespace rows

/// Where `key` stands in the table; nothing for an unknown key.
constexpr std::optional<size_t> index_of(std::string_view key) {
  for (size_t index = 0; const auto& row : rows::all) {
    if (row.is_group) continue;
    if (row.setting.key == key) return index;
    ++index;
  }
  return std::nullopt;
}

/// All settings in the order of the table, each with the title of its group.
const std::vector<Setting>& settings();

/// A requests-per-second limit.
struct Rate {
  uint32_t per_second = 0;
  uint32_t burst = 0;

  friend bool operator==(const Rate&, const Rate&) = default;
};

/// The forms of values; nothing when `text` has another form or leaves LOW..HIGH.
std::optional<int64_t> parse_integer(std::string_view text);
std::optional<int64_t> parse_size(std::string_view text);
std::optional<Rate> parse_rate(std::string_view text);
std::vector<std::string> split_list(std::string_view text);

/// Whether `value` is one that `setting` allows.
bool is_allowed(const Setting& setting, std::string_view value);

/// What `setting` allows, for a message: "16..64", "true|false", "a list".
std::string allowed_text(const Setting& setting);

/// MOSIP_KERNEL_OTP_EXPIRY_TIME for mosip.kernel.otp.expiry-time: the environment's name of a key.
std::string environment_name(std::string_view key);

/// The text of deploy/config/idkernel.properties: every setting, its default and its meaning.
std::string reference_properties();
}  // namespace config
