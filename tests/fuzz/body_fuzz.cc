// tests/fuzz/body_fuzz.cc: any bytes as a request body: it is refused or read, never both, the
// reader serves the next body as well, and what it says of itself makes a sound envelope.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/body.h"

namespace {
void require(bool holds) {
  if (!holds) std::abort();
}

bool is_json(const std::string& text) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  return parser.parse(text).get(object) == simdjson::SUCCESS;
}

void read_fields(const http::Fields& fields) {
  for (const char* name : {"id", "uin", "userName", ""}) {
    const auto field = fields.text({name, "appId"});
    require(field.kind == http::TextField::Kind::text || field.value.empty());
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view json{reinterpret_cast<const char*>(data), size};
  static http::Body body;  // one per thread, as in the server
  const bool refused = body.parse(json).has_value();
  require(refused != body.fields().present());
  read_fields(body.fields());
  read_fields(body.fields().object("request"));
  const auto echo = body.echo();
  require(!refused || (!echo.id && !echo.version));
  require(is_json(http::success_envelope({}, http::VerKeys::both, echo, "null", UtcTime{})));

  require(!body.parse(R"({"id":"next"})"));
  require(body.echo().id == "next");
  return 0;
}
