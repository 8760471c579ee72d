// actors/prereg/prid_intake.cc: one request for PRIDs is under way at a time.
#include "actors/prereg/prid_intake.h"

namespace prereg {
PridIntake::Promise PridIntake::wait(const Create& order) {
  waiting_.emplace_back(self_->make_response_promise<Result<Application>>(), order);
  begin();
  return waiting_.back().first;
}

void PridIntake::refill_if_low() {
  if (stock_.is_low()) begin();
}

void PridIntake::begin() {
  if (std::exchange(is_under_way_, true)) return;
  retries_ = 0;
  refill();
}

void PridIntake::refill() {
  const prid::TakePrids order{audit::of_server(), PridStock::taken_at_once};
  const auto me = shared_from_this();
  self_->request(prids_, caf::infinite, prid::take_atom::value, order)
      .then(
          [me](const Result<std::vector<std::string>>& prids) {
            prids.ok() ? me->arrived(prids.value()) : me->failed(prids.error());
          },
          [me](const caf::error&) { me->failed(Errc::prereg_no_prid); });
}

void PridIntake::abandon() {
  for (auto& [promise, order] : std::exchange(waiting_, {}))
    promise.deliver(caf::make_error(caf::sec::runtime_error));
}

void PridIntake::arrived(const std::vector<std::string>& prids) {
  stock_.add(prids);
  is_under_way_ = false;
  // Through the mailbox once more: each is then a request like any other.
  for (auto& [promise, order] : std::exchange(waiting_, {}))
    promise.delegate(caf::actor_cast<Actor>(self_), create_atom::value, std::move(order));
}

void PridIntake::failed(Errc errc) {
  if (errc == Errc::prid_not_available && !waiting_.empty() && retries_++ < retries_max) {
    self_->delayed_send(self_, retry_pause, refill_atom::value);
    return;
  }
  is_under_way_ = false;
  const bool is_refusal = errc == Errc::storage_full || errc == Errc::overloaded;
  const Result<Application> answer{is_refusal ? errc : Errc::prereg_no_prid};
  for (auto& [promise, order] : std::exchange(waiting_, {})) promise.deliver(answer);
}
}  // namespace prereg
