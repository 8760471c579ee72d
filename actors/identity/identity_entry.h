// actors/identity/identity_entry.h: entries of the directory as JSON.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"
#include "actors/identity/identity_rules.h"

namespace identity {
/// Reads {"uin":"..","status":"ACTIVATED","email":"..","phone":"..","languages":["eng"]}: uin is
/// required, a status that is not told is ACTIVATED, every key is known and there once. Errors:
/// what is wrong, without any value.
Expected<Entry, std::string> parse_entry(std::string_view json);

/// The list of entries under `key` of a JSON object; none when the key is not there. Errors: the
/// place and what is wrong: "identities[3].email: not an e-mail address".
Expected<std::vector<Entry>, std::string> parse_entries(std::string_view json,
                                                        std::string_view key);
}  // namespace identity
