// actors/seal/service_keys.cc: a map behind a lock; what is looked up often is remembered by the
// caller.
#include "actors/seal/service_keys.h"

#include "actors/base/log.h"

namespace seal {
std::string service_key_record(store::Service service, std::string_view alias) {
  std::string key{service_key_front};
  key.push_back(static_cast<char>(service));
  return key.append(alias);
}

void ServiceKeys::add(store::Service service, const KeptStoreKey& kept, Key key) {
  const std::lock_guard lock{mutex_};
  entries_.insert_or_assign(kept.alias, Entry{kept, std::move(key)});
  newest_[service] = kept.alias;
  changes_.fetch_add(1, std::memory_order_release);
}

void ServiceKeys::detach() {
  for (const auto& [alias, entry] : entries_) (void)find(alias);
  open_ = [](const KeptStoreKey& kept) -> Expected<crypto::SecureBytes, std::string> {
    return "it is that of the key " + kept.alias + ", which did not open";
  };
}

ServiceKeys::Newest ServiceKeys::newest(store::Service service) const {
  std::string alias;
  {
    const std::lock_guard lock{mutex_};
    const auto found = newest_.find(service);
    if (found == newest_.end()) return {};
    alias = found->second;
  }
  return {alias, find(alias)};
}

ServiceKeys::Key ServiceKeys::find(const std::string& alias) const {
  KeptStoreKey kept;
  {
    const std::lock_guard lock{mutex_};
    const auto found = entries_.find(alias);
    if (found == entries_.end()) return nullptr;
    if (found->second.key) return found->second.key;
    kept = found->second.kept;
  }
  // A token may take its time: others are not kept waiting.
  auto bytes = open_(kept);
  if (!bytes.ok()) {
    logging::error("a service's wrapping key does not open: " + bytes.error());
    return nullptr;
  }
  const auto key = std::make_shared<const WrappingKey>(std::move(bytes).value());
  const std::lock_guard lock{mutex_};
  entries_.at(alias).key = key;
  return key;
}
}  // namespace seal
