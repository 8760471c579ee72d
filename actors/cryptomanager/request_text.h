// actors/cryptomanager/request_text.h: the bytes of what encrypt and decrypt are given.
#pragma once
#include <string>

#include "actors/base/result.h"
#include "actors/cryptomanager/crypto_manager.h"
#include "actors/cryptomanager/envelope.h"

namespace cryptomanager {
struct DecodedText {
  std::string data;
  Extras extras;
};

/// Errors: crypto_data_invalid (no base64, or a salt that cannot be a nonce). Encrypt refuses
/// nothing else that is not the key's.
Result<DecodedText> decoded(const CipherText& text);
}  // namespace cryptomanager
