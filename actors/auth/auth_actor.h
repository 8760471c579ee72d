// actors/auth/auth_actor.h: what an auth partition is asked, and how one is made.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <string>
#include <vector>

#include "actors/auth/account_orders.h"
#include "actors/auth/accounts.h"
#include "actors/auth/holds.h"
#include "actors/auth/registration_list.h"
#include "actors/auth/registrations.h"
#include "actors/auth/sessions.h"
#include "actors/partition/partition.h"

namespace auth {
using begin_atom = caf::atom_constant<caf::atom("auth_begin")>;
using end_atom = caf::atom_constant<caf::atom("auth_end")>;
using user_atom = caf::atom_constant<caf::atom("auth_user")>;
using enroll_atom = caf::atom_constant<caf::atom("auth_enrol")>;
using entrant_atom = caf::atom_constant<caf::atom("auth_entr")>;
using peek_atom = caf::atom_constant<caf::atom("auth_peek")>;
using new_atom = caf::atom_constant<caf::atom("auth_new")>;
using lapsed_atom = caf::atom_constant<caf::atom("auth_late")>;
using lapse_atom = caf::atom_constant<caf::atom("auth_lapse")>;
using give_rid_atom = caf::atom_constant<caf::atom("auth_grid")>;
using first_pw_atom = caf::atom_constant<caf::atom("auth_first")>;
using take_atom = caf::atom_constant<caf::atom("auth_take")>;
using release_atom = caf::atom_constant<caf::atom("auth_let")>;
using held_atom = caf::atom_constant<caf::atom("auth_held")>;
using unblock_atom = caf::atom_constant<caf::atom("auth_unblk")>;
using set_pw_atom = caf::atom_constant<caf::atom("auth_setpw")>;
using client_atom = caf::atom_constant<caf::atom("auth_clnt")>;
using open_atom = caf::atom_constant<caf::atom("auth_open")>;
using turn_atom = caf::atom_constant<caf::atom("auth_turn")>;
using revoke_atom = caf::atom_constant<caf::atom("auth_revok")>;
using order_atom = caf::atom_constant<caf::atom("auth_order")>;
using list_atom = caf::atom_constant<caf::atom("auth_list")>;
using look_atom = caf::atom_constant<caf::atom("auth_look")>;
using page_atom = caf::atom_constant<caf::atom("auth_page")>;
using salt_atom = caf::atom_constant<caf::atom("auth_salt")>;
using past_atom = caf::atom_constant<caf::atom("auth_past")>;
using sweep_atom = caf::atom_constant<caf::atom("auth_sweep")>;

/// What became of a password that was set: the user as it is now, and what to publish.
struct NewPassword {
  User user;
  Revocations revoked;
};
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, NewPassword& x) {
  return f(x.user, x.revoked);
}
}  // namespace auth

// They carry what is known of a person and never leave the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::NewAccount)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::TakeHold)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<std::vector<auth::PastUser>>)

namespace auth {
/// The functions of Accounts, holds.h, registrations.h and Sessions, by message. A user's messages
/// go to the partition of its user key, a client's to that of its client_key, a session's to that
/// of its id, a hold's to that of its hold key. Nobody outside the process asks it: the sign-in
/// actor and the operator's desk do.
using Actor = caf::typed_actor<
    caf::replies_to<begin_atom, std::string>::with<Result<Ticket>>,
    caf::replies_to<end_atom, EndLogin>::with<Result<User>>,
    caf::replies_to<user_atom, std::string>::with<Result<User>>,
    caf::replies_to<look_atom, std::vector<std::string>, audit::Origin>::with<Result<FoundUsers>>,
    caf::replies_to<page_atom, UserPageRequest>::with<Result<UserPage>>,
    caf::replies_to<salt_atom, SaltRequest>::with<Result<FoundSalts>>,
    caf::replies_to<enroll_atom, std::string, User, audit::Origin>::with<Result<UserOrdered>>,
    caf::replies_to<entrant_atom, std::string>::with<Result<User>>,
    caf::replies_to<past_atom, std::string, audit::Origin>::with<Result<std::vector<PastUser>>>,
    caf::replies_to<peek_atom, std::string>::with<Result<User>>,
    caf::replies_to<new_atom, NewAccount>::with<Result<UserOrdered>>,
    caf::replies_to<lapsed_atom, LapsedRequest>::with<Result<LapsedPage>>,
    caf::replies_to<lapse_atom, EndLapsed>::with<Result<Revocations>>,
    caf::replies_to<give_rid_atom, GiveRid>::with<Result<User>>,
    caf::replies_to<first_pw_atom, FirstPassword>::with<Result<User>>,
    caf::replies_to<take_atom, TakeHold>::with<Result<Hold>>,
    caf::replies_to<release_atom, ReleaseHold>::with<Result<Done>>,
    caf::replies_to<held_atom, std::string>::with<Result<Hold>>,
    caf::replies_to<unblock_atom, std::string, audit::Origin>::with<Result<Done>>,
    caf::replies_to<set_pw_atom, SetPassword>::with<Result<NewPassword>>,
    caf::replies_to<client_atom, std::string, std::string>::with<Result<Client>>,
    caf::replies_to<open_atom, OpenSession>::with<Result<Done>>,
    caf::replies_to<turn_atom, Turn>::with<Result<Turned>>,
    caf::replies_to<revoke_atom, Revoke>::with<Result<Revocations>>,
    caf::replies_to<order_atom, UserOrder>::with<Result<UserOrdered>>,
    caf::replies_to<order_atom, ClientOrder>::with<Result<ClientOrdered>>,
    caf::replies_to<list_atom, ListClients>::with<Result<std::vector<Client>>>,
    caf::replies_to<sweep_atom>::with<Result<uint64_t>>>;

/// Gives a user another password and ends its sessions, in one commit.
Result<NewPassword> set_password(Accounts& accounts, Sessions& sessions, const SetPassword& request,
                                 UtcTime now, store::Transaction& tx);

struct PartitionConfig {
  AccountOptions accounts;
  Lifetimes lifetimes;
  std::shared_ptr<seal::Sealer> sealer;  ///< this partition's own
  std::shared_ptr<outbox::Queue> queue;  ///< likewise
  size_t sweep_records_max = 1000;       ///< per sweep message
};

/// For spawn. Replies leave after the journal has made their writes durable.
Actor::behavior_type partition(Actor::pointer self, PartitionConfig config, partition::Host host,
                               Clock clock);
}  // namespace auth
