// http/prereg/prereg_settings.cc: from values to what is asked of them a thousand times a second.
#include "http/prereg/prereg_settings.h"

#include <algorithm>

#include "actors/base/log.h"
#include "actors/base/settings.h"
#include "http/json_text.h"

namespace http {
namespace {
constexpr std::string_view ui_keys = "ui.config.params";
constexpr std::string_view phone_key = "mosip.id.validation.identity.phone";
constexpr std::string_view email_key = "mosip.id.validation.identity.email";
constexpr std::string_view languages_key = "mosip.supported-languages";

const std::string* value_in(const PreregValues& values, std::string_view key) {
  const auto found = values.find(key);
  return found == values.end() || found->second.empty() ? nullptr : &found->second;
}

/// A key that must be there and is not, or a value that nobody has filled in; empty: neither.
std::string fault_of(const PreregValues& values) {
  for (const std::string_view key : {ui_keys, phone_key, email_key, languages_key})
    if (value_in(values, key) == nullptr) return std::string{key} + " is missing";
  for (const auto& [key, value] : values)
    if (value.find("${") != std::string::npos)
      return key + ": placeholders are not resolved; write the value";
  return {};
}

/// The keys in the order of ui.config.params; those without a value are left out.
std::string ui_json_of(const PreregValues& values) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  for (const std::string& key : config::split_list(values.find(ui_keys)->second)) {
    const auto found = values.find(key);
    if (found != values.end()) write_field(writer, key, found->second);
  }
  writer.EndObject();
  return text_in(buffer);
}

Expected<id_object::Pattern, std::string> pattern_at(const PreregValues& values,
                                                     std::string_view key) {
  auto pattern = id_object::Pattern::compile(values.find(key)->second);
  if (!pattern.ok()) return std::string{key} + ' ' + pattern.error();
  return pattern;
}
}  // namespace

bool PreregSettings::has_language(std::string_view code) const {
  return std::ranges::find(languages, code) != languages.end();
}

Expected<PreregSettings, std::string> prereg_settings_of(PreregValues values,
                                                         size_t body_bytes_max) {
  if (std::string fault = fault_of(values); !fault.empty()) return fault;
  auto phone = pattern_at(values, phone_key);
  if (!phone.ok()) return phone.error();
  auto email = pattern_at(values, email_key);
  if (!email.ok()) return email.error();
  auto languages = config::split_list(values.find(languages_key)->second);
  if (languages.empty()) return std::string{languages_key} + " is missing";
  auto file = file_limits_of(values, body_bytes_max);
  if (!file.ok()) return file.error();
  std::string ui_json = ui_json_of(values);
  return PreregSettings{.values = std::move(values),
                        .ui_json = std::move(ui_json),
                        .phone = std::move(phone).value(),
                        .email = std::move(email).value(),
                        .languages = std::move(languages),
                        .file = std::move(file).value()};
}

PreregBoard::Outcome PreregBoard::reload() {
  const std::unique_lock reading{reading_, std::try_to_lock};
  if (!reading.owns_lock()) return Outcome::busy;
  auto read = read_();
  const std::lock_guard lock{mutex_};
  if (!read.ok()) {
    ++reloads_.failed;
    reloads_.fault = read.error();
    logging::error("pre-registration's configuration not reloaded, the old one stays: " +
                   reloads_.fault);
    return Outcome::failed;
  }
  settings_ = std::move(read).value();
  ++reloads_.done;
  reloads_.fault.clear();
  logging::info("pre-registration's configuration reloaded");
  return Outcome::done;
}
}  // namespace http
