// actors/auth/user_handlers.h: handlers of questions about users: those of a login, those of
// sign-in alone, and those whose answers are told. Used by auth_actor.cc alone.
#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "actors/auth/auth_owned.h"

namespace auth::handlers {
/// A password's check, what it leads to, and clients' records.
inline auto of_login(const Own& own) {
  return std::tuple{
      // A write although it only reads: while the disk is low a wrong guess could not be counted,
      // so none may be made.
      [own](begin_atom, const std::string& user_key) {
        return own->write(
            [&](Tx& tx) { return own->accounts.begin_login(user_key, own->clock(), tx); });
      },
      [own](end_atom, const EndLogin& request) {
        return own->write([&](Tx& tx) {
          const UtcTime now = own->clock();
          auto ended = own->accounts.end_login(request, now, tx);
          own->trail.login(request, own->accounts, ended, now, tx);
          return ended;
        });
      },
      [own](unblock_atom, const std::string& user_key, const audit::Origin& by) {
        return own->write([&](Tx& tx) -> Result<Done> {
          const auto user = own->accounts.peek(user_key, tx);
          if (!user.ok()) return user.faults();
          Accounts::forget_failures(user_key, tx);
          own->trail.user(Operation::user_unblocked, by, user.value(), own->clock(), tx);
          return Done{};
        });
      },
      [own](set_pw_atom, const SetPassword& request) {
        return own->write([&](Tx& tx) {
          const UtcTime now = own->clock();
          auto set = set_password(own->accounts, own->sessions, request, now, tx);
          if (set.ok())
            own->trail.user(Operation::password_changed, request.by, set.value().user, now, tx);
          return set;
        });
      },
      [own](client_atom, const std::string& realm, const std::string& client_id) {
        return own->read([&](Tx& tx) { return own->accounts.find_client(realm, client_id, tx); });
      },
  };
}

/// What sign-in has to know of a user: no answer to anybody.
inline auto of_lookup(const Own& own) {
  return std::tuple{
      [own](user_atom, const std::string& user_key) {
        return own->read([&](Tx& tx) { return own->accounts.find_user(user_key, tx); });
      },
      [own](entrant_atom, const std::string& user_key) {
        return own->read(
            [&](Tx& tx) { return find_entrant(own->accounts, user_key, own->clock(), tx); });
      },
      [own](peek_atom, const std::string& user_key) {
        return own->read([&](Tx& tx) { return own->accounts.peek(user_key, tx); });
      },
      [own](take_atom, const TakeHold& request) {
        return own->write([&](Tx& tx) { return take_hold(request, tx); });
      },
      [own](release_atom, const ReleaseHold& request) {
        return own->write([&](Tx& tx) { return release_hold(request, tx); });
      },
      [own](held_atom, const std::string& key) {
        return own->read([&](Tx& tx) { return find_hold(key, tx); });
      },
  };
}

/// Who reads what is known of users is recorded before it is told (DECISIONS 34).
inline auto of_telling(const Own& own) {
  return std::tuple{
      [own](look_atom, const std::vector<std::string>& user_keys, const audit::Origin& by) {
        return own->read_and_record([&](Tx& tx) {
          auto found = own->accounts.find_users(user_keys, tx);
          if (found.ok()) own->trail.read(by, found.value().users, own->clock(), tx);
          return found;
        });
      },
      [own](page_atom, const UserPageRequest& request) {
        return own->read_and_record([&](Tx& tx) {
          auto page = own->accounts.page(request, tx);
          if (page.ok()) own->trail.read(request.by, page.value().users, own->clock(), tx);
          return page;
        });
      },
      [own](salt_atom, const SaltRequest& request) {
        return own->write([&](Tx& tx) {
          auto salts = own->accounts.salts(request, tx);
          own->trail.read(request, salts, own->accounts, own->clock(), tx);
          return salts;
        });
      },
      [own](past_atom, const std::string& user_key, const audit::Origin& by) {
        return own->read_and_record([&](Tx& tx) {
          auto past = own->accounts.history(user_key, tx);
          if (past.ok() && !past.value().empty())
            own->trail.user(Operation::user_read, by, past.value().front().user, own->clock(), tx,
                            "history");
          return past;
        });
      },
  };
}
}  // namespace auth::handlers
