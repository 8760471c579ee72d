// actors/identity/identity_search.cc: the directory, then memory, then a line of those that wait
// for a fetcher.
#include "actors/identity/identity_search.h"

#include <deque>
#include <map>

#include "actors/base/log.h"
#include "actors/base/partition_of.h"
#include "actors/identity/identity_key.h"
#include "actors/identity/remembered.h"
#include "actors/partition/flow.h"

namespace identity {
namespace {
using Answer = std::function<void(const Result<Found>&)>;

/// One search actor's memory.
class SearchDesk : public std::enable_shared_from_this<SearchDesk> {
 public:
  SearchDesk(Search::pointer self, SearchConfig config, Clock clock)
      : self_(self),
        config_(std::move(config)),
        clock_(std::move(clock)),
        breaker_(config_.rules.breaker),
        remembered_(config_.rules.remembered_max, config_.rules.remembers),
        idle_(config_.fetchers) {}

  void find(const std::string& uin, const audit::Origin& by, const Answer& tell) {
    const std::string hash = hash_of(*config_.index_key, uin);
    self_->request(owner_of(hash), caf::infinite, find_atom::value, hash, by)
        .then(
            [=, desk = shared_from_this()](const Result<Found>& found) {
              if (!found.ok() || found.value().is_known) return tell(found);
              desk->ask_repository(uin, [=](const Result<Found>& told) {
                if (!told.ok() || !told.value().is_known) return tell(told);
                desk->record(hash, by, told.value(), tell);
              });
            },
            [tell](const caf::error&) { tell(Errc::internal); });
  }

 private:
  const Actor& owner_of(const std::string& hash) const {
    return config_.partitions[partition_of(hash, static_cast<uint16_t>(config_.partitions.size()))];
  }

  void record(const std::string& hash, const audit::Origin& by, const Found& found,
              const Answer& tell) {
    self_->request(owner_of(hash), caf::infinite, told_atom::value, hash, by)
        .then(
            [=](const Result<Done>& done) {
              done.ok() ? tell(found) : tell(Result<Found>{done.faults()});
            },
            [tell](const caf::error&) { tell(Errc::internal); });
  }

  void ask_repository(const std::string& uin, const Answer& tell) {
    if (const auto told = remembered_.find(uin, clock_())) {
      ++config_.state->remembered;
      return tell(*told);
    }
    if (waiting_ >= config_.rules.waiting_max) return tell(Errc::overloaded);
    ++waiting_;
    if (const auto asked = asked_.find(uin); asked != asked_.end())
      return asked->second.push_back(tell);
    asked_[uin].push_back(tell);
    line_.push_back({uin, clock_()});
    hand_out();
  }

  void hand_out() {
    while (!line_.empty()) {
      const UtcTime now = clock_();
      const bool waits_too_long = now - line_.front().since > config_.rules.waits;
      if (waits_too_long || (!breaker_.may_try(now) && breaker_.is_open())) {
        settle(take_front(), Errc::overloaded);
      } else if (idle_.empty()) {
        return;
      } else {
        begin(take_front());
      }
    }
  }

  std::string take_front() {
    std::string uin = std::move(line_.front().uin);
    line_.pop_front();
    return uin;
  }

  void begin(const std::string& uin) {
    Fetcher with = std::move(idle_.back());
    idle_.pop_back();
    breaker_.started(clock_());
    ++config_.state->asked;
    self_->request(with, caf::infinite, fetch_atom::value, uin)
        .then([=, desk = shared_from_this()](const Told& told) { desk->take(uin, with, told); },
              [=, desk = shared_from_this()](const caf::error&) {
                desk->take(uin, with, {{}, "a failure inside"});
              });
  }

  void take(const std::string& uin, const Fetcher& with, const Told& told) {
    partition::guarded("identity", [&] { ended(uin, with, told); }, [](const Faults&) {});
  }

  void ended(const std::string& uin, const Fetcher& with, const Told& told) {
    idle_.push_back(with);
    const bool went_well = told.fault.empty();
    breaker_.answered(went_well, clock_());
    config_.state->away = breaker_.is_open();
    if (went_well) {
      remembered_.put(uin, told.found, clock_());
      settle(uin, told.found);
    } else {
      ++config_.state->failed;
      logging::warning("the identity repository did not tell of a person: " + told.fault);
      settle(uin, Errc::overloaded);
    }
    hand_out();
  }

  void settle(const std::string& uin, const Result<Found>& result) {
    const auto asked = asked_.extract(uin);
    if (asked.empty()) return;
    waiting_ -= asked.mapped().size();
    for (const Answer& tell : asked.mapped()) tell(result);
  }

  struct Waiting {
    std::string uin;
    UtcTime since;
  };

  const Search::pointer self_;
  const SearchConfig config_;
  const Clock clock_;
  outbox::Breaker breaker_;
  Remembered remembered_;
  std::vector<Fetcher> idle_;
  std::deque<Waiting> line_;
  std::map<std::string, std::vector<Answer>> asked_;  ///< in the line, or with a fetcher
  size_t waiting_ = 0;                                ///< answers in asked_
};
}  // namespace

Fetcher::behavior_type fetcher(Fetcher::pointer, Fetch fetch) {
  return {[fetch = std::move(fetch)](fetch_atom, const std::string& uin) {
    try {
      return fetch(uin);
    } catch (...) {
      return Told{{}, "a failure inside"};
    }
  }};
}

Search::behavior_type search(Search::pointer self, SearchConfig config, Clock clock) {
  const auto desk = std::make_shared<SearchDesk>(self, std::move(config), std::move(clock));
  return {[=](search_atom, const std::string& uin,
              const audit::Origin& by) -> caf::result<Result<Found>> {
    if (!is_uin(uin)) return Result<Found>{Found{}};
    auto promise = self->make_response_promise<Result<Found>>();
    const auto fail = [promise](Faults faults) mutable {
      promise.deliver(Result<Found>{std::move(faults)});
    };
    const Answer tell = [promise](const Result<Found>& found) mutable { promise.deliver(found); };
    partition::guarded("identity", [&] { desk->find(uin, by, tell); }, fail);
    return promise;
  }};
}
}  // namespace identity
