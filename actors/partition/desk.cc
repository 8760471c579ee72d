// actors/partition/desk.cc: evaluate, batch, hold back, deliver.
#include "actors/partition/desk.h"

#include <cstdlib>
#include <exception>
#include <string>

#include "actors/base/log.h"
#include "actors/partition/partition.h"

namespace partition {
namespace {
std::string name_of(store::Owner owner) {
  return "service " + std::to_string(static_cast<int>(owner.service)) + " partition " +
         std::to_string(owner.partition);
}

void count(std::atomic<uint64_t>& counter, uint64_t more = 1) {
  counter.fetch_add(more, std::memory_order_relaxed);
}

struct LoadFailed : std::exception {};
struct ReaderWrote : std::exception {};
}  // namespace

Desk::Desk(caf::scheduled_actor* self, const Host& host, Hooks hooks)
    : self_(self), host_(host), hooks_(std::move(hooks)), workspace_(host.owner, *host.view) {
  host_.post->set(caf::actor_cast<caf::actor>(self));
}

std::optional<Errc> Desk::refusal(Access access) {
  if (recovering_) return Errc::overloaded;
  if (access != Access::write || host_.space == nullptr || !host_.space->low()) return std::nullopt;
  count(host_.figures->refused_full);
  return Errc::storage_full;
}

bool Desk::run(Access access, const Request& request) {
  count(host_.figures->requests);
  workspace_.begin();
  host_.trail.begin();
  try {
    evaluate(access, request);
  } catch (...) {
    workspace_.discard();
    host_.trail.undo();
    loaded_ = false;  // the state may have changed before it threw
    count(host_.figures->failed);
    logging::error("request failed in " + name_of(host_.owner) + ": " + logging::thrown_type());
    if (hooks_.before_commit && !workspace_.open_batch().empty()) begin_recovery();
    return false;
  }
  workspace_.keep();
  if (workspace_.wrote()) request_flush();
  return true;
}

// The record that before_commit would add describes memory that is now in doubt, and without it the
// open batch must not reach the disk: what it says would be forgotten, and a number in it given out
// again.
void Desk::begin_recovery() {
  recovering_ = true;
  host_.trail.forget();
  fail(answers_of(workspace_.open_epoch()));
  end_recovery();
}

// Batches under way are complete; only once they are durable may the overlay lose what they wrote.
void Desk::end_recovery() {
  if (!recovering_ || !sent_at_.empty()) return;
  workspace_.drop_batch();
  recovering_ = false;
}

void Desk::evaluate(Access access, const Request& request) {
  if (!loaded_ && hooks_.load && !hooks_.load(workspace_).ok()) throw LoadFailed{};
  loaded_ = true;
  const auto records = workspace_.open_batch().count();
  request(workspace_);
  const bool wrote = workspace_.open_batch().count() != records;
  if (wrote && access == Access::read) throw ReaderWrote{};
}

void Desk::hold(store::Epoch epoch, caf::message answer) {
  count(host_.figures->held);
  answers_of(epoch).push_back({self_->make_response_promise(), std::move(answer)});
}

Desk::Answers& Desk::answers_of(store::Epoch epoch) {
  const auto index = static_cast<size_t>(epoch - durable_ - 1);
  if (index >= held_.size()) held_.resize(index + 1);
  return held_[index];
}

void Desk::request_flush() {
  if (flush_queued_) return;
  flush_queued_ = true;
  // Behind everything that is in the mailbox now, which thereby joins the batch.
  caf::anon_send(caf::actor_cast<caf::actor>(self_), flush_atom::value);
}

void Desk::on_flush() {
  flush_queued_ = false;
  if (recovering_ || workspace_.open_batch().empty()) return;
  if (sent_at_.size() >= host_.limits.batches_in_flight_max) return;  // on_durable comes back here
  append_before_commit();
  send_batch();
}

void Desk::append_before_commit() {
  if (!hooks_.before_commit && !host_.trail.has_grown()) return;
  workspace_.begin();
  try {
    if (hooks_.before_commit) hooks_.before_commit(workspace_);
    host_.trail.keep_head(workspace_);
  } catch (...) {
    logging::error("the batch record of " + name_of(host_.owner) +
                   " failed, stopping: " + logging::thrown_type());
    std::_Exit(store::exit_code_write_failed);
  }
  workspace_.keep();
}

void Desk::send_batch() {
  store::Workspace::Taken taken = workspace_.take_batch();
  count(host_.figures->batches);
  count(host_.figures->batch_records, taken.batch.count());
  count(host_.figures->batch_bytes, taken.batch.bytes());
  sent_at_.push_back(std::chrono::steady_clock::now());
  Commit commit{std::move(taken.batch), taken.epoch, caf::strong_actor_ptr{self_->ctrl()}};
  caf::anon_send(host_.journal, commit_atom::value, std::move(commit));
}

void Desk::on_durable(store::Epoch epoch) {
  workspace_.durable(epoch);
  for (; durable_ < epoch; ++durable_) {
    const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - sent_at_.front();
    host_.figures->commit_ns.add(static_cast<uint64_t>(took.count()));
    sent_at_.pop_front();
    if (held_.empty()) continue;
    Answers answers = std::move(held_.front());
    held_.pop_front();
    for (Held& held : answers) held.promise.deliver(std::move(held.answer));
  }
  end_recovery();
  if (hooks_.committed) hooks_.committed();
  if (!workspace_.open_batch().empty()) request_flush();
}

caf::result<caf::message> Desk::on_trim(uint64_t last) {
  bool trimmed = false;
  const bool ran = !recovering_ && run(Access::write, [&](store::Transaction& tx) {
    trimmed = host_.trail.trim(last, tx);
  });
  if (!ran || !trimmed) return caf::make_message(Result<Done>{Errc::internal});
  const store::Epoch epoch = waits_for();
  if (epoch == 0) return caf::make_message(Result<Done>{Done{}});
  hold(epoch, caf::make_message(Result<Done>{Done{}}));
  return caf::delegated<caf::message>{};
}

void Desk::fail(Answers& answers) {
  for (Held& held : answers) held.promise.deliver(caf::make_error(caf::sec::runtime_error));
  answers.clear();
}

void Desk::abandon() {
  for (Answers& answers : held_) fail(answers);
  held_.clear();
}

namespace detail {
void attend(caf::scheduled_actor* self, const std::shared_ptr<Desk>& desk) {
  self->set_default_handler(
      [desk](caf::scheduled_actor* receiver, caf::message_view& mail) -> caf::result<caf::message> {
        const auto& content = mail.content();
        if (content.match_elements<caf::atom_value>() &&
            content.get_as<caf::atom_value>(0) == flush_atom::value) {
          desk->on_flush();
          return caf::message{};
        }
        if (content.match_elements<caf::atom_value, store::Epoch>() &&
            content.get_as<caf::atom_value>(0) == durable_atom::value) {
          desk->on_durable(content.get_as<store::Epoch>(1));
          return caf::message{};
        }
        if (content.match_elements<caf::atom_value, uint64_t>() &&
            content.get_as<caf::atom_value>(0) == trim_atom::value) {
          return desk->on_trim(content.get_as<uint64_t>(1));
        }
        return caf::print_and_drop(receiver, mail);
      });
  self->attach_functor([desk] { desk->abandon(); });
}
}  // namespace detail
}  // namespace partition
