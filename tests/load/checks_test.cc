#include "bench/load/generator/checks.h"

#include <gtest/gtest.h>

namespace load {
namespace {
class AnswerChecks : public ::testing::Test {
 protected:
  Verdict check(long status, std::string_view body) {
    return checks_.check(step_, status, body, values_);
  }

  Step step_{"uin issue", "GET", {}, {}, {}, {}, 200, true};
  Lists lists_;
  Checks checks_{lists_};
  Values values_;
};

TEST_F(AnswerChecks, AnEnvelopeWithAResponseIsRight) {
  EXPECT_EQ(check(200, R"({"response":{"uin":"1"},"errors":null})").outcome, Outcome::right);
  EXPECT_EQ(check(200, R"({"response":"success","errors":[]})").outcome, Outcome::right);
}

TEST_F(AnswerChecks, WhatIsNotRightSaysWhy) {
  const auto reason = [this](long status, std::string_view body) {
    const Verdict verdict = check(status, body);
    EXPECT_EQ(verdict.outcome, Outcome::wrong) << body;
    return verdict.reason;
  };
  EXPECT_EQ(reason(500, ""), "status 500");
  EXPECT_EQ(reason(401, R"({"response":{},"errors":null})"), "status 401");
  EXPECT_EQ(reason(200, "<html>"), "no JSON");
  EXPECT_EQ(reason(200, "{}"), "no envelope");
  EXPECT_EQ(reason(200, R"({"response":null,"errors":null})"), "no response");
  EXPECT_EQ(reason(200, R"({"response":null,"errors":[{"errorCode":"KER-UIG-001"}]})"),
            "error KER-UIG-001");
  EXPECT_EQ(reason(200, R"({"response":null,"errors":[{}]})"), "errors without a code");
}

TEST_F(AnswerChecks, ARefusalIsNoWrongAnswer) {
  EXPECT_EQ(check(503, "").outcome, Outcome::refused);
  EXPECT_EQ(check(429, "{}").outcome, Outcome::refused);
}

TEST_F(AnswerChecks, WhatHasToBeUniqueMayComeOnce) {
  step_.unique = "/response/uin";
  EXPECT_EQ(check(200, R"({"response":{"uin":"1"},"errors":null})").outcome, Outcome::right);
  EXPECT_EQ(check(200, R"({"response":{"uin":"2"},"errors":null})").outcome, Outcome::right);
  EXPECT_EQ(check(200, R"({"response":{"uin":"1"},"errors":null})").reason, "answered twice");
  EXPECT_EQ(check(200, R"({"response":{},"errors":null})").reason, "nothing at /response/uin");
  step_.name = "rid next";  // another step's numbers are other numbers
  EXPECT_EQ(check(200, R"({"response":{"uin":"1"},"errors":null})").outcome, Outcome::right);
  EXPECT_EQ(checks_.remembered(), 3u);
}

TEST_F(AnswerChecks, CapturesAreTexts) {
  step_.captures = {{"otp", "/response/otp"}, {"number", "/response/list/1"}};
  EXPECT_EQ(check(200, R"({"response":{"otp":"012345","list":[1,2]},"errors":null})").outcome,
            Outcome::right);
  EXPECT_EQ(values_["otp"], "012345");
  EXPECT_EQ(values_["number"], "2");
  EXPECT_EQ(check(200, R"({"response":{"otp":"1","list":[]},"errors":null})").reason,
            "nothing at /response/list/1");
}

TEST_F(AnswerChecks, WhatIsExpectedIsThere) {
  step_.expected = {{"/response/status", {Template{"success"}, true}},
                    {"/response/key", {Template{"load-{{operation}}"}, true}},
                    {"/response/valid", {Template{"true"}, false}}};
  values_ = {{"operation", "7"}};
  const auto answer = [](std::string_view status, std::string_view key, std::string_view valid) {
    return R"({"response":{"status":)" + std::string{status} + R"(,"key":)" + std::string{key} +
           R"(,"valid":)" + std::string{valid} + R"(},"errors":null})";
  };
  EXPECT_EQ(check(200, answer(R"("success")", R"("load-7")", "true")).outcome, Outcome::right);
  const Verdict failure = check(200, answer(R"("failure")", R"("load-7")", "true"));
  EXPECT_EQ(failure.outcome, Outcome::wrong);
  EXPECT_EQ(failure.reason, "not as expected at /response/status");
  EXPECT_EQ(check(200, answer(R"("success")", R"("load-8")", "true")).reason,
            "not as expected at /response/key");
  // A text is no truth value, and nothing is neither.
  EXPECT_EQ(check(200, answer(R"("success")", R"("load-7")", R"("true")")).reason,
            "not as expected at /response/valid");
  EXPECT_EQ(check(200, answer("null", R"("load-7")", "true")).outcome, Outcome::wrong);
  EXPECT_EQ(check(200, R"({"response":{},"errors":null})").outcome, Outcome::wrong);
}

TEST_F(AnswerChecks, AnExpectedValueMayBeOfAList) {
  lists_ = {{"first", {"17"}}};
  step_.expected = {{"/response/tokenID", {Template{"{{first}}"}, true}}};
  EXPECT_EQ(check(200, R"({"response":{"tokenID":"17"},"errors":null})").outcome, Outcome::right);
  EXPECT_EQ(check(200, R"({"response":{"tokenID":"18"},"errors":null})").outcome, Outcome::wrong);
  values_ = {{"first", "18"}};  // what a step captured goes before it
  EXPECT_EQ(check(200, R"({"response":{"tokenID":"18"},"errors":null})").outcome, Outcome::right);
}

TEST_F(AnswerChecks, WhatIsExpectedNeedsNoEnvelope) {
  step_.envelope = false;
  step_.expected = {{"/keys/0", {Template{R"({"a":1})"}, false}}};
  EXPECT_EQ(check(200, R"({"keys":[{ "a" : 1 }]})").outcome, Outcome::right);
  EXPECT_EQ(check(200, R"({"keys":[]})").outcome, Outcome::wrong);
  EXPECT_EQ(check(200, "not JSON").outcome, Outcome::wrong);
}

TEST_F(AnswerChecks, WithoutAnEnvelopeTheStatusIsEnough) {
  step_.envelope = false;
  EXPECT_EQ(check(200, "not JSON").outcome, Outcome::right);
  EXPECT_EQ(check(404, "").outcome, Outcome::wrong);
}
}  // namespace
}  // namespace load
