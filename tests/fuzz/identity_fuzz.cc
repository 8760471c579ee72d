// tests/fuzz/identity_fuzz.cc: any bytes as a line of an import and as a stored record: what is
// taken is good and comes back from its record as it was.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "actors/identity/identity_entry.h"
#include "actors/identity/identity_record.h"

namespace {
void require(bool holds) {
  if (!holds) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  if (const auto person = identity::decoded(bytes))
    require(identity::decoded(identity::encoded(*person)) == person);
  const auto entry = identity::parse_entry(bytes);
  if (!entry.ok()) {
    require(!entry.error().empty());
    return 0;
  }
  require(!identity::fault_of(entry.value()));
  require(identity::decoded(identity::encoded(entry.value().person)) == entry.value().person);
  return 0;
}
