// actors/auth/hold_index.cc: page by page through all users, the active ones first.
#include "actors/auth/hold_index.h"

#include <vector>

#include "actors/auth/closed_partitions.h"
#include "actors/auth/holds.h"
#include "actors/auth/record_codec.h"
#include "actors/base/partition_of.h"

namespace auth {
namespace {
constexpr uint8_t index_mark_version = 1;

bool is_own_address(const User& user) {
  for (const auto kind : held_kinds) {
    if (held_form(kind, user.user_name) == held_value(user, kind)) return true;
  }
  return false;
}

class HoldIndexer {
 public:
  HoldIndexer(const HoldIndexContext& context, const store::View& view, store::Journal& journal)
      : context_(context),
        view_(view),
        journal_(journal),
        partitions_(context.store_key, context.key_random, view) {}

  /// False when the store cannot be read.
  bool run() {
    for (const bool active : {true, false}) {
      for (uint16_t i = 0; i < context_.partitions; ++i) {
        if (!go_through(i, active)) return false;
      }
    }
    RecordWriter mark(index_mark_version);
    mark.signed_number(epoch_seconds(context_.now));
    partitions_.of(0).tx.put(hold_index_record, mark.bytes());
    write();
    return true;
  }

 private:
  bool go_through(uint16_t partition, bool active) {
    std::string from;
    for (;;) {
      std::vector<std::string> page;
      const auto visited =
          view_.scan({partition, store::Service::auth}, "U", from, [&](auto key, auto) {
            page.emplace_back(key);
            return page.size() < context_.users_per_write;
          });
      if (!visited.ok()) return false;
      for (const auto& key : page) {
        if (!claim_for(partition, key.substr(1), active)) return false;
      }
      write();
      if (page.size() < context_.users_per_write) return true;
      from = page.back() + '\0';
    }
  }

  bool claim_for(uint16_t partition, const std::string& user_key, bool active) {
    ClosedPartition& shelf = partitions_.of(partition);
    const auto found = shelf.accounts.look_up(user_key, shelf.tx);
    if (!found.ok() || !found.value()) return false;
    const User& user = *found.value();
    if (user.is_active != active || is_own_address(user)) return true;
    for (const auto kind : held_kinds) {
      const std::string form = held_value(user, kind);
      if (form.empty()) continue;
      const std::string key = hold_key_of(context_.index_key, kind, user.realm, form);
      ClosedPartition& owner = partitions_.of(partition_of(key, context_.partitions));
      const Hold hold{user_key, user.uuid, epoch_seconds(context_.now), {}};
      if (!take_hold({key, hold, {}}, owner.tx).ok()) return false;
    }
    return true;
  }

  void write() {
    std::vector<store::Batch> batches;
    std::vector<std::pair<ClosedPartition*, store::Epoch>> written;
    for (auto& [partition, shelf] : partitions_) {
      shelf->tx.keep();
      if (shelf->tx.open_batch().count() > 0) {
        auto taken = shelf->tx.take_batch();
        written.emplace_back(shelf.get(), taken.epoch);
        batches.push_back(std::move(taken.batch));
      }
    }
    if (!batches.empty()) journal_.write(batches);
    for (auto& [shelf, epoch] : written) shelf->tx.durable(epoch);
    for (auto& [partition, shelf] : partitions_) shelf->tx.begin();
  }

  const HoldIndexContext& context_;
  const store::View& view_;
  store::Journal& journal_;
  ClosedPartitions partitions_;
};
}  // namespace

std::optional<std::string> index_holds(const HoldIndexContext& context, const store::View& view,
                                       store::Journal& journal) {
  const auto before = view.get({0, store::Service::auth}, hold_index_record);
  if (!before.ok()) return "the store cannot be read";
  if (before.value()) return std::nullopt;
  if (!HoldIndexer(context, view, journal).run()) return "a user in the store cannot be read";
  return std::nullopt;
}
}  // namespace auth
