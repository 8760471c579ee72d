// actors/base/config.h: the configuration of a running server: layered, checked, typed.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"
#include "actors/base/settings.h"

namespace config {
/// A setting named in our own code. An unknown key or one of another kind does not compile.
template <Kind... kinds>
struct Key {
  size_t index;
  consteval Key(const char* name) : index(index_of(name).value()) {
    size_t at = 0;
    bool fits = false;
    for (const auto& row : rows::all) {
      if (!row.is_group && at++ == index) fits = ((row.setting.kind == kinds) || ...);
    }
    if (!fits) throw "the setting is of another kind";
  }
};

/// One valid value per setting. Not copyable; secrets are wiped when it goes.
class Config {
 public:
  /// Every setting at its default.
  Config();
  ~Config();
  Config(Config&&) = default;
  Config& operator=(Config&&) = default;
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;

  int64_t integer(Key<Kind::integer, Kind::size> key) const;
  bool flag(Key<Kind::boolean> key) const;
  const std::string& text(Key<Kind::text, Kind::choice, Kind::address> key) const;
  std::vector<std::string> list(Key<Kind::list> key) const;
  /// Nothing when the limit is off.
  std::optional<Rate> rate(Key<Kind::rate> key) const;
  /// Empty when not given. Never log it.
  const std::string& secret(Key<Kind::secret> key) const;

  /// The value of a key named at run time, such as a route's role property: nothing when unknown.
  const std::string* find(std::string_view key) const;

 private:
  friend class Loader;
  std::vector<std::string> values_;
};

/// The layers above the defaults, the later one winning.
struct Sources {
  std::vector<std::string> files{};
  std::map<std::string, std::string> environment{};
  std::vector<std::string> sets{};     ///< "key=value" each
  std::vector<std::string> presets{};  ///< likewise, below the files: what --dev changes
};

/// What came of it. The server starts only when `problems` is empty.
struct Loaded {
  Config config;
  std::vector<std::string>
      problems;  ///< one line each: key, value (never a secret's), what is allowed
  std::vector<std::string>
      unknown;  ///< keys of others, which existing MOSIP files carry by the hundred
};

/// Reads all layers and reports everything that is wrong at once. A file is at most
/// properties::file_bytes_max, the file of a secret at most secret_file_bytes_max.
Loaded load(const Sources& sources);
inline constexpr size_t secret_file_bytes_max = 65'536;

/// Keys and texts, whether there is a setting of that name or not.
using Texts = std::map<std::string, std::string, std::less<>>;

/// `below` with what the layers of `sources` say of the keys that `wanted` takes, as it is written:
/// blanks at the end stay. A variable of the environment speaks for a key that is in `below` or in
/// a file. An empty text says nothing. Secret settings are never taken. The error says which file
/// cannot be read, and where.
Expected<Texts, std::string> overlaid(Texts below, const Sources& sources,
                                      const std::function<bool(std::string_view)>& wanted);

/// The process's environment, for Sources.
std::map<std::string, std::string> process_environment();
}  // namespace config
