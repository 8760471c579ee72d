// tests/crash/stored_numbers.cc: says which of the numbers on standard input a store could give out
// again. Usage: stored_numbers DATA_DIR, with lines "prid 5193698130"; one line per fault comes
// back, and "checked N" at the end.
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "actors/base/partition_of.h"
#include "actors/number/number_pool.h"
#include "store/rocks_store.h"
#include "store/workspace.h"

namespace {
const std::map<std::string, store::Service> services{
    {"uin", store::Service::uin}, {"prid", store::Service::prid}, {"vid", store::Service::vid}};

/// One partition of one service, as a start reads it.
struct Partition {
  Partition(store::Owner owner, uint16_t partitions, const store::View& view)
      : workspace(owner, view), pool({{}, owner.partition, partitions, {}}) {
    is_loaded = pool.load(workspace).ok();
  }

  /// Empty: the number has left the pool, and its record says so.
  std::string fault_of(const std::string& number) {
    if (!is_loaded) return "is of a partition that cannot be read";
    const auto record = workspace.get(number::number_key(number));
    if (!record.ok()) return "cannot be read";
    if (!record.value()) return "has no record";
    return pool.contains(number) ? "lies in the pool" : "";
  }

  store::Workspace workspace;
  number::NumberPool pool;
  bool is_loaded = false;
};

class Store {
 public:
  Store(const store::View& view, uint16_t partitions) : view_(view), partitions_(partitions) {}

  std::string fault_of(store::Service service, const std::string& number) {
    const uint16_t partition = partition_of(number, partitions_);
    auto& one = parts_[{service, partition}];
    if (!one) {
      one = std::make_unique<Partition>(store::Owner{partition, service}, partitions_, view_);
    }
    return one->fault_of(number);
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
  for (std::string kind, number; std::cin >> kind >> number; ++checked) {
    const std::string fault = store.fault_of(services.at(kind), number);
    if (!fault.empty()) std::cout << kind << ' ' << number << ' ' << fault << '\n';
  }
  std::cout << "checked " << checked << '\n';
}
