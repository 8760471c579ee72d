// tests/http_api/cors_test.cc: which origins are let in, and that nobody else is (auth sheet 4.5).
#include "http/cors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace http {
using testing::Contains;
using testing::IsEmpty;
using testing::Pair;

TEST(Cors, NothingUnlessItIsSwitchedOn) {
  EXPECT_THAT(cors_headers({false, {"https://ui.example.org"}}, "https://ui.example.org"),
              IsEmpty());
}

TEST(Cors, AListedOriginIsRepeatedAndNeverAStar) {
  const auto headers = cors_headers({true, {"https://ui.example.org"}}, "https://ui.example.org");
  EXPECT_THAT(headers, Contains(Pair("Access-Control-Allow-Origin", "https://ui.example.org")));
  EXPECT_THAT(headers, Contains(Pair("Access-Control-Allow-Credentials", "true")));
  EXPECT_THAT(headers, Contains(Pair("Vary", "Origin")));
}

TEST(Cors, AnEntryWithoutASchemeMeansBoth) {
  const Cors cors{true, {"ui.example.org:8080"}};
  EXPECT_THAT(cors_headers(cors, "https://ui.example.org:8080"), Not(IsEmpty()));
  EXPECT_THAT(cors_headers(cors, "http://ui.example.org:8080"), Not(IsEmpty()));
}

TEST(Cors, TheTokensHeaderMayBeSent) {
  const auto allowed = [](const std::string& token_header) {
    for (const auto& [name, value] : cors_headers({true, {"a"}, token_header}, "http://a")) {
      if (name == "Access-Control-Allow-Headers") return value;
    }
    return std::string{};
  };
  const std::string sheet =
      "Origin,Date, Content-Type, Accept, X-Requested-With, Authorization, From, X-Auth-Token, "
      "Request-Id";
  EXPECT_EQ(allowed("Authorization"), sheet);
  EXPECT_EQ(allowed("Pass"), sheet + ", Pass");
}

TEST(Cors, OthersGetNothing) {
  const Cors cors{true, {"https://ui.example.org", "localhost:8080", "*"}};
  for (const char* origin :
       {"", "null", "http://ui.example.org", "https://ui.example.org:444",
        "https://ui.example.org.evil.org", "https://evil.org/https://ui.example.org",
        "https://UI.example.org", "http://localhost:80800", "http://evil.org"}) {
    EXPECT_THAT(cors_headers(cors, origin), IsEmpty()) << origin;
  }
}
}  // namespace http
