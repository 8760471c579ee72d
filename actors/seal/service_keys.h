// actors/seal/service_keys.h: wrapping keys that a service has of its own, beside the store key.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/expected.h"
#include "actors/seal/store_key.h"
#include "crypto/secure_bytes.h"
#include "store/owner.h"

namespace seal {
/// Where one is kept: store::Service::system of partition 0, under this, the service's number as a
/// byte and the alias of the key version that it is encrypted for. One a version; none is ever
/// erased, because data keys lie under it.
std::string service_key_record(store::Service service, std::string_view alias);
inline constexpr std::string_view service_key_front = "seal/service-key/";

/// A service key, as the store key, is 32 random bytes that are kept encrypted for a key of the key
/// manager and wrap data keys: opened once, so that sealing costs no RSA operation and waits for no
/// token. Safe from any thread.
class ServiceKeys {
 public:
  using Key = std::shared_ptr<const WrappingKey>;
  /// The key in a record. Blocks; called from any thread, again when it failed. Errors: a text for
  /// the operator.
  using Open = std::function<Expected<crypto::SecureBytes, std::string>(const KeptStoreKey&)>;
  using Time = std::chrono::steady_clock::time_point;
  using Now = std::function<Time()>;
  /// Between two tries to open one: who needs it meanwhile is refused at once, because a partition
  /// must not wait for a token again and again.
  static constexpr std::chrono::seconds between_tries{5};

  /// Of whoever needs a key that another thread opens, counted from when it began to: a partition
  /// holds a thread of the scheduler meanwhile.
  static constexpr std::chrono::milliseconds wait_max{200};
  /// Has `work` done by another thread, or calls `refused` when it will not be. Either at once.
  using Elsewhere = std::function<void(std::function<void()> work, std::function<void()> refused)>;

  /// `now`: std::chrono::steady_clock::now, or a test's.
  ServiceKeys(Open open, Now now, std::chrono::milliseconds wait = wait_max)
      : open_(std::move(open)), now_(std::move(now)), wait_(wait) {}

  /// The newest of its service from now on. `key` null: opened when it is first needed.
  void add(store::Service service, const KeptStoreKey& kept, Key key = nullptr);

  /// Keys are opened `elsewhere` from now on, and no longer by who needs them: a device that holds
  /// the key may hang. Before others use it; all work has ended before this object goes.
  void open_elsewhere(Elsewhere elsewhere) { elsewhere_ = std::move(elsewhere); }

  /// Opens what is not open yet and forgets how, so that the keystore can be closed. Before others
  /// use it.
  void detach();

  struct Newest {
    std::string alias;  ///< "": the service has none
    Key key;            ///< null: it has none, or it does not open
  };
  Newest newest(store::Service service) const;
  /// Null: there is none of this alias, or it does not open, or not within wait_max, and then it
  /// may be there later. The first failure is logged, and that it opens after all.
  Key find(const std::string& alias) const;
  /// Changes with each add.
  uint64_t changes() const { return changes_.load(std::memory_order_acquire); }

 private:
  struct Entry {
    KeptStoreKey kept;
    Key key;
    bool is_being_opened = false;
    std::optional<Time> failed_at;  ///< the end of the last try
    Time wait_until{};              ///< nobody waits longer for the try that is under way
  };
  Expected<crypto::SecureBytes, std::string> opened(const KeptStoreKey& kept) const;
  /// One try, by this thread.
  void open(const KeptStoreKey& kept) const;
  void tried(const std::string& alias, Expected<crypto::SecureBytes, std::string> bytes) const;

  Open open_;
  Now now_;
  std::chrono::milliseconds wait_;
  Elsewhere elsewhere_;  ///< empty: who needs a key opens it
  mutable std::mutex mutex_;
  mutable std::map<std::string, Entry> entries_;  ///< by alias
  mutable std::condition_variable tried_;         ///< an entry is no longer being opened
  std::map<store::Service, std::string> newest_;
  std::atomic<uint64_t> changes_{1};
};
}  // namespace seal
