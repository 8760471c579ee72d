// tests/fuzz/audit_fuzz.cc: any bytes as a stored link, an end of a chain, a line of the archive, a
// cursor, and a text that may hold secrets: what decodes encodes to the same bytes, and no text
// hides a secret from masking.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "actors/audit/audit_ends.h"
#include "actors/audit/audit_mask.h"
#include "actors/audit/audit_place.h"
#include "actors/audit/entry.h"
#include "actors/audit/segment.h"

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
  if (const auto tail = audit::decode_tail(bytes)) require(audit::encoded(*tail) == bytes);
}

void check_archive(std::string_view text) {
  constexpr store::Owner owner{3, store::Service::audit};
  if (const auto segment = audit::segment_of(owner, text))
    require(audit::line_of(owner, *segment) == text);
  if (const auto place = audit::place_of(text)) require(audit::text_of(*place) == text);
  const auto entry = audit::entry_of(text);
  if (!entry) return;
  const auto again = audit::entry_of(audit::line_of(*entry));
  require(again && again->sequence == entry->sequence && again->logged == entry->logged);
  require(again->hash == entry->hash && again->text == entry->text);
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
  check_archive(bytes);
  check_masking(bytes);
  return 0;
}
