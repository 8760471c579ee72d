// tests/fuzz/envelope_fuzz.cc: any bytes as an envelope, with and without salt and aad.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "actors/cryptomanager/envelope.h"

namespace cryptomanager {
namespace {
void check(std::string_view envelope, const Extras& extras) {
  const auto parts = split(envelope);
  if (!parts) return;
  const size_t header = parts->r2 ? r2_header.size() : 0;
  const size_t whole = header + parts->thumbprint.size() + parts->rsa_block.size() +
                       key_splitter.size() + parts->data.size();
  if (whole != envelope.size()) std::abort();
  const auto data = data_part_of(*parts, extras);
  if (data && (data->nonce.empty() || data->sealed.size() < tag_bytes)) std::abort();
}
}  // namespace
}  // namespace cryptomanager

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cryptomanager;
  const std::string_view envelope{reinterpret_cast<const char*>(data), size};
  check(envelope, {});
  check(envelope, {.salt = "salt", .aad = std::nullopt});
  check(envelope, {.salt = std::nullopt, .aad = "aad"});
  return 0;
}
