// crypto/keystore/pkcs12.cc: the keystore's operations on a file's entries.
#include "crypto/keystore/pkcs12.h"

#include <functional>
#include <mutex>

#include "crypto/keystore/matching.h"
#include "crypto/keystore/pkcs12/contents.h"
#include "crypto/keystore/pkcs12/file.h"
#include "crypto/random.h"

namespace keystore {
namespace {
using pkcs12::Contents;
using SoftKey = std::shared_ptr<const crypto::SoftPrivateKey>;

class Pkcs12 : public Keystore {
 public:
  Pkcs12(pkcs12::HeldFile file, crypto::SecureBytes password, Contents contents)
      : file_(std::move(file)), password_(std::move(password)), contents_(std::move(contents)) {}

  std::string_view type() const override { return "PKCS12"; }

  Expected<NewKey, Errc> generate(const std::string& alias, crypto::KeyKind kind) override {
    auto key = crypto::SoftPrivateKey::generate(kind);
    if (!key.ok()) return Errc::failed;
    return add(alias, std::move(key).value(), std::nullopt);
  }

  Expected<std::string, Errc> generate_secret(const std::string& alias) override {
    crypto::SecureBytes secret{secret_bytes};
    crypto::SystemKeyRandom random;
    random.fill(secret.span());
    return add_secret(alias, secret);
  }
  Expected<std::string, Errc> import_secret(const std::string& alias,
                                            std::span<const std::byte> secret) override {
    if (secret.size() != secret_bytes) return Errc::failed;
    crypto::SecureBytes copy{secret_bytes};
    std::copy(secret.begin(), secret.end(), copy.data());
    return add_secret(alias, copy);
  }

  Expected<crypto::PrivateKeyPtr, Errc> open(const std::string& alias, std::string_view) override {
    const std::lock_guard lock{mutex_};
    const auto at = contents_.keys.find(alias);
    if (at == contents_.keys.end()) return Errc::no_such_alias;
    return crypto::PrivateKeyPtr{at->second.key};
  }

  Expected<Done, Errc> put_certificate(const std::string& alias,
                                       const crypto::Certificate& certificate) override {
    return change([&](Contents& contents) -> std::optional<Errc> {
      const auto at = contents.keys.find(alias);
      if (at == contents.keys.end()) return Errc::no_such_alias;
      if (!belongs_to(certificate, *at->second.key)) return Errc::failed;
      at->second.certificate = certificate;
      return std::nullopt;
    });
  }

  Expected<crypto::Certificate, Errc> certificate(const std::string& alias) override {
    const std::lock_guard lock{mutex_};
    const auto at = contents_.keys.find(alias);
    if (at == contents_.keys.end() || !at->second.certificate) return Errc::no_such_alias;
    return *at->second.certificate;
  }

  Expected<Done, Errc> remove(const std::string& alias) override {
    return change([&](Contents& contents) {
      const size_t removed = contents.keys.erase(alias) + contents.secrets.erase(alias);
      return removed == 0 ? std::optional{Errc::no_such_alias} : std::nullopt;
    });
  }

  Expected<std::vector<std::string>, Errc> aliases() override {
    const std::lock_guard lock{mutex_};
    std::vector<std::string> out;
    out.reserve(contents_.keys.size() + contents_.secrets.size());
    for (const auto& [alias, entry] : contents_.keys) out.push_back(alias);
    for (const auto& [alias, bag] : contents_.secrets) out.push_back(alias);
    return out;
  }

  Expected<crypto::SecureBytes, Errc> export_pkcs8(const std::string& alias,
                                                   std::string_view) override {
    SoftKey key;
    {
      const std::lock_guard lock{mutex_};
      if (contents_.secrets.contains(alias)) return Errc::not_supported;
      const auto at = contents_.keys.find(alias);
      if (at == contents_.keys.end()) return Errc::no_such_alias;
      key = at->second.key;
    }
    auto der = key->to_pkcs8_der();
    if (!der.ok()) return Errc::failed;
    return std::move(der).value();
  }

