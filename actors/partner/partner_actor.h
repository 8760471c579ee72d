// actors/partner/partner_actor.h: what the store of authorities and partners is asked, and how it
// is made.
#pragma once
#include <caf/all.hpp>
#include <memory>

#include "actors/base/clock.h"
#include "actors/crypto_pool/crypto_pool_actor.h"
#include "actors/partition/partition.h"
#include "actors/partner/partner_state.h"
#include "actors/partner/upload_check.h"

namespace partner {
using upload_atom = caf::atom_constant<caf::atom("pt_upload")>;
using resign_atom = caf::atom_constant<caf::atom("pt_resign")>;
using store_atom = caf::atom_constant<caf::atom("pt_store")>;

/// What a partner's upload is answered with.
struct Resigned {
  std::string id;
  std::string bundle;
};
}  // namespace partner

// Certificates stay in the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(partner::AuthorityOrder)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(partner::PartnerOrder)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(partner::Rows)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<partner::UploadStatus>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<partner::Resigned>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<partner::Rows>)

namespace partner {
/// Certificates of authorities form trees, so one actor owns them all. Each upload is checked in
/// the crypto pool, against what was durable then; whether it is new is decided here.
/// upload, resign: when one is answered, it is durable and published on the board. Errors: those of
/// check and of Certificates::store, overloaded; of a single authority that another upload stored
/// meanwhile partner_ca_known.
/// store: the actor's own; nobody else sends it.
using Actor =
    caf::typed_actor<caf::replies_to<upload_atom, AuthorityOrder>::with<Result<UploadStatus>>,
                     caf::replies_to<resign_atom, PartnerOrder>::with<Result<Resigned>>,
                     caf::replies_to<store_atom, Rows, audit::Origin>::with<Result<Rows>>>;

struct Config {
  std::shared_ptr<BookBoard> board;  ///< holds what is stored when the actor starts
  Rules rules;
  std::shared_ptr<keymanager::PrivateKeys> keys;
  std::shared_ptr<::Random> random;  ///< used by several threads at once
  crypto_pool::Runner pool;
  /// For what signs, where that waits for a device; null: `pool` does that, too.
  crypto_pool::Runner device{};
};

/// For spawn.
Actor::behavior_type partners(Actor::pointer self, Config config, partition::Host host,
                              Clock clock);
}  // namespace partner
