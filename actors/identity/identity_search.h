// actors/identity/identity_search.h: who is behind a UIN, by the directory, and where that knows
// nobody by a repository elsewhere (DECISIONS 31).
#pragma once
#include <atomic>
#include <caf/all.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/origin.h"
#include "actors/identity/identity_actor.h"
#include "actors/outbox/delivery_rules.h"
#include "actors/seal/index_key.h"

namespace identity {
/// What a repository answered, or why it did not.
struct Told {
  Found found;
  std::string fault;  ///< empty: it answered. Holds no value of the answer
};
/// Blocks, for a bounded time; called from several threads at once.
using Fetch = std::function<Told(const std::string& uin)>;

using search_atom = caf::atom_constant<caf::atom("id_search")>;
using fetch_atom = caf::atom_constant<caf::atom("id_fetch")>;
}  // namespace identity

// It carries what is known of a person and never leaves the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(identity::Told)

namespace identity {
/// Asks for one person at a time. To be spawned detached: it blocks.
using Fetcher = caf::typed_actor<caf::replies_to<fetch_atom, std::string>::with<Told>>;
Fetcher::behavior_type fetcher(Fetcher::pointer self, Fetch fetch);

/// idkernel.idrepo.*.
struct SearchRules {
  size_t waiting_max = 256;        ///< who may wait for an answer, however few they ask for
  std::chrono::seconds waits{10};  ///< so long for a free fetcher
  std::chrono::seconds remembers{30};
  size_t remembered_max = 10'000;
  outbox::BreakerRules breaker;
};

/// What health and metrics see of a repository.
struct RepositoryState {
  std::atomic<uint64_t> asked{0};
  std::atomic<uint64_t> failed{0};
  std::atomic<uint64_t> remembered{0};  ///< answers that came from memory
  std::atomic<bool> away{false};        ///< left alone for a while
};

struct SearchConfig {
  std::shared_ptr<const seal::IndexKey> index_key;
  std::vector<Actor> partitions;  ///< the directory's
  std::vector<Fetcher> fetchers;
  SearchRules rules;
  std::shared_ptr<RepositoryState> state = std::make_shared<RepositoryState>();
};

/// The person of a UIN (is_uin). The directory decides where it knows the person. A person that the
/// repository tells of is recorded as read before it is told (DECISIONS 34), and not kept: only
/// remembered for a while. Errors: overloaded (the repository does not answer, or too many wait),
/// auth_internal.
using Search =
    caf::typed_actor<caf::replies_to<search_atom, std::string, audit::Origin>::with<Result<Found>>>;
/// For spawn.
Search::behavior_type search(Search::pointer self, SearchConfig config, Clock clock);
}  // namespace identity
