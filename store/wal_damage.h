// store/wal_damage.h: what a write-ahead log that does not read means: a torn end, or lost data.
#pragma once
#include <string>

namespace store {
enum class WalDamage {
  none,       ///< every log reads to its end
  torn_tail,  ///< only the newest log's last write is damaged: it was never acknowledged
  inside,     ///< a damaged write is followed by a later one: it was acknowledged
};

/// Judges the *.log files of the RocksDB in `dir`. Each of our writes is synced before the next one
/// begins, so a power cut can damage only the last; its pages may reach the disk in any order,
/// which leaves a wrong checksum where a kill leaves a short file. A write that follows the damage
/// proves that the damaged one had been synced.
WalDamage wal_damage(const std::string& dir);
}  // namespace store
