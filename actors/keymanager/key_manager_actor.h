// actors/keymanager/key_manager_actor.h: what the key manager is asked, and how it is made.
#pragma once
#include <caf/all.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "actors/base/clock.h"
#include "actors/crypto_pool/crypto_pool_actor.h"
#include "actors/keymanager/key_board.h"
#include "actors/keymanager/key_maker.h"
#include "actors/keymanager/key_plan.h"
#include "actors/partition/partition.h"

namespace keymanager {
using order_atom = caf::atom_constant<caf::atom("km_order")>;
using store_atom = caf::atom_constant<caf::atom("km_store")>;
using renew_atom = caf::atom_constant<caf::atom("km_renew")>;

using Rows = std::vector<KeyVersionPtr>;
}  // namespace keymanager

// Keys stay in the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(keymanager::Order)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<keymanager::Outcome>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(keymanager::Rows)

namespace keymanager {
/// Keys that are being made for one caller at a time; an order for one more is overloaded. What
/// stands in a line behind another order of its name, and what the server itself orders, is not
/// counted.
inline constexpr size_t keys_per_caller_max = 4;

/// Keys form one tree (ROOT signs modules, modules sign their base keys), so one actor owns them
/// all. Orders for one name are carried out one after the other; a key is made on the crypto pool
/// while others are served.
/// order: when it is answered, its change is durable and published on the board. Errors: those of
/// plan, of KeyMaker::make, overloaded (also an order that its caller gave up), storage_full,
/// before anything is made. store: the actor's own; nobody else sends it. renew: makes successors
/// of the keystore's keys that are not current any more (keys sheet 2.3), so that rotation waits
/// for nobody's request.
using Actor = caf::typed_actor<caf::replies_to<order_atom, Order>::with<Result<Outcome>>,
                               caf::replies_to<store_atom, Rows, audit::Origin>::with<Result<Done>>,
                               caf::reacts_to<renew_atom>>;

struct Config {
  std::shared_ptr<KeyBoard> board;  ///< holds what is stored when the actor starts
  KeyMaker maker;
  crypto_pool::Runner pool;  ///< the slow lane
  /// Called with each ring that is published, before the change is answered; null: nobody listens.
  std::function<void(const KeyRing&)> published = nullptr;
  /// Called with each new key in the transaction that stores it, for rows that stand and fall with
  /// it (Transaction::put_beside); null: there are none. What it throws gives the key up.
  std::function<void(const KeyVersion&, store::Transaction&)> stored_with = nullptr;
  /// For what the keystore does, where it waits for a device; null: `pool` does that, too.
  crypto_pool::Runner device{};
  PlanLimits limits{};
  /// Asked before a key is made that an order ends others for: why it must not be; null: it may.
  std::function<std::optional<Fault>(const KeyRing&, const Generation&)> refusal = nullptr;
};

/// For spawn.
Actor::behavior_type key_manager(Actor::pointer self, Config config, partition::Host host,
                                 Clock clock);
}  // namespace keymanager
