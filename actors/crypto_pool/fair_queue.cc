// actors/crypto_pool/fair_queue.cc: turns.
#include "actors/crypto_pool/fair_queue.h"

#include <algorithm>
#include <utility>

namespace crypto_pool {
void FairQueue::push(Job job) {
  auto found = by_caller_.find(job.request.caller);
  if (found == by_caller_.end()) {
    lines_.push_back({job.request.caller, {}});
    found = by_caller_.emplace(job.request.caller, std::prev(lines_.end())).first;
  }
  found->second->jobs.push_back(std::move(job));
  ++size_;
}

Job FairQueue::pop() {
  const auto line = lines_.begin();
  Job job = std::move(line->jobs.front());
  line->jobs.pop_front();
  --size_;
  lines_.splice(lines_.end(), lines_, line);
  drop_if_empty(line);
  return job;
}

std::optional<Job> FairQueue::make_room_for(const std::string& caller) {
  const auto longest =
      std::max_element(lines_.begin(), lines_.end(),
                       [](const Line& a, const Line& b) { return a.jobs.size() < b.jobs.size(); });
  if (longest == lines_.end()) return std::nullopt;
  const auto own = by_caller_.find(caller);
  const size_t own_jobs = own == by_caller_.end() ? 0 : own->second->jobs.size();
  if (longest->jobs.size() < own_jobs + 2) return std::nullopt;
  Job job = std::move(longest->jobs.back());
  longest->jobs.pop_back();
  --size_;
  return job;
}

void FairQueue::drop_if_empty(Lines::iterator line) {
  if (!line->jobs.empty()) return;
  by_caller_.erase(line->caller);
  lines_.erase(line);
}
}  // namespace crypto_pool
