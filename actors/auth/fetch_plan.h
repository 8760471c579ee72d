// actors/auth/fetch_plan.h: when the keys of another issuer are due.
#pragma once
#include <algorithm>
#include <chrono>

namespace auth {
/// idkernel.auth.external-issuers.{refresh,refetch}-seconds.
struct FetchTimes {
  std::chrono::seconds refresh{300};  ///< between fetches that nobody asked for
  std::chrono::seconds refetch{10};   ///< at least, between any two; also after a failure
};

/// One issuer's. A wish that comes too early is kept until its time has come.
class FetchPlan {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  explicit FetchPlan(FetchTimes times) : times_(times) {}

  void wish() { wished_ = true; }
  bool is_wished() const { return wished_; }
  bool is_due(Instant now) const { return now >= due(); }
  /// At once before the first fetch.
  Instant due() const {
    if (is_new_) return Instant::min();
    const auto pause =
        wished_ || failed_ ? std::min(times_.refetch, times_.refresh) : times_.refresh;
    return last_ + pause;
  }
  /// A fetch has ended: it was for all wishes that were known.
  void fetched(Instant now, bool went_well) {
    is_new_ = wished_ = false;
    failed_ = !went_well;
    last_ = now;
  }

 private:
  FetchTimes times_;
  Instant last_{};
  bool is_new_ = true, wished_ = false, failed_ = false;
};
}  // namespace auth