  Expected<NewKey, Errc> import_pkcs8(const std::string& alias, std::span<const std::byte> der,
                                      const crypto::Certificate& certificate) override {
    auto key = matching_key(der, certificate);
    if (!key.ok()) return key.error();
    return add(alias, std::move(key).value(), certificate);
  }

  std::string fault() const override {
    const std::lock_guard lock{fault_mutex_};
    return fault_;
  }

 private:
  static bool is_taken(const Contents& contents, const std::string& alias) {
    return contents.keys.contains(alias) || contents.secrets.contains(alias);
  }

  Expected<std::string, Errc> add_secret(const std::string& alias,
                                         const crypto::SecureBytes& secret) {
    auto bag = pkcs12::secret_bag(alias, secret);
    if (!bag.ok()) return Errc::failed;
    const auto done = change([&](Contents& contents) {
      if (is_taken(contents, alias)) return std::optional{Errc::failed};
      contents.secrets[alias] = std::move(bag).value();
      return std::optional<Errc>{};
    });
    if (!done.ok()) return done.error();
    return std::string{};
  }

  Expected<NewKey, Errc> add(const std::string& alias, const SoftKey& key,
                             const std::optional<crypto::Certificate>& certificate) {
    const auto der = key->to_pkcs8_der();
    if (!der.ok()) return Errc::failed;
    auto shrouded = pkcs12::shroud(der.value(), password_);
    if (!shrouded.ok()) return Errc::failed;
    const auto done = change([&](Contents& contents) {
      if (is_taken(contents, alias)) return std::optional{Errc::failed};
      contents.keys[alias] = {key, std::move(shrouded).value(), certificate};
      return std::optional<Errc>{};
    });
    if (!done.ok()) return done.error();
    return NewKey{key, {}};
  }

  /// `edit` on a copy, which is what the file and the memory hold when it was written. The reading
  /// calls wait for no disk.
  Expected<Done, Errc> change(const std::function<std::optional<Errc>(Contents&)>& edit) {
    const std::lock_guard one_writer{write_mutex_};
    Contents next = contents_;  // only a writer changes it
    if (const auto refused = edit(next)) return *refused;
    const auto bytes = pkcs12::render(next, password_);
    if (!bytes.ok()) return Errc::failed;
    std::string problem = file_.replace(bytes.value());
    const bool written = problem.empty();
    {
      const std::lock_guard lock{fault_mutex_};
      fault_ = std::move(problem);
    }
    if (!written) return Errc::unavailable;
    const std::lock_guard lock{mutex_};
    contents_ = std::move(next);
    return Done{};
  }

  pkcs12::HeldFile file_;
  crypto::SecureBytes password_;
  std::mutex write_mutex_;
  std::mutex mutex_;
  Contents contents_;
  mutable std::mutex fault_mutex_;
  std::string fault_;
};

std::string refusal(const std::filesystem::path& file, pkcs12::Problem problem) {
  if (problem == pkcs12::Problem::wrong_password) {
    return "the password is not that of " + file.string();
  }
  if (problem == pkcs12::Problem::ambiguous) {
    return file.string() + " holds two keys or secrets of one friendlyName: rename or remove one";
  }
  return file.string() + " is no PKCS#12 file that can be read";
}
}  // namespace

Expected<std::unique_ptr<Keystore>, std::string> pkcs12_keystore(Pkcs12Options options) {
  if (options.password.empty()) return std::string{"a PKCS#12 file needs a password"};
  auto file = pkcs12::HeldFile::hold(options.file);
  if (!file.ok()) return file.error();
  const auto bytes = file.value().read();
  if (!bytes.ok()) return bytes.error();
  Contents contents;
  if (bytes.value()) {
    auto parsed = pkcs12::parse(*bytes.value(), options.password);
    if (!parsed.ok()) return refusal(options.file, parsed.error());
    contents = std::move(parsed).value();
  }
  return std::unique_ptr<Keystore>{std::make_unique<Pkcs12>(
      std::move(file).value(), std::move(options.password), std::move(contents))};
}
}  // namespace keystore
