// actors/otp/otp_actor.cc: the mailbox around Codes. Wiring, no rule.
#include "actors/otp/otp_actor.h"

#include <span>

#include "crypto/digest.h"

namespace otp {
namespace {
using audit::Operation;
using audit::Origin;

std::string shown(std::string_view key_hash) {
  return crypto::hex_lower(std::as_bytes(std::span{key_hash}));
}

const char* name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::success:
      return "success";
    case Outcome::invalid:
      return "invalid";
    case Outcome::expired:
      return "expired";
    case Outcome::blocked:
      return "blocked";
    case Outcome::no_record:
      return "no record";
  }
  return "";
}
}  // namespace

Actor::behavior_type partition(Actor::pointer self, Config config, partition::Host host,
                               Clock clock) {
  const auto codes = std::make_shared<Codes>(config.rules, std::move(config.index_key),
                                             std::move(config.random), config.fixed_code);
  partition::Hooks hooks;
  hooks.committed = [queue = config.queue] { queue->committed(); };
  const audit::Trail trail = host.trail;
  const auto record = [trail](Operation operation, const Origin& by, std::string_view key,
                              const char* outcome, UtcTime now, store::Transaction& tx) {
    trail.record({operation, by, shown(key), outcome}, now, tx);
  };
  const auto write = host.writer(self, std::move(hooks));
  const auto read = write.reader();
  // Not refused while the disk is low: a sweep makes room.
  const auto make_room = write.recording_reader();
  using Tx = store::Transaction;
  return {
      [=](make_atom, const std::string& key, const Origin& by) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          auto made = codes->make(key, now, tx);
          if (made.ok() && !made.value().blocked)
            record(Operation::otp_generated, by, key, "success", now, tx);
          return made;
        });
      },
      // While the disk is low a wrong guess could not be counted, so none is looked at.
      [=](check_atom, const std::string& key, const std::string& code, const Origin& by) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          auto outcome = codes->check(key, code, now, tx);
          if (outcome.ok() && tx.wrote())  // Otherwise nothing was counted.
            record(Operation::otp_checked, by, key, name_of(outcome.value()), now, tx);
          return outcome;
        });
      },
      [=, queue = config.queue](send_atom, const Send& request, const Origin& by) {
        return write([&](Tx& tx) {
          const UtcTime now = clock();
          trail.prepare(tx);  // A message that is queued takes its place in the outbox at once.
          auto blocked = codes->send(request, now, *queue, tx);
          if (blocked.ok() && !blocked.value())
            record(Operation::otp_sent, by, request.key_hash, "success", now, tx);
          return blocked;
        });
      },
      [=](look_atom, const std::string& key) {
        return read([&](Tx& tx) { return codes->look(key, clock(), tx); });
      },
      [=](clear_atom, const std::string& key, const Origin& by) {
        return write([&](Tx& tx) {
          auto cleared = codes->clear(key, tx);
          if (cleared.ok() && tx.wrote())
            record(Operation::otp_cleared, by, key, "success", clock(), tx);
          return cleared;
        });
      },
      [=, rows_max = config.sweep_rows_max](sweep_atom) {
        return make_room([&](Tx& tx) {
          auto swept = codes->sweep(clock(), rows_max, tx);
          if (swept.ok() && swept.value() == rows_max)
            caf::anon_send(caf::actor_cast<caf::actor>(self), sweep_atom::value);
          return swept;
        });
      },
  };
}
}  // namespace otp
