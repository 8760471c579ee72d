// tests/http_api/reply_test.cc: the one answer of an exchange, its headers, and what is counted.
#include "tests/fakes/log_lines.h"
#include "tests/http_api/wire_fixture.h"

namespace http {
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class ReplyTest : public WireTest {
 protected:
  /// Of idkernel_http_requests_total.
  double counted(const std::string& route, const std::string& status) const {
    double sum = 0;
    for (const auto& family : registry.Collect()) {
      if (family.name != "idkernel_http_requests_total") continue;
      for (const auto& metric : family.metric) {
        if (metric.label[0].value == route && metric.label[1].value == status) {
          sum += metric.counter.value;
        }
      }
    }
    return sum;
  }

  const Route& uin_issue = route_at(Method::get, "/v1/uingenerator/uin");
};

TEST_F(ReplyTest, AValueToTheLetter) {
  reply(&uin_issue).value(R"({"uin":"5193698130"})");
  const auto answer = taken();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "application/json");
  EXPECT_EQ(answer.body, R"({"id":null,"version":null,"responsetime":"2024-01-02T12:00:00.000Z",)"
                         R"("metadata":null,"response":{"uin":"5193698130"},"errors":null})");
  EXPECT_THAT(answer.headers, ElementsAre(Pair("X-Request-Id", "req-1")));
}

TEST_F(ReplyTest, DroppedWithoutAnAnswerIsTheServicesOwnFailure) {
  reply(&uin_issue).set_echo({"an.id", "1.0"});
  const auto answer = taken();
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, HasSubstr(R"("id":"an.id","version":"1.0")"));
  EXPECT_THAT(answer.body,
              HasSubstr(R"([{"errorCode":"KER-UIG-005","message":"Internal Server Error"}])"));
  EXPECT_EQ(counted("uin_issue", "500"), 1);
}

TEST_F(ReplyTest, TheLastHandleDecides) {
  auto first = std::make_unique<Reply>(reply());
  const Reply second = *first;
  first.reset();
  EXPECT_THAT(take(), IsEmpty());
  second.plain(204, "text/plain", "");
  EXPECT_EQ(taken().status, 204);
}

TEST_F(ReplyTest, OnlyTheFirstAnswerCounts) {
  {
    const Reply once = reply(&uin_issue);
    once.value("1");
    once.fault(Errc::internal);
    once.plain(204, "text/plain", "");
    once.silent();
  }
  EXPECT_EQ(taken().status, 200);
  EXPECT_EQ(counted("uin_issue", "200"), 1);
  EXPECT_EQ(counted("uin_issue", "500"), 0);
}

TEST_F(ReplyTest, SilenceIsTheRoutesCodeAndInternalWithoutARoute) {
  reply(&route_at(Method::get, "/v1/ridgenerator/generate/rid/:centerid/:machineid")).silent();
  reply().silent();
  const auto answers = take();
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_THAT(answers[0].body, HasSubstr("KER-RIG-500"));
  EXPECT_THAT(answers[1].body, HasSubstr("IDK-500"));
  EXPECT_EQ(counted("unmatched", "500"), 1);
}

TEST_F(ReplyTest, ANotifierThatIsSilentHasACodeOfItsOwn) {
  reply(&route_at(Method::post, "/v1/notifier/sms/send")).silent();
  reply(&route_at(Method::post, "/v1/notifier/email/send")).silent();
  const auto answers = take();
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_THAT(answers[0].body, HasSubstr("KER-NOS-500"));
  EXPECT_THAT(answers[1].body, HasSubstr("KER-NOE-500"));
}

TEST_F(ReplyTest, PreRegistrationThatIsSilentHasACodeOfItsOwn) {
  reply(&route_at(Method::post, "/preregistration/v1/login/sendOtp")).silent();
  const auto answer = taken();
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, HasSubstr("PRG_CORE_REQ_016"));
}

