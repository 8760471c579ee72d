// http/startup/archive_thread.cc: a loop around the archiver.
#include "http/startup/archive_thread.h"

#include <fmt/format.h>

#include <algorithm>

#include "actors/audit/audit_owners.h"
#include "actors/base/log.h"
#include "http/console/background.h"

namespace startup {
namespace {
constexpr std::chrono::seconds trim_wait_max{60};
}  // namespace

ArchiveThread::ArchiveThread(caf::actor_system& system, ArchiveParts parts,
                             audit::ArchiveFigures& figures)
    : system_(system),
      parts_(std::move(parts)),
      figures_(figures),
      archiver_(
          parts_.rules, parts_.view, parts_.store_key, random_,
          [this](store::Owner owner, uint64_t last) { return trim(owner, last); }, figures_),
      thread_([this] { run(); }) {}

ArchiveThread::~ArchiveThread() {
  {
    const std::lock_guard lock{mutex_};
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void ArchiveThread::run() {
  console::step_back();
  std::unique_lock lock{mutex_};
  while (!stop_) {
    lock.unlock();
    pass();
    lock.lock();
    wake_.wait_for(lock, parts_.rules.every, [this] { return stop_.load(); });
  }
}

void ArchiveThread::pass() {
  for (const Archived& chain : parts_.chains) {
    if (stop_ || parts_.space.low()) return;
    std::string fault;
    try {
      fault = archiver_.move(chain.owner, parts_.clock(), stop_);
    } catch (const std::exception& e) {
      fault = e.what();
    }
    if (fault.empty()) continue;
    ++figures_.faults;
    logging::error(fmt::format("audit records of service {} partition {} stay in the store: {}",
                               audit::service_name(chain.owner.service), chain.owner.partition,
                               fault));
  }
}

bool ArchiveThread::trim(store::Owner owner, uint64_t last) {
  const auto at = std::ranges::find(parts_.chains, owner, &Archived::owner);
  const caf::actor actor = at->post->actor();
  if (!actor) return false;
  bool done = false;
  caf::scoped_actor self{system_};
  self->request(actor, trim_wait_max, partition::trim_atom::value, last)
      .receive([&](const Result<Done>& result) { done = result.ok(); }, [](const caf::error&) {});
  return done;
}
}  // namespace startup
