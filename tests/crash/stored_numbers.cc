// tests/crash/stored_numbers.cc: says what a store holds of the numbers on standard input, and
// which it could give out again. Usage: stored_numbers DATA_DIR, with lines "prid 5193698130". Each
// comes back with ISSUED or ASSIGNED (UIN), "there" (the others) or what is wrong behind it, and
// "checked N" at the end.
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "actors/base/partition_of.h"
#include "actors/number/number_pool.h"
#include "actors/uin/uin_record.h"
#include "store/rocks_store.h"
#include "store/workspace.h"

namespace {
const std::map<std::string, store::Service> services{
    {"uin", store::Service::uin}, {"prid", store::Service::prid}, {"vid", store::Service::vid}};

/// What a UIN's record says.
std::string uin_state(std::string_view stored) {
  uin::Record record;
  if (!uin::decode(stored, record)) return "has a record that cannot be read";
  return record.status == uin::Status::assigned ? "ASSIGNED" : "ISSUED";
}

/// One partition of one service, as a start reads it.
struct Partition {
  Partition(store::Owner owner, uint16_t partitions, const store::View& view)
      : service(owner.service),
        workspace(owner, view),
        pool({{}, owner.partition, partitions, {}}) {
    is_loaded = pool.load(workspace).ok();
  }

  /// Its state when the number has left the pool, and its record says so.
  std::string state_of(const std::string& number) {
    if (!is_loaded) return "is of a partition that cannot be read";
    const auto record = workspace.get(number::number_key(number));
    if (!record.ok()) return "cannot be read";
    if (!record.value()) return "has no record";
    if (pool.contains(number)) return "lies in the pool";
    return service == store::Service::uin ? uin_state(*record.value()) : "there";
  }

  store::Service service;
  store::Workspace workspace;
  number::NumberPool pool;
  bool is_loaded = false;
};

class Store {
 public:
  Store(const store::View& view, uint16_t partitions) : view_(view), partitions_(partitions) {}

  std::string state_of(store::Service service, const std::string& number) {
    const uint16_t partition = partition_of(number, partitions_);
    auto& one = parts_[{service, partition}];
    if (!one) {
      one = std::make_unique<Partition>(store::Owner{partition, service}, partitions_, view_);
    }
    return one->state_of(number);
  }

 private:
  const store::View& view_;
  uint16_t partitions_;
  std::map<std::pair<store::Service, uint16_t>, std::unique_ptr<Partition>> parts_;
};
}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: stored_numbers DATA_DIR\n";
    return 2;
  }
  store::OpenOptions options;
  options.dir = argv[1];
  options.dev = true;
  const auto opened = store::RocksStore::open(options);
  if (!opened.ok()) {
    std::cerr << opened.error().text << '\n';
    return 1;
  }
  Store store{*opened.value(), options.partitions};
  size_t checked = 0;
  for (std::string kind, number; std::cin >> kind >> number; ++checked)
    std::cout << kind << ' ' << number << ' ' << store.state_of(services.at(kind), number) << '\n';
  std::cout << "checked " << checked << '\n';
}
