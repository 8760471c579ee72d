// http/startup/secrets.cc: what is read, made and kept under the system service before any actor
// runs.
#include "http/startup/secrets.h"

#include <filesystem>

#include "actors/base/log.h"
#include "actors/seal/wrap.h"
#include "crypto/digest.h"
#include "crypto/random.h"
#include "http/startup/problem.h"

namespace startup {
namespace {
constexpr std::string_view salts_record = "token-id/salts";
constexpr std::string_view salts_purpose = "token-id-salts";
constexpr std::string_view salts_mark_record = "token-id/fingerprint";
constexpr size_t new_salt_bytes = 32;

const char* const how_to_make_a_key =
    "make one with\n  (umask 077; od -An -vtx1 -N32 /dev/urandom | tr -d ' \\n' > FILE)\nand name "
    "FILE in idkernel.master-key.file. Keep a copy: without the master key the store is lost";

template <class T>
T or_refuse(Expected<T, std::string> expected) {
  if (!expected.ok()) throw Problem(exit_config, expected.error());
  return std::move(expected).value();
}

std::optional<std::string> stored(const store::View& view, std::string_view key) {
  auto read = view.get(store::system_owner, key);
  if (!read.ok()) throw Problem(exit_unavailable, "the store cannot be read");
  return std::move(read).value();
}

void keep(store::Journal& journal, std::string_view key, std::string_view value) {
  store::Batch batch{store::system_owner};
  batch.put(key, value);
  journal.write({&batch, 1});
}

/// The record under `key`, made by `make` and kept when the store has none.
template <class Make>
std::string stored_or_made(const store::View& view, store::Journal& journal, std::string_view key,
                           Make make) {
  if (auto record = stored(view, key)) return std::move(*record);
  Expected<std::string, crypto::Errc> made = make();
  if (!made.ok()) throw Problem(exit_unavailable, "a key could not be made");
  keep(journal, key, made.value());
  return std::move(made).value();
}

std::filesystem::path dev_key_file(const Settings& settings) {
  return std::filesystem::path{settings.store.dir} / "master.key";
}

seal::MasterKey dev_master_key(const Settings& settings) {
  const std::filesystem::path directory{settings.store.dir};
  const auto file = dev_key_file(settings);
  if (!std::filesystem::exists(file)) {
    std::filesystem::create_directories(directory);
    crypto::SystemKeyRandom random;
    or_refuse(seal::create_master_key_file(file, seal::MasterKey::generate(random)));
  }
  return or_refuse(seal::load_master_key({file, directory, true}));
}

std::string salts_text(const token_id::Salts& salts) {
  return std::to_string(salts.uin.size()) + ':' + salts.uin + salts.partner_code;
}

token_id::Salts salts_of(std::string_view text) {
  const size_t colon = text.find(':');
  const size_t length = std::stoul(std::string{text.substr(0, colon)});
  text.remove_prefix(colon + 1);
  return {std::string{text.substr(0, length)}, std::string{text.substr(length)}};
}

std::string new_salt() {
  std::array<std::byte, new_salt_bytes> bytes{};
  crypto::SystemKeyRandom random;
  random.fill(bytes);
  return crypto::hex_lower(bytes);
}

token_id::Salts first_salts(const auth::Bootstrap* bootstrap) {
  token_id::Salts salts;
  if (bootstrap != nullptr) {
    salts = {std::string{bootstrap->uin_salt.view()},
             std::string{bootstrap->partner_code_salt.view()}};
  }
  if (salts.uin.empty()) salts.uin = new_salt();
  if (salts.partner_code.empty()) salts.partner_code = new_salt();
  return salts;
}

token_id::Salts sealed_salts(const auth::Bootstrap* bootstrap, bool is_new,
                             const seal::MasterKey& master, const store::View& view,
                             store::Journal& journal) {
  const bool brings_salts = bootstrap != nullptr &&
                            !(bootstrap->uin_salt.empty() && bootstrap->partner_code_salt.empty());
  const bool replaces = is_new && brings_salts;
  auto record = replaces ? std::nullopt : stored(view, salts_record);
  if (!record && !is_new && stored(view, salts_mark_record)) {
    throw Problem(exit_config,
                  "mosip.kernel.tokenid.uin.salt and mosip.kernel.tokenid.partnercode.salt are "
                  "missing: this store's token ids were made with configured salts, and others "
                  "would change every one of them. Give the same salts again");
  }
  if (!record) {
    const auto text = crypto::SecureBytes::from(salts_text(first_salts(bootstrap)));
    crypto::SystemKeyRandom random;
    auto wrapped = seal::wrap_secret(master, random, salts_purpose, text.span());
    if (!wrapped.ok()) throw Problem(exit_unavailable, "the token id salts could not be sealed");
    record = std::move(wrapped).value();
    keep(journal, salts_record, *record);
  }
  const auto text = seal::unwrap_secret(master, salts_purpose, *record);
  if (!text.ok()) throw Problem(exit_config, "the sealed token id salts are damaged");
  return salts_of(text.value().view());
}

void warn_of_change(const token_id::Salts& salts, const store::View& view,
                    store::Journal& journal) {
  const std::string mark =
      token_id::TokenIds{salts, token_id::digits_default, crypto::sha256}.fingerprint();
  const auto before = stored(view, salts_mark_record);
  if (before && *before != mark) {
    logging::warning(
        "the salts of the token id have changed: every token id differs from those given out "
        "before");
  }
  if (before != mark) keep(journal, salts_mark_record, mark);
}
}  // namespace

std::shared_ptr<const seal::MasterKey> master_key(const Settings& settings,
                                                  const config::Config& config) {
  const auto shared = [](seal::MasterKey key) {
    return std::make_shared<const seal::MasterKey>(std::move(key));
  };
  const std::string& text = config.secret("idkernel.master-key");
  if (!text.empty()) return shared(or_refuse(seal::MasterKey::from_text(text)));
  if (!settings.master_key_file.empty()) {
    return shared(or_refuse(
        seal::load_master_key({settings.master_key_file, settings.store.dir, settings.dev})));
  }
  if (settings.dev) return shared(dev_master_key(settings));
  throw Problem(exit_config, std::string{"there is no master key: "} + how_to_make_a_key);
}

std::string master_key_fault(const Settings& settings, const config::Config& config) {
  const bool may_be_made = settings.dev && settings.master_key_file.empty() &&
                           config.secret("idkernel.master-key").empty() &&
                           !std::filesystem::exists(dev_key_file(settings));
  if (may_be_made) return {};
  try {
    master_key(settings, config);
    return {};
  } catch (const Problem& problem) {
    return problem.what();
  }
}

Secrets open_secrets(std::shared_ptr<const seal::MasterKey> master, const store::View& view,
                     store::Journal& journal) {
  crypto::SystemKeyRandom random;
  Secrets out;
  out.master = std::move(master);
  const std::string index_key = stored_or_made(view, journal, seal::index_key_record, [&] {
    return seal::create_index_key(random, *out.master);
  });
  out.index_key = std::make_shared<const seal::IndexKey>(
      or_refuse(seal::open_index_key(index_key, *out.master)));
  return out;
}

store::Batch rewrapped_secrets(const store::View& view, const seal::MasterKey& from,
                               const seal::MasterKey& to) {
  crypto::SystemKeyRandom random;
  store::Batch batch{store::system_owner};
  if (const auto index_key = stored(view, seal::index_key_record)) {
    const auto wrapped = seal::rewrapped_index_key(*index_key, from, to, random);
    if (!wrapped.ok()) throw Problem(exit_unavailable, "the index key could not be wrapped anew");
    batch.put(seal::index_key_record, wrapped.value());
  }
  if (const auto salts = stored(view, salts_record)) {
    const auto text = seal::unwrap_secret(from, salts_purpose, *salts);
    if (!text.ok()) throw Problem(exit_config, "the sealed token id salts are damaged");
    const auto wrapped = seal::wrap_secret(to, random, salts_purpose, text.value().span());
    if (!wrapped.ok()) throw Problem(exit_unavailable, "the token id salts could not be sealed");
    batch.put(salts_record, wrapped.value());
  }
  return batch;
}

token_id::Salts token_id_salts(const config::Config& config, const auth::Bootstrap* bootstrap,
                               bool is_new, const seal::MasterKey& master, const store::View& view,
                               store::Journal& journal) {
  token_id::Salts salts{config.secret("mosip.kernel.tokenid.uin.salt"),
                        config.secret("mosip.kernel.tokenid.partnercode.salt")};
  if (salts.uin.empty() != salts.partner_code.empty()) {
    throw Problem(exit_config,
                  "mosip.kernel.tokenid.uin.salt and mosip.kernel.tokenid.partnercode.salt belong "
                  "together: give both or neither");
  }
  if (salts.uin.empty()) salts = sealed_salts(bootstrap, is_new, master, view, journal);
  warn_of_change(salts, view, journal);
  return salts;
}
}  // namespace startup
