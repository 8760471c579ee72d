// tests/auth/sign_in_fixture.h: the sign-in actor with its partitions, a held journal and a crypto
// pool that answers at once, all on the testing scheduler.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/auth/sign_in.h"
#include "actors/base/partition_of.h"
#include "tests/auth/partition_store.h"
#include "tests/auth/tokens.h"
#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/recorded.h"

namespace auth::test {
/// Checks a password by text ("phc of X" belongs to X) and counts how often it was asked.
struct FakePool {
  size_t checks = 0;
  std::optional<Errc> slow_fault;
  std::optional<Errc> fast_fault;
};

inline crypto_pool::SlowLane::behavior_type slow_lane(crypto_pool::SlowLane::pointer,
                                                      std::shared_ptr<FakePool> pool) {
  return {[pool](crypto_pool::pw_hash_atom, const crypto_pool::Secret& secret) {
            if (pool->slow_fault) return Result<std::string>{*pool->slow_fault};
            return Result<std::string>{"phc of " + std::string{secret.view()}};
          },
          [pool](crypto_pool::pw_check_atom, const std::string& phc,
                 const crypto_pool::Secret& secret) {
            if (pool->slow_fault) return Result<bool>{*pool->slow_fault};
            ++pool->checks;
            return Result<bool>{phc == "phc of " + std::string{secret.view()}};
          }};
}
inline crypto_pool::FastLane::behavior_type fast_lane(crypto_pool::FastLane::pointer,
                                                      std::shared_ptr<FakePool> pool) {
  return {[pool](crypto_pool::rsa_sign_atom, const crypto::RsaPrivateKey& key,
                 const std::string& message) -> Result<std::string> {
    if (pool->fast_fault) return *pool->fast_fault;
    return key.sign_pkcs1_sha256(message).value();
  }};
}

class SignInFixture : public ::testing::Test {
 protected:
  static constexpr uint16_t partitions_count = 4;
  static constexpr const char* code = "473829";  ///< every one-time code

