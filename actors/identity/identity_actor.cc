// actors/identity/identity_actor.cc: the mailbox around Directory. Wiring, no rule.
#include "actors/identity/identity_actor.h"

namespace identity {
Actor::behavior_type partition(Actor::pointer self, std::shared_ptr<seal::Sealer> sealer,
                               partition::Host host, Clock clock) {
  const auto directory = std::make_shared<Directory>(std::move(sealer));
  const auto write = host.writer(self);
  const auto read = write.reader();
  using Tx = store::Transaction;
  return {
      [=](find_atom, const std::string& hash) {
        return read([&](Tx& tx) { return directory->find(hash, tx); });
      },
      [=](put_atom, const std::vector<Filed>& persons) {
        return write([&](Tx& tx) { return directory->put(persons, clock(), tx); });
      },
      [=](status_atom, const std::string& hash, Status status) {
        return write([&](Tx& tx) { return directory->set_status(hash, status, clock(), tx); });
      },
  };
}
}  // namespace identity
