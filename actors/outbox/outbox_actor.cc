// actors/outbox/outbox_actor.cc: the mailbox around Outbox: when to look, and whom to tell.
#include "actors/outbox/outbox_actor.h"

#include <algorithm>

namespace outbox {
namespace {
using audit::Operation;

const char* name_of(Attempt::Outcome outcome) {
  switch (outcome) {
    case Attempt::Outcome::sent:
      return "sent";
    case Attempt::Outcome::captured:
      return "captured";
    case Attempt::Outcome::failed:
      return "failed";
  }
  return "";
}

/// What the actor knows besides the rows.
struct Memory {
  std::optional<UtcTime> woken_at;            ///< a poke is on its way for then
  std::unordered_map<Id, Attempt> unsettled;  ///< results that are not in the open batch yet
};
using Write = partition::Writer<Actor::base>;

class Keeper {
 public:
  Keeper(Actor::pointer self, Config config, const partition::Host& host, Clock clock)
      : self_(self),
        config_(std::move(config)),
        clock_(std::move(clock)),
        outbox_(config_.parts),
        queue_({store::Service::outbox, config_.parts.sealer, config_.parts.random,
                config_.parts.waiting, [this] { poke_self(); }}),
        trail_(host.trail),
        write_(host.writer(self, hooks())),
        read_(write_.reader()) {}

  auto send(const MessagePtr& message, const audit::Origin& by) {
    return write_([&](store::Transaction& tx) -> Result<std::string> {
      if (config_.space != nullptr && config_.space->low()) return Errc::storage_full;
      trail_.prepare(tx);  // The message takes its place at once.
      const UtcTime now = clock_();
      auto id = queue_.put(*message, now, tx);
      if (id.ok())
        trail_.record({Operation::message_queued, by, id.value(), name_of(message->channel)}, now,
                      tx);
      return id;
    });
  }

  auto take(Channel channel) {
    return write_([&](store::Transaction& tx) { return outbox_.take(channel, clock_(), tx); });
  }

  /// The result is kept until the batch has it: a delivery that was made must not be made again
  /// because the disk was low when it was to be recorded.
  auto settle(const Id& id, const Attempt& attempt) {
    memory_.unsettled.insert_or_assign(id, attempt);
    auto answer = write_([&](store::Transaction& tx) -> Result<Done> {
      trail_.prepare(tx);
      return settle_one(id, tx);
    });
    poke_self();
    return answer;
  }

  auto list(const Query& query) {
    return read_([&](store::Transaction& tx) { return outbox_.list(query, tx); });
  }

  // Nobody but operators orders this and the next.
  auto retry(const Id& id) {
    auto answer = write_([&](store::Transaction& tx) {
      const UtcTime now = clock_();
      auto retried = outbox_.retry(id, now, tx);
      if (retried.ok()) record(Operation::message_retried, audit::of_console(), id, {}, now, tx);
      return retried;
    });
    poke_self();
    return answer;
  }

  auto drop(const Id& id) {
    return write_([&](store::Transaction& tx) {
      auto dropped = outbox_.drop(id, tx);
      if (dropped.ok())
        record(Operation::message_dropped, audit::of_console(), id, {}, clock_(), tx);
      return dropped;
    });
  }

  void tick() {
    write_([&](store::Transaction& tx) -> Result<Done> {
      trail_.prepare(tx);  // What is settled is forgotten at once.
      const auto unsettled = memory_.unsettled;
      for (const auto& [id, attempt] : unsettled) settle_one(id, tx);
      const auto forgotten = outbox_.forget_old(clock_(), config_.forget_rows_max, tx);
      if (!forgotten.ok()) return forgotten.faults();
      return Done{};
    });
    look();
    caf::delayed_anon_send(own(), config_.tick_every, tick_atom::value);
  }

  void poke() {
    memory_.woken_at.reset();
    look();
  }

 private:
  partition::Hooks hooks() {
    partition::Hooks hooks;
    hooks.load = [this](store::Transaction& tx) { return outbox_.load(tx); };
    hooks.committed = [this] { queue_.committed(); };
    return hooks;
  }

  void record(Operation operation, const audit::Origin& by, const Id& id, std::string_view outcome,
              UtcTime now, store::Transaction& tx) const {
    trail_.record({operation, by, text_of(id), outcome}, now, tx);
  }

  Result<Done> settle_one(const Id& id, store::Transaction& tx) {
    const auto at = memory_.unsettled.find(id);
    if (at == memory_.unsettled.end()) return Done{};
    const UtcTime now = clock_();
    const Attempt attempt = at->second;
    auto settled = outbox_.settle(id, attempt, now, tx);
    if (settled.ok())
      record(Operation::message_settled, audit::of_server(), id, name_of(attempt.outcome), now, tx);
    // What is gone (not_found) cannot be recorded; what could not be read is tried again.
    if (settled.ok() || settled.error() == Errc::not_found) memory_.unsettled.erase(at);
    return settled;
  }

  /// Tells the dispatchers of what is due, and wakes itself for what is due before the next tick.
  void look() {
    const UtcTime now = clock_();
    std::optional<UtcTime> next;
    read_([&](store::Transaction& tx) -> Result<Done> {
      for (const Channel channel : channels) {
        const auto due = outbox_.next_due(channel, now, tx);
        if (!due.ok()) return due.faults();
        if (!due.value()) continue;
        if (*due.value() <= now)
          want(channel);
        else
          next = std::min(next.value_or(*due.value()), *due.value());
      }
      return Done{};
    });
    if (next) wake_at(*next, now);
  }

  /// Its own mail has no sender: nobody waits for what comes of it. A look inside a request would
  /// take that request's place among the answers that are held.
  void poke_self() const { caf::anon_send(own(), poke_atom::value); }
  Actor own() const { return caf::actor_cast<Actor>(self_); }

  void want(Channel channel) {
    const Dispatcher& to = channel == Channel::sms ? config_.sms : config_.email;
    self_->send(to, want_atom::value, caf::strong_actor_ptr{self_->ctrl()});
  }

  void wake_at(UtcTime time, UtcTime now) {
    if (time - now >= config_.tick_every) return;
    if (memory_.woken_at && *memory_.woken_at <= time) return;
    memory_.woken_at = time;
    caf::delayed_anon_send(own(), time - now + std::chrono::milliseconds{1}, poke_atom::value);
  }

  Actor::pointer self_;
  Config config_;
  Clock clock_;
  Outbox outbox_;
  Queue queue_;
  Memory memory_;
  audit::Trail trail_;
  Write write_;
  partition::Reader read_;
};
}  // namespace

Actor::behavior_type partition(Actor::pointer self, Config config, partition::Host host,
                               Clock clock) {
  const auto keeper = std::make_shared<Keeper>(self, std::move(config), host, std::move(clock));
  return {
      [keeper](send_atom, const MessagePtr& message, const audit::Origin& by) {
        return keeper->send(message, by);
      },
      [keeper](poke_atom) { keeper->poke(); },
      [keeper](tick_atom) { keeper->tick(); },
      [keeper](take_atom, Channel channel) { return keeper->take(channel); },
      [keeper](settle_atom, const Id& id, const Attempt& attempt) {
        return keeper->settle(id, attempt);
      },
      [keeper](list_atom, const Query& query) { return keeper->list(query); },
      [keeper](retry_atom, const Id& id) { return keeper->retry(id); },
      [keeper](drop_atom, const Id& id) { return keeper->drop(id); },
  };
}
}  // namespace outbox
