// actors/audit/lost_chain.cc: the manifest is read only where there is no tail.
#include "actors/audit/lost_chain.h"

#include <fmt/format.h>

#include "actors/audit/audit_ends.h"
#include "actors/audit/audit_owners.h"
#include "actors/audit/segment.h"
#include "store/committed.h"

namespace audit {
namespace {
/// A crash in front of the first trim leaves one line, and its links in the store.
bool is_untrimmed(const Manifest& manifest, store::Transaction& keys) {
  if (manifest.segments.size() != 1) return false;
  const auto stored = holds_link(keys, manifest.end());
  return stored.ok() && stored.value();
}
}  // namespace

std::string fault_of_start(store::Owner owner, const store::View& view,
                           const std::string& archive_dir) {
  store::Committed keys{view, owner};
  const auto tail = keys.get(tail_key);
  const auto name = fmt::format("the audit chain of service {} partition {}",
                                service_name(owner.service), owner.partition);
  if (!tail.ok()) return name + " cannot be read";
  if (tail.value()) return {};
  const std::string folder = folder_of(archive_dir, owner);
  const auto manifest = read_manifest(folder, owner);
  if (!manifest.ok()) return manifest.error().text;
  const bool has_odd_line = manifest.value().rest.find('\n') != std::string::npos;
  if (manifest.value().segments.empty() && !has_odd_line) return {};
  if (!has_odd_line && is_untrimmed(manifest.value(), keys)) return {};
  return fmt::format(
      "{} has archived records in {}, of which this store knows nothing: its ends are gone, or the "
      "archive is another store's. Bring back a backup of both, or name an empty "
      "idkernel.audit.archive-dir for a new store; `idkernel audit verify` says more",
      name, folder);
}
}  // namespace audit
