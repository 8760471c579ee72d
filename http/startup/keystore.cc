// http/startup/keystore.cc: from settings to one of the keystores.
#include "http/startup/keystore.h"

#include <fstream>

#include "actors/seal/wrap.h"
#include "crypto/keystore/offline.h"
#include "crypto/keystore/pkcs11.h"
#include "crypto/keystore/pkcs12.h"
#include "crypto/keystore/soft.h"
#include "crypto/random.h"
#include "http/startup/arguments.h"
#include "http/startup/problem.h"

namespace startup {
namespace {
constexpr char path_key[] = "mosip.kernel.keymanager.hsm.config-path";
constexpr char pass_key[] = "mosip.kernel.keymanager.hsm.keystore-pass";
constexpr size_t token_file_bytes_max = 65'536;

/// A record opens only under the alias that it was made for.
std::string purpose_of(const std::string& alias) { return "keystore/" + alias; }

keystore::Sealing sealing_under(std::shared_ptr<const seal::MasterKey> master) {
  keystore::Sealing out;
  out.wrap = [master](const std::string& alias, std::span<const std::byte> secret) {
    crypto::SystemRandom random;
    return seal::wrap_secret(*master, random, purpose_of(alias), secret);
  };
  out.unwrap = [master](const std::string& alias, std::string_view record) {
    return seal::unwrap_secret(*master, purpose_of(alias), record);
  };
  return out;
}

std::string needed_path(const config::Config& config) {
  const std::string& path = config.text(path_key);
  if (path.empty()) throw Problem(exit_config, std::string{path_key} + " names no file");
  return path;
}

crypto::SecureBytes needed_pass(const config::Config& config) {
  const std::string& pass = config.secret(pass_key);
  if (pass.empty()) throw Problem(exit_config, std::string{pass_key} + " is not set");
  return crypto::SecureBytes::from(std::string_view{pass});
}

std::string text_of_file(const std::string& path) {
  std::string text(token_file_bytes_max, '\0');
  std::ifstream in{path, std::ios::binary};
  if (!in) throw Problem(exit_config, path + " cannot be read");
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) throw Problem(exit_config, path + " cannot be read");
  text.resize(static_cast<size_t>(in.gcount()));
  return text;
}

keystore::Pkcs11Options token_options(const config::Config& config) {
  const std::string path = needed_path(config);
  auto options = keystore::pkcs11_options_of(text_of_file(path));
  if (!options.ok()) throw Problem(exit_config, path + ": " + options.error());
  keystore::Pkcs11Options out = std::move(options).value();
  out.pin = needed_pass(config);
  out.token_label = config.text("idkernel.hsm.token-label");
  out.sessions_max = static_cast<size_t>(config.integer("idkernel.hsm.sessions-max"));
  out.session_wait = std::chrono::milliseconds{config.integer("idkernel.hsm.session-wait-ms")};
  out.restart_pause = std::chrono::milliseconds{config.integer("idkernel.hsm.restart-pause-ms")};
  out.call_timeout = std::chrono::milliseconds{config.integer("idkernel.hsm.call-timeout-ms")};
  return out;
}

std::unique_ptr<keystore::Keystore> or_unavailable(
    Expected<std::unique_ptr<keystore::Keystore>, std::string> opened) {
  if (!opened.ok()) throw Problem(exit_unavailable, "the keystore: " + opened.error());
  return std::move(opened).value();
}
}  // namespace

std::unique_ptr<keystore::Keystore> open_keystore(const config::Config& config,
                                                  std::shared_ptr<const seal::MasterKey> master) {
  const std::string& type = config.text("mosip.kernel.keymanager.hsm.keystore-type");
  if (type == "OFFLINE") return keystore::offline_keystore();
  if (type == "PKCS12") {
    return or_unavailable(keystore::pkcs12_keystore({needed_path(config), needed_pass(config)}));
  }
  if (type == "PKCS11") return or_unavailable(keystore::pkcs11_keystore(token_options(config)));
  return own_keystore(std::move(master));
}

std::unique_ptr<keystore::Keystore> own_keystore(std::shared_ptr<const seal::MasterKey> master) {
  return keystore::soft_keystore(sealing_under(std::move(master)));
}

std::vector<std::string> lacking(keystore::Keystore& keystore,
                                 const std::vector<std::string>& wanted) {
  auto missing = keystore::missing_aliases(keystore, wanted);
  if (missing.ok()) return std::move(missing).value();
  const auto errc = missing.error();
  if (errc == keystore::Errc::not_supported || errc == keystore::Errc::offline) return {};
  throw Problem(exit_unavailable, "the keystore does not list its keys: " + keystore.fault());
}
}  // namespace startup
