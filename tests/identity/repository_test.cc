// tests/identity/repository_test.cc: a repository's answers, and what is remembered of them.
#include <gtest/gtest.h>

#include "actors/identity/remembered.h"
#include "actors/identity/repository_answer.h"

namespace identity {
namespace {

TEST(RepositoryUrl, TheUinHasItsPlace) {
  EXPECT_EQ(repository_url("https://a/idvid", "12"), "https://a/idvid/12");
  EXPECT_EQ(repository_url("https://a/idvid/", "12"), "https://a/idvid/12");
  EXPECT_EQ(repository_url("https://a/{uin}?type=demo", "12"), "https://a/12?type=demo");
}

TEST(RepositoryAnswer, APerson) {
  const auto told =
      person_in(R"({"id":"mosip.id.read","response":{"status":"ACTIVATED","identity":{"UIN":12,)"
                R"("email":"a@b.org","phone":"9820173642","preferredLang":"fra"},"documents":[]},)"
                R"("errors":null})");
  ASSERT_TRUE(told.ok());
  EXPECT_TRUE(told.value().is_known);
  EXPECT_EQ(told.value().person, (Person{Status::activated, "a@b.org", "9820173642", {"fra"}}));
}

TEST(RepositoryAnswer, WhatCannotBeUsedIsLeftOut) {
  const auto told =
      person_in(R"({"response":{"status":"DRAFT","identity":{"email":"nobody","phone":12,)"
                R"("preferredLang":"a language of many letters"}},"errors":[]})");
  ASSERT_TRUE(told.ok());
  EXPECT_EQ(told.value().person, (Person{Status::deactivated, "", "", {}}));
}

TEST(RepositoryAnswer, NobodyOrAFault) {
  for (const char* code : {"IDR-IDC-007", "IDR-IDC-002"}) {
    const auto told =
        person_in(R"({"response":null,"errors":[{"errorCode":")" + std::string{code} + R"("}]})");
    ASSERT_TRUE(told.ok());
    EXPECT_FALSE(told.value().is_known);
  }
  const auto fault = [](std::string_view answer) {
    const auto told = person_in(answer);
    return told.ok() ? std::string{} : told.error();
  };
  EXPECT_EQ(fault(R"({"errors":[{"errorCode":"KER-ATH-401"}]})"),
            "the answer's error is KER-ATH-401");
  EXPECT_EQ(fault(R"({"errors":[{"errorCode":"a secret"}]})"), "the answer's error is unknown");
  EXPECT_EQ(fault(R"({"errors":["x"]})"), "the answer's error is unknown");
  EXPECT_EQ(fault("[]"), "the answer is no JSON object");
  EXPECT_EQ(fault(""), "the answer is no JSON object");
  EXPECT_EQ(fault(R"({"response":[]})"), "the answer has no response");
  EXPECT_EQ(fault(R"({"response":{"status":"ACTIVATED"}})"), "the answer has no identity");
}

TEST(Remembered, IsBoundedInTimeAndNumber) {
  using std::chrono::seconds;
  const UtcTime noon{seconds{1'704'196'800}};
  const Found known{true, {}};
  Remembered remembered{2, seconds{30}};
  remembered.put("1", known, noon);
  EXPECT_TRUE(remembered.find("1", noon + seconds{29}));
  EXPECT_FALSE(remembered.find("1", noon + seconds{30}));
  EXPECT_FALSE(remembered.find("2", noon));
  remembered.put("2", {}, noon + seconds{1});
  EXPECT_FALSE(remembered.find("2", noon + seconds{2})->is_known);
  remembered.put("3", known, noon + seconds{2});
  EXPECT_FALSE(remembered.find("1", noon + seconds{2}));
  EXPECT_EQ(remembered.size(), 2u);
  remembered.put("2", known, noon + seconds{40});
  EXPECT_EQ(remembered.size(), 1u);
  EXPECT_TRUE(remembered.find("2", noon + seconds{41})->is_known);
  Remembered none{10, seconds{0}};
  none.put("1", known, noon);
  EXPECT_EQ(none.size(), 0u);
}
}  // namespace
}  // namespace identity
