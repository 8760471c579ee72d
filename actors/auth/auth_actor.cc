// actors/auth/auth_actor.cc: the mailbox around Accounts and Sessions. Wiring, no rule.
#include "actors/auth/auth_actor.h"

namespace auth {
namespace {
struct Owned {
  Accounts accounts;
  Sessions sessions;
};
}  // namespace

Result<NewPassword> set_password(Accounts& accounts, Sessions& sessions, const SetPassword& request,
                                 UtcTime now, store::Transaction& tx) {
  const auto changed = accounts.set_password(request, now, tx);
  if (!changed.ok()) return changed.faults();
  const auto& [before, after] = changed.value();
  auto revoked = sessions.end_group(group_of(before), epoch_seconds(now), tx);
  if (!revoked.ok()) return revoked.faults();
  return NewPassword{after, std::move(revoked).value()};
}

Actor::behavior_type partition(Actor::pointer self, PartitionConfig config, partition::Host host,
                               Clock clock) {
  partition::Hooks hooks;
  if (config.queue) hooks.committed = [queue = config.queue] { queue->committed(); };
  const auto write = host.writer(self, std::move(hooks));
  const auto read = write.reader();
  const auto own = std::make_shared<Owned>(
      Owned{Accounts{config.accounts, *config.sealer}, Sessions{config.lifetimes}});
  const auto seconds = [clock] { return epoch_seconds(clock()); };
  using Tx = store::Transaction;
  return {
      // A write although it only reads: while the disk is low a wrong guess could not be counted,
      // so none may be made.
      [=](begin_atom, const std::string& user_key) {
        return write([&](Tx& tx) { return own->accounts.begin_login(user_key, clock(), tx); });
      },
      [=](end_atom, const EndLogin& request) {
        return write([&](Tx& tx) { return own->accounts.end_login(request, clock(), tx); });
      },
      [=](user_atom, const std::string& user_key) {
        return read([&](Tx& tx) { return own->accounts.find_user(user_key, tx); });
      },
      [=](look_atom, const std::vector<std::string>& user_keys) {
        return read([&](Tx& tx) { return own->accounts.find_users(user_keys, tx); });
      },
      [=](page_atom, const UserPageRequest& request) {
        return read([&](Tx& tx) { return own->accounts.page(request, tx); });
      },
      [=](salt_atom, const SaltRequest& request) {
        return write([&](Tx& tx) { return own->accounts.salts(request, tx); });
      },
      [=](enroll_atom, const std::string& user_key, const User& user) {
        return write([&](Tx& tx) {
          return enroll(own->accounts, own->sessions, user_key, user, clock(), tx);
        });
      },
      [=](entrant_atom, const std::string& user_key) {
        return read([&](Tx& tx) { return find_entrant(own->accounts, user_key, clock(), tx); });
      },
      [=](peek_atom, const std::string& user_key) {
        return read([&](Tx& tx) { return own->accounts.peek(user_key, tx); });
      },
      [=, queue = config.queue](new_atom, const NewAccount& request) {
        return write([&](Tx& tx) -> Result<UserOrdered> {
          if (!queue) return Errc::internal;
          return add_account(own->accounts, own->sessions, request, clock(), *queue, tx);
        });
      },
      [=](lapsed_atom, const LapsedRequest& request) {
        return read([&](Tx& tx) { return find_lapsed(own->accounts, request, clock(), tx); });
      },
      [=](lapse_atom, const EndLapsed& request) {
        return write(
            [&](Tx& tx) { return end_lapsed(own->accounts, own->sessions, request, clock(), tx); });
      },
      [=](give_rid_atom, const GiveRid& request) {
        return write([&](Tx& tx) { return give_rid(own->accounts, request, clock(), tx); });
      },
      [=](first_pw_atom, const FirstPassword& request) {
        return write(
            [&](Tx& tx) { return set_first_password(own->accounts, request, clock(), tx); });
      },
      [=](take_atom, const TakeHold& request) {
        return write([&](Tx& tx) { return take_hold(request, tx); });
      },
      [=](release_atom, const ReleaseHold& request) {
        return write([&](Tx& tx) { return release_hold(request, tx); });
      },
      [=](held_atom, const std::string& key) {
        return read([&](Tx& tx) { return find_hold(key, tx); });
      },
      [=](unblock_atom, const std::string& user_key) {
        return write([&](Tx& tx) { return own->accounts.unblock(user_key, tx); });
      },
      [=](set_pw_atom, const SetPassword& request) {
        return write([&](Tx& tx) {
          return set_password(own->accounts, own->sessions, request, clock(), tx);
        });
      },
      [=](client_atom, const std::string& realm, const std::string& client_id) {
        return read([&](Tx& tx) { return own->accounts.find_client(realm, client_id, tx); });
      },
      [=](open_atom, const OpenSession& request) {
        return write([&](Tx& tx) { return own->sessions.open(request, tx); });
      },
      [=](turn_atom, const Turn& request) {
        return write([&](Tx& tx) { return own->sessions.turn(request, seconds(), tx); });
      },
      [=](revoke_atom, const Revoke& request) {
        return write([&](Tx& tx) { return own->sessions.revoke(request, seconds(), tx); });
      },
      [=](order_atom, const UserOrder& order) {
        const auto work = [&](Tx& tx) {
          return carry_out(own->accounts, own->sessions, order, clock(), tx);
        };
        return order.verb == AccountVerb::show ? read(work) : write(work);
      },
      [=](order_atom, const ClientOrder& order) {
        const auto work = [&](Tx& tx) {
          return carry_out(own->accounts, own->sessions, order, clock(), tx);
        };
        return order.verb == AccountVerb::show ? read(work) : write(work);
      },
      [=](list_atom, const ListClients& order) {
        return read([&](Tx& tx) { return list(order, tx); });
      },
      // The sealer lives as long as the handlers that use it.
      [=, sealer = config.sealer](sweep_atom) {
        return write(
            [&](Tx& tx) { return own->sessions.sweep(seconds(), config.sweep_records_max, tx); });
      },
  };
}
}  // namespace auth
