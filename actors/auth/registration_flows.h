// actors/auth/registration_flows.h: one flow per question of registration_requests.h. Used by
// sign_in*.cc alone.
#pragma once
#include <string>
#include <vector>

#include "actors/auth/account_requests.h"
#include "actors/auth/registration_requests.h"
#include "actors/auth/user_adder.h"

namespace auth {
/// texts -> role -> alert -> added, waiting for its registration id.
class RegisterFlow final : public UserAdder {
 public:
  RegisterFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, Register request)
      : UserAdder(self, std::move(desk), request.by), request_(std::move(request)) {}

 private:
  void start() override;
  std::string link_of(const std::string& user_name, bool by_global_admin) const;

  Register request_;
};

/// user -> allowed -> code and mail, durable -> registration id, durable.
class RidFlow final : public Flow<CodeSent> {
 public:
  RidFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, NameRid request)
      : Flow(self, std::move(desk), request.by), request_(std::move(request)) {}

 private:
  void start() override;
  void look_at(const User& user);
  void send(const std::vector<outbox::Message>& messages, const GiveRid& rid);

  NameRid request_;
  App app_;
  std::string user_key_;
};

/// policy -> user -> allowed -> hash -> account active, durable.
class FirstPasswordFlow final : public Flow<Done> {
 public:
  FirstPasswordFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk,
                    SetFirstPassword request)
      : Flow(self, std::move(desk), request.by), request_(std::move(request)) {}

 private:
  void start() override;
  void look_at(const User& user);
  void put(const FirstPassword& first);

  SetFirstPassword request_;
  std::string user_key_;
};

/// claim of the number -> its user -> allowed. A number that nobody claimed may be a user's name.
class MobileFlow final : public Flow<User> {
 public:
  MobileFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, FindByMobile request)
      : Flow(self, std::move(desk), request.by), request_(std::move(request)) {}

 private:
  void start() override;
  void look_for_namesake();
  void look_at(const User& user);
  void fail_as_unknown();

  FindByMobile request_;
  std::string realm_;
  std::string form_;
};
}  // namespace auth
