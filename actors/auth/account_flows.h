// actors/auth/account_flows.h: one flow per question of account_requests.h. Used by sign_in*.cc
// alone.
#pragma once
#include <optional>
#include <string>

#include "actors/auth/sign_in_flow.h"

namespace auth {
class FindFlow final : public Flow<User> {
 public:
  FindFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, FindAccount request)
      : Flow(self, std::move(desk), request.by), request_(std::move(request)) {}

 private:
  void start() override;

  FindAccount request_;
};

class UnblockFlow final : public Flow<Done> {
 public:
  UnblockFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, Unblock request)
      : Flow(self, std::move(desk), request.by), request_(std::move(request)) {}

 private:
  void start() override;
  /// Clears the codes of the realm's applications, one after another.
  void unblock(const std::string& user_key);
  void clear_codes(size_t app);

  Unblock request_;
  std::vector<std::string> app_ids_;
};

/// new hash -> stored with the end of all sessions, durable -> published -> a new session.
class PasswordSetter : public SessionFlow {
 protected:
  using SessionFlow::SessionFlow;
  void set_password(const User& user, const Entrance& entrance, const crypto_pool::Secret& password,
                    const std::string& instead_of);
  std::optional<Errc> policy_fault(const crypto_pool::Secret& password, std::string_view user_name,
                                   std::string_view mail) const;

 private:
  void put_password(const SetPassword& request, const Entrance& entrance);
};

/// policy -> ticket -> argon2id of the old one -> settled, as at a login -> set.
class ChangeFlow final : public PasswordSetter {
 public:
  ChangeFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, const ChangePassword& request)
      : PasswordSetter(self, std::move(desk), request.by), request_(request) {}

 private:
  void start() override;
  void check(const Ticket& ticket);
  void settle(const Ticket& ticket, bool is_right);

  ChangePassword request_;
  Entrance entrance_{};
};

/// allowed -> policy -> user -> set.
class ResetFlow final : public PasswordSetter {
 public:
  ResetFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, const ResetPassword& request)
      : PasswordSetter(self, std::move(desk), request.by), request_(request) {}

 private:
  void start() override;
  bool may_reset(std::string_view realm) const;
  bool may_reset(const User& user) const;

  ResetPassword request_;
};
}  // namespace auth
