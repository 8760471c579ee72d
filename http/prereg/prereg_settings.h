// http/prereg/prereg_settings.h: what configuration says about pre-registration and may be read
// anew while the server runs.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/base/expected.h"
#include "actors/id_object/pattern.h"
#include "actors/id_object/validator.h"
#include "actors/master_data/master_data.h"
#include "http/prereg/file_limits.h"

namespace http {
/// Keys and their values as they are written, blanks at the end too.
using PreregValues = std::map<std::string, std::string, std::less<>>;

/// One reading of the configuration. Immutable, so whoever holds it sees one state of all of it.
struct PreregSettings {
  PreregValues values;
  std::string ui_json;       ///< the keys that ui.config.params names: the answer of login/config
  id_object::Pattern phone;  ///< mosip.id.validation.identity.phone
  id_object::Pattern email;  ///< mosip.id.validation.identity.email
  std::vector<std::string> languages;  ///< mosip.supported-languages, not empty
  FileLimits file;                     ///< preregistration.documentupload.allowed.file.*
  /// Null only in tests that need none.
  std::shared_ptr<const master_data::MasterData> master_data = nullptr;
  std::shared_ptr<const id_object::Validator> validator = nullptr;

  bool has_language(std::string_view code) const;
};
using PreregSettingsPtr = std::shared_ptr<const PreregSettings>;

/// Makes all but the last two; `body_bytes_max` is idkernel.http.body-bytes-max. Errors, for the
/// operator, which name the key: a key that must be there and is not, a value that is no pattern or
/// holds a placeholder, those of file_limits_of.
Expected<PreregSettings, std::string> prereg_settings_of(PreregValues values,
                                                         size_t body_bytes_max);

/// How reading anew went since the process began.
struct PreregReloads {
  uint64_t done = 0;
  uint64_t failed = 0;
  std::string fault;  ///< of the last one; empty: it went well, or there was none
};

/// Where the settings are published. Safe from any thread.
class PreregBoard {
 public:
  /// Reads the files; errors are for the operator.
  using Read = std::function<Expected<PreregSettingsPtr, std::string>()>;

  PreregBoard(PreregSettingsPtr first, Read read)
      : read_(std::move(read)), settings_(std::move(first)) {}

  /// Never null.
  PreregSettingsPtr settings() const {
    const std::lock_guard lock{mutex_};
    return settings_;
  }
  PreregReloads reloads() const {
    const std::lock_guard lock{mutex_};
    return reloads_;
  }

  enum class Outcome { done, failed, busy };
  /// Reads the files and publishes what they say; the old settings stay when something is wrong
  /// with them. `busy` and nothing else while another thread does so. It waits for the disk.
  Outcome reload();

 private:
  const Read read_;
  std::mutex reading_;  ///< held by the one that reads
  mutable std::mutex mutex_;
  PreregSettingsPtr settings_;
  PreregReloads reloads_;
};

/// What handlers of pre-registration reach.
struct Prereg {
  std::shared_ptr<PreregBoard> board;
  bool keeps_pending_code = false;  ///< idkernel.prereg.keep-pending-code
};
}  // namespace http
