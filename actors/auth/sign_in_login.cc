// actors/auth/sign_in_login.cc: logging in as a user and as a client.
#include "actors/auth/sign_in_flows.h"
#include "actors/base/text.h"

namespace auth {
namespace {
void require(Faults& faults, std::string_view value, std::string_view path) {
  if (text::is_blank(value)) {
    faults.push_back({Errc::auth_field_invalid, {std::string{path} + " must not be blank"}});
  }
}

Faults faults_of(const ClientLogin& login) {
  Faults faults;
  if (login.realm.empty()) require(faults, login.app_id, "request.appId");
  require(faults, login.client.client_id, "request.clientId");
  require(faults, login.client.secret.view(), "request.secretKey");
  return faults;
}
}  // namespace

void PasswordFlow::start() {
  // A password of blanks is a password.
  const bool is_app_missing = login_.realm.empty() && text::is_blank(login_.app_id);
  if (is_app_missing || text::is_blank(login_.user_name) || login_.password.view().empty()) {
    return fail(Errc::auth_bad_request);
  }
  const auto app = desk_->app_of(login_);
  if (!app.ok()) return fail(app.faults());
  app_ = app.value();
  user_key_ = user_key_of(*desk_->config.index_key, app_.realm, login_.user_name);
  // A secret without an id is a wrong pair, not a missing one.
  if (login_.client.client_id.empty() && login_.client.secret.view().empty()) {
    return begin(app_.default_client);
  }
  prove_client(app_, login_.client, login_.client_failure,
               [this](const Client& client) { begin(client.client_id); });
}

void PasswordFlow::begin(const std::string& authorized_party) {
  authorized_party_ = authorized_party;
  ask<Ticket>(
      desk_->owner_of(user_key_), [this](const Ticket& ticket) { check(ticket); },
      begin_atom::value, user_key_);
}

void PasswordFlow::check(const Ticket& ticket) {
  ask_or<bool>(
      desk_->config.slow, [=, this](bool is_right) { settle(ticket, is_right); },
      [=, this](const Faults& faults) {
        give_back(user_key_, ticket);
        fail(faults);
      },
      crypto_pool::pw_check_atom::value, ticket.phc, login_.password);
}

void PasswordFlow::settle(const Ticket& ticket, bool is_right) {
  const EndLogin end{user_key_, ticket.number, is_right ? Verdict::right : Verdict::wrong,
                     ticket.phc, by_};
  ask<User>(
      desk_->owner_of(user_key_),
      [this](const User& user) {
        open_session(user, {user_key_, app_.realm, authorized_party_, "pwd"});
      },
      end_atom::value, end);
}

void ClientFlow::start() {
  auto faults = faults_of(login_);
  if (!faults.empty()) return fail(std::move(faults));
  const auto app = desk_->app_of(login_);
  if (!app.ok()) return fail(app.faults());
  prove_client(app.value(), login_.client, Errc::auth_client_rejected,
               [this](const Client& client) { mint(client); });
}

void ClientFlow::mint(const Client& client) {
  const auto& config = desk_->config;
  const int64_t now = desk_->now();
  const TokenMarks marks{desk_->new_id(), desk_->new_id(), now,
                         now + config.lifetimes.access_seconds};
  const Claims claims = client_claims(config.rules, client, login_.client.address, marks);
  SignedIn signed_in;
  signed_in.expires_in = config.lifetimes.access_seconds;
  signed_in.session_state = marks.session_id;
  signed_in.scope = claims.scope;
  signed_in.subject = claims.subject;
  signed_in.user_name = claims.user_name;
  sign(access_claims_json(claims, config.rules.public_url), [=, this](const std::string& token) {
    SignedIn done = signed_in;
    done.access_token = token;
    answer(std::move(done));
  });
}
}  // namespace auth
