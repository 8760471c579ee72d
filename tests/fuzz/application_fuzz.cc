// tests/fuzz/application_fuzz.cc: any bytes as the demographic data of an application: each fault
// is of a known kind and told once, and what passes is what a second reader finds whole.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "simdjson.h"
#include "tests/id_object/shipped.h"

namespace {
void require(bool holds) {
  if (!holds) std::abort();
}

std::shared_ptr<const id_object::Validator> shipped(bool strict) {
  id_object::Source source = id_object::shipped_source();
  source.strict = strict;
  return id_object::made(source);
}

void check(const id_object::Validator& validator, std::string_view body) {
  using namespace std::chrono_literals;
  const auto faults = validator.check(body, 2024y / 1 / 2);
  require(faults.size() <= id_object::Validator::faults_max);
  for (size_t i = 0; i < faults.size(); ++i) {
    require(faults[i].code == id_object::invalid_input ||
            faults[i].code == id_object::missing_input);
    require(!faults[i].path.empty() && simdjson::validate_utf8(faults[i].path));
    for (size_t j = 0; j < i; ++j) require(!(faults[i] == faults[j]));
  }
  if (!faults.empty()) return;
  simdjson::dom::parser parser;
  const simdjson::padded_string text{body};
  std::string_view postal;
  require(parser.parse(text)["identity"]["postalCode"].get(postal) == simdjson::SUCCESS);
  require(postal.size() == 5);
  simdjson::dom::array genders;
  require(parser.parse(text)["identity"]["gender"].get(genders) == simdjson::SUCCESS);
  require(genders.size() > 0);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto plain = shipped(false);
  static const auto strict = shipped(true);
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  for (const auto& validator : {plain, strict}) {
    check(*validator, body);
    // The same bytes where the checks are.
    check(*validator, R"({"identity":)" + std::string{body} + "}");
  }
  return 0;
}
