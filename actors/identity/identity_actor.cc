// actors/identity/identity_actor.cc: the mailbox around Directory. Wiring, no rule.
#include "actors/identity/identity_actor.h"

#include "actors/identity/identity_key.h"

namespace identity {
using audit::Operation;
using audit::Origin;

Actor::behavior_type partition(Actor::pointer self, partition::Host host, Clock clock) {
  const auto directory = std::make_shared<Directory>(host.sealer);
  const auto write = host.writer(self);
  const auto read_and_record = write.recording_reader();
  const audit::Trail trail = host.trail;
  using Tx = store::Transaction;
  return {
      // Who reads what is known of a person is recorded before it is told (DECISIONS 34).
      [=](find_atom, const std::string& hash, const Origin& by) {
        return read_and_record([&](Tx& tx) {
          auto found = directory->find(hash, tx);
          if (found.ok() && found.value().is_known)
            trail.record({Operation::identity_read, by, shown_hash(hash)}, clock(), tx);
          return found;
        });
      },
      [=](told_atom, const std::string& hash, const Origin& by) {
        return read_and_record([&](Tx& tx) {
          trail.record({Operation::identity_read, by, shown_hash(hash)}, clock(), tx);
          return Result<Done>{Done{}};
        });
      },
      [=](put_atom, const std::vector<Filed>& persons, const Origin& by) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          return directory->put(persons, now, tx, [&](const Filed& one, bool was_known) {
            const std::string hash = shown_hash(one.hash);
            trail.record({Operation::identity_filed, by, hash, was_known ? "changed" : "added"},
                         now, tx);
          });
        });
      },
      [=](status_atom, const std::string& hash, Status status, const Origin& by) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          auto found = directory->set_status(hash, status, now, tx);
          if (found.ok() && tx.wrote())
            trail.record({Operation::identity_status, by, shown_hash(hash), text_of(status)}, now,
                         tx);
          return found;
        });
      },
  };
}
}  // namespace identity
