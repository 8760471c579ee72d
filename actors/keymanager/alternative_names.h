// actors/keymanager/alternative_names.h: which other names the certificates of a key bear (keys
// sheet 9, sanParameters).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"
#include "actors/keymanager/key_rules.h"
#include "crypto/alternative_name.h"

namespace keymanager {
using AlternativeNames = std::vector<crypto::AlternativeName>;
using AlternativeNamesOfKeys = std::map<KeyName, AlternativeNames>;

/// Whose names a setting says: mosip.kernel.keymanager.certificate.sanParameters.APP.REF, BLANK for
/// an empty reference. Nothing for another setting.
std::optional<KeyName> key_of_alternative_names(std::string_view setting);

/// What it says: {'dns':'a|b','email':'c@d'}, the sheet's types but otherName and x400Address, of
/// which the reference writes none either. The error is what is wrong with it.
Expected<AlternativeNames, std::string> alternative_names_of(std::string_view text);
}  // namespace keymanager
