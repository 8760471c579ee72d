// tests/auth/registration_fixture.h: registering, and looking at what became of it.
#pragma once
#include <string>
#include <vector>

#include "actors/outbox/outbox_record.h"
#include "tests/auth/sign_in_fixture.h"

namespace auth::test {
class RegistrationFixture : public SignInFixture {
 protected:
  static Register request_of(const std::string& name, const std::string& mobile,
                             const std::string& mail) {
    Register request;
    request.app_id = "ADMIN";
    request.user.user_name = name;
    request.user.first_name = "test";
    request.user.last_name = "name";
    request.user.mobile = mobile;
    request.user.mail = mail;
    request.user.date_of_birth = "1975-11-05";
    request.user.gender = "male";
    request.role = "ADMIN";
    return request;
  }
  Result<User> sign_up(const std::string& name, const std::string& mobile,
                       const std::string& mail) {
    return ask<User>(register_atom::value, request_of(name, mobile, mail));
  }
  Result<User> sign_up_as(const std::string& role, const PrincipalPtr& caller) {
    Register request = request_of("staff", "555001", "staff@example.org");
    request.role = role;
    request.caller = caller;
    return ask<User>(register_atom::value, request);
  }
  Result<CodeSent> name_rid(const std::string& name, const PrincipalPtr& caller = nullptr,
                            const std::string& rid = "41355315155") {
    return ask<CodeSent>(rid_atom::value, NameRid{"admin", name, rid, caller});
  }
  static SetFirstPassword password_of(const std::string& name, const PrincipalPtr& caller,
                                      const std::string& password = "ksafuff") {
    return {"admin", name, "41355315155", crypto_pool::Secret{password}, caller};
  }
  Result<Done> set_password(const std::string& name, const PrincipalPtr& caller = nullptr) {
    return ask<Done>(first_atom::value, password_of(name, caller));
  }
  PrincipalPtr holder_of(const Result<SignedIn>& signed_in) {
    EXPECT_TRUE(signed_in.ok());
    if (!signed_in.ok()) return nullptr;
    Verifier verifier{trust(), *board_};
    const auto principal = verifier.verify(signed_in.value().access_token, now_);
    EXPECT_TRUE(principal.ok());
    return principal.ok() ? principal.value() : nullptr;
  }
  PrincipalPtr by_code(const std::string& name) {
    return holder_of(ask<SignedIn>(code_atom::value, CodeLogin{"admin", name, code}));
  }
  /// By a code of its own.
  PrincipalPtr after_code(const std::string& name) {
    SendCode request{"admin", name, "USERID", {"email"}, "auth-otp", {}};
    EXPECT_TRUE(ask<CodeSent>(send_code_atom::value, request).ok());
    return by_code(name);
  }
  /// A token of a user of that name, but not of this one.
  PrincipalPtr namesake_of(const std::string& name) {
    Claims claims;
    claims.issuer = issuer_of(rules(), "mosip");
    claims.subject = "87f05764-789d-4e6b-9c1e-c56bbdc29563";
    claims.user_name = name;
    claims.amr = {"otp"};
    claims.auth_time = now_;
    return principal_of(claims, RoleTable{});
  }
  /// A GLOBAL_ADMIN.
  PrincipalPtr boss() { return holder_of(log_in()); }
  Result<SignedIn> log_in_as(const std::string& name, const std::string& password = "ksafuff") {
    PasswordLogin with = login(password);
    with.user_name = name;
    return log_in(with);
  }
  /// As the store has it.
  std::optional<User> stored(const std::string& name) {
    std::optional<User> user;
    const auto key = user_key_of(*keys_.index, "mosip", name);
    write(key, [&](Accounts& accounts, store::Transaction& tx) {
      user = accounts.look_up(key, tx).value();
    });
    return user;
  }
  std::vector<outbox::Message> mails() {
    std::vector<outbox::Message> out;
    for (uint16_t i = 0; i < partitions_count; ++i) {
      const auto add = [&](std::string_view key, std::string_view value) {
        const auto body = outbox::decoded_body(value).value();
        const store::Owner owner{i, body.sealed_by};
        store::Workspace tx{owner, journal_.store()};
        tx.begin();
        const auto bytes =
            keys_.sealer(owner)->open(tx, {outbox::aad_of(key.substr(1))}, body.sealed);
        out.push_back(outbox::decoded_message(bytes.value()).value());
        return true;
      };
      const store::Owner owner{i, store::Service::outbox};
      journal_.store().scan(owner, std::string(1, outbox::body_letter), {}, add);
    }
    return out;
  }
  std::string mail_to(const std::string& address) {
    for (const auto& mail : mails())
      if (mail.to.front() == address) return mail.text;
    return "none";
  }
};
}  // namespace auth::test
