// actors/auth/app_ids.cc: the realm map's text form and its look-up.
#include "actors/auth/app_ids.h"

#include <algorithm>
#include <set>

namespace auth {
namespace {
std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\'' || c == '"'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool add_pair(TextMap& map, std::string_view pair) {
  const size_t colon = pair.find(':');
  if (colon == std::string_view::npos) return false;
  const auto key = trimmed(pair.substr(0, colon));
  const auto value = trimmed(pair.substr(colon + 1));
  if (key.empty() || value.empty()) return false;
  return map.emplace(lower_case(key), value).second;
}

std::string_view without_alias(std::string_view app_id) {
  if (app_id == "prereg") return "preregistration";
  if (app_id == "regproc") return "registrationprocessor";
  return app_id;
}
}  // namespace

std::string lower_case(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

std::string app_id_of(std::string_view text) {
  return std::string{without_alias(lower_case(text))};
}

std::optional<TextMap> parse_text_map(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('{') != text.ends_with('}')) return std::nullopt;
  if (text.starts_with('{')) text = text.substr(1, text.size() - 2);
  TextMap map;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    if (!add_pair(map, text.substr(0, comma))) return std::nullopt;
    text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
  }
  return map;
}

AppIds AppIds::defaults() {
  return {parse_text_map(default_realm_map).value_or(TextMap{}),
          parse_text_map(default_client_map).value_or(TextMap{})};
}

Result<App> AppIds::find(std::string_view app_id) const {
  const std::string sent = lower_case(app_id);
  // A deployment's map may carry the alias itself (the reference's does): it then wins.
  auto realm = realms_.find(sent);
  if (realm == realms_.end()) realm = realms_.find(without_alias(sent));
  if (realm == realms_.end()) return Fault{Errc::realm_not_found, {std::string{app_id}}};
  App app{{std::string{without_alias(sent)}}, realm->second, {}};
  const auto client = default_clients_.find(app.app_ids.front());
  if (client != default_clients_.end()) app.default_client = client->second;
  return app;
}

bool AppIds::knows_realm(std::string_view realm) const {
  return std::any_of(realms_.begin(), realms_.end(),
                     [&](const auto& entry) { return entry.second == realm; });
}

Result<App> AppIds::of_realm(std::string_view realm) const {
  App app{{}, std::string{realm}, {}};
  for (const auto& [app_id, its_realm] : realms_) {
    if (its_realm == realm) app.app_ids.push_back(app_id_of(app_id));
  }
  if (app.app_ids.empty()) return Fault{Errc::realm_not_found, {app.realm}};
  return app;
}

std::vector<std::string> AppIds::app_ids() const {
  std::set<std::string> ids;
  for (const auto& [app_id, realm] : realms_) ids.insert(app_id_of(app_id));
  return {ids.begin(), ids.end()};
}

std::vector<std::string> AppIds::realms() const {
  std::set<std::string> names;
  for (const auto& [app_id, realm] : realms_) names.insert(realm);
  return {names.begin(), names.end()};
}
}  // namespace auth
