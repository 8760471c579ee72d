// actors/auth/user_adder.cc: claims first, the user last, so that a crash in between leaves claims
// without a user, which nobody has to respect.
#include "actors/auth/user_adder.h"

namespace auth {
void UserAdder::add(User user, std::optional<outbox::Message> message) {
  user_ = std::move(user);
  message_ = std::move(message);
  if (user_.uuid.empty()) user_.uuid = desk_->new_id();
  if (user_.session_group.empty()) user_.session_group = user_.uuid;
  const auto& index_key = *desk_->config.index_key;
  hold_ = {user_key_of(index_key, user_.realm, user_.user_name), user_.uuid, desk_->now(),
           desk_->config.start_id};
  for (const auto kind : held_kinds) {
    std::string form = held_value(user_, kind);
    if (form.empty()) continue;
    std::string key = hold_key_of(index_key, kind, user_.realm, form);
    values_.push_back({kind, std::move(form), std::move(key)});
  }
  take(0, std::nullopt);
}

void UserAdder::take(size_t index, const std::optional<Hold>& instead_of) {
  if (index == values_.size()) return put();
  const TakeHold request{values_[index].key, hold_, instead_of};
  const bool is_second_try = instead_of.has_value();
  ask_or<Hold>(
      desk_->owner_of(request.key),
      [=, this](const Hold& standing) { took(index, standing, is_second_try); },
      [=, this](const Faults& faults) { give_up(index, faults); }, take_atom::value, request);
}

void UserAdder::took(size_t index, const Hold& standing, bool is_second_try) {
  if (standing.uuid == hold_.uuid) return take(index + 1, std::nullopt);
  if (!is_second_try && is_doubtful(standing, hold_.start, desk_->now()))
    return doubt(index, standing);
  give_up(index, {{Errc::account_user_exists, {}}});
}

void UserAdder::doubt(size_t index, const Hold& holder) {
  ask_or<User>(
      desk_->owner_of(holder.user_key),
      [=, this](const User& user) {
        const Value& value = values_[index];
        const bool has_it = user.uuid == holder.uuid && held_value(user, value.kind) == value.form;
        if (!has_it) return take(index, holder);
        if (has_lapsed(user, desk_->config.registration, desk_->now())) return end(index, holder);
        give_up(index, {{Errc::account_user_exists, {}}});
      },
      [=, this](const Faults& faults) {
        if (faults.front().errc == Errc::account_user_not_found) return take(index, holder);
        give_up(index, faults);
      },
      peek_atom::value, holder.user_key);
}

void UserAdder::end(size_t index, const Hold& holder) {
  ask_or<Revocations>(
      desk_->owner_of(holder.user_key),
      [=, this](const Revocations& revoked) {
        desk_->config.board->publish(revoked, desk_->now());
        take(index, holder);
      },
      [=, this](const Faults& faults) { give_up(index, faults); }, lapse_atom::value,
      EndLapsed{holder.user_key, holder.uuid, by_});
}

void UserAdder::put() {
  const NewAccount request{hold_.user_key, user_, hold_.taken, std::move(message_), by_};
  ask_or<UserOrdered>(
      desk_->owner_of(request.user_key),
      [this](const UserOrdered& added) {
        desk_->config.board->publish(added.revoked, desk_->now());
        answer(added.user);
      },
      [this](const Faults& faults) {
        // Whether the user was stored is not known then: its claims are for those who doubt them.
        if (faults.front().errc == Errc::internal) return fail(faults);
        give_up(values_.size(), faults);
      },
      new_atom::value, request);
}

void UserAdder::give_up(size_t count, const Faults& faults) {
  if (count == 0) return fail(faults);
  const ReleaseHold request{values_[count - 1].key, hold_.uuid};
  ask_or<Done>(
      desk_->owner_of(request.key), [=, this](Done) { give_up(count - 1, faults); },
      [=, this](const Faults&) { give_up(count - 1, faults); }, release_atom::value, request);
}
}  // namespace auth
