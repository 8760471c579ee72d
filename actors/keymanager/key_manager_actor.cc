// actors/keymanager/key_manager_actor.cc: the mailbox around plan and KeyMaker. Wiring, no rule.
#include "actors/keymanager/key_manager_actor.h"

#include <deque>
#include <functional>
#include <map>
#include <set>

#include "actors/base/log.h"
#include "actors/crypto_pool/crypto_pool_actor.h"
#include "actors/keymanager/key_record.h"
#include "crypto/random.h"

namespace keymanager {
namespace {
using Then = std::function<void(const Result<Outcome>&)>;
constexpr char own_turn[] = "server";

/// The orders under way. It lives as long as its actor, whose thread alone touches it.
class Orders : public std::enable_shared_from_this<Orders> {
 public:
  /// `space` null: there is always room.
  Orders(Actor::pointer self, Config config, const store::FreeSpace* space, Clock clock)
      : self_(self), config_(std::move(config)), space_(space), clock_(std::move(clock)) {}

  /// Behind those of the same line; `then` is called once.
  void take(Order order, Then then) { take({std::move(order), std::move(then)}); }

  void renew() {
    const KeyRingPtr ring = config_.board->ring();
    // What could not be used when it was published is tried again.
    if (config_.published) config_.published(*ring);
    std::set<KeyName> due;
    ring->for_each([&](const KeyVersionPtr& version) {
      if (version->is_renewed_by_time() && needs_successor(*ring, version->name, clock_()))
        due.insert(version->name);
    });
    for (const KeyName& name : due) {
      take({Verb::ensure, name, false, {}, nullptr, audit::of_server()},
           [name](const Result<Outcome>& done) {
             if (done.ok()) return;
             logging::warning("the key of " + name.application_id + " " + name.reference_id +
                              " could not be renewed: " + text_of(done.faults().front()));
           });
    }
  }

 private:
  struct Waiting {
    Order order;
    Then then;
    bool is_part = false;  ///< of another order, which is counted
    bool is_counted = false;
  };

  void take(Waiting waiting) {
    const std::string name = line_of(waiting.order.name);
    auto& line = lines_[name];
    line.push_back(std::move(waiting));
    if (line.size() == 1) ready_.push_back(name);
    begin_ready();
  }

  /// From now on until it ends a key is made for it. False: for its caller there are enough.
  bool count(Waiting& one) {
    if (one.is_counted || one.is_part || one.order.caller.empty()) return true;
    size_t& under_way = callers_[one.order.caller];
    if (under_way == keys_per_caller_max) return false;
    ++under_way;
    one.is_counted = true;
    return true;
  }
  void discount(const Waiting& one) {
    if (!one.is_counted) return;
    const auto found = callers_.find(one.order.caller);
    if (--found->second == 0) callers_.erase(found);
  }

  /// Names whose identifiers could be the same stand in one line (uni_ident joins with "_").
  static std::string line_of(const KeyName& name) {
    return name.application_id + "_" + name.reference_id;
  }

  /// In a loop and not from end() itself: a long line of quick answers would nest as deep.
  void begin_ready() {
    if (beginning_) return;
    beginning_ = true;
    while (!ready_.empty()) {
      const std::string line = std::move(ready_.front());
      ready_.pop_front();
      begin(line);
    }
    beginning_ = false;
  }

  void begin(const std::string& line) {
    const Order& order = lines_.at(line).front().order;
    if (order.given_up && order.given_up()) return end(line, Errc::overloaded);
    const KeyRingPtr ring = config_.board->ring();
    Plan planned =
        plan(*ring, order, clock_(), crypto::uuid_v4(*config_.maker.random), config_.limits);
    std::visit([&](auto& what) { carry_out(line, ring, what); }, planned);
  }

