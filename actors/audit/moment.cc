// actors/audit/moment.cc: the store first, then the manifest, until they fit.
#include "actors/audit/moment.h"

#include <thread>

#include "actors/audit/audit_ends.h"
#include "actors/audit/chain_source.h"
#include "store/committed.h"

namespace audit {
namespace {
constexpr std::chrono::milliseconds look_pause{20};

/// The archiver adds a line in front of the trim: one may reach further than the archived part, if
/// the store holds its links.
bool fits(const Moment& moment, store::Owner owner, seal::Sealer& sealer) {
  store::Committed keys{*moment.view, owner};
  const auto tail = read_tail(keys, sealer);
  if (!tail.ok() || !moment.manifest.ok()) return false;
  const Manifest& manifest = moment.manifest.value();
  if (manifest.end() == tail.value().head) return true;
  if (manifest.segments.empty()) return false;
  const Segment& last = manifest.segments.back();
  const auto stored = holds_link(keys, last.after());
  return last.before() == tail.value().head && stored.ok() && stored.value();
}
}  // namespace

Moment at_rest(store::Owner owner, const store::View& view, const std::string& archive_dir) {
  const std::string folder = folder_of(archive_dir, owner);
  return {{std::shared_ptr<void>{}, &view}, folder, read_manifest(folder, owner)};
}

Moment moment_of(const Chains& chains, store::Owner owner) {
  const auto random = no_random();
  seal::Sealer sealer{chains.store_key, *random, owner};
  const std::string folder = folder_of(chains.archive_dir, owner);
  for (int looks = 1;; ++looks) {
    auto view = chains.look();
    Moment moment{std::move(view), folder, read_manifest(folder, owner)};
    if (looks >= chains.looks_max || fits(moment, owner, sealer)) return moment;
    std::this_thread::sleep_for(look_pause);
  }
}
}  // namespace audit