  SignInFixture() {
    add_user("110006", "mosip");
    add_client("mosip-admin-client", "xyz123", {});
    add_client("mosip-abis-client", "abc123", {"admin"});
    start();
  }
  /// What a restart does: new actors on what the store holds, revocations loaded first.
  void start() {
    board_ = std::make_unique<RevocationBoard>();
    SignInConfig config;
    for (uint16_t i = 0; i < partitions_count; ++i) {
      const store::Owner owner{i, store::Service::auth};
      board_->publish(load_revocations(journal_.store(), owner, now_).value(), now_);
      auto host = recorded_.host(owner);
      host.space = &space_;
      PartitionConfig with{{{}, "phc of nobody at all", registration_},
                           {},
                           host.sealer,
                           queue_of(host),
                           sweep_records_max_};
      config.partitions.push_back(actors_.spawn(partition, with, host, clock()));
    }
    for (uint16_t i = 0; i < partitions_count; ++i) config.otp.push_back(spawn_otp(i));
    config.delivery = delivery_;
    known_uin = "2530192395";
    if (has_directory_) config.identities = actors_.spawn(directory);
    config.rules = rules();
    config.registration = registration_;
    if (!same_process_) ++process_;
    config.start_id = "start " + std::to_string(process_);
    config.keys = std::make_shared<const TokenKeyBoard>(test::set_of(test::key()));
    config.index_key = keys_.index;
    config.slow = actors_.spawn(slow_lane, pool_);
    SecretDeskConfig desk;
    desk.slow = config.slow;
    desk.random = std::make_shared<SeededRandom>(starts_ + 1000);
    desk.clock = [this] { return TokenBuckets::Time{std::chrono::seconds{now_}}; };
    desk.refused = refused_;
    config.secrets = actors_.spawn(secret_desk, std::move(desk));
    config.fast = actors_.spawn(fast_lane, pool_);
    config.board = board_.get();
    config.random = std::make_shared<SeededRandom>(++starts_);
    config.clock = clock();
    partitions_ = config.partitions;
    sign_in_ = actors_.spawn(sign_in, config);
  }
  otp::Actor spawn_otp(uint16_t partition) {
    const store::Owner owner{partition, store::Service::otp};
    otp::Config config;
    config.index_key = keys_.index;
    config.random = std::make_shared<SeededRandom>(partition);
    config.fixed_code = code;
    const auto host = recorded_.host(owner);
    config.queue = queue_of(host);
    return actors_.spawn(otp::partition, config, host, clock());
  }
  std::shared_ptr<outbox::Queue> queue_of(const partition::Host& host) {
    const store::Owner owner = host.owner;
    return std::make_shared<outbox::Queue>(outbox::QueueParts{
        owner.service, host.sealer,
        std::make_shared<SeededRandom>(
            starts_ * 10'000 + static_cast<uint64_t>(owner.service) * 100 + owner.partition),
        std::make_shared<outbox::Waiting>(waiting_max_), [] {}});
  }
  /// Knows one person.
  static IdentityLookup::behavior_type directory(IdentityLookup::pointer) {
    return {[](identity_atom, const std::string& uin, const audit::Origin&) -> Result<Contact> {
      if (uin != known_uin) return Errc::sendotp_user_not_found;
      return Contact{"person@example.org", "9820173642"};
    }};
  }
  Clock clock() {
    return [this] { return at_second(now_); };
  }

  template <class Fn>
  void write(std::string_view key, Fn fn) {
    const store::Owner owner{partition_of(key, partitions_count), store::Service::auth};
    store::Workspace tx{owner, journal_.store()};
    const auto sealer = keys_.sealer(owner);
    Accounts accounts{{}, *sealer};
    tx.begin();
    fn(accounts, tx);
    tx.keep();
    journal_.store().apply(tx.take_batch().batch);
  }
  void add_user(const std::string& name, const std::string& password,
                std::vector<std::string> roles = {"GLOBAL_ADMIN"}) {
    User user;
    user.realm = "mosip";
    user.user_name = name;
    user.uuid = "234ec93f-6afd-47bd-942a-3d541b746be4";
    user.password_hash = "phc of " + password;
    user.roles = std::move(roles);
    put_user(user);
  }
  void put_user(const User& user) {
    const auto key = user_key_of(*keys_.index, "mosip", user.user_name);
    write(key, [&](Accounts& accounts, store::Transaction& tx) {
      accounts.put_user(key, user, at_second(now_), tx);
    });
  }
  void add_client(const std::string& id, const std::string& secret,
                  std::vector<std::string> app_ids) {
    Client client;
    client.realm = "mosip";
    client.client_id = id;
    client.uuid = "87f05764-789d-4e6b-9c1e-c56bbdc29563";
    client.secret_hash = "phc of " + secret;
    client.app_ids = std::move(app_ids);
    write(client_key("mosip", id),
          [&](Accounts& accounts, store::Transaction& tx) { accounts.put_client(client, tx); });
  }

  /// Lets the journal write whatever comes until nothing moves.
  void settle() {
    actors_.run();
    while (!journal_.held().empty()) journal_.release();
  }
  template <class Answer, class Atom, class Request>
  Result<Answer> ask(Atom atom, const Request& request) {
    auto asked = actors_.ask<Answer>(sign_in_, atom, request);
    settle();
    EXPECT_TRUE(asked.arrived());
    return asked.result();
  }
  static PasswordLogin login(const std::string& password = "mosip") {
    PasswordLogin made;
    made.app_id = "admin";
    made.user_name = "110006";
    made.password = crypto_pool::Secret{password};
    return made;
  }
  static ClientProof proof(const std::string& id, const std::string& secret) {
    return {id, crypto_pool::Secret{secret}, {}};
  }
  Result<SignedIn> log_in(const PasswordLogin& with = login()) {
    return ask<SignedIn>(pwd_atom::value, with);
  }
  Result<SignedIn> log_in_client(const ClientLogin& with) {
    return ask<SignedIn>(secret_atom::value, with);
  }
  Result<SignedIn> renew(const std::string& token) {
    Renewal renewal;
    renewal.app_id = "admin";
    renewal.refresh_token = token;
    return ask<SignedIn>(renew_atom::value, renewal);
  }
  Result<Done> leave(const std::string& token) {
    return ask<Done>(leave_atom::value, EndSession{token, false});
  }
  /// Nothing when the token is good.
  std::optional<VerifyErrc> refusal(const std::string& token) {
    Verifier verifier{trust(), *board_};
    const auto answer = verifier.verify(token, now_);
    return answer.ok() ? std::nullopt : std::optional{answer.error()};
  }

  int64_t now_ = noon;
  uint64_t starts_ = 0;
  uint64_t process_ = 0;       ///< what start() takes itself for, ...
  bool same_process_ = false;  ///< ... unless it is to go on as the one before
  otp_message::Delivery delivery_ = [] {
    otp_message::Delivery out;
    out.templates = std::make_shared<const otp_message::Templates>(
        otp_message::Texts{{"auth-otp-sms-template.eng", "$otp"},
                           {"auth-otp-email-subject-template.eng", "A code"},
                           {"auth-otp-email-content-template.eng", "$otp"},
                           {"admin-registration-email-subject-template.eng", "Registered"},
                           {"admin-registration-email-content-template.eng", "$username $!link"}});
    out.languages = {"eng"};
    return out;
  }();
  bool has_directory_ = false;
  inline static std::string known_uin;  ///< whom the directory knows; others are not active
  RegistrationRules registration_{86400, true, reference_privileged_roles()};
  size_t waiting_max_ = 100;
  bool is_low_ = false;
  store::FreeSpace space_{[this] { return std::optional<uint64_t>{is_low_ ? 1u : 100u}; }, 50};
  size_t sweep_records_max_ = 1000;
  Keys keys_;
  std::shared_ptr<FakePool> pool_ = std::make_shared<FakePool>();
  std::unique_ptr<RevocationBoard> board_;
  ActorFixture actors_;
  HeldJournal journal_{actors_};
  Recorded recorded_{journal_, keys_.master};
  std::shared_ptr<std::atomic<uint64_t>> refused_ = std::make_shared<std::atomic<uint64_t>>();
  std::vector<Actor> partitions_;
  SignIn sign_in_;
};
}  // namespace auth::test
