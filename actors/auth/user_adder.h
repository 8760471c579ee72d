// actors/auth/user_adder.h: a new user, unique by name, mobile number and mail address. Used by
// sign_in*.cc alone.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "actors/auth/holds.h"
#include "actors/auth/sign_in_flow.h"

namespace auth {
/// mobile claimed, durable -> mail claimed, durable -> user stored, durable -> answer. When it
/// cannot be stored its claims are given up before the answer leaves. Errors: account_user_exists,
/// account_create_failed, overloaded.
class UserAdder : public Flow<User> {
 protected:
  using Flow::Flow;
  void add(User user, std::optional<outbox::Message> message);

 private:
  struct Value {
    HeldKind kind;
    std::string form;
    std::string key;
  };
  void take(size_t index, const std::optional<Hold>& instead_of);
  void took(size_t index, const Hold& standing, bool is_second_try);
  /// A claim that nobody may come for any more: its user decides.
  void doubt(size_t index, const Hold& holder);
  /// Its user has lapsed: that is made a fact before anybody builds on it.
  void end(size_t index, const Hold& holder);
  void put();
  /// Releases the first `count` values, one after another, and fails.
  void give_up(size_t count, const Faults& faults);

  User user_;
  std::optional<outbox::Message> message_;
  std::vector<Value> values_;
  Hold hold_;
};

/// The same for whoever has a user ready.
class AddUserFlow final : public UserAdder {
 public:
  AddUserFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, AddUser request)
      : UserAdder(self, std::move(desk), request.by), request_(std::move(request)) {}

 private:
  void start() override { add(std::move(request_.user), std::move(request_.message)); }

  AddUser request_;
};
}  // namespace auth
