// actors/crypto_pool/fair_queue.h: jobs in one line per caller, the lines served in turn.
#pragma once
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>

#include "actors/crypto_pool/job.h"

namespace crypto_pool {
/// Not thread-safe and not bounded: Lane sees to both.
class FairQueue {
 public:
  void push(Job job);
  /// The first job of the line whose turn it is. Only when `size()` is not zero.
  Job pop();
  /// Takes the newest job of the longest line, when that line would stay at least as long as
  /// `caller`'s becomes with one more: a full queue makes room for who has less in it.
  std::optional<Job> make_room_for(const std::string& caller);
  size_t size() const { return size_; }

 private:
  struct Line {
    std::string caller;
    std::deque<Job> jobs;
  };
  using Lines = std::list<Line>;

  void drop_if_empty(Lines::iterator line);

  Lines lines_;  ///< in the order of their turns; none is empty
  std::unordered_map<std::string, Lines::iterator> by_caller_;
  size_t size_ = 0;
};
}  // namespace crypto_pool
