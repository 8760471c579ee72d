// tests/http_api/gateway_test.cc: from a message to an answer: values, faults, refusals, silence,
// exceptions, and the walk over partitions.
#include "http/gateway.h"

#include "actors/uin/uin_actor.h"
#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/drawn_numbers.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/log_lines.h"
#include "tests/http_api/wire_fixture.h"

namespace http {
using testing::HasSubstr;
using testing::IsEmpty;

using say_atom = caf::atom_constant<caf::atom("say")>;
using Talker = caf::typed_actor<caf::replies_to<say_atom, std::string>::with<Result<std::string>>>;

std::string quoted(const std::string& text) { return '"' + text + '"'; }

class GatewayTest : public WireTest {
 protected:
  ~GatewayTest() override {
    gateway.reset();
    actors.run();
  }

  /// Answers every request with `answer`, or keeps it when there is none.
  Partition<Talker> talker(std::optional<Result<std::string>> answer, uint32_t requests_max = 8) {
    const auto actor = actors.spawn([=](Talker::pointer self) -> Talker::behavior_type {
      auto kept = std::make_shared<std::vector<caf::typed_response_promise<Result<std::string>>>>();
      self->attach_functor([kept] {
        for (auto& one : *kept) one.deliver(caf::make_error(caf::sec::request_receiver_down));
      });
      return {[=](say_atom, const std::string&) -> caf::result<Result<std::string>> {
        if (answer) return caf::result<Result<std::string>>{*answer};
        kept->push_back(self->make_response_promise<Result<std::string>>());
        return kept->back();
      }};
    });
    return {actor, std::make_shared<partition::Gate>(requests_max)};
  }
  template <class Render>
  void say(const Partition<Talker>& to, Render render) {
    forward<std::string>(*gateway, to, reply(&uin_issue), render, say_atom::value,
                         std::string{"?"});
    actors.run();
  }
  void say(const Partition<Talker>& to) { say(to, quoted); }

  const Route& uin_issue = route_at(Method::get, "/v1/uingenerator/uin");
  LogLines log;
  ActorFixture actors;
  HeldJournal journal{actors};
  std::unique_ptr<Gateway> gateway = std::make_unique<Gateway>(actors.system());
};

TEST_F(GatewayTest, AValueIsRenderedIntoTheEnvelope) {
  const auto to = talker(Result<std::string>{"five"});
  say(to);
  const auto answer = taken();
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("response":"five")"));
  EXPECT_EQ(to.gate->in_flight(), 0u);
}

TEST_F(GatewayTest, FaultsHaveTheStatusOfTheirRow) {
  say(talker(Result<std::string>{Errc::uin_not_found}));
  say(talker(Result<std::string>{Errc::uin_internal}));
  const auto answers = take();
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0].status, 200);
  EXPECT_THAT(answers[0].body, HasSubstr("KER-UIG-001"));
  EXPECT_EQ(answers[1].status, 500);
  EXPECT_THAT(answers[1].body, HasSubstr("KER-UIG-005"));
}

TEST_F(GatewayTest, OneMoreThanMayBeUnderWayIsRefusedAtOnce) {
  const auto to = talker(std::nullopt, 2);
  say(to);
  say(to);
  EXPECT_THAT(take(), IsEmpty());
  say(to);
  const auto refused = taken();
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr("IDK-503"));
  EXPECT_EQ(header(refused, "Retry-After"), "1");
  EXPECT_EQ(to.gate->refused(), 1u);
  EXPECT_EQ(to.gate->in_flight(), 2u);
}

TEST_F(GatewayTest, AnActorThatHasEndedIsTheRoutesSilence) {
  const auto to = talker(Result<std::string>{"five"});
  caf::anon_send_exit(to.actor, caf::exit_reason::kill);
  actors.run();
  say(to);
  const auto answer = taken();
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, HasSubstr("KER-UIG-005"));
  EXPECT_EQ(to.gate->in_flight(), 0u);
}

TEST_F(GatewayTest, AnActorThatEndsWithRequestsIsTheRoutesSilenceForEach) {
  const auto to = talker(std::nullopt);
  for (int i = 0; i < 3; ++i) say(to);
  EXPECT_THAT(take(), IsEmpty());
  caf::anon_send_exit(to.actor, caf::exit_reason::user_shutdown);
  actors.run();
  const auto answers = take();
  ASSERT_EQ(answers.size(), 3u);
  for (const auto& answer : answers) EXPECT_THAT(answer.body, HasSubstr("KER-UIG-005"));
  EXPECT_EQ(to.gate->in_flight(), 0u);
}

