// actors/token_id/token_id_state.h: the salts, and what is derived from them. Nothing is stored.
#pragma once
#include <optional>
#include <string>

#include "actors/token_id/token_id_rules.h"

namespace token_id {
/// mosip.kernel.tokenid.{uin,partnercode}.salt: secrets, without which all tokens could be
/// computed.
struct Salts {
  std::string uin;
  std::string partner_code;
};

/// Why the server must not start, naming the property; nothing when all is well.
std::optional<std::string> config_fault(const Salts& salts, int token_digits);

/// Const after construction: any thread may call it. Its salts are wiped at its end.
class TokenIds {
 public:
  /// The arguments have no config_fault. The salts are copied: the caller wipes its own.
  TokenIds(const Salts& salts, int token_digits, Sha256 sha256);
  ~TokenIds();
  TokenIds(const TokenIds&) = delete;
  TokenIds& operator=(const TokenIds&) = delete;

  /// The same token for the same subject for ever. Errors: token_id_empty_input.
  Result<std::string> derive(const Subject& subject) const;

  /// Tells one pair of salts from another without giving them away: 16 hexadecimal digits, to be
  /// stored so that a change, which changes every token, is seen at the next start.
  std::string fingerprint() const;

 private:
  HexHash twice_hashed(std::string_view text) const;

  Salts salts_;
  size_t token_digits_;
  Sha256 sha256_;
};
}  // namespace token_id
