// tests/fuzz/jwe_fuzz.cc: any bytes as a JWE, as its header and as what it inflates: no crash, no
// bomb, and nothing opens that was not sealed for the key.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "actors/cryptomanager/jwe_header.h"
#include "crypto/deflate.h"
#include "crypto/jwe.h"

namespace {
constexpr size_t inflated_bytes_max = 100'000;

void open(std::string_view compact) {
  static const auto key = crypto::SoftPrivateKey::generate(crypto::KeyKind::rsa).value();
  const auto parts = crypto::split_jwe(compact);
  if (!parts) return;
  const auto header = cryptomanager::read_jwe_header(parts->header_json);
  const auto opened = crypto::decrypt_jwe(*parts, header && header->deflated, *key);
  if (opened.ok() || opened.error() != crypto::Errc::decryption_failed) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  open(text);
  (void)cryptomanager::read_jwe_header(text);
  const auto inflated = crypto::inflate_raw(text, inflated_bytes_max);
  if (inflated && inflated->size() > inflated_bytes_max) std::abort();
  const auto packed = crypto::deflate_raw(text);
  if (!packed || crypto::inflate_raw(*packed, size) != text) std::abort();
  return 0;
}
