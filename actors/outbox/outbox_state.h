// actors/outbox/outbox_state.h: the messages of one partition. One actor holds it, so it has no
// locks.
#pragma once
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/base/result.h"
#include "actors/outbox/delivery_rules.h"
#include "actors/outbox/waiting.h"
#include "actors/seal/sealer.h"
#include "store/view.h"

namespace outbox {
/// Counted over all partitions; read by the metrics.
struct Figures {
  std::atomic<uint64_t> sent{0}, failed{0}, dead{0}, captured{0};
};
using FiguresOf = std::array<Figures, 2>;
inline Figures& of(FiguresOf& figures, Channel channel) {
  return figures[channel == Channel::sms ? 0 : 1];
}

/// What configuration says.
struct Rules {
  RetryRules retry;
  std::chrono::seconds kept{86'400};  ///< dead and captured messages: idkernel.outbox.kept-seconds
  size_t captured_max = 1'000;        ///< of one partition; the oldest make room. Of dead
                                      ///< messages as many are kept as may wait.
};

struct Parts {
  Rules rules;
  uint16_t partition = 0;
  const store::View* view = nullptr;  ///< for data keys of the services that queue here
  std::shared_ptr<const seal::WrappingKey> store_key;
  std::shared_ptr<seal::Sealer> sealer;  ///< of the outbox's own transactions
  std::shared_ptr<Random> random;        ///< this actor's own
  std::shared_ptr<Waiting> waiting;
  std::shared_ptr<FiguresOf> figures = std::make_shared<FiguresOf>();
};

/// A message on its way to a provider.
struct Job {
  Id id;
  std::shared_ptr<const Message> message;
  UtcTime queued_at{};
};

/// One row as operators and, under --dev, tests see it.
struct Listed {
  Id id;
  Head head;
  bool in_flight = false;
  std::shared_ptr<const Message> message;  ///< null unless texts were asked for
};

/// For sorting; of one moment in the order of ids.
inline bool is_newer(const Listed& one, const Listed& other) {
  if (one.head.queued_at != other.head.queued_at) return one.head.queued_at > other.head.queued_at;
  return one.id < other.id;
}

/// What is listed.
struct Query {
  bool with_messages = false;
  std::string to;  ///< only messages to this address or number; empty: all
  size_t rows_max = 1'000;
};

class Outbox {
 public:
  explicit Outbox(Parts parts) : parts_(std::move(parts)) {}

  /// Counts what the store holds. What is in flight stays so: the deliveries go on.
  Result<Done> load(store::Transaction& tx);

  /// When the channel's next message that is not in flight is due; nothing when there is none.
  Result<std::optional<UtcTime>> next_due(Channel channel, UtcTime now, store::Transaction& tx);
  /// The message to deliver now, in flight from here until settle(); nothing when none is due. One
  /// that does not open is dead.
  Result<std::optional<Job>> take(Channel channel, UtcTime now, store::Transaction& tx);
  /// What came of a delivery. A sent message's rows go; one that failed is due again later or dead.
  Result<Done> settle(const Id& id, const Attempt& attempt, UtcTime now, store::Transaction& tx);
  /// Forgets up to `rows_max` kept messages whose time is over. Answers how many.
  Result<size_t> forget_old(UtcTime now, size_t rows_max, store::Transaction& tx);

  Result<std::vector<Listed>> list(const Query& query, store::Transaction& tx);
  /// Due now, as if never tried. Errors: not_found; overloaded while it is in flight.
  Result<Done> retry(const Id& id, UtcTime now, store::Transaction& tx);
  /// Forgets a message. Errors: not_found; overloaded while it is in flight.
  Result<Done> drop(const Id& id, store::Transaction& tx);

  bool is_in_flight(const Id& id) const { return in_flight_.contains(id); }

 private:
  /// The first rows in time that are not in flight, found from where the last look ended.
  struct Look {
    UtcTime from{};     ///< no row lies before it
    UtcTime full_at{};  ///< when the last look began at the very front
  };

  Result<std::optional<Timed>> first_due(Channel channel, UtcTime now, store::Transaction& tx);
  Look& look_of(Channel channel) { return looks_[channel == Channel::sms ? 0 : 1]; }
  /// store::Errc::corrupt when the row is not there or not whole.
  store::Read<Head> head_of(const Id& id, store::Transaction& tx);
  store::Read<std::shared_ptr<const Message>> message_of(const Id& id, store::Transaction& tx);
  store::Read<std::string> open(const Body& body, const Id& id, store::Transaction& tx);
  void keep(const Id& id, Head head, State state, UtcTime now, store::Transaction& tx);
  void bury(const Id& id, Head head, const Attempt& attempt, UtcTime now, store::Transaction& tx);
  void try_later(const Id& id, Head head, const Attempt& attempt, UtcTime now,
                 store::Transaction& tx);
  void make_room(State state, store::Transaction& tx);
  void erase(const Id& id, const Head& head, store::Transaction& tx);
  void erase_place(const Id& id, const Head& head, store::Transaction& tx);
  size_t& kept_count(State state) { return state == State::dead ? dead_ : captured_; }
  std::string& kept_front(State state) { return kept_fronts_[state == State::dead ? 0 : 1]; }

  Parts parts_;
  std::unordered_map<Id, Channel> in_flight_;
  std::map<store::Service, seal::Sealer> sealers_;  ///< of the other services
  std::array<Look, 2> looks_;
  /// Of dead and captured messages: no such row lies before it. What made room before it is only
  /// remembered as erased, and a scan from the very front would wade through all of that.
  std::array<std::string, 2> kept_fronts_;
  size_t captured_ = 0;
  size_t dead_ = 0;
};
}  // namespace outbox