TEST_F(GatewayTest, ARendererThatThrowsIsInternalAndTheGatewayLivesOn) {
  const auto to = talker(Result<std::string>{"five"});
  say(to, [](const std::string&) -> std::string { throw std::runtime_error("a mistake"); });
  say(to, [](const std::string&) -> std::string { throw 5; });
  for (const auto& answer : take()) {
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, HasSubstr("KER-UIG-005"));
    EXPECT_THAT(answer.body, testing::Not(HasSubstr("a mistake")));
  }
  EXPECT_EQ(log.count("answering a request"), 2u);
  EXPECT_EQ(to.gate->in_flight(), 0u);
  say(to);
  EXPECT_EQ(taken().status, 200);
}

TEST_F(GatewayTest, AJobThatThrowsLeavesTheGatewayAlive) {
  gateway->post([](caf::event_based_actor*) { throw std::runtime_error("a mistake"); });
  say(talker(Result<std::string>{"five"}));
  EXPECT_EQ(taken().status, 200);
}

TEST_F(GatewayTest, AGatewayThatEndsAnswersWhatIsUnderWayAndGivesThePlacesBack) {
  const auto to = talker(std::nullopt);
  say(to);
  forward<std::string>(*gateway, to, reply(&uin_issue), quoted, say_atom::value, std::string{"?"});
  gateway.reset();  // one request waits for its actor, one for the gateway
  actors.run();
  const auto answers = take();
  ASSERT_EQ(answers.size(), 2u);
  for (const auto& answer : answers) EXPECT_THAT(answer.body, HasSubstr("KER-UIG-005"));
  EXPECT_EQ(to.gate->in_flight(), 0u);
}

TEST_F(GatewayTest, AnEndedGatewayDropsJobsAndTheirClientsHearInternal) {
  caf::actor_system_config config;
  caf::actor_system system{config};  // with threads: end() waits
  Gateway other{system};
  other.end();
  const auto to = talker(Result<std::string>{"five"});
  forward<std::string>(other, to, reply(&uin_issue), quoted, say_atom::value, std::string{"?"});
  EXPECT_THAT(taken().body, HasSubstr("KER-UIG-005"));
  EXPECT_EQ(to.gate->in_flight(), 0u);
}

/// The walk over real UIN partitions.
class WalkTest : public GatewayTest {
 protected:
  static constexpr uint16_t count = 4;

  WalkTest() {
    std::vector<Partition<uin::Actor>> all;
    for (uint16_t i = 0; i < count; ++i) {
      number::PoolSetting setting;
      setting.host = journal.host({i, store::Service::uin});
      setting.supplier = supplier;
      hosts.push_back(setting.host);
      all.push_back({actors.spawn(uin::partition, number::PoolShare{{}, i, count, {4, 400}},
                                  setting, Clock{[] { return noon; }}),
                     setting.host.gate});
    }
    partitions = Partitions<uin::Actor>{std::move(all)};
  }
  void fill(uint16_t partition, size_t candidates) {
    actors.ask<number::Supplied>(partitions.at(partition).actor, number::supply_atom::value,
                                 drawn_numbers({}, candidates));
    journal.release();
  }
  void issue(size_t first) {
    forward_to_any<std::string>(*gateway, partitions, first, Errc::uin_not_found, reply(&uin_issue),
                                quoted, uin::issue_atom::value, uin::IssueUin{{"someone", "", ""}});
    actors.run();
  }

  number::SupplierActor supplier = actors.spawn([]() -> number::SupplierActor::behavior_type {
    return {[](number::serve_atom, const number::Pool&) { return Result<Done>{Done{}}; },
            [](number::wanted_atom, const std::string&) {},
            [](number::round_atom, size_t, uint64_t) {}};
  });
  std::vector<partition::Host> hosts;
  Partitions<uin::Actor> partitions;
};

TEST_F(WalkTest, FindsTheOnePartitionThatHasNumbers) {
  fill(2, 40);
  for (size_t first = 0; first < count; ++first) {
    issue(first);
    EXPECT_THAT(take(), IsEmpty());  // not durable yet
    journal.release();
    EXPECT_THAT(taken().body, testing::ContainsRegex(R"("response":"[2-9][0-9]{9}")"));
  }
}

TEST_F(WalkTest, AsksEveryPartitionOnceBeforeItSaysNotFound) {
  for (size_t first = 0; first < count; ++first) {
    issue(first);
    const auto answer = taken();
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr("KER-UIG-001"));
    for (const auto& host : hosts) {
      EXPECT_EQ(host.figures->requests, first + 1);
      EXPECT_EQ(host.gate->in_flight(), 0u);
    }
  }
}

TEST_F(WalkTest, AnotherFaultEndsTheWalk) {
  fill(1, 40);
  journal.store().fail_reads = store::Errc::io;
  issue(0);
  const auto answer = taken();
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, HasSubstr("KER-UIG-005"));
  EXPECT_EQ(hosts[2].figures->requests, 0u);
}

TEST_F(WalkTest, ABusyPartitionEndsTheWalkAsOverloaded) {
  fill(2, 40);
  while (hosts[1].gate->try_enter()) {
  }
  issue(0);
  EXPECT_EQ(taken().status, 503);
}
}  // namespace http