  void carry_out(const std::string& line, const KeyRingPtr&, const Fault& fault) {
    end(line, fault);
  }
  void carry_out(const std::string& line, const KeyRingPtr&, const Outcome& outcome) {
    end(line, outcome);
  }
  /// Lines wait only for those of their issuers, so never in a circle.
  void carry_out(const std::string& line, const KeyRingPtr&, const Needs& needs) {
    const Order& below = lines_.at(line).front().order;
    Order above{Verb::ensure, needs.name, false, {}, nullptr, below.by, below.caller};
    const auto then = [me = shared_from_this(), line](const Result<Outcome>& issuer) {
      if (!issuer.ok()) return me->end(line, issuer.faults());
      me->ready_.push_back(line);
      me->begin_ready();
    };
    take({std::move(above), then, true});
  }
  void carry_out(const std::string& line, const KeyRingPtr& ring, const Generation& generation) {
    if (const auto fault = refusal_of_making(line, *ring, generation)) return end(line, *fault);
    if (!config_.device || generation.kept != Kept::wrapped)
      return make(line, ring, generation, nullptr);
    // A pair that is made in this process costs a device one signature: the rest is not for those
    // who wait for it.
    crypto_pool::ask_pool<SoftKeyPtr>(
        self_, config_.pool, job_of(line), [generation] { return KeyMaker::pair_for(generation); },
        [me = shared_from_this(), line, ring, generation](const Result<SoftKeyPtr>& pair) {
          if (!pair.ok()) return me->end(line, pair.faults());
          me->make(line, ring, generation, pair.value());
        });
  }

  void make(const std::string& line, const KeyRingPtr& ring, const Generation& generation,
            const SoftKeyPtr& pair) {
    const auto work = [maker = config_.maker, ring, generation, pair, now = clock_()] {
      return maker.make(*ring, generation, now, pair);
    };
    crypto_pool::ask_pool<KeyVersionPtr>(
        self_, runner_for(generation.kept), job_of(line), work,
        [me = shared_from_this(), line, ended = generation.ended](Result<KeyVersionPtr> made) {
          if (!made.ok()) return me->end(line, made.faults());
          Rows rows = ended;
          rows.push_back(std::move(made).value());
          me->store(line, std::move(rows), true);
        });
  }
  void carry_out(const std::string& line, const KeyRingPtr& ring, const Change& change) {
    if (!change.into_keystore) return store(line, change.rows, change.made);
    if (!has_room()) return end(line, Errc::storage_full);
    const KeyVersionPtr row = change.rows.back();
    put_certificate(job_of(line), row,
                    [me = shared_from_this(), line, change,
                     before = ring->by_alias(row->alias)](const Result<Done>& done) {
                      if (!done.ok()) return me->end(line, done.faults());
                      me->store(line, change.rows, change.made, before);
                    });
  }

  /// The row's certificate, beside its key in the keystore.
  void put_certificate(const crypto_pool::JobRequest& job, const KeyVersionPtr& row,
                       const std::function<void(const Result<Done>&)>& then) {
    const auto put = [keys = config_.maker.keys, row]() -> Result<Done> {
      const auto certificate = row->parsed();
      if (!certificate.ok()) return Errc::key_internal;
      const auto done = keys->keystore().put_certificate(row->alias, certificate.value());
      if (!done.ok()) return fault_of(done.error(), row->alias, keys->keystore().fault());
      return Done{};
    };
    crypto_pool::ask_pool<Done>(self_, runner_for(Kept::keystore), job, put, then);
  }

  /// Before anything is made: what could not be stored would stay behind in the keystore.
  std::optional<Fault> refusal_of_making(const std::string& line, const KeyRing& ring,
                                         const Generation& generation) {
    if (!count(lines_.at(line).front())) return Fault{Errc::overloaded, {}};
    if (!has_room()) return Fault{Errc::storage_full, {}};
    return config_.refusal ? config_.refusal(ring, generation) : std::nullopt;
  }

  bool has_room() const { return space_ == nullptr || !space_->low(); }

  /// In the caller's turn, and not at all when nobody waits for the line's first order any more.
  crypto_pool::JobRequest job_of(const std::string& line) const {
    const Order& order = lines_.at(line).front().order;
    return {.caller = order.caller.empty() ? own_turn : order.caller, .abandoned = order.given_up};
  }

  /// Whoever makes or changes a key that is kept so.
  const crypto_pool::Runner& runner_for(Kept kept) const {
    return config_.device && kept != Kept::sealed ? config_.device : config_.pool;
  }

