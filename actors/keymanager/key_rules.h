// actors/keymanager/key_rules.h: which key is current, how long it lives, how it is identified.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "actors/keymanager/key_policies.h"

namespace keymanager {
/// What keys are asked for by. An absent reference id is "" (keys sheet D9).
struct KeyName {
  std::string application_id;
  std::string reference_id;
  friend auto operator<=>(const KeyName&, const KeyName&) = default;
};

/// From when to when a key may be used.
struct Lifetime {
  UtcTime generated;
  UtcTime expires;
  friend bool operator==(const Lifetime&, const Lifetime&) = default;
};

/// What a name denotes; it decides who signs the key and which policy holds for it.
enum class KeyClass : uint8_t {
  root,
  own,
  module_master,
  kernel_sign,
  ec_sign,
  ed25519_sign,
  base
};

inline constexpr std::string_view root_application = "ROOT";
/// Signs the sign-in tokens. Its private half is sealed in its row whatever the keystore, so that
/// signing in neither waits for a token nor ends with one.
inline constexpr std::string_view token_application = "AUTH_TOKEN";
/// What the data keys of the store are wrapped under is encrypted for it.
inline constexpr std::string_view store_application = "STORE";

/// The server's own applications: one key each, made when a store is opened, which signs its own
/// certificate. Nothing that a client asks for signs, decrypts or uploads with it (DECISIONS 32).
constexpr bool is_own(std::string_view application_id) {
  return application_id == token_application || application_id == store_application;
}

/// Reference ids are compared exactly (keys sheet 2.5).
inline KeyClass class_of(const KeyName& name) {
  if (name.reference_id.empty()) {
    if (name.application_id == root_application) return KeyClass::root;
    return is_own(name.application_id) ? KeyClass::own : KeyClass::module_master;
  }
  if (name.application_id == "KERNEL" && name.reference_id == "SIGN") return KeyClass::kernel_sign;
  if (name.reference_id == "EC_SECP256R1_SIGN" || name.reference_id == "EC_SECP256K1_SIGN")
    return KeyClass::ec_sign;
  if (name.reference_id == "ED25519_SIGN") return KeyClass::ed25519_sign;
  return KeyClass::base;
}

/// The row that says how long a new key of this name lives: BASE for base keys, whatever their
/// application (DECISIONS 17). Null: no such key may be made.
inline const Policy* validity_policy(const KeyName& name) {
  const Policy* own = policy_of(name.application_id);
  if (own == nullptr) return nullptr;
  return class_of(name) == KeyClass::base ? &base_policy : own;
}

/// How long before its end a key hands over to its successor: none where the application has no
/// policy (keys sheet 2.2, last table).
inline std::chrono::days pre_expire_of(const KeyName& name) {
  const Policy* own = policy_of(name.application_id);
  if (own == nullptr) return {};
  const KeyClass key_class = class_of(name);
  const bool as_base = key_class == KeyClass::base || key_class == KeyClass::ec_sign ||
                       key_class == KeyClass::ed25519_sign;
  return as_base ? base_policy.pre_expire : own->pre_expire;
}

/// The lifetime of a key made at `now` under `policy`.
inline Lifetime lifetime_from(const Policy& policy, UtcTime now) {
  return {now, now + policy.validity};
}

/// Whether a key is current at `now` (keys sheet 2.3): both ends count even inside the
/// pre-expire window.
inline bool is_current(const Lifetime& life, std::chrono::days pre_expire, UtcTime now) {
  if (now == life.generated || now == life.expires) return true;
  return life.generated < now && now < life.expires - pre_expire;
}

/// When a key ends that a forced rotation at `now` replaces (keys sheet 2.4).
inline UtcTime forced_end(UtcTime now) { return now - std::chrono::minutes{1}; }

/// What SHA-1 makes a key's uni_ident of: APP_REF_MM-dd-yyyy, the day of generation in UTC.
/// `taken_alias` is the new key's alias when that identifier is taken already, else "" (D6).
inline std::string uni_ident_input(const KeyName& name, UtcTime generated,
                                   std::string_view taken_alias) {
  const std::string day = compact_utc(generated);  // yyyyMMdd...
  std::string text = name.application_id + "_" + name.reference_id + "_" + day.substr(4, 2) + "-" +
                     day.substr(6, 2) + "-" + day.substr(0, 4);
  if (!taken_alias.empty()) text.append("_").append(taken_alias);
  return text;
}
}  // namespace keymanager