TEST_F(ReplyTest, WhateverGoesWrongInASigningRouteIsTheServicesOwn500) {
  for (const char* front : {"/v1/signature/", "/v1/keymanager/"}) {
    for (const char* endpoint :
         {"sign", "validate", "jwtSign", "jwtSign/v2", "jwtVerify", "jwtVerify/v2", "jwsSign",
          "jwsSign/v2", "signV2", "signRawData"}) {
      const std::string path = std::string{front} + endpoint;
      SCOPED_TRACE(path);
      const Route& route = route_at(Method::post, path);
      reply(&route).silent();
      reply(&route).fault(Errc::internal);
      const auto answers = take();
      ASSERT_EQ(answers.size(), 2u);
      for (const auto& answer : answers) {
        EXPECT_EQ(answer.status, 500);
        EXPECT_THAT(answer.body, HasSubstr(R"("errorCode":"KER-CSS-102")"));
        EXPECT_THAT(answer.body, HasSubstr(R"("message":"Internal server error")"));
      }
    }
  }
}

TEST_F(ReplyTest, StatusesAreTheTablesUnlessConfigurationChangedThem) {
  reply().fault(Errc::unauthenticated);
  EXPECT_EQ(taken().status, 401);
  wire.statuses[static_cast<size_t>(Errc::unauthenticated)] = 200;
  reply().fault(Errc::unauthenticated);
  EXPECT_EQ(taken().status, 200);
}

TEST_F(ReplyTest, EveryRowHasItsStatusOnTheWire) {
  for (const ErrorRow& row : error_rows()) {
    reply().fault(row.errc, {"one", "two"});
    const auto answer = taken();
    EXPECT_EQ(answer.status, row.status) << row.name;
    EXPECT_THAT(answer.body, HasSubstr(code_of({row.errc, {"one", "two"}}))) << row.name;
    EXPECT_EQ(header(answer, "Retry-After"),
              row.status == 503 || row.status == 429 ? "1" : "(none)")
        << row.name;
  }
}

TEST_F(ReplyTest, HeadersOfTheExchangeComeBeforeThoseOfTheAnswer) {
  const Reply with = reply();
  with.add_header("Vary", "Origin");
  with.value("1", {{"Set-Cookie", "a=b"}});
  EXPECT_THAT(taken().headers, ElementsAre(Pair("Vary", "Origin"), Pair("Set-Cookie", "a=b"),
                                           Pair("X-Request-Id", "req-1")));
}

TEST_F(ReplyTest, TheAccessLogHasWhatItIsToldTo) {
  LogLines log;
  const auto lines_of_both = [&](AccessLog what) {
    wire.access_log = what;
    const size_t before = log.all().size();
    reply(&uin_issue).value("1");
    reply(&uin_issue).fault(Errc::internal);
    return log.all().size() - before;
  };
  EXPECT_EQ(lines_of_both(AccessLog::off), 0u);
  EXPECT_EQ(lines_of_both(AccessLog::errors), 1u);
  EXPECT_THAT(log.all().back(),
              HasSubstr("request=req-1 route=/v1/uingenerator/uin status=500 us="));
  EXPECT_EQ(lines_of_both(AccessLog::all), 2u);
}

TEST_F(ReplyTest, RefusalsShareALogLine) {
  LogLines log;
  wire.access_log = AccessLog::errors;
  reply(&uin_issue).fault(Errc::overloaded);
  EXPECT_THAT(log.all(), ElementsAre(HasSubstr("1 requests refused with status=503, the last of "
                                               "them request=req-1 route=/v1/uingenerator/uin")));
  wire.access_log = AccessLog::all;
  reply(&uin_issue).fault(Errc::overloaded);
  EXPECT_THAT(log.all().back(), HasSubstr("status=503 us="));
}

TEST(RefusalTally, TellsOncePerSecondOfAllSinceTheLastTime) {
  constexpr int64_t second = 1'000'000'000;
  RefusalTally tally;
  EXPECT_EQ(tally.add(5), 1u);
  EXPECT_EQ(tally.add(6), 0u);
  EXPECT_EQ(tally.add(4 + second), 0u);
  EXPECT_EQ(tally.add(5 + second), 3u);
  EXPECT_EQ(tally.add(6 + second), 0u);
}
}  // namespace http
