// actors/auth/auth_actor.cc: the mailbox around Accounts and Sessions. Wiring, no rule.
#include "actors/auth/auth_actor.h"

#include "actors/auth/auth_trail.h"

namespace auth {
namespace {
using audit::Operation;

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
  const auto read_and_record = write.recording_reader();
  const auto own = std::make_shared<Owned>(
      Owned{Accounts{config.accounts, *config.sealer}, Sessions{config.lifetimes}});
  const AuthTrail trail{host.trail};
  using Tx = store::Transaction;
  return {
      // A write although it only reads: while the disk is low a wrong guess could not be counted,
      // so none may be made.
      [=](begin_atom, const std::string& user_key) {
        return write([&](Tx& tx) { return own->accounts.begin_login(user_key, clock(), tx); });
      },
      [=](end_atom, const EndLogin& request) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          auto ended = own->accounts.end_login(request, now, tx);
          trail.login(request, own->accounts, ended, now, tx);
          return ended;
        });
      },
      [=](user_atom, const std::string& user_key) {
        return read([&](Tx& tx) { return own->accounts.find_user(user_key, tx); });
      },
      // Who reads what is known of users is recorded before it is told (DECISIONS 34).
      [=](look_atom, const std::vector<std::string>& user_keys, const audit::Origin& by) {
        return read_and_record([&](Tx& tx) {
          auto found = own->accounts.find_users(user_keys, tx);
          if (found.ok()) trail.read(by, found.value().users, clock(), tx);
          return found;
        });
      },
      [=](page_atom, const UserPageRequest& request) {
        return read_and_record([&](Tx& tx) {
          auto page = own->accounts.page(request, tx);
          if (page.ok()) trail.read(request.by, page.value().users, clock(), tx);
          return page;
        });
      },
      [=](salt_atom, const SaltRequest& request) {
        return write([&](Tx& tx) {
          auto salts = own->accounts.salts(request, tx);
          trail.read(request, salts, own->accounts, clock(), tx);
          return salts;
        });
      },
      [=](enroll_atom, const std::string& user_key, const User& user, const audit::Origin& by) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          const auto before = own->accounts.look_up(user_key, tx);
          auto enrolled = enroll(own->accounts, own->sessions, user_key, user, now, tx);
          trail.added(by, before, enrolled, now, tx);
          return enrolled;
        });
      },
      [=](entrant_atom, const std::string& user_key) {
        return read([&](Tx& tx) { return find_entrant(own->accounts, user_key, clock(), tx); });
      },
      [=](past_atom, const std::string& user_key, const audit::Origin& by) {
        return read_and_record([&](Tx& tx) {
          auto past = own->accounts.history(user_key, tx);
          if (past.ok() && !past.value().empty())
            trail.user(Operation::user_read, by, past.value().front().user, clock(), tx, "history");
          return past;
        });
      },
      [=](peek_atom, const std::string& user_key) {
        return read([&](Tx& tx) { return own->accounts.peek(user_key, tx); });
      },
      [=, queue = config.queue](new_atom, const NewAccount& request) {
        return write([&](Tx& tx) -> Result<UserOrdered> {
          if (!queue) return Errc::internal;
          trail.prepare(tx);  // A message that is queued takes its place in the outbox at once.
          const UtcTime now = clock();
          const auto before = own->accounts.look_up(request.user_key, tx);
          auto added = add_account(own->accounts, own->sessions, request, now, *queue, tx);
          trail.added(request.by, before, added, now, tx);
          return added;
        });
      },
      [=](lapsed_atom, const LapsedRequest& request) {
        return read([&](Tx& tx) { return find_lapsed(own->accounts, request, clock(), tx); });
      },
      [=](lapse_atom, const EndLapsed& request) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          const auto before = own->accounts.look_up(request.user_key, tx);
          auto ended = end_lapsed(own->accounts, own->sessions, request, now, tx);
          trail.lapsed(request, before, ended, now, tx);
          return ended;
        });
      },
      [=](give_rid_atom, const GiveRid& request) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          auto user = give_rid(own->accounts, request, now, tx);
          if (user.ok())
            trail.user(Operation::user_changed, request.by, user.value(), now, tx, "rid named");
          return user;
        });
      },
      [=](first_pw_atom, const FirstPassword& request) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          auto user = set_first_password(own->accounts, request, now, tx);
          if (user.ok())
            trail.user(Operation::password_changed, request.by, user.value(), now, tx, "first");
          return user;
        });
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
      [=](unblock_atom, const std::string& user_key, const audit::Origin& by) {
        return write([&](Tx& tx) -> Result<Done> {
          const auto user = own->accounts.peek(user_key, tx);
          if (!user.ok()) return user.faults();
          Accounts::forget_failures(user_key, tx);
          trail.user(Operation::user_unblocked, by, user.value(), clock(), tx);
          return Done{};
        });
      },
      [=](set_pw_atom, const SetPassword& request) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          auto set = set_password(own->accounts, own->sessions, request, now, tx);
          if (set.ok())
            trail.user(Operation::password_changed, request.by, set.value().user, now, tx);
          return set;
        });
      },
      [=](client_atom, const std::string& realm, const std::string& client_id) {
        return read([&](Tx& tx) { return own->accounts.find_client(realm, client_id, tx); });
      },
      [=](open_atom, const OpenSession& request) {
        return write([&](Tx& tx) {
          auto opened = own->sessions.open(request, tx);
          if (opened.ok()) trail.opened(request, clock(), tx);
          return opened;
        });
      },
      [=](turn_atom, const Turn& request) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          auto turned = own->sessions.turn(request, epoch_seconds(now), tx);
          trail.turned(request, turned, now, tx);
          return turned;
        });
      },
      [=](revoke_atom, const Revoke& request) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          auto revoked = own->sessions.revoke(request, epoch_seconds(now), tx);
          trail.revoked(request, revoked, now, tx);
          return revoked;
        });
      },
      [=](order_atom, const UserOrder& order) {
        const auto work = [&](Tx& tx) {
          const UtcTime now = clock();
          const auto before = own->accounts.look_up(order.user_key, tx);
          auto done = carry_out(own->accounts, own->sessions, order, now, tx);
          trail.ordered(order, before, done, now, tx);
          return done;
        };
        return order.verb == AccountVerb::show ? read_and_record(work) : write(work);
      },
      [=](order_atom, const ClientOrder& order) {
        const auto work = [&](Tx& tx) {
          const UtcTime now = clock();
          auto done = carry_out(own->accounts, own->sessions, order, now, tx);
          trail.ordered(order, done, now, tx);
          return done;
        };
        return order.verb == AccountVerb::show ? read(work) : write(work);
      },
      [=](list_atom, const ListClients& order) {
        return read([&](Tx& tx) { return list(order, tx); });
      },
      // The sealer lives as long as the handlers that use it.
      [=, sealer = config.sealer](sweep_atom) {
        return write([&](Tx& tx) {
          return own->sessions.sweep(epoch_seconds(clock()), config.sweep_records_max, tx);
        });
      },
  };
}
}  // namespace auth
