// actors/keymanager/subject_rules.cc: defaults and limits of a subject.
#include "actors/keymanager/subject_rules.h"

#include <array>

#include "actors/base/text.h"

namespace keymanager {
namespace {
constexpr size_t part_bytes_max = 256;

constexpr std::array parts{&crypto::Name::country,           &crypto::Name::state,
                           &crypto::Name::location,          &crypto::Name::organization,
                           &crypto::Name::organization_unit, &crypto::Name::common_name};

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

crypto::Name filled_in(const crypto::Name& asked, const crypto::Name& defaults) {
  crypto::Name out;
  for (const auto part : parts)
    out.*part = text::is_blank(asked.*part) ? defaults.*part : asked.*part;
  return out;
}
}  // namespace

crypto::Name subject_of_key(const crypto::Name& asked, const SubjectDefaults& defaults,
                            const KeyName& key) {
  crypto::Name with_key = defaults.name;
  std::string which = key.application_id;
  if (!key.reference_id.empty()) which += "-" + key.reference_id;
  with_key.common_name += " (" + text::in_capitals(std::move(which)) + ")";
  return filled_in(asked, with_key);
}

crypto::Name subject_of_csr(const crypto::Name& asked, const SubjectDefaults& defaults) {
  return filled_in(asked, defaults.name);
}

std::optional<Fault> fault_of_subject(const crypto::Name& subject) {
  if (subject.country.size() != 2 || !is_letter(subject.country[0]) ||
      !is_letter(subject.country[1]))
    return Fault{Errc::key_request_invalid, {"request.country should be two letters"}};
  for (const auto part : parts)
    if ((subject.*part).size() > part_bytes_max)
      return Fault{Errc::key_request_invalid,
                   {"request should have no member of more than 256 bytes in its subject"}};
  return std::nullopt;
}
}  // namespace keymanager
