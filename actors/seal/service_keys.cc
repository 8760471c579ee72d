// actors/seal/service_keys.cc: a map behind a lock; what is looked up often is remembered by the
// caller.
#include "actors/seal/service_keys.h"

#include <exception>

#include "actors/base/log.h"

namespace seal {
std::string service_key_record(store::Service service, std::string_view alias) {
  std::string key{service_key_front};
  key.push_back(static_cast<char>(service));
  return key.append(alias);
}

void ServiceKeys::add(store::Service service, const KeptStoreKey& kept, Key key) {
  const std::lock_guard lock{mutex_};
  entries_.insert_or_assign(kept.alias, Entry{kept, std::move(key), false, std::nullopt});
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

Expected<crypto::SecureBytes, std::string> ServiceKeys::opened(const KeptStoreKey& kept) const {
  // What it throws must not leave the key marked as being opened.
  try {
    return open_(kept);
  } catch (const std::exception& fault) {
    return std::string{fault.what()};
  }
}

void ServiceKeys::open(const KeptStoreKey& kept) const { tried(kept.alias, opened(kept)); }

void ServiceKeys::tried(const std::string& alias,
                        Expected<crypto::SecureBytes, std::string> bytes) const {
  const std::lock_guard lock{mutex_};
  Entry& entry = entries_.at(alias);
  entry.is_being_opened = false;
  tried_.notify_all();
  if (!bytes.ok()) {
    if (!entry.failed_at)
      logging::error("a service's wrapping key does not open: " + bytes.error());
    entry.failed_at = now_();
    return;
  }
  if (entry.failed_at) logging::info("the wrapping key of " + alias + " opens again");
  entry.failed_at.reset();
  entry.key = std::make_shared<const WrappingKey>(std::move(bytes).value());
}

ServiceKeys::Key ServiceKeys::find(const std::string& alias) const {
  std::unique_lock lock{mutex_};
  const auto found = entries_.find(alias);
  if (found == entries_.end()) return nullptr;
  Entry& entry = found->second;
  if (!entry.key && !entry.is_being_opened) {
    if (entry.failed_at && now_() < *entry.failed_at + between_tries) return nullptr;
    entry.is_being_opened = true;
    entry.wait_until = std::chrono::steady_clock::now() + wait_;
    const KeptStoreKey kept = entry.kept;
    // A token may take its time: who asks for another key is not kept waiting.
    lock.unlock();
    if (elsewhere_) {
      elsewhere_([this, kept] { open(kept); },
                 [this, alias] { tried(alias, std::string{"too many jobs wait for the token"}); });
    } else {
      open(kept);
    }
    lock.lock();
  }
  const auto is_tried = [&] { return !entry.is_being_opened; };
  elsewhere_ ? (void)tried_.wait_until(lock, entry.wait_until, is_tried)
             : tried_.wait(lock, is_tried);
  return entry.key;
}
}  // namespace seal
