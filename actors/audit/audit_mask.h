// actors/audit/audit_mask.h: secrets that a caller put into an audit record by mistake. Pure.
#pragma once
#include <string>
#include <string_view>

namespace audit {
/// `text` with *** in the place of what looks like a secret (DECISIONS 20): the value that follows
/// `=` or `:` after a name that holds password, passwd, passphrase, pwd, secret, token, biometric,
/// otp, authorization or credential, or is pin; and each token of three parts that begins with eyJ.
/// A value is one quoted text, one bracketed list or object, a word, or a word after Bearer or
/// Basic. Rather too much than too little.
std::string masked(std::string_view text);
}  // namespace audit
