// http/startup/boot_keys.cc: the boot list as orders to the key manager.
#include "http/startup/boot_keys.h"

#include "http/startup/problem.h"

namespace startup {
namespace {
using keymanager::KeyName;
using keymanager::Order;
using keymanager::Verb;

std::string text_of(const KeyName& name) {
  return name.reference_id.empty() ? name.application_id
                                   : name.application_id + ":" + name.reference_id;
}

/// Among master keys a reference id that is none of a signature key names a symmetric key.
Order master_order(const KeyName& name, const KeySettings& settings) {
  const auto key_class = keymanager::class_of(name);
  Order order{Verb::master, name, false,
              keymanager::subject_of_key({}, settings.subject_defaults, name), nullptr};
  if (key_class == keymanager::KeyClass::base) order.verb = Verb::secret;
  if (key_class == keymanager::KeyClass::ec_sign || key_class == keymanager::KeyClass::ed25519_sign)
    order.verb = Verb::ec_sign;
  return order;
}

class Booting {
 public:
  Booting(caf::actor_system& system, const keymanager::Actor& manager)
      : self_(system), manager_(manager) {}

  /// All at once: the crypto pool has several threads.
  void carry_out(const std::vector<Order>& orders) {
    std::vector<std::pair<std::string, Pending>> pending;
    pending.reserve(orders.size());
    for (Order order : orders) {
      order.by = audit::of_server();
      pending.emplace_back(
          text_of(order.name),
          self_->request(manager_, caf::infinite, keymanager::order_atom::value, order));
    }
    for (auto& [name, answer] : pending) {
      std::string why;
      answer.receive(
          [&](const Result<keymanager::Outcome>& done) {
            if (!done.ok()) why = ::text_of(done.faults().front());
          },
          [&](const caf::error&) { why = "the key manager ended"; });
      if (!why.empty())
        throw Problem(exit_unavailable, "the key " + name + " could not be made: " + why);
    }
  }

 private:
  using Pending = decltype(std::declval<caf::scoped_actor>()->request(
      std::declval<const keymanager::Actor&>(), caf::infinite, keymanager::order_atom::value,
      std::declval<Order>()));

  caf::scoped_actor self_;
  const keymanager::Actor& manager_;
};
}  // namespace

void boot_keys(caf::actor_system& system, const keymanager::Actor& manager,
               const KeySettings& settings) {
  Booting booting{system, manager};
  std::vector<Order> roots, masters, bases;
  for (const KeyName& name : settings.boot_master_keys) {
    const bool is_root = keymanager::class_of(name) == keymanager::KeyClass::root;
    (is_root ? roots : masters).push_back(master_order(name, settings));
  }
  for (const KeyName& name : settings.boot_base_keys)
    bases.push_back({Verb::ensure, name, false, {}, nullptr});
  booting.carry_out(roots);
  booting.carry_out(masters);
  booting.carry_out(bases);
}
}  // namespace startup
