// actors/otp/otp_actor.cc: the mailbox around Codes. Wiring, no rule.
#include "actors/otp/otp_actor.h"

namespace otp {
Actor::behavior_type partition(Actor::pointer self, Config config, partition::Host host,
                               Clock clock) {
  const auto codes = std::make_shared<Codes>(config.rules, std::move(config.index_key),
                                             std::move(config.random), config.fixed_code);
  partition::Hooks hooks;
  hooks.committed = [queue = config.queue] { queue->committed(); };
  const auto write = host.writer(self, std::move(hooks));
  const auto read = write.reader();
  using Tx = store::Transaction;
  return {
      [=](make_atom, const std::string& key) {
        return write([&](Tx& tx) { return codes->make(key, clock(), tx); });
      },
      // While the disk is low a wrong guess could not be counted, so none is looked at.
      [=](check_atom, const std::string& key, const std::string& code) {
        return write([&](Tx& tx) { return codes->check(key, code, clock(), tx); });
      },
      [=, queue = config.queue](send_atom, const Send& request) {
        return write([&](Tx& tx) { return codes->send(request, clock(), *queue, tx); });
      },
      [=](look_atom, const std::string& key) {
        return read([&](Tx& tx) { return codes->look(key, clock(), tx); });
      },
      [=](clear_atom, const std::string& key) {
        return write([&](Tx& tx) { return codes->clear(key, tx); });
      },
      [=, rows_max = config.sweep_rows_max](sweep_atom) {
        return write([&](Tx& tx) {
          auto swept = codes->sweep(clock(), rows_max, tx);
          if (swept.ok() && swept.value() == rows_max)
            caf::anon_send(caf::actor_cast<caf::actor>(self), sweep_atom::value);
          return swept;
        });
      },
  };
}
}  // namespace otp
