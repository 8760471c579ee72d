// actors/identity/identity_import.cc: one open transaction per partition, then one write.
#include "actors/identity/identity_import.h"

#include <map>
#include <vector>

#include "actors/base/partition_of.h"
#include "actors/identity/identity_key.h"
#include "actors/identity/identity_state.h"
#include "store/workspace.h"

namespace identity {
Expected<Done, std::string> import_first(std::span<const Entry> entries,
                                         const FirstEntries& context, const store::View& view,
                                         store::Journal& journal) {
  std::map<uint16_t, std::vector<Filed>> by_partition;
  for (const Entry& entry : entries) {
    std::string hash = hash_of(context.index_key, entry.uin);
    const auto partition = partition_of(hash, context.partitions);
    by_partition[partition].push_back({std::move(hash), entry.person});
  }
  const audit::Origin by = audit::of_server();
  std::vector<store::Batch> batches;
  for (const auto& [partition, persons] : by_partition) {
    const store::Owner owner{partition, store::Service::identity};
    const auto sealer =
        std::make_shared<seal::Sealer>(context.store_key, context.key_random, owner);
    const audit::Trail trail{sealer, owner, context.trail};
    Directory directory{sealer};
    store::Workspace tx{owner, view};
    tx.begin();
    const auto record = [&](const Filed& one, bool) {
      const std::string hash = shown_hash(one.hash);
      const audit::Event event{audit::Operation::identity_filed, by, hash, "first import"};
      trail.record(event, context.now, tx);
    };
    if (!directory.put(persons, context.now, tx, record).ok())
      return std::string{"the identities cannot be stored"};
    trail.keep_head(tx);
    tx.keep();
    batches.push_back(tx.take_batch().batch);
  }
  if (!batches.empty()) journal.write(batches);
  return Done{};
}
}  // namespace identity
