// bench/fill_uins.cc: makes a development store that holds many ISSUED UINs, as years of issuing
// would leave it. `fill_uins DIR COUNT`; DIR must not hold a store yet.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/partition_of.h"
#include "actors/number/generator.h"
#include "actors/number/number_set.h"
#include "actors/number/pool_record.h"
#include "actors/uin/uin_record.h"
#include "crypto/random.h"
#include "store/rocks_store.h"

namespace {
constexpr uint16_t partitions = 16;
constexpr size_t records_per_write = 50'000;

/// One open batch and one tally per partition.
class Filler {
 public:
  explicit Filler(store::RocksStore& store) : store_(store) {
    for (uint16_t i = 0; i < partitions; ++i) batches_.emplace_back(owner(i));
    const UtcTime now = system_now();
    const std::string caller = crypto::uuid_v4(random_);
    record_ = uin::encoded({uin::Status::issued, now, now, caller, caller});
  }

  /// False when the rules left no further number.
  bool fill(uint64_t count) {
    number::Generator generator({}, random_);
    number::NumberSet drawn;
    while (drawn.size() < count) {
      const auto next = generator.next();
      if (!next) return false;
      if (!drawn.insert(*next)) continue;
      add(number::unpack(*next));
      if (drawn.size() % records_per_write == 0) write();
    }
    write();
    return true;
  }

 private:
  static store::Owner owner(uint16_t partition) { return {partition, store::Service::uin}; }

  void add(const std::string& uin) {
    const uint16_t partition = partition_of(uin, partitions);
    batches_[partition].put(number::number_key(uin), record_);
    ++tallies_[partition].issued;
  }

  void write() {
    for (uint16_t i = 0; i < partitions; ++i) {
      batches_[i].put(number::cursor_key, number::cursor_record({}, tallies_[i]));
    }
    store_.write(batches_);
    for (uint16_t i = 0; i < partitions; ++i) batches_[i] = store::Batch{owner(i)};
  }

  store::RocksStore& store_;
  crypto::SystemRandom random_;
  std::string record_;
  std::vector<store::Batch> batches_;
  std::array<number::Tallies, partitions> tallies_{};
};
}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: fill_uins DIR COUNT\n");
    return 64;
  }
  store::OpenOptions options;
  options.dir = argv[1];
  options.partitions = partitions;
  options.dev = true;
  auto store = store::RocksStore::open(options);
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", store.error().text.c_str());
    return 1;
  }
  return Filler{*store.value()}.fill(std::strtoull(argv[2], nullptr, 10)) ? 0 : 1;
}
