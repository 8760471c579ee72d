// actors/auth/sign_in_code_flows.h: the flows of one-time codes. Used by sign_in*.cc alone.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "actors/auth/sign_in_flow.h"

namespace auth {
/// application -> kind of id -> channels -> user's addresses -> messages -> code and messages
/// durable.
class SendCodeFlow final : public Flow<CodeSent> {
 public:
  SendCodeFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, const SendCode& request)
      : Flow(self, std::move(desk), request.by), request_(request) {}

 private:
  void start() override;
  void find_person();
  void find_user();
  void write(const Contact& contact);
  Result<std::vector<outbox::Message>> messages_to(
      const std::vector<otp_message::Address>& addresses) const;

  SendCode request_;
  App app_;
  CodeRules rules_;
  std::vector<outbox::Channel> channels_;
};

/// application, or the one with a code -> user -> code used up, durable -> session durable ->
/// tokens.
class CodeFlow final : public SessionFlow {
 public:
  CodeFlow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, const CodeLogin& login)
      : SessionFlow(self, std::move(desk), login.by), login_(login) {}

 private:
  void start() override;
  void look_at(size_t app);
  void choose();
  void enter(const App& app);
  void find_stranger();
  /// Fails when the directory knows no active person of the login's user id.
  void ask_directory(const std::function<void(const Contact&)>& then);
  void check();
  void settle(otp::Outcome outcome);
  void enroll();

  CodeLogin login_;
  App app_;
  std::string user_key_;
  User user_;  ///< found, or to be made
  bool is_new_ = false;
  std::vector<std::string> app_ids_, open_,
      stale_;  ///< applications with a code, while none is named
};
}  // namespace auth
