// tests/fuzz/raw_json_fuzz.cc: members that are cut out of a body byte for byte: of any bytes some
// part of them or nothing; of a body that the strict reader takes, what a second reader finds.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/body.h"
#include "http/prereg/raw_json.h"

namespace {
void require(bool holds) {
  if (!holds) std::abort();
}

/// Names as they are meant.
using Members = std::vector<std::pair<std::string, std::string>>;

Members members_of(std::string_view json) {
  simdjson::ondemand::parser parser;
  const simdjson::padded_string text{json};
  simdjson::ondemand::document document;
  simdjson::ondemand::object object;
  require(parser.iterate(text).get(document) == simdjson::SUCCESS);
  require(document.get_object().get(object) == simdjson::SUCCESS);
  Members members;
  for (auto field : object) {
    std::string_view name;
    require(field.unescaped_key().get(name) == simdjson::SUCCESS);
    std::string key{name};
    std::string_view value;
    require(simdjson::to_json_string(field.value()).get(value) == simdjson::SUCCESS);
    members.emplace_back(std::move(key), value);
  }
  return members;
}

std::string_view without_blanks_behind(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

std::optional<std::string_view> first_of(const Members& members, std::string_view name) {
  for (const auto& [key, value] : members)
    if (key == name) return without_blanks_behind(value);
  return std::nullopt;
}

/// What is cut out lies in what it was cut out of.
void require_part(std::string_view whole, std::optional<std::string_view> part) {
  if (!part) return;
  require(part->data() >= whole.data());
  require(part->data() + part->size() <= whole.data() + whole.size());
}

constexpr std::string_view asked[] = {"request",  "demographicDetails", "identity",
                                      "fullName", "postalCode",         ""};

/// As the handler of applications walks, without a look for the end of what it walks into.
std::optional<std::string_view> details_in(std::string_view body) {
  const auto request = http::from_member(body, "request");
  if (!request) return std::nullopt;
  const auto details = http::from_member(*request, "demographicDetails");
  if (!details) return std::nullopt;
  return http::first_value(*details);
}

void check_object(std::string_view json) {
  const Members members = members_of(json);
  for (const std::string_view name : asked)
    require(http::raw_member(json, name) == first_of(members, name));
  for (const auto& [name, value] : members) {
    const auto cut = http::raw_member(json, name);
    require(cut == first_of(members, name));
    require_part(json, cut);
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view json{reinterpret_cast<const char*>(data), size};
  for (const std::string_view name : asked) {
    require_part(json, http::raw_member(json, name));
    require_part(json, http::from_member(json, name));
  }
  require_part(json, http::first_value(json));
  require_part(json, details_in(json));

  static http::Body body;
  if (body.parse(json)) return 0;  // No handler sees it.
  check_object(json);
  // The envelope's checks and the cut mean one member.
  const auto request = http::raw_member(json, "request");
  const bool is_object = request && http::is_object(*request);
  require(is_object == body.fields().object("request").present());
  if (!is_object) return 0;
  check_object(*request);
  const auto details = http::raw_member(*request, "demographicDetails");
  require(details_in(json) == details);
  if (details && http::is_object(*details)) check_object(*details);
  return 0;
}
