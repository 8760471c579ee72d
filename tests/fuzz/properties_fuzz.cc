// tests/fuzz/properties_fuzz.cc: whatever is parsed, written out and parsed again is the same.
#include <cstdint>
#include <cstdlib>

#include "actors/base/properties.h"
#include "actors/base/settings.h"

namespace {
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      if (std::string_view{" \t\f\\=:#!"}.find(c) != std::string_view::npos) out.push_back('\\');
      out.push_back(c);
    }
  }
  return out;
}

void require(bool truth) {
  if (!truth) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto parsed = properties::parse({reinterpret_cast<const char*>(data), size});
  if (!parsed.ok()) return 0;
  for (const auto& entry : parsed.value()) {
    for (const auto& setting : config::settings()) {
      static_cast<void>(config::is_allowed(setting, entry.value));
    }
    const auto again = properties::parse(escaped(entry.key) + "=" + escaped(entry.value));
    require(again.ok() && again.value().size() == 1);
    require(again.value()[0].key == entry.key && again.value()[0].value == entry.value);
  }
  return 0;
}
