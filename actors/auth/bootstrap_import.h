// actors/auth/bootstrap_import.h: the bootstrap file into the store, once.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "actors/audit/trail.h"
#include "actors/auth/accounts.h"
#include "actors/auth/bootstrap.h"
#include "actors/auth/user_key.h"
#include "crypto/argon2.h"
#include "store/journal.h"
#include "store/view.h"

namespace auth {
/// Kept by auth partition 0: when the import took place.
inline constexpr std::string_view import_record = "B";
/// Kept by auth partition 0: the names of the file's `roles`.
inline constexpr std::string_view role_names_record = "R";

struct ImportContext {
  uint16_t partitions = 0;
  const seal::IndexKey& index_key;
  std::shared_ptr<const seal::WrappingKey> store_key;
  Random& random;      ///< uuids and salts
  Random& key_random;  ///< data keys of the seal
  UtcTime now;
  crypto::Argon2Params argon2;
  audit::TrailRules trail{};
};
enum class ImportOutcome : uint8_t {
  imported,
  /// The store has its users and clients already: nothing was changed, whatever the file says.
  already_imported,
};

/// Before the actors start. Hashes every password that comes in clear (about 50 ms each) and writes
/// users, clients and the import record in one synced write: after a crash either all of it is
/// there, or none and the next start imports again. Errors: a text that names the entry, never its
/// secret.
Expected<ImportOutcome, BootstrapError> import_bootstrap(Bootstrap bootstrap,
                                                         const ImportContext& context,
                                                         const store::View& view,
                                                         store::Journal& journal);
}  // namespace auth
