// actors/base/config_load.cc: the layers of a configuration, and every complaint about them.
#include <algorithm>
#include <fstream>
#include <numeric>

#include "actors/base/config.h"
#include "actors/base/properties.h"

namespace config {
namespace {
constexpr std::string_view ours = "idkernel.";
constexpr size_t near_enough = 3;  // edits between a misspelled key and the one that is suggested

/// Nothing when the file cannot be read or is larger than `bytes_max`.
std::optional<std::string> read_file(const std::string& path, size_t bytes_max) {
  std::ifstream file{path, std::ios::binary};
  std::string text(bytes_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || !file.eof()) return std::nullopt;
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0]++;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

std::string suggestion_for(std::string_view key) {
  std::string_view best;
  size_t least = near_enough + 1;
  for (const Setting& setting : settings()) {
    const size_t longer = std::max(key.size(), setting.key.size());
    const size_t shorter = std::min(key.size(), setting.key.size());
    if (longer - shorter > near_enough) continue;  // also keeps a long key from costing much
    const size_t edits = edits_between(key, setting.key);
    if (edits >= least) continue;
    least = edits;
    best = setting.key;
  }
  return best.empty() ? "" : "; did you mean " + std::string{best} + "?";
}

std::string_view without_blanks_around(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The entries of a file, or why there are none.
Expected<std::vector<properties::Entry>, std::string> entries_of(const std::string& path) {
  const auto text = read_file(path, properties::file_bytes_max);
  if (!text) return path + ": cannot be read as a file of at most 4 MiB";
  auto parsed = properties::parse(*text);
  if (parsed.ok()) return std::move(parsed).value();
  const auto error = parsed.error();
  return path + ":" + std::to_string(error.line) + ": " + std::string{error.what};
}

bool is_secret(std::string_view key) {
  const auto index = index_of(key);
  return index && settings()[*index].kind == Kind::secret;
}
}  // namespace

/// Applies layer after layer, then checks what they came to: a bad value that a later layer
/// replaces hurts nobody.
class Loader {
 public:
  Loader() : origins_(settings().size()) {}

  void apply_file(const std::string& path) {
    const auto entries = entries_of(path);
    if (!entries.ok()) return complain(entries.error());
    for (const auto& entry : entries.value()) {
      apply(entry.key, entry.value, path + ":" + std::to_string(entry.line));
    }
  }

  /// An unknown IDKERNEL_ variable is only reported: Kubernetes puts such names into every
  /// container.
  void apply_environment(const std::map<std::string, std::string>& environment) {
    std::map<std::string, std::string_view> key_of;
    for (const Setting& setting : settings()) key_of[environment_name(setting.key)] = setting.key;
    for (const auto& [name, value] : environment) {
      if (const auto known = key_of.find(name); known != key_of.end()) {
        apply(known->second, value, "environment " + name);
      } else if (name.starts_with("IDKERNEL_")) {
        loaded_.unknown.push_back(name + " (environment)");
      }
    }
  }

  void apply_set(std::string_view assignment) {
    const size_t equals = assignment.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      return complain("--set needs KEY=VALUE");  // Without its text: it may be a secret.
    }
    apply(assignment.substr(0, equals), assignment.substr(equals + 1), "--set");
  }

  Loaded finish() && {
    for (size_t i = 0; i < settings().size(); ++i) check(settings()[i], values()[i], origins_[i]);
    return std::move(loaded_);
  }

 private:
  std::vector<std::string>& values() { return loaded_.config.values_; }
  void complain(std::string problem) { loaded_.problems.push_back(std::move(problem)); }

  void apply(std::string_view key, std::string_view value, const std::string& origin) {
    if (const auto index = index_of(key)) {
      values()[*index] = without_blanks_around(value);
      origins_[*index] = origin;
    } else if (key.starts_with(ours)) {
      // Without its value: it may be a misspelled secret.
      complain(std::string{key} + " (" + origin + "): unknown setting" + suggestion_for(key));
    } else {
      loaded_.unknown.push_back(std::string{key} + " (" + origin + ")");
    }
  }

  void check(const Setting& setting, std::string& value, const std::string& origin) {
    if (setting.kind == Kind::secret) return read_secret(setting, value, origin);
    const std::string shown = std::string{setting.key} + "=" + value + " (" + origin + ")";
    if (value.find("${") != std::string::npos) {
      complain(shown + ": placeholders are not resolved; write the value");
    } else if (!is_allowed(setting, value)) {
      complain(shown + ": allowed is " + allowed_text(setting));
    }
  }

  void read_secret(const Setting& setting, std::string& value, const std::string& origin) {
    constexpr std::string_view from_file = "file:";
    if (!value.starts_with(from_file)) return;
    const std::string path = value.substr(from_file.size());
    auto text = read_file(path, secret_file_bytes_max);
    if (!text) {
      return complain(std::string{setting.key} + " (" + origin + "): " + path +
                      " cannot be read as a file of at most 65536 bytes");
    }
    while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
    if (text->empty()) {
      return complain(std::string{setting.key} + " (" + origin + "): " + path + " is empty");
    }
    value = std::move(*text);
  }

  Loaded loaded_;
  std::vector<std::string> origins_;
};

Loaded load(const Sources& sources) {
  Loader loader;
  for (const auto& assignment : sources.presets) loader.apply_set(assignment);
  for (const auto& path : sources.files) loader.apply_file(path);
  loader.apply_environment(sources.environment);
  for (const auto& assignment : sources.sets) loader.apply_set(assignment);
  return std::move(loader).finish();
}

Expected<Texts, std::string> overlaid(Texts below, const Sources& sources,
                                      const std::function<bool(std::string_view)>& wanted) {
  Texts all = std::move(below);
  const auto apply = [&](std::string_view key, std::string_view value) {
    if (!value.empty() && wanted(key) && !is_secret(key))
      all.insert_or_assign(std::string{key}, value);
  };
  const auto apply_assignments = [&](const std::vector<std::string>& assignments) {
    for (const std::string_view assignment : assignments) {
      const size_t equals = std::min(assignment.find('='), assignment.size());
      if (equals < assignment.size())
        apply(assignment.substr(0, equals), assignment.substr(equals + 1));
    }
  };
  apply_assignments(sources.presets);
  for (const auto& path : sources.files) {
    const auto entries = entries_of(path);
    if (!entries.ok()) return entries.error();
    for (const auto& entry : entries.value()) apply(entry.key, entry.value);
  }
  for (auto& [key, value] : all) {
    const auto said = sources.environment.find(environment_name(key));
    if (said != sources.environment.end() && !said->second.empty()) value = said->second;
  }
  apply_assignments(sources.sets);
  return all;
}
}  // namespace config
