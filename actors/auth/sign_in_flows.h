// actors/auth/sign_in_flows.h: one flow per question of sign_in.h. Used by sign_in*.cc alone.
#pragma once
#include <string>

#include "actors/auth/sign_in_flow.h"

namespace auth {
/// realm -> client if presented -> ticket -> argon2id -> settled -> session durable -> tokens.
class PasswordFlow final : public SessionFlow {
 public:
  PasswordFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, const PasswordLogin& login)
      : SessionFlow(self, std::move(desk), login.by), login_(login) {}

 private:
  void start() override;
  void begin(const std::string& authorized_party);
  void check(const Ticket& ticket);
  void settle(const Ticket& ticket, bool is_right);

  PasswordLogin login_;
  App app_;
  std::string user_key_;
  std::string authorized_party_;
};

/// realm -> client -> token. Nothing is stored: there is no refresh token to remember.
class ClientFlow final : public Flow<SignedIn> {
 public:
  ClientFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, const ClientLogin& login)
      : Flow(self, std::move(desk), login.by), login_(login) {}

 private:
  void start() override;
  void mint(const Client& client);

  ClientLogin login_;
};

/// authentic refresh token -> client if presented -> turned, durable -> user as of now -> tokens.
class RenewFlow final : public SessionFlow {
 public:
  RenewFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, const Renewal& renewal)
      : SessionFlow(self, std::move(desk), renewal.by), renewal_(renewal) {}

 private:
  void start() override;
  void turn();
  void find_user(const Turned& turned);

  Renewal renewal_;
  Claims claims_;
};

/// authentic token, also an expired one -> revoked, durable -> published -> answer.
class LeaveFlow final : public Flow<Done> {
 public:
  LeaveFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, const EndSession& request)
      : Flow(self, std::move(desk), request.by), request_(request) {}

 private:
  void start() override;
  Expected<Claims, VerifyErrc> claims_of_token() const;
  bool is_good(const Claims& claims) const;
  void publish(const Revoke& revoke);

  EndSession request_;
};
}  // namespace auth
