// actors/partner/partner_actor.cc: pool, then store, then board. Wiring, no rule.
#include "actors/partner/partner_actor.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace partner {
namespace {
void record(const audit::Trail& trail, const Rows& added, const audit::Origin& by, UtcTime now,
            store::Transaction& tx) {
  using audit::Operation;
  for (const AuthorityPtr& one : added.authorities)
    trail.record({Operation::authority_added, by, one->filing.id}, now, tx);
  // What made room is told with what it made room for: one row for one.
  std::string outcome;
  for (const PartnerPtr& one : added.gone) {
    outcome += outcome.empty() ? "success, in place of " : " ";
    outcome += one->filing.id;
  }
  for (const PartnerPtr& one : added.partners)
    trail.record({Operation::partner_added, by, one->filing.id, outcome}, now, tx);
}

/// The uploads under way. It lives as long as its actor, whose thread alone calls it.
class Uploads : public std::enable_shared_from_this<Uploads> {
 public:
  Uploads(Actor::pointer self, Config config, Clock clock)
      : self_(self), config_(std::move(config)), clock_(std::move(clock)) {}

  caf::result<Result<UploadStatus>> take(const AuthorityOrder& order) {
    auto promise = self_->make_response_promise<Result<UploadStatus>>();
    const auto work = [config = config_, order, now = clock_()] {
      return check(order, Desk{config.board->book(), config.rules, *config.random, now});
    };
    crypto_pool::ask_pool<CheckedAuthorities>(
        self_, config_.pool, {.caller = order.caller}, work,
        [me = shared_from_this(), promise,
         by = order.by](const Result<CheckedAuthorities>& checked) mutable {
          if (!checked.ok()) {
            promise.deliver(Result<UploadStatus>{checked.faults()});
            return;
          }
          me->store(
              {checked.value().accepted, {}}, by,
              [promise, uploaded = checked.value().uploaded](const Result<Rows>& added) mutable {
                promise.deliver(answer_to(added, uploaded));
              });
        });
    return promise;
  }

  caf::result<Result<Resigned>> take(const PartnerOrder& order) {
    auto promise = self_->make_response_promise<Result<Resigned>>();
    resign(std::make_shared<const PartnerOrder>(order), promise, checks_max);
    return promise;
  }

 private:
  using Then = std::function<void(const Result<Rows>&)>;
  using Promise = caf::typed_response_promise<Result<Resigned>>;
  using MaybeChecked = std::optional<CheckedPartner>;  ///< nothing: it takes a key of the device

  /// The second finds what another upload of the certificate stored during the first.
  static constexpr int checks_max = 2;

  /// Where keys are in a device, only what needs one waits for it.
  void resign(const PartnerOrderPtr& order, Promise promise, int checks) {
    const auto work = [config = config_, order, clock = clock_]() -> Result<MaybeChecked> {
      const UtcTime now = clock();
      const auto current = with_current_signer(order, now);
      if (!current.ok()) return current.faults();
      const Desk desk{config.board->book(), config.rules, *config.random, now};
      if (config.device) {
        const auto needs = needs_key(*current.value(), desk);
        if (!needs.ok()) return needs.faults();
        if (needs.value()) return MaybeChecked{};
      }
      return maybe(check(*current.value(), desk, *config.keys));
    };
    crypto_pool::ask_pool<MaybeChecked>(self_, config_.pool, {.caller = order->caller}, work,
                                        [me = shared_from_this(), order, promise,
                                         checks](const Result<MaybeChecked>& checked) mutable {
                                          if (!checked.ok())
                                            promise.deliver(Result<Resigned>{checked.faults()});
                                          else if (checked.value())
                                            me->keep(order, promise, checks, *checked.value());
                                          else
                                            me->resign_by_device(order, promise, checks);
                                        });
  }

  void resign_by_device(const PartnerOrderPtr& order, Promise promise, int checks) {
    const auto work = [config = config_, order, clock = clock_]() -> Result<CheckedPartner> {
      const UtcTime now = clock();
      const auto current = with_current_signer(order, now);
      if (!current.ok()) return current.faults();
      return check(*current.value(), Desk{config.board->book(), config.rules, *config.random, now},
                   *config.keys);
    };
    crypto_pool::ask_pool<CheckedPartner>(self_, config_.device, {.caller = order->caller}, work,
                                          [me = shared_from_this(), order, promise,
                                           checks](const Result<CheckedPartner>& checked) mutable {
                                            if (checked.ok())
                                              me->keep(order, promise, checks, checked.value());
                                            else
                                              promise.deliver(Result<Resigned>{checked.faults()});
                                          });
  }

  void keep(const PartnerOrderPtr& order, Promise promise, int checks,
            const CheckedPartner& checked) {
    const size_t wanted = checked.rows.partners.size();
    store(checked.rows, order->by,
          [me = shared_from_this(), order, promise, checks, wanted,
           answer = Resigned{checked.id, checked.bundle}](const Result<Rows>& added) mutable {
            const bool is_kept = added.ok() && added.value().partners.size() == wanted;
            if (!added.ok())
              promise.deliver(Result<Resigned>{added.faults()});
            else if (is_kept)
              promise.deliver(Result<Resigned>{answer});
            else if (checks > 1)
              me->resign(order, promise, checks - 1);
            else
              promise.deliver(Result<Resigned>{Errc::overloaded});
          });
  }

  static Result<MaybeChecked> maybe(Result<CheckedPartner> checked) {
    if (!checked.ok()) return checked.faults();
    return MaybeChecked{std::move(checked).value()};
  }

  static Result<UploadStatus> answer_to(const Result<Rows>& added, size_t uploaded) {
    if (!added.ok()) return added.faults();
    const size_t stored = added.value().authorities.size();
    if (uploaded == 1 && stored == 0) return Errc::partner_ca_known;
    return status_of(stored, uploaded);
  }

  void store(const Rows& rows, const audit::Origin& by, const Then& then) {
    if (rows.authorities.empty() && rows.partners.empty()) return then(Rows{});
    // The answer to itself comes when the rows are durable.
    self_->request(caf::actor_cast<Actor>(self_), caf::infinite, store_atom::value, rows, by)
        .then(
            [me = shared_from_this(), then](const Result<Rows>& added) {
              if (added.ok()) me->publish(added.value());
              then(added);
            },
            [then](const caf::error&) { then(Errc::overloaded); });
  }

  void publish(const Rows& added) {
    if (added.authorities.empty() && added.partners.empty() && added.gone.empty()) return;
    auto& board = *config_.board;
    board.publish(std::make_shared<const Book>(board.book()->with(added)));
  }

  Actor::pointer self_;
  Config config_;
  Clock clock_;
};
}  // namespace

Actor::behavior_type partners(Actor::pointer self, Config config, partition::Host host,
                              Clock clock) {
  const auto certificates = std::make_shared<Certificates>();
  partition::Hooks hooks;
  hooks.load = [certificates](store::Transaction& tx) { return certificates->load(tx); };
  const auto write = host.writer(self, std::move(hooks));
  const auto uploads = std::make_shared<Uploads>(self, std::move(config), clock);
  const audit::Trail trail = host.trail;
  return {[=](upload_atom, const AuthorityOrder& order) { return uploads->take(order); },
          [=](resign_atom, const PartnerOrder& order) { return uploads->take(order); },
          [=](store_atom, const Rows& rows, const audit::Origin& by) {
            return write([&](store::Transaction& tx) {
              auto added = certificates->store(rows, clock(), tx);
              if (added.ok()) record(trail, added.value(), by, clock(), tx);
              return added;
            });
          }};
}
}  // namespace partner
