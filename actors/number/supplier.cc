// actors/number/supplier.cc: draw numbers, sort them by owner, offer each owner its own, repeat
// while somebody wants more.
#include "actors/number/supplier.h"

#include <sys/resource.h>

#include "actors/base/log.h"
#include "actors/base/partition_of.h"
#include "actors/number/generator.h"

namespace number {
namespace {
constexpr int supplier_nice = 5;

/// One pool in the supplier's care.
struct Care {
  Care(Pool the_pool, Random& random)
      : pool(std::move(the_pool)),
        generator(pool.rules, random),
        wants(pool.partitions.size(), 0) {}

  Pool pool;
  Generator generator;
  std::vector<uint64_t> wants;  ///< by partition, as each last said
  size_t awaited = 0;           ///< answers of the round under way
  uint64_t added = 0;           ///< in the round under way
  bool running = false;
  bool asking = false;            ///< the round under way brings nothing, it only asks
  bool called_meanwhile = false;  ///< somebody wanted numbers while a round was under way
  caf::typed_response_promise<Result<Done>> when_served;
};

class Supplier {
 public:
  Supplier(SupplierActor::pointer self, std::shared_ptr<Random> random, SupplierLimits limits)
      : self_(self), random_(std::move(random)), limits_(limits) {}

  caf::result<Result<Done>> serve(const Pool& pool) {
    cares_.push_back(std::make_unique<Care>(pool, *random_));
    cares_.back()->when_served = self_->make_response_promise<Result<Done>>();
    auto promise = cares_.back()->when_served;
    ask_everyone(cares_.size() - 1);
    return promise;
  }

  void wanted(const std::string& service) {
    for (size_t i = 0; i < cares_.size(); ++i) {
      if (cares_[i]->pool.service != service) continue;
      if (cares_[i]->running) {
        cares_[i]->called_meanwhile = true;
      } else {
        ask_everyone(i);
      }
    }
  }

  void next_round(size_t index) {
    Care& care = *cares_[index];
    auto offers = draw(care);
    begin(care, false);
    for (size_t partition = 0; partition < offers.size(); ++partition) {
      if (!offers[partition].empty()) offer(index, partition, std::move(offers[partition]));
    }
    if (care.awaited == 0) end_of_round(index);
  }

 private:
  /// An empty offer makes a partition say what it wants.
  void ask_everyone(size_t index) {
    Care& care = *cares_[index];
    begin(care, true);
    for (size_t partition = 0; partition < care.pool.partitions.size(); ++partition) {
      offer(index, partition, {});
    }
  }

  static void begin(Care& care, bool asking) {
    care.running = true;
    care.asking = asking;
    care.added = 0;
  }

  std::vector<std::vector<Packed>> draw(Care& care) {
    const size_t partitions = care.wants.size();
    std::vector<std::vector<Packed>> offers(partitions);
    size_t unfilled = partitions;
    for (const uint64_t wants : care.wants) unfilled -= wants == 0 ? 1 : 0;
    for (size_t draws = 0; draws < limits_.draws_per_round && unfilled > 0; ++draws) {
      const auto number = care.generator.next();
      if (!number) break;
      const size_t owner = partition_of(unpack(*number), static_cast<uint16_t>(partitions));
      auto& offer = offers[owner];
      const size_t room = std::min<uint64_t>(care.wants[owner], limits_.candidates_per_partition);
      if (offer.size() >= room) continue;
      offer.push_back(*number);
      if (offer.size() == room) --unfilled;
    }
    return offers;
  }

  void offer(size_t index, size_t partition, std::vector<Packed> candidates) {
    Care& care = *cares_[index];
    ++care.awaited;
    self_
        ->request(care.pool.partitions[partition], caf::infinite, supply_atom::value,
                  std::move(candidates))
        .then([=, this](const Result<Supplied>& supplied) { settle(index, partition, supplied); },
              [=, this](const caf::error&) { settle(index, partition, Errc::internal); });
  }

  void settle(size_t index, size_t partition, const Result<Supplied>& supplied) {
    Care& care = *cares_[index];
    if (supplied.ok()) {
      care.added += supplied.value().added;
      // `wants` falls to 0 at the low-water mark; what was asked for before is still brought.
      const uint64_t still =
          care.wants[partition] - std::min(care.wants[partition], supplied.value().added);
      care.wants[partition] = std::max(still, supplied.value().wants);
    } else {
      care.wants[partition] = 0;
    }
    if (--care.awaited == 0) end_of_round(index);
  }

  void end_of_round(size_t index) {
    Care& care = *cares_[index];
    const bool someone_wants =
        std::any_of(care.wants.begin(), care.wants.end(), [](uint64_t wants) { return wants > 0; });
    if (!care.asking || !someone_wants) served(care);
    const bool stuck = someone_wants && !care.asking && care.added == 0;
    care.running = someone_wants;
    if (!someone_wants) {
      // Who called before its last answer was heard does not call again.
      if (std::exchange(care.called_meanwhile, false)) ask_everyone(index);
      return;
    }
    if (!stuck) return self_->send(self_, round_atom::value, index);
    logging::warning(
        "number pool " + care.pool.service +
        ": no candidate of a whole round was new; the space of numbers may be used up");
    self_->delayed_send(self_, limits_.pause_when_nothing_fits, round_atom::value, index);
  }

  static void served(Care& care) {
    if (care.when_served.pending()) care.when_served.deliver(Result<Done>{Done{}});
  }

  SupplierActor::pointer self_;
  std::shared_ptr<Random> random_;
  SupplierLimits limits_;
  std::vector<std::unique_ptr<Care>> cares_;
};

SupplierActor::behavior_type behavior(SupplierActor::pointer self, std::shared_ptr<Random> random,
                                      SupplierLimits limits, bool own_thread) {
  auto supplier = std::make_shared<Supplier>(self, std::move(random), limits);
  auto stepped_back = std::make_shared<bool>(!own_thread);
  return {
      [=](serve_atom, const Pool& pool) {
        if (!std::exchange(*stepped_back, true)) setpriority(PRIO_PROCESS, 0, supplier_nice);
        return supplier->serve(pool);
      },
      [=](wanted_atom, const std::string& service) { supplier->wanted(service); },
      [=](round_atom, size_t index) { supplier->next_round(index); },
  };
}
}  // namespace

SupplierActor spawn_supplier(caf::actor_system& system, std::shared_ptr<Random> random,
                             SupplierLimits limits, bool own_thread) {
  return own_thread ? system.spawn<caf::detached>(behavior, std::move(random), limits, true)
                    : system.spawn(behavior, std::move(random), limits, false);
}
}  // namespace number
