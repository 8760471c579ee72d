// actors/identity/repository_answer.h: what an identity repository is asked and what it answers,
// and nothing but that (MOSIP: GET idrepository/v1/identity/idvid/{id}).
#pragma once
#include <string>
#include <string_view>

#include "actors/base/expected.h"
#include "actors/identity/identity_state.h"

namespace identity {
/// `base` with the UIN in the place of {uin}; without such a place the UIN follows, behind a slash.
std::string repository_url(std::string_view base, std::string_view uin);

inline constexpr size_t repository_answer_bytes_max = size_t{1} << 20;

/// The person in `{"response":{"status","identity":{"email","phone","preferredLang"}},"errors"}`,
/// or nobody where an error says that there is no record (IDR-IDC-007) or that the id is none
/// (IDR-IDC-002). A status that is not known here counts as DEACTIVATED, an address that no message
/// could go to as none. Errors: what is wrong, without any value of the answer but an error's code.
Expected<Found, std::string> person_in(std::string_view answer);
}  // namespace identity
