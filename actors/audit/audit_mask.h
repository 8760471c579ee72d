// actors/audit/audit_mask.h: secrets that a caller put into an audit record by mistake. Pure.
#pragma once
#include <string>
#include <string_view>

namespace audit {
/// `text` with *** in the place of what looks like a secret (DECISIONS 20): the value after a name
/// that ends in password, passwd, secret, otp, token, biometrics or pin and `=` or `:`, up to the
/// next blank, comma, semicolon, ampersand or quotation mark; and each token of three parts that
/// begins with eyJ.
std::string masked(std::string_view text);
}  // namespace audit
