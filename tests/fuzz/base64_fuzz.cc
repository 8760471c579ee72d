// tests/fuzz/base64_fuzz.cc: any text as base64 of each kind: one text per value, one value per
// text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crypto/base58.h"
#include "crypto/base64.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto url = crypto::base64url_decode(text);
  if (url && crypto::base64url_encode(*url) != text) std::abort();
  const auto padded = crypto::base64_decode(text);
  if (padded && crypto::base64_encode(*padded) != text) std::abort();
  const auto any = crypto::base64_decode_any(text);
  if ((url || padded) && !any) std::abort();

  if (crypto::base64url_decode(crypto::base64url_encode(text)) != text) std::abort();
  if (crypto::base64_decode(crypto::base64_encode(text)) != text) std::abort();
  const bool has_base58 = !crypto::multibase_base58btc(text).empty();
  if (has_base58 != (size <= crypto::base58_bytes_max)) std::abort();
  return 0;
}
