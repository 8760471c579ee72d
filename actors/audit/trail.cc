// actors/audit/trail.cc: a chain that is loaded when it first grows, and undone with its request.
#include "actors/audit/trail.h"

#include <atomic>
#include <optional>
#include <stdexcept>

#include "actors/audit/audit_chain.h"
#include "actors/audit/own_record.h"
#include "actors/base/log.h"

namespace audit {
struct Trail::State {
  State(std::shared_ptr<seal::Sealer> sealer, store::Owner of, TrailRules with)
      : owner(of), chain(std::move(sealer), of), rules(std::move(with)) {}

  store::Owner owner;
  Chain chain;
  TrailRules rules;
  std::optional<Chain::Mark> before{};  ///< the present request's first record
  bool loaded = false;
  std::atomic<bool> broken{false};
};

namespace {
std::string name_of(store::Owner owner) {
  return "the audit chain of service " + std::to_string(static_cast<int>(owner.service)) +
         ", partition " + std::to_string(owner.partition);
}
}  // namespace

Trail::Trail(std::shared_ptr<seal::Sealer> sealer, store::Owner owner, TrailRules rules)
    : state_(std::make_shared<State>(std::move(sealer), owner, std::move(rules))) {}

void Trail::prepare(store::Transaction& tx) const {
  if (!state_ || state_->loaded) return;
  State& state = *state_;
  state.loaded = state.chain.load(tx).ok();
  const bool was_broken = state.broken.exchange(!state.loaded);
  if (state.loaded) return;
  if (!was_broken)
    logging::error(name_of(state.owner) +
                   " cannot be read: nothing that it must record is done (idkernel audit verify)");
  throw std::runtime_error("an audit chain cannot be read");
}

bool Trail::is_broken() const { return state_ && state_->broken; }

void Trail::record(const Event& event, UtcTime now, store::Transaction& tx) const {
  if (!state_ || state_->rules.off.test(static_cast<size_t>(event.operation))) return;
  append(own_text(event, state_->rules.host_name, now), now, tx);
}

void Trail::append(std::string_view text, UtcTime now, store::Transaction& tx) const {
  if (!state_) throw std::logic_error("a trail that is off was given a record");
  prepare(tx);
  State& state = *state_;
  if (!state.before) state.before = state.chain.mark();
  if (!state.chain.append(text, now, tx).ok())
    throw std::runtime_error("an audit record cannot be sealed");
}

bool Trail::trim(uint64_t last, store::Transaction& tx) const {
  return state_ && state_->chain.trim(last, tx).ok();
}

void Trail::begin() const {
  if (state_) state_->before.reset();
}

void Trail::undo() const {
  if (!state_ || !state_->before) return;
  state_->chain.rewind(std::move(*state_->before));
  state_->before.reset();
}

void Trail::forget() const {
  if (!state_) return;
  state_->before.reset();
  state_->loaded = false;
}

bool Trail::has_grown() const { return state_ && state_->loaded && state_->chain.has_grown(); }

void Trail::keep_head(store::Transaction& tx) const {
  if (has_grown()) state_->chain.keep_head(tx);
}
}  // namespace audit
