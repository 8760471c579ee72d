// http/startup/archive_thread.h: the thread that moves old audit records to archive files.
#pragma once
#include <caf/all.hpp>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "actors/audit/archiver.h"
#include "actors/base/clock.h"
#include "actors/partition/host.h"
#include "crypto/random.h"
#include "store/free_space.h"

namespace startup {
/// A chain, and where its owner's actor is reached.
struct Archived {
  store::Owner owner;
  std::shared_ptr<partition::Post> post;
};

struct ArchiveParts {
  audit::ArchiveRules rules;
  const store::View& view;
  const store::FreeSpace& space;  ///< while it is low no files are made
  std::shared_ptr<const seal::WrappingKey> store_key;
  std::vector<Archived> chains;
  Clock clock;
};

/// Comes by every chain at once and then as often as the rules say, at low priority. It reads
/// beside the actors, who only hear of it when a file is durable.
class ArchiveThread {
 public:
  /// `figures` outlives it.
  ArchiveThread(caf::actor_system& system, ArchiveParts parts, audit::ArchiveFigures& figures);
  /// Ends the thread and waits for it; a file that is half written is given up.
  ~ArchiveThread();
  ArchiveThread(const ArchiveThread&) = delete;
  ArchiveThread& operator=(const ArchiveThread&) = delete;

 private:
  void run();
  void pass();
  bool trim(store::Owner owner, uint64_t last);

  caf::actor_system& system_;
  ArchiveParts parts_;
  crypto::SystemKeyRandom random_;
  audit::ArchiveFigures& figures_;
  audit::Archiver archiver_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
};
}  // namespace startup
