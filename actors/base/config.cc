// actors/base/config.cc: typed access to checked values.
#include "actors/base/config.h"

#include <unistd.h>

namespace config {
namespace {
/// Through volatile, so that the compiler keeps writes to memory that is about to be freed.
void wipe(std::string& value) {
  volatile char* bytes = value.data();
  for (size_t i = 0; i < value.size(); ++i) bytes[i] = 0;
}
}  // namespace

Config::Config() {
  values_.reserve(settings().size());
  for (const Setting& setting : settings()) values_.emplace_back(setting.fallback);
}

Config::~Config() {
  for (size_t i = 0; i < values_.size(); ++i) {
    if (settings()[i].kind == Kind::secret) wipe(values_[i]);
  }
}

int64_t Config::integer(Key<Kind::integer, Kind::size> key) const {
  return parse_size(values_[key.index]).value();
}

bool Config::flag(Key<Kind::boolean> key) const { return values_[key.index] == "true"; }

const std::string& Config::text(Key<Kind::text, Kind::choice, Kind::address> key) const {
  return values_[key.index];
}

std::vector<std::string> Config::list(Key<Kind::list> key) const {
  return split_list(values_[key.index]);
}

std::optional<Rate> Config::rate(Key<Kind::rate> key) const {
  return parse_rate(values_[key.index]);
}

const std::string& Config::secret(Key<Kind::secret> key) const { return values_[key.index]; }

const std::string* Config::find(std::string_view key) const {
  const auto index = index_of(key);
  return index ? &values_[*index] : nullptr;
}

std::map<std::string, std::string> process_environment() {
  std::map<std::string, std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    const size_t equals = text.find('=');
    if (equals != std::string_view::npos)
      all.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}
}  // namespace config
