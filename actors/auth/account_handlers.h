// actors/auth/account_handlers.h: handlers of what makes and changes accounts and sessions:
// registration, sessions, operators' orders. Used by auth_actor.cc alone.
#pragma once
#include <string>
#include <tuple>

#include "actors/auth/auth_owned.h"

namespace auth::handlers {
inline auto of_registration(const Own& own) {
  return std::tuple{
      [own](enroll_atom, const std::string& user_key, const User& user, const audit::Origin& by) {
        return own->write([&](Tx& tx) {
          const UtcTime now = own->clock();
          const auto before = own->accounts.look_up(user_key, tx);
          auto enrolled = enroll(own->accounts, own->sessions, user_key, user, now, tx);
          own->trail.added(by, before, enrolled, now, tx);
          return enrolled;
        });
      },
      [own](new_atom, const NewAccount& request) {
        return own->write([&](Tx& tx) -> Result<UserOrdered> {
          const auto& queue = own->config.queue;
          if (!queue) return Errc::internal;
          own->trail.prepare(
              tx);  // A message that is queued takes its place in the outbox at once.
          const UtcTime now = own->clock();
          const auto before = own->accounts.look_up(request.user_key, tx);
          auto added = add_account(own->accounts, own->sessions, request, now, *queue, tx);
          own->trail.added(request.by, before, added, now, tx);
          return added;
        });
      },
      [own](lapsed_atom, const LapsedRequest& request) {
        return own->read(
            [&](Tx& tx) { return find_lapsed(own->accounts, request, own->clock(), tx); });
      },
      [own](lapse_atom, const EndLapsed& request) {
        return own->write([&](Tx& tx) {
          const UtcTime now = own->clock();
          const auto before = own->accounts.look_up(request.user_key, tx);
          auto ended = end_lapsed(own->accounts, own->sessions, request, now, tx);
          own->trail.lapsed(request, before, ended, now, tx);
          return ended;
        });
      },
      [own](give_rid_atom, const GiveRid& request) {
        return own->write([&](Tx& tx) {
          const UtcTime now = own->clock();
          auto user = give_rid(own->accounts, request, now, tx);
          if (user.ok())
            own->trail.user(Operation::user_changed, request.by, user.value(), now, tx,
                            "rid named");
          return user;
        });
      },
      [own](first_pw_atom, const FirstPassword& request) {
        return own->write([&](Tx& tx) {
          const UtcTime now = own->clock();
          auto user = set_first_password(own->accounts, request, now, tx);
          if (user.ok())
            own->trail.user(Operation::password_changed, request.by, user.value(), now, tx,
                            "first");
          return user;
        });
      },
  };
}

inline auto of_sessions(const Own& own) {
  return std::tuple{
      [own](open_atom, const OpenSession& request) {
        return own->write([&](Tx& tx) {
          auto opened = own->sessions.open(request, tx);
          if (opened.ok()) own->trail.opened(request, own->clock(), tx);
          return opened;
        });
      },
      [own](turn_atom, const Turn& request) {
        return own->write([&](Tx& tx) {
          const UtcTime now = own->clock();
          auto turned = own->sessions.turn(request, epoch_seconds(now), tx);
          own->trail.turned(request, turned, now, tx);
          return turned;
        });
      },
      [own](revoke_atom, const Revoke& request) {
        return own->write([&](Tx& tx) {
          const UtcTime now = own->clock();
          auto revoked = own->sessions.revoke(request, epoch_seconds(now), tx);
          own->trail.revoked(request, revoked, now, tx);
          return revoked;
        });
      },
      [own](sweep_atom) {
        // It makes room, so it goes on while the disk is low.
        return own->read_and_record([&](Tx& tx) {
          const size_t records_max = own->config.sweep_records_max;
          auto swept = own->sessions.sweep(epoch_seconds(own->clock()), records_max, tx);
          // More is due, perhaps: once a minute would not keep up with many sign-ins.
          if (swept.ok() && swept.value() == records_max)
            caf::anon_send(caf::actor_cast<caf::actor>(own->self), sweep_atom::value);
          return swept;
        });
      },
  };
}

/// Operators' orders.
inline auto of_orders(const Own& own) {
  return std::tuple{
      [own](order_atom, const UserOrder& order) {
        const auto work = [&](Tx& tx) {
          const UtcTime now = own->clock();
          const auto before = own->accounts.look_up(order.user_key, tx);
          auto done = carry_out(own->accounts, own->sessions, order, now, tx);
          own->trail.ordered(order, before, done, now, tx);
          return done;
        };
        return order.verb == AccountVerb::show ? own->read_and_record(work) : own->write(work);
      },
      [own](order_atom, const ClientOrder& order) {
        const auto work = [&](Tx& tx) {
          const UtcTime now = own->clock();
          auto done = carry_out(own->accounts, own->sessions, order, now, tx);
          own->trail.ordered(order, done, now, tx);
          return done;
        };
        return order.verb == AccountVerb::show ? own->read(work) : own->write(work);
      },
      [own](list_atom, const ListClients& order) {
        return own->read([&](Tx& tx) { return list(order, tx); });
      },
  };
}
}  // namespace auth::handlers
