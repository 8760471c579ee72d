// tests/fuzz/audit_fuzz.cc: any bytes as a stored link, a head, and a text that may hold secrets:
// what decodes encodes to the same bytes, and no text hides a secret from masking.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "actors/audit/audit_chain.h"
#include "actors/audit/audit_mask.h"

namespace {
void require(bool holds) {
  if (!holds) std::abort();
}

void check_records(std::string_view bytes) {
  const size_t key_bytes = std::min<size_t>(bytes.size(), 9);
  const auto key = bytes.substr(0, key_bytes), value = bytes.substr(key_bytes);
  if (const auto link = audit::decode_link(key, value)) {
    require(audit::link_key(link->sequence) == key);
    require(audit::encoded(*link) == value);
  }
  if (const auto head = audit::decode_head(bytes)) require(audit::encoded(*head) == bytes);
}

void check_masking(std::string_view text) {
  const std::string once = audit::masked(text);
  require(once.size() <= 3 * text.size() + 3);
  if (simdjson::validate_utf8(text.data(), text.size()))
    require(simdjson::validate_utf8(once.data(), once.size()));
  // Whatever stands in front, the value of a secret's name is gone.
  constexpr std::string_view secret = "QZXJ7";
  if (text.find(secret) != std::string_view::npos) return;
  const std::string marked = audit::masked(std::string{text} + "\npassword=" + std::string{secret});
  require(marked.find(secret) == std::string::npos);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  check_records(bytes);
  check_masking(bytes);
  return 0;
}
