// actors/number/supplier.cc: draw numbers, sort them by owner, offer each owner its own, repeat
// while somebody wants more.
#include "actors/number/supplier.h"

#include <algorithm>

#include "actors/base/log.h"
#include "actors/base/partition_of.h"
#include "actors/base/thread_priority.h"
#include "actors/number/generator.h"
#include "actors/number/spares.h"

namespace number {
namespace {
constexpr int supplier_nice = 5;

/// One pool in the supplier's care.
struct Care {
  Care(Pool the_pool, Random& random)
      : pool(std::move(the_pool)),
        generator(pool.rules, random),
        spares(pool.partitions.size()),
        wants(pool.partitions.size(), 0),
        failed(pool.partitions.size(), false) {}

  bool someone_wants() const {
    return std::any_of(wants.begin(), wants.end(), [](uint64_t count) { return count > 0; });
  }
  bool someone_failed() const {
    return std::find(failed.begin(), failed.end(), true) != failed.end();
  }

  Pool pool;
  Generator generator;
  Spares spares;
  std::vector<uint64_t> wants;  ///< by partition, as each last said
  std::vector<bool> failed;     ///< by partition: what it wants is not known
  uint64_t round = 0;           ///< the newest; mail about an older one is out of date
  size_t awaited = 0;           ///< answers of the round under way
  uint64_t added = 0;           ///< in the round under way
  bool drew = false;            ///< the round under way brings numbers
  bool spent_spares = false;    ///< some of them were drawn before
  bool running = false;         ///< a round is under way or about to be
  bool ask_everyone = true;     ///< in the next round
  Result<Done> first_helping = Done{};
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
    start_round(cares_.size() - 1);
    return promise;
  }

  void wanted(const std::string& service) {
    for (size_t i = 0; i < cares_.size(); ++i) {
      if (cares_[i]->pool.service != service) continue;
      // The partition that calls now may have answered the round under way before it was in want.
      cares_[i]->ask_everyone = true;
      if (!cares_[i]->running) start_round(i);
    }
  }

  void next_round(size_t index, uint64_t round) {
    if (cares_[index]->round == round) start_round(index);
  }

  void abandon() {
    for (const auto& care : cares_) {
      if (care->when_served.pending()) {
        care->when_served.deliver(caf::make_error(caf::sec::request_receiver_down));
      }
    }
  }

 private:
  /// Offers candidates to those that want some. An empty offer makes a partition say what it wants.
  void start_round(size_t index) {
    Care& care = *cares_[index];
    ++care.round;
    care.running = true;
    care.added = 0;
    care.drew = care.someone_wants();
    const bool ask_everyone = std::exchange(care.ask_everyone, false);
    auto offers = draw(care);
    for (size_t partition = 0; partition < offers.size(); ++partition) {
      if (!ask_everyone && offers[partition].empty()) continue;
      offer(index, partition, std::move(offers[partition]));
    }
    if (care.awaited == 0) end_of_round(index);
  }

  std::vector<std::vector<Packed>> draw(Care& care) {
    const size_t partitions = care.wants.size();
    std::vector<std::vector<Packed>> offers(partitions);
    size_t unfilled = 0;
    care.spent_spares = false;
    for (size_t i = 0; i < partitions; ++i) {
      if (care.spares.take(i, room_of(care, i), offers[i]) > 0) care.spent_spares = true;
      if (offers[i].size() < room_of(care, i)) ++unfilled;
    }
    for (size_t draws = 0; draws < limits_.draws_per_round && unfilled > 0; ++draws) {
      const auto number = care.generator.next();
      if (!number) break;
      const size_t owner = partition_of(unpack(*number), static_cast<uint16_t>(partitions));
      auto& offer = offers[owner];
      const size_t room = room_of(care, owner);
      if (offer.size() >= room) {
        care.spares.keep(owner, *number);
        continue;
      }
      offer.push_back(*number);
      if (offer.size() == room) --unfilled;
    }
    return offers;
  }

