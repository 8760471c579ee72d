// crypto/keystore/pkcs11.h: keys in a token behind a PKCS#11 library: an HSM, or SoftHSM2.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/keystore/keystore.h"

namespace keystore {
struct Pkcs11Options {
  std::string library;
  std::string token_label;  ///< wins over the slots
  std::optional<uint64_t> slot_id;
  size_t slot_list_index = 0;
  crypto::SecureBytes pin;
  size_t sessions_max = 8;
  /// How long a call waits for a session while all are in use; beyond it unavailable.
  std::chrono::milliseconds session_wait{2000};
  /// The library is started anew at most once in this time, for a token that was lost as for keys
  /// that are missing: in between calls are unavailable, and what is missing is missing. Of calls
  /// that try whether a token that hangs answers in another session one begins in this time. A
  /// token that allowed fewer sessions than sessions_max is asked for more once it is over.
  std::chrono::milliseconds restart_pause{1000};
  /// A call that takes longer, or six times as long where it makes, moves or lists keys, hangs. Its
  /// session is counted out until it returns. Until another one answers fault() says so and calls
  /// are unavailable at once, but for one that tries; then warning() says how many sessions hang.
  std::chrono::milliseconds call_timeout{10'000};
  /// What pauses and call_timeout go by; session_wait is real time.
  std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
};

/// From the text of a token's configuration file, the form of Java's SunPKCS11: `name`, `library`,
/// `slot` or `slotListIndex`, one `key = value` a line; other keys and attribute blocks change
/// nothing here. Errors: a text for the operator.
Expected<Pkcs11Options, std::string> pkcs11_options_of(std::string_view text);

/// Loads the library, finds the token and logs in. Private keys are made sensitive and not
/// extractable; the label and id of every object are its alias. A lost session, token, login or
/// library is opened again by the next call that needs it. A PIN that the token calls wrong or
/// locked is not tried again before try_pin_again(): tokens lock after a few wrong ones. A key that
/// is still missing after the library was started anew for it stays so, unless it is found, the
/// token is lost and opened again, or try_pin_again() is called. Errors: a text for the operator.
Expected<std::unique_ptr<Keystore>, std::string> pkcs11_keystore(Pkcs11Options options);
}  // namespace keystore