  /// `before`: whose certificate the keystore had, where it has that of the last row by now.
  void store(const std::string& line, Rows rows, bool made, const KeyVersionPtr& before = nullptr) {
    // The answer to itself comes when the rows are durable.
    self_
        ->request(caf::actor_cast<Actor>(self_), caf::infinite, store_atom::value, rows,
                  lines_.at(line).front().order.by)
        .then(
            [me = shared_from_this(), line, rows, made, before](const Result<Done>& stored) {
              if (!stored.ok()) {
                if (before) return me->put_back(line, before, stored.faults());
                if (made) me->take_back(*rows.back());
                return me->end(line, stored.faults());
              }
              me->publish(rows);
              me->end(line, Outcome{rows.back(), made});
            },
            // Whether the rows are durable is not known: what they name stays.
            [me = shared_from_this(), line](const caf::error&) {
              me->end(line, Errc::overloaded);
            });
  }

  /// A key that no row will name must not fill the keystore. A fault of `store` says that nothing
  /// was written.
  void take_back(const KeyVersion& key) {
    if (key.kept != Kept::keystore && key.kept != Kept::secret) return;
    const auto remove = [keys = config_.maker.keys, alias = key.alias]() -> Result<Done> {
      const auto removed = keys->keystore().remove(alias);
      if (!removed.ok()) return fault_of(removed.error(), alias, keys->keystore().fault());
      return Done{};
    };
    crypto_pool::ask_pool<Done>(
        self_, runner_for(key.kept), {.caller = own_turn}, remove,
        [alias = key.alias](const Result<Done>& removed) {
          if (removed.ok()) return;
          logging::warning("the keystore keeps " + alias +
                           ", which no row names: " + text_of(removed.faults().front()));
        });
  }

  /// The same of a certificate. The line waits: the next order of it may be another upload.
  void put_back(const std::string& line, const KeyVersionPtr& before, const Faults& why) {
    put_certificate(
        {.caller = own_turn}, before,
        [me = shared_from_this(), line, before, why](const Result<Done>& done) {
          if (!done.ok())
            logging::warning("the keystore keeps a certificate of " + before->alias +
                             " that its row does not have: " + text_of(done.faults().front()));
          me->end(line, why);
        });
  }

  void publish(const Rows& rows) {
    auto& board = *config_.board;
    const auto ring = std::make_shared<const KeyRing>(board.ring()->with(rows));
    board.publish(ring);
    if (config_.published) config_.published(*ring);
  }

  void end(const std::string& line, const Result<Outcome>& result) {
    const auto found = lines_.find(line);
    discount(found->second.front());
    const Then then = std::move(found->second.front().then);
    found->second.pop_front();
    if (found->second.empty())
      lines_.erase(found);
    else
      ready_.push_back(line);
    then(result);
    begin_ready();
  }

  Actor::pointer self_;
  Config config_;
  const store::FreeSpace* space_;
  Clock clock_;
  std::map<std::string, std::deque<Waiting>> lines_;
  std::map<std::string, size_t> callers_;  ///< how many orders of each are counted
  std::deque<std::string> ready_;          ///< lines whose first order is to begin
  bool beginning_ = false;
};
}  // namespace

Actor::behavior_type key_manager(Actor::pointer self, Config config, partition::Host host,
                                 Clock clock) {
  const auto stored_with = config.stored_with;
  const auto orders = std::make_shared<Orders>(self, std::move(config), host.space, clock);
  const auto write = host.writer(self);
  const audit::Trail trail = host.trail;
  return {[=](order_atom, const Order& order) {
            auto promise = self->make_response_promise<Result<Outcome>>();
            orders->take(order, [promise](const Result<Outcome>& result) mutable {
              promise.deliver(result);
            });
            return promise;
          },
          [=](store_atom, const Rows& rows, const audit::Origin& by) {
            return write([&](store::Transaction& tx) -> Result<Done> {
              std::vector<audit::Operation> operations;
              for (const KeyVersionPtr& row : rows) {
                const auto known = tx.get(key_record_key(row->alias));
                if (!known.ok()) return Errc::key_internal;
                operations.push_back(known.value() ? audit::Operation::key_changed
                                                   : audit::Operation::key_made);
              }
              for (size_t i = 0; i < rows.size(); ++i) {
                const KeyVersion& row = *rows[i];
                tx.put(key_record_key(row.alias), encoded(row));
                if (stored_with && operations[i] == audit::Operation::key_made)
                  stored_with(row, tx);
                const std::string name = row.name.application_id + " " + row.name.reference_id;
                trail.record({operations[i], by, row.alias, name}, clock(), tx);
              }
              return Done{};
            });
          },
          [=](renew_atom) { orders->renew(); }};
}
}  // namespace keymanager
