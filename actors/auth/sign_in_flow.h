// actors/auth/sign_in_flow.h: the steps that logins share. Used by sign_in*.cc alone.
#pragma once
#include <memory>
#include <string>
#include <utility>

#include "actors/auth/sign_in.h"
#include "actors/auth/token_codec.h"
#include "actors/auth/token_mint.h"
#include "actors/partition/flow.h"

namespace auth {
/// What the sign-in actor keeps; its flows share it.
struct SignInDesk {
  explicit SignInDesk(SignInConfig with) : config(std::move(with)) {}

  const Actor& owner_of(std::string_view key) const;
  /// What a request is for: the application that it names, else the realm.
  template <class Request>
  Result<App> app_of(const Request& request) const {
    return request.realm.empty() ? config.apps.find(request.app_id)
                                 : config.apps.of_realm(request.realm);
  }
  /// Codes of one application sign nobody in to another, and those of the OTP manager nobody at
  /// all.
  std::string code_key(const std::string& app_id, std::string_view user_id) const;
  const otp::Actor& code_owner_of(std::string_view key_hash) const;
  int64_t now() const { return epoch_seconds(config.clock()); }
  std::string new_id() const;

  SignInConfig config;
};

/// One request under way at the sign-in actor.
template <class Answer>
class Flow : public partition::Flow<SignIn::pointer, Answer> {
 public:
  /// `by`: on whose behalf the audit says that it changes what it changes.
  Flow(SignIn::pointer self, std::shared_ptr<SignInDesk> desk, audit::Origin by)
      : partition::Flow<SignIn::pointer, Answer>(self),
        desk_(std::move(desk)),
        by_(std::move(by)) {}

 protected:
  /// Goes on with the client when the proof holds and it may use the application; else the answer
  /// is `failure`. An unknown client costs the same time.
  template <class Next>
  void prove_client(const App& app, const ClientProof& proof, Errc failure, Next next) {
    const auto& owner = desk_->owner_of(client_key(app.realm, proof.client_id));
    this->template ask<Client>(
        owner, [=, this](const Client& client) { check_secret(app, client, proof, failure, next); },
        client_atom::value, app.realm, proof.client_id);
  }

  /// Signs the claims with the current key and goes on with the token.
  template <class Next>
  void sign(const std::string& claims_json, Next next) {
    const auto keys = desk_->config.keys->keys();
    const TokenKey& key = keys->current;
    const std::string input = signing_input(key.header, claims_json);
    this->template ask<std::string>(
        desk_->config.fast,
        [=](const std::string& signature) { next(finished_token(input, signature)); },
        crypto_pool::rsa_sign_atom::value, key.key, input);
  }

  std::shared_ptr<SignInDesk> desk_;
  const audit::Origin by_;

 private:
  template <class Next>
  void check_secret(const App& app, const Client& client, const ClientProof& proof, Errc failure,
                    Next next) {
    const bool may_enter = !client.client_id.empty() && client.may_use_any(app.app_ids);
    const SecretProof question{client_key(app.realm, proof.client_id), proof.secret,
                               client.secret_hash, proof.address, may_enter};
    this->template ask<bool>(
        desk_->config.secrets,
        [=, this](bool is_right) { is_right&& may_enter ? next(client) : this->fail(failure); },
        prove_atom::value, question);
  }
};

/// Opens sessions, signs both tokens of a user's session and answers with them.
class SessionFlow : public Flow<SignedIn> {
 protected:
  using Flow::Flow;
  /// Who has signed in, for what client and by which means (`amr`).
  struct Entrance {
    std::string user_key;
    std::string realm;
    std::string authorized_party;
    const char* means;
  };
  /// Opens a session and answers with its tokens once it is durable.
  void open_session(const User& user, const Entrance& entrance);
  /// The check did not take place: it must not count as a wrong password, nor stay reserved.
  void give_back(const std::string& user_key, const Ticket& ticket);
  void answer_tokens(const User& user, const Session& session, const std::string& session_id);
};
}  // namespace auth
