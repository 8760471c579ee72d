// actors/token_id/token_id_state.cc: the derivation of ids sheet 4.2, step by step.
#include "actors/token_id/token_id_state.h"

namespace token_id {
namespace {
/// Writes that the compiler may not leave out.
void wipe(std::string& secret) {
  volatile char* bytes = secret.data();
  for (size_t i = 0; i < secret.size(); ++i) bytes[i] = 0;
}

std::string_view view_of(const HexHash& hash) { return {hash.data(), hash.size()}; }

/// Joined in one allocation, so that no outgrown buffer is left with a salt in it.
std::string joined(std::string_view a, std::string_view b, std::string_view c = {}) {
  std::string text;
  text.reserve(a.size() + b.size() + c.size());
  return text.append(a).append(b).append(c);
}
}  // namespace

std::optional<std::string> config_fault(const Salts& salts, int token_digits) {
  if (salts.uin.empty()) return "mosip.kernel.tokenid.uin.salt is missing";
  if (salts.partner_code.empty()) return "mosip.kernel.tokenid.partnercode.salt is missing";
  if (token_digits < 1 || token_digits > digits_max) {
    return "mosip.kernel.tokenid.length " + std::to_string(token_digits) + " is not in 1 to 154";
  }
  return std::nullopt;
}

TokenIds::TokenIds(const Salts& salts, int token_digits, Sha256 sha256)
    : salts_(salts), token_digits_(static_cast<size_t>(token_digits)), sha256_(sha256) {}

TokenIds::~TokenIds() {
  wipe(salts_.uin);
  wipe(salts_.partner_code);
}

HexHash TokenIds::twice_hashed(std::string_view text) const {
  // The reference hashes, then hands the bytes to a "digest as text" helper that hashes again.
  const auto once = sha256_(text);
  return upper_hex(sha256_({reinterpret_cast<const char*>(once.data()), once.size()}));
}

Result<std::string> TokenIds::derive(const Subject& subject) const {
  if (const auto fault = fault_of(subject)) return *fault;
  std::string salted_uin = joined(subject.uin, salts_.uin);
  const HexHash uin_hash = twice_hashed(salted_uin);
  wipe(salted_uin);
  std::string salted_pair = joined(salts_.partner_code, subject.partner_code, view_of(uin_hash));
  const HexHash hash = twice_hashed(salted_pair);
  wipe(salted_pair);
  const auto digits = decimal_of(hash);
  return std::string(digits.data(), token_digits_);
}

std::string TokenIds::fingerprint() const {
  // The lengths keep ("ab", "c") and ("a", "bc") apart.
  std::string both = joined("token id salts " + std::to_string(salts_.uin.size()) + " ", salts_.uin,
                            salts_.partner_code);
  const HexHash hash = twice_hashed(both);
  wipe(both);
  return std::string(hash.data(), 16);
}
}  // namespace token_id
