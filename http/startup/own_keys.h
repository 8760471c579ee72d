// http/startup/own_keys.h: the keys that the server itself lives by, AUTH_TOKEN and STORE of the
// key manager: made when a store lacks them, opened, published.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "actors/base/clock.h"
#include "actors/base/config.h"
#include "actors/keymanager/key_plan.h"
#include "http/startup/beside.h"
#include "http/startup/secrets.h"
#include "http/startup/settings.h"
#include "store/rocks_store.h"

namespace startup {
/// Opens the keystore and fills keystore, private_keys, service_keys, store_key and token_keys of
/// `secrets`. What the store lacks is made and durable on return. A store of an earlier form is
/// brought to this one: its token keys become versions of AUTH_TOKEN, its data keys are wrapped by
/// the store key, and a key PRE_REGISTRATION gets its service key.
/// Before any actor. `step` is told whenever the keystore has answered. Throws Problem when a key
/// does not open or cannot be made.
void open_own_keys(Secrets& secrets, const config::Config& config, const Settings& settings,
                   store::RocksStore& store, UtcTime now, const Step& step = {});

/// The store key as the store has it; nothing is written. Errors: texts for the operator.
Expected<crypto::SecureBytes, std::string> stored_store_key(const store::View& view,
                                                            const keymanager::KeyRing& ring,
                                                            keymanager::PrivateKeys& keys);

/// Why the store key or a service key of a store does not open; empty: they do, or there are none
/// yet.
std::string store_key_fault(const store::View& view, const keymanager::KeyRing& ring,
                            keymanager::PrivateKeys& keys);

/// For keymanager::Config::refusal: key_application_refused for a version of AUTH_TOKEN with which
/// more keys had tokens that may be alive than are published (verify_keys_max).
std::function<std::optional<Fault>(const keymanager::KeyRing&, const keymanager::Generation&)>
token_key_refusal(const auth::Lifetimes& lifetimes, Clock clock);

/// In the commit of a new version: throws when it is one of AUTH_TOKEN that could not sign and
/// verify tokens, so that whoever ordered it hears that there is none.
void require_token_key(const keymanager::KeyVersion& version, keymanager::PrivateKeys& keys);

/// Publishes the token keys of each ring in which AUTH_TOKEN has a new version; for the key
/// manager, which shows the ring again each hour: what failed is then tried again. Verifiers go on
/// knowing the key before, and each one whose tokens may still be alive.
std::function<void(const keymanager::KeyRing&)> token_key_publisher(
    const Secrets& secrets, const auth::Lifetimes& lifetimes, Clock clock);
}  // namespace startup