  size_t room_of(const Care& care, size_t partition) const {
    return std::min<uint64_t>(care.wants[partition], limits_.candidates_per_partition);
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
      note_wants(care.wants[partition], supplied.value());
      care.added += supplied.value().added;
      care.failed[partition] = false;
    } else {
      note_failure(care, partition, supplied);
    }
    if (--care.awaited == 0) end_of_round(index);
  }

  static void note_wants(uint64_t& wants, const Supplied& supplied) {
    // A partition says 0 from its low-water mark on; what it asked for before is still brought,
    // until it has no use for any of it: it may be full of numbers that came back.
    const bool satisfied = supplied.added == 0 && supplied.wants == 0;
    const uint64_t still = satisfied ? 0 : wants - std::min(wants, supplied.added);
    wants = std::max(still, supplied.wants);
  }

  /// The others are served without it; it is asked again after a pause, for its own call is spent.
  static void note_failure(Care& care, size_t partition, const Result<Supplied>& supplied) {
    care.wants[partition] = 0;
    // A full disk refuses numbers as it refuses every write; a pool that cannot be read is worse.
    if (supplied.error() != Errc::storage_full && care.first_helping.ok()) {
      care.first_helping = supplied.faults();
    }
    if (care.failed[partition]) return;
    care.failed[partition] = true;
    logging::warning("number pool " + care.pool.service + ": partition " +
                     std::to_string(partition) +
                     " takes no numbers: " + std::string{row_of(supplied.error()).name});
  }

  void end_of_round(size_t index) {
    Care& care = *cares_[index];
    const bool someone_wants = care.someone_wants();
    if (care.drew || !someone_wants) served(care);
    const bool nothing_new = care.drew && someone_wants && care.added == 0;
    // Spares may have been issued since; only fresh draws show that the space is used up.
    const bool stuck = nothing_new && !care.spent_spares;
    if (nothing_new) care.spares.clear();
    care.running = care.ask_everyone || (someone_wants && !stuck);
    if (care.running) return self_->send(self_, round_atom::value, index, care.round);
    if (stuck) {
      logging::warning(
          "number pool " + care.pool.service +
          ": no candidate of a whole round was new; the space of numbers may be used up");
    }
    if (!someone_wants && !care.someone_failed()) return;
    care.ask_everyone = care.someone_failed();
    self_->delayed_send(self_, limits_.pause, round_atom::value, index, care.round);
  }

  static void served(Care& care) {
    if (care.when_served.pending()) care.when_served.deliver(care.first_helping);
  }

  SupplierActor::pointer self_;
  std::shared_ptr<Random> random_;
  SupplierLimits limits_;
  std::vector<std::unique_ptr<Care>> cares_;
};

SupplierActor::behavior_type behavior(SupplierActor::pointer self, std::shared_ptr<Random> random,
                                      SupplierLimits limits, bool own_thread) {
  auto supplier = std::make_shared<Supplier>(self, std::move(random), limits);
  self->attach_functor([supplier] { supplier->abandon(); });
  auto stepped_back = std::make_shared<bool>(!own_thread);
  return {
      [=](serve_atom, const Pool& pool) {
        if (!std::exchange(*stepped_back, true)) (void)thread_priority::step_back(supplier_nice);
        return supplier->serve(pool);
      },
      [=](wanted_atom, const std::string& service) { supplier->wanted(service); },
      [=](round_atom, size_t index, uint64_t round) { supplier->next_round(index, round); },
  };
}
}  // namespace

SupplierActor spawn_supplier(caf::actor_system& system, std::shared_ptr<Random> random,
                             SupplierLimits limits, bool own_thread) {
  return own_thread ? system.spawn<caf::detached>(behavior, std::move(random), limits, true)
                    : system.spawn(behavior, std::move(random), limits, false);
}
}  // namespace number
