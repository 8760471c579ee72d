// actors/license/license_actor.h: what a licence partition is asked, and how one is made.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <string>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/origin.h"
#include "actors/license/license_state.h"
#include "actors/partition/partition.h"

namespace license {
struct Generate {
  std::string misp_id;
  UtcTime expires{};
  audit::Origin by{};
};
struct Map {
  Pair pair;
  std::vector<std::string> permissions;
  audit::Origin by{};
};
struct SetStatus {
  std::string license_key;
  std::string status;
  audit::Origin by{};
};

using make_atom = caf::atom_constant<caf::atom("lic_make")>;
using map_atom = caf::atom_constant<caf::atom("lic_map")>;
using read_atom = caf::atom_constant<caf::atom("lic_read")>;
using status_atom = caf::atom_constant<caf::atom("lic_status")>;

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Pair& x) {
  return f(x.misp_id, x.license_key);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Map& x) {
  return f(x.pair, x.permissions, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, SetStatus& x) {
  return f(x.license_key, x.status, x.by);
}
}  // namespace license

// A time point has no wire form in CAF; the message stays in the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(license::Generate)

namespace license {
/// Errors: those of Licenses. Any partition makes keys; the others go to the key's owner.
using Actor =
    caf::typed_actor<caf::replies_to<make_atom, Generate>::with<Result<std::string>>,
                     caf::replies_to<map_atom, Map>::with<Result<Done>>,
                     caf::replies_to<read_atom, Pair>::with<Result<std::vector<std::string>>>,
                     caf::replies_to<status_atom, SetStatus>::with<Result<Done>>>;

/// What one partition is made of.
struct Config {
  Rules rules;
  Share share;
  std::shared_ptr<Random> random;  ///< this actor's own
};

/// For spawn. Replies leave after the journal has made their writes durable.
Actor::behavior_type partition(Actor::pointer self, Config config, partition::Host host,
                               Clock clock);
}  // namespace license
