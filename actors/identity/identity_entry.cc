// actors/identity/identity_entry.cc: strict reading.
#include "actors/identity/identity_entry.h"

#include <algorithm>
#include <array>

#include "actors/json/json_read.h"

namespace identity {
namespace {
using EntryRead = Expected<Entry, std::string>;
constexpr std::array<std::string_view, 5> entry_keys = {"uin", "status", "email", "phone",
                                                        "languages"};

EntryRead entry_of(const json::Object& object) {
  for (const auto member : object) {
    // A key that is not known may be a person's data: it is not told.
    if (std::ranges::find(entry_keys, std::string_view{member.key}) == entry_keys.end())
      return std::string{"unknown key"};
  }
  if (!json::keys_are_unique(object)) return std::string{"a key is given twice"};
  Entry entry;
  std::string status{text_of(Status::activated)};
  if (!json::take(object, "uin", entry.uin)) return std::string{"uin: expected a text"};
  if (!json::take(object, "status", status)) return std::string{"status: expected a text"};
  if (!json::take(object, "email", entry.person.email))
    return std::string{"email: expected a text"};
  if (!json::take(object, "phone", entry.person.phone))
    return std::string{"phone: expected a text"};
  if (!json::take(object, "languages", entry.person.languages))
    return std::string{"languages: expected a list of texts"};
  const auto known = status_of(status);
  if (!known) return std::string{"status: expected ACTIVATED, DEACTIVATED or BLOCKED"};
  entry.person.status = *known;
  if (auto fault = fault_of(entry)) return *std::move(fault);
  return entry;
}
}  // namespace

EntryRead parse_entry(std::string_view text) {
  const json::Document document{text};
  const auto object = document.object();
  if (!object) return std::string{"expected one JSON object"};
  return entry_of(*object);
}

Expected<std::vector<Entry>, std::string> parse_entries(std::string_view text,
                                                        std::string_view key) {
  const json::Document document{text};
  const auto object = document.object();
  if (!object) return std::string{"expected one JSON object"};
  std::vector<Entry> entries;
  const auto value = json::find(*object, key);
  if (!value) return entries;
  const auto place = [&] { return std::string{key} + "[" + std::to_string(entries.size()) + "]"; };
  simdjson::dom::array list;
  if (value->get(list)) return std::string{key} + ": expected a list";
  for (const auto item : list) {
    json::Object one;
    if (item.get(one)) return place() + ": expected an object";
    auto entry = entry_of(one);
    if (!entry.ok()) return place() + "." + entry.error();
    entries.push_back(std::move(entry).value());
  }
  return entries;
}
}  // namespace identity
