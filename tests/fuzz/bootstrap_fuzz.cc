// tests/fuzz/bootstrap_fuzz.cc: any bytes as a bootstrap file: what is taken is complete and
// unambiguous, what is refused is refused with a reason.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

#include "actors/auth/bootstrap.h"

namespace {
void require(bool holds) {
  if (!holds) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto parsed = auth::parse_bootstrap({reinterpret_cast<const char*>(data), size});
  if (!parsed.ok()) {
    require(!parsed.error().text.empty());
    return 0;
  }
  std::set<std::string_view> names;
  for (const auto& user : parsed.value().users) {
    require(!user.record.user_name.empty());
  }
  for (const auto& client : parsed.value().clients) {
    require(names.insert(client.record.client_id).second);
    require(!client.record.client_id.empty());
  }
  return 0;
}
