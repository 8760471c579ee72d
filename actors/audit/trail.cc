// actors/audit/trail.cc: a chain that is loaded when it first grows, and undone with its request.
#include "actors/audit/trail.h"

#include <optional>
#include <stdexcept>

#include "actors/audit/audit_chain.h"
#include "actors/audit/own_record.h"

namespace audit {
struct Trail::State {
  Chain chain;
  TrailRules rules;
  std::optional<Chain::Mark> before;  ///< the present request's first record
  bool loaded = false;
};

Trail::Trail(std::shared_ptr<seal::Sealer> sealer, store::Owner owner, TrailRules rules)
    : state_(std::make_shared<State>(
          State{Chain{std::move(sealer), owner}, std::move(rules), std::nullopt, false})) {}

void Trail::record(const Event& event, UtcTime now, store::Transaction& tx) const {
  if (!state_ || state_->rules.off.test(static_cast<size_t>(event.operation))) return;
  append(own_text(event, state_->rules.host_name, now), now, tx);
}

void Trail::append(std::string_view text, UtcTime now, store::Transaction& tx) const {
  if (!state_) throw std::logic_error("a trail that is off was given a record");
  State& state = *state_;
  if (!state.loaded && !state.chain.load(tx).ok())
    throw std::runtime_error("an audit chain cannot be read");
  state.loaded = true;
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
