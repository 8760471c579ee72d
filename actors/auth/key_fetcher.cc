// actors/auth/key_fetcher.cc: the loop of one issuer's thread.
#include "actors/auth/key_fetcher.h"

#include "actors/base/log.h"

namespace auth {
KeyFetcher::KeyFetcher(std::shared_ptr<ExternalKeyBoard> board, FetchTimes times, Fetch fetch,
                       Clock clock)
    : board_(std::move(board)), times_(times), fetch_(std::move(fetch)), clock_(std::move(clock)) {
  const size_t count = board_->sets()->size();
  for (size_t issuer = 0; issuer < count; ++issuer)
    threads_.emplace_back([this, issuer] { run(issuer); });
}

KeyFetcher::~KeyFetcher() {
  board_->end();
  for (std::thread& thread : threads_) thread.join();
}

void KeyFetcher::run(size_t issuer) {
  const ExternalIssuer from = (*board_->sets())[issuer]->issuer;
  FetchPlan plan{times_};
  do {
    if (plan.is_due(std::chrono::steady_clock::now())) {
      board_->take_wish(issuer);
      const bool went_well = fetch_one(issuer, from);
      plan.fetched(std::chrono::steady_clock::now(), went_well);
    } else if (board_->is_wanted(issuer)) {
      plan.wish();
    }
  } while (board_->wait(issuer, plan.due(), !plan.is_wished()));
}

bool KeyFetcher::fetch_one(size_t issuer, const ExternalIssuer& from) {
  Fetched fetched = fetch_(from.jwks_url);
  if (fetched.fault.empty()) {
    if (auto keys = read_jwks(fetched.body)) {
      board_->publish(issuer, std::move(*keys), epoch_seconds(clock_()));
      return true;
    }
    fetched.fault = "the answer holds no key that could be used";
  }
  logging::warning("the keys of " + from.url + " were not fetched: " + fetched.fault);
  board_->note_failure(issuer, std::move(fetched.fault));
  return false;
}
}  // namespace auth
