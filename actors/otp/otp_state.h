// actors/otp/otp_state.h: the one-time codes of one partition. One actor holds it, so it has no
// locks: every guess at a key is looked at after the one before was counted.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/random.h"
#include "actors/base/result.h"
#include "actors/otp/otp_rules.h"
#include "actors/outbox/message.h"
#include "actors/outbox/queue.h"
#include "actors/seal/index_key.h"
#include "store/transaction.h"

namespace otp {
/// A new code, or that none was made: the key is frozen or has used its budget up.
struct Made {
  bool blocked = false;
  std::string code;  ///< decimal digits; empty when blocked
};

/// What to send a code by, one message at least, and for which key. The messages have otp_message's
/// place for it.
struct Send {
  std::string key_hash;
  std::vector<outbox::Message> messages;
  bool keeps_pending = false;  ///< a code that may still be used is not replaced
};

class Codes {
 public:
  /// `fixed_code` is what every code is under --dev's proxy mode; nothing: codes are drawn.
  Codes(Rules rules, std::shared_ptr<const seal::IndexKey> index_key,
        std::shared_ptr<Random> random, std::optional<std::string> fixed_code = {})
      : rules_(rules),
        index_key_(std::move(index_key)),
        random_(std::move(random)),
        fixed_code_(std::move(fixed_code)) {}

  // `key_hash` is hash_of(key). Errors of every function: otp_internal when the store cannot be
  // read or holds something else. What they answer may be told when `tx` is durable.

  /// Makes a code in place of the one before.
  Result<Made> make(const std::string& key_hash, UtcTime now, store::Transaction& tx);
  /// Makes a code and queues the messages with it, in one transaction: the code is good if one of
  /// them at least is queued. Answers true when the key is blocked, and nothing is sent then.
  /// Errors: overloaded (as many messages wait as may), sendotp_failed (none could be sealed),
  /// prereg_code_pending (the request keeps a pending code, and there is one).
  Result<bool> send(const Send& request, UtcTime now, outbox::Queue& queue, store::Transaction& tx);
  /// Whether there is a code to guess at.
  Result<Standing> look(const std::string& key_hash, UtcTime now, store::Transaction& tx) const;
  /// Looks at one guess; a right one uses the code up.
  Result<Outcome> check(const std::string& key_hash, std::string_view code, UtcTime now,
                        store::Transaction& tx);
  /// Takes freeze, counters and code away: an administrator's unblocking.
  Result<Done> clear(const std::string& key_hash, store::Transaction& tx);
  /// Forgets keys that nothing matters of any more, looking at no more than `rows_max`; answers how
  /// many it looked at.
  Result<uint64_t> sweep(UtcTime now, size_t rows_max, store::Transaction& tx);

 private:
  Result<Entry> entry_at(const std::string& key_hash, UtcTime now, store::Transaction& tx) const;
  void keep_new(const std::string& key_hash, Entry entry, std::string_view code, UtcTime now,
                store::Transaction& tx) const;
  Result<std::optional<Entry>> find(const std::string& key_hash, store::Transaction& tx) const;
  void keep(const std::string& key_hash, const Entry& entry, store::Transaction& tx) const;
  Result<Done> sweep_row(std::string_view expiry, UtcTime now, store::Transaction& tx) const;
  std::string mac_of(std::string_view key_hash, UtcTime generated, std::string_view code) const;
  std::string draw() const;

  Rules rules_;
  std::shared_ptr<const seal::IndexKey> index_key_;
  std::shared_ptr<Random> random_;
  std::optional<std::string> fixed_code_;
};
}  // namespace otp
