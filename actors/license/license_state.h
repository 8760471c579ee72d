// actors/license/license_state.h: the licence keys of one partition. One actor holds it, so it has
// no locks.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/random.h"
#include "actors/base/result.h"
#include "actors/license/license_rules.h"
#include "store/transaction.h"

namespace license {
/// Longer MISP ids are refused, since the record would cut them.
inline constexpr size_t misp_id_bytes_max = 256;

/// Which keys are this partition's.
struct Share {
  uint16_t partition = 0;
  uint16_t partitions = 1;
};

/// One pair that a request names.
struct Pair {
  std::string misp_id;
  std::string license_key;
};

class Licenses {
 public:
  /// Records remembered; beyond it the memory starts anew. About 400 bytes each.
  static constexpr size_t remembered_max = 16'384;

  Licenses(Rules rules, Share share, std::shared_ptr<Random> random)
      : rules_(std::move(rules)), share_(share), random_(std::move(random)) {}

  /// A new key of this partition for the MISP, of A-Z, a-z and 0-9.
  /// Errors: license_misp_blank, license_unreadable (an id beyond misp_id_bytes_max),
  /// license_expiry_past, license_internal.
  Result<std::string> generate(const std::string& misp_id, UtcTime expires, UtcTime now,
                               store::Transaction& tx);
  /// Adds permissions to a key. Errors: faults_of_mapping, license_not_found (no such pair),
  /// license_permission_unknown, license_internal.
  Result<Done> map(const Pair& pair, const std::vector<std::string>& permissions,
                   store::Transaction& tx);
  /// The permissions of a key that is in force, the newest first. Errors: faults_of_pair,
  /// license_not_found, those of lookup_fault, license_internal.
  Result<std::vector<std::string>> permissions(const Pair& pair, UtcTime now,
                                               store::Transaction& tx);
  /// Errors: license_key_blank, license_unreadable (no such status), license_not_found,
  /// license_internal.
  Result<Done> set_status(const std::string& license_key, std::string_view status,
                          store::Transaction& tx);

  /// Forgets what it remembers; the store knows.
  void forget() { remembered_.clear(); }

 private:
  Result<const License*> find(const std::string& license_key, store::Transaction& tx);
  Result<const License*> find(const Pair& pair, store::Transaction& tx);
  void keep(const std::string& license_key, License license, store::Transaction& tx);
  const License* remember(const std::string& license_key, License license);
  std::string draw() const;
  std::string draw_own() const;

  Rules rules_;
  Share share_;
  std::shared_ptr<Random> random_;
  std::unordered_map<std::string, License> remembered_;
};
}  // namespace license
