// actors/otp/otp_actor.h: what a partition of one-time codes is asked, and how one is made.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <optional>
#include <string>

#include "actors/base/clock.h"
#include "actors/base/origin.h"
#include "actors/otp/otp_state.h"
#include "actors/partition/partition.h"

namespace otp {
using make_atom = caf::atom_constant<caf::atom("otp_make")>;
using check_atom = caf::atom_constant<caf::atom("otp_check")>;
using send_atom = caf::atom_constant<caf::atom("otp_send")>;
using look_atom = caf::atom_constant<caf::atom("otp_look")>;
using clear_atom = caf::atom_constant<caf::atom("otp_clear")>;
using sweep_atom = caf::atom_constant<caf::atom("otp_sweep")>;

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Made& x) {
  return f(x.blocked, x.code);
}

}  // namespace otp

// It carries addresses and never leaves the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(otp::Send)

namespace otp {
/// The functions of Codes, by message; the text is hash_of(key), and its owner is asked. The second
/// text of otp_check is the guess.
using Actor = caf::typed_actor<
    caf::replies_to<make_atom, std::string, audit::Origin>::with<Result<Made>>,
    caf::replies_to<check_atom, std::string, std::string, audit::Origin>::with<Result<Outcome>>,
    caf::replies_to<send_atom, Send, audit::Origin>::with<Result<bool>>,
    caf::replies_to<look_atom, std::string>::with<Result<Standing>>,
    caf::replies_to<clear_atom, std::string, audit::Origin>::with<Result<Done>>,
    caf::replies_to<sweep_atom>::with<Result<uint64_t>>>;

/// What one partition is made of.
struct Config {
  Rules rules;
  std::shared_ptr<const seal::IndexKey> index_key;
  std::shared_ptr<Random> random;         ///< this actor's own
  std::optional<std::string> fixed_code;  ///< see Codes
  std::shared_ptr<outbox::Queue> queue;   ///< this partition's own
  size_t sweep_rows_max = 1000;  ///< per message; when there may be more it sends itself another
};

/// For spawn. Replies leave after the journal has made their writes durable.
Actor::behavior_type partition(Actor::pointer self, Config config, partition::Host host,
                               Clock clock);
}  // namespace otp
