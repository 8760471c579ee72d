// actors/identity/repository_answer.cc: reading an answer whose other members are nobody's business
// here.
#include "actors/identity/repository_answer.h"

#include <algorithm>

#include "actors/json/json_read.h"

namespace identity {
namespace {
constexpr std::string_view place = "{uin}";
constexpr size_t code_chars_max = 32;

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= code_chars_max && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

/// The code of the first error; empty: there is none.
std::string error_in(const json::Object& answer) {
  const auto errors = json::find(answer, "errors");
  simdjson::dom::array list;
  if (!errors || errors->get(list) || list.size() == 0) return {};
  json::Object first;
  std::string code;
  if (list.at(0).get(first) || !json::take(first, "errorCode", code) || !is_code(code))
    return "unknown";
  return code;
}

std::string text_in(const json::Object& object, std::string_view key) {
  std::string text;
  json::take(object, key, text);
  return text;
}

/// What of the person's addresses and language can be used.
Person person_of(const json::Object& identity, Status status) {
  Person person;
  person.status = status;
  const auto keep = [&](auto set) {
    Person more = person;
    set(more);
    if (!fault_of({"1", more})) person = std::move(more);
  };
  keep([&](Person& more) { more.email = text_in(identity, "email"); });
  keep([&](Person& more) { more.phone = text_in(identity, "phone"); });
  const std::string language = text_in(identity, "preferredLang");
  if (!language.empty()) keep([&](Person& more) { more.languages = {language}; });
  return person;
}
}  // namespace

std::string repository_url(std::string_view base, std::string_view uin) {
  std::string url{base};
  const size_t at = url.find(place);
  if (at != std::string::npos) return url.replace(at, place.size(), uin);
  if (!url.ends_with('/')) url += '/';
  return url.append(uin);
}

Expected<Found, std::string> person_in(std::string_view answer) {
  const json::Document document{answer};
  const auto object = document.object();
  if (!object) return std::string{"the answer is no JSON object"};
  const std::string error = error_in(*object);
  if (error == "IDR-IDC-007" || error == "IDR-IDC-002") return Found{};
  if (!error.empty()) return "the answer's error is " + error;
  json::Object response, identity;
  const auto inner = json::find(*object, "response");
  if (!inner || inner->get(response)) return std::string{"the answer has no response"};
  const auto known = json::find(response, "identity");
  if (!known || known->get(identity)) return std::string{"the answer has no identity"};
  const Status status = status_of(text_in(response, "status")).value_or(Status::deactivated);
  return Found{true, person_of(identity, status)};
}
}  // namespace identity
