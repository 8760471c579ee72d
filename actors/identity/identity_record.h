// actors/identity/identity_record.h: a person's bytes, before they are sealed.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/identity/identity_rules.h"

namespace identity {
/// Format byte, status, e-mail, phone, number of languages, languages.
std::string encoded(const Person& person);
/// Nothing when `record` is not what encoded() made.
std::optional<Person> decoded(std::string_view record);
}  // namespace identity
