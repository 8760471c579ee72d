// store/workspace.h: the open transaction of one (service, partition), and what is on its way to
// the disk.
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/batch.h"
#include "store/transaction.h"
#include "store/view.h"

namespace store {
/// Numbers the batches of one owner, from 1. 0 means "nothing uncommitted".
using Epoch = uint64_t;

/// Overlays the uncommitted writes of one owner on a View. One thread uses it. Life of a request:
/// begin(), reads and writes, then keep() or discard(). Life of a batch: take_batch(), the journal,
/// durable(). The View must show a batch before durable() is called for it.
class Workspace : public Transaction {
 public:
  struct Taken {
    Batch batch;
    Epoch epoch = 0;
  };

  Workspace(Owner owner, const View& view) : view_(&view), batch_(owner) {}

  void begin();
  /// The request's writes join the open batch.
  void keep() {}
  /// The request never wrote: every key is as it was at begin().
  void discard();

  /// The newest epoch the present request read or wrote; its reply may leave once that is durable.
  Epoch waits_for() const { return waits_for_; }
  bool wrote() const override { return batch_.count() != request_mark_.count; }

  /// What was kept since the last take_batch, under the epoch that all of it carries. The next
  /// epoch begins. Not between begin() and keep().
  Taken take_batch();
  /// Forgets what was kept since the last take_batch, as if it had never been asked for. Only when
  /// every batch taken is durable: the overlay holds one value a key, and an older one would be
  /// lost with it.
  void drop_batch();
  const Batch& open_batch() const { return batch_; }
  Epoch open_epoch() const { return open_epoch_; }
  /// Everything up to `epoch` is committed and visible in the View: the overlay forgets it.
  void durable(Epoch epoch);
  /// How many keys have a write that is not known to be durable.
  size_t uncommitted_keys() const { return overlay_.size(); }

  Read<std::optional<std::string>> get(std::string_view key) override;
  void wait_for(std::string_view key) override;
  bool is_uncommitted(std::string_view key) const override;
  void put(std::string_view key, std::string_view value) override;
  void erase(std::string_view key) override;
  /// Looks at every uncommitted key: for what is done rarely.
  void erase_range(std::string_view first, std::string_view end) override;
  void put_beside(Service service, std::string_view key, std::string_view value) override;
  /// The visitor must not write to this workspace.
  Read<size_t> scan(
      std::string_view prefix, std::string_view from,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) override;

 private:
  struct Entry {
    std::string value;
    bool erased = false;
    Epoch epoch = 0;
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  using Overlay = std::unordered_map<std::string, Entry, Hash, std::equal_to<>>;
  struct Undo {
    Overlay::value_type* node = nullptr;
    bool existed = false;
    Entry before{};
  };
  /// Committed keys that are gone, but for those that the overlay has.
  struct Range {
    std::string first;
    std::string end;
    Epoch epoch = 0;
  };
  using Touched = std::vector<Overlay::value_type*>;

  Overlay::value_type& entry_to_write(std::string_view key);
  Overlay::iterator insert(std::string_view key);
  void forget(Overlay::iterator at);
  void note_read(Epoch epoch) { waits_for_ = epoch > waits_for_ ? epoch : waits_for_; }
  const Range* erased_range_of(std::string_view key) const;
  std::vector<const Overlay::value_type*> overlaid(std::string_view prefix, std::string_view from);

  const View* view_;
  Overlay overlay_;
  std::vector<Overlay::node_type> spare_;  ///< nodes kept for their memory, at most spare_nodes_max
  std::deque<Touched> touched_{1};         ///< per epoch not yet durable: keys it wrote, open last
  std::vector<Touched> spare_lists_;
  std::vector<Range> ranges_;  ///< erased and not known to be durable, in order
  std::vector<Undo> undo_;     ///< the present request's, in order
  size_t undo_size_ = 0;       ///< entries of undo_ in use: the others keep their memory
  Batch batch_;
  Batch::Mark request_mark_;
  size_t request_touched_ = 0;
  size_t request_ranges_ = 0;
  Epoch open_epoch_ = 1;
  Epoch waits_for_ = 0;
};
}  // namespace store
