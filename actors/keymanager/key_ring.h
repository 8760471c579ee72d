// actors/keymanager/key_ring.h: all keys at one moment.
#pragma once
#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "actors/base/result.h"
#include "actors/keymanager/key_version.h"
#include "actors/keymanager/snapshot_map.h"
#include "store/view.h"

namespace keymanager {
class KeyRing;
using KeyRingPtr = std::shared_ptr<const KeyRing>;

/// How many keys of a name are current, and which when it is one.
struct Current {
  size_t count = 0;
  KeyVersionPtr key;  ///< null unless count is 1
};

/// Immutable once it is shared: a request works on one and never sees half a rotation.
class KeyRing {
 public:
  using Versions = std::vector<KeyVersionPtr>;

  /// Of a name, in the order they were made in; empty when there are none.
  const Versions& versions(const KeyName& name) const;
  /// The key to use at `now` (keys sheet 2.3). A clock that was set back by less than clock_slack
  /// does not make the newest key unborn.
  Current current(const KeyName& name, UtcTime now) const;
  static constexpr std::chrono::minutes clock_slack{5};

  /// Those with a certificate of this SHA-256 (32 bytes), also one that an upload replaced.
  const Versions& by_thumbprint(const std::string& thumbprint) const;
  /// Null when there is none.
  KeyVersionPtr by_alias(const std::string& alias) const;
  bool has_uni_ident(const std::string& uni_ident) const;
  /// Names of base and symmetric keys that are, or were, made here for an application.
  size_t base_names(const std::string& application_id) const;
  /// Versions of all names that are kept so.
  size_t kept(Kept how) const { return kept_.at(static_cast<size_t>(how)); }
  /// Master keys that can decrypt, oldest first: (application, "") in the keystore.
  Versions module_keys() const;
  void for_each(const std::function<void(const KeyVersionPtr&)>& visit) const;

  /// This ring with `changed` put in, each in place of the version with its alias.
  KeyRing with(const Versions& changed) const;

 private:
  friend Result<KeyRingPtr> load_key_ring(const store::View& view, store::Owner owner);
  void put(const KeyVersionPtr& version);
  void take_out(const KeyVersionPtr& version);
  void put_by_name(const KeyVersionPtr& version);
  void take_out_by_name(const KeyVersionPtr& version);

  SnapshotMap<Versions> by_name_;
  SnapshotMap<Versions> by_thumbprint_;
  SnapshotMap<KeyVersionPtr> by_alias_;
  SnapshotMap<std::string> alias_of_uni_ident_;
  SnapshotMap<size_t> base_names_;  ///< by application
  std::array<size_t, 6> kept_{};    ///< by the number of Kept
};

/// What is stored. Errors: internal (unreadable store, a record that this program did not write).
Result<KeyRingPtr> load_key_ring(const store::View& view, store::Owner owner);
}  // namespace keymanager
