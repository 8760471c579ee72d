// actors/identity/identity_actor.cc: the mailbox around Directory. Wiring, no rule.
#include "actors/identity/identity_actor.h"

#include <span>

#include "actors/identity/identity_key.h"
#include "crypto/digest.h"

namespace identity {
namespace {
using audit::Operation;
using audit::Origin;

std::string shown(std::string_view hash) {
  return crypto::hex_lower(std::as_bytes(std::span{hash}));
}

std::string text_of(const PutCounts& counts) {
  return "added " + std::to_string(counts.added) + ", changed " + std::to_string(counts.changed);
}
}  // namespace

Actor::behavior_type partition(Actor::pointer self, partition::Host host, Clock clock) {
  const auto directory = std::make_shared<Directory>(host.sealer);
  const auto write = host.writer(self);
  const audit::Trail trail = host.trail;
  using Tx = store::Transaction;
  return {
      // A write: who reads what is known of a person is recorded before it is told (DECISIONS 34).
      [=](find_atom, const std::string& hash, const Origin& by) {
        return write([&](Tx& tx) {
          auto found = directory->find(hash, tx);
          if (found.ok() && found.value().is_known)
            trail.record({Operation::identity_read, by, shown(hash)}, clock(), tx);
          return found;
        });
      },
      [=](put_atom, const std::vector<Filed>& persons, const Origin& by) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          auto counts = directory->put(persons, now, tx);
          if (!counts.ok() || counts.value().added + counts.value().changed == 0) return counts;
          const std::string outcome = text_of(counts.value());
          trail.record({Operation::identities_filed, by, {}, outcome}, now, tx);
          return counts;
        });
      },
      [=](status_atom, const std::string& hash, Status status, const Origin& by) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          auto found = directory->set_status(hash, status, now, tx);
          if (found.ok() && found.value().is_known)
            trail.record({Operation::identity_status, by, shown(hash), text_of(status)}, now, tx);
          return found;
        });
      },
  };
}
}  // namespace identity
