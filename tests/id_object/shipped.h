// tests/id_object/shipped.h: the rules of deploy/config, for tests, the fuzzer and the bench.
#pragma once
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

#include "actors/base/properties.h"
#include "actors/id_object/loader.h"

namespace id_object {
inline std::string shipped_file(const std::string& name) {
  std::ifstream in{IDKERNEL_CONFIG_DIR "/" + name};
  return {std::istreambuf_iterator<char>{in}, {}};
}

inline master_data::Tables shipped_tables() {
  return {{"languages", shipped_file("languages.table")},
          {"genders", shipped_file("genders.table")},
          {"individual types", shipped_file("individual-types.table")},
          {"locations", shipped_file("locations.table")},
          {"documents", shipped_file("document-types.table")}};
}

inline Source shipped_source() {
  Source source;
  source.schema_name = "schema";
  source.schema = shipped_file("identity-schema.json");
  const auto read = properties::parse(shipped_file("pre-registration.properties"));
  for (const auto& entry : read.value()) source.properties.insert_or_assign(entry.key, entry.value);
  auto data = master_data::MasterData::read(shipped_tables());
  source.data = std::make_shared<const master_data::MasterData>(std::move(data).value());
  return source;
}

inline std::shared_ptr<const Validator> made(const Source& source) {
  auto validator = load(source);
  if (!validator.ok()) throw std::runtime_error(validator.error());
  return std::move(validator).value();
}

/// One for all tests: it is immutable.
inline const Validator& shipped() {
  static const auto validator = made(shipped_source());
  return *validator;
}
}  // namespace id_object
