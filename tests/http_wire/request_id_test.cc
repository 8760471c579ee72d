// tests/http_wire/request_id_test.cc: what may name a request.
#include "http/request_id.h"

#include <gtest/gtest.h>

namespace http {
TEST(RequestId, KeepsAGoodOne) { EXPECT_EQ(request_id("Abc-1.2_3"), "Abc-1.2_3"); }

TEST(RequestId, MakesOneInsteadOfABadOne) {
  for (const std::string& bad : {std::string{}, std::string(65, 'a'), std::string{"a b"},
                                 std::string{"a\nb"}, std::string{"{}"}}) {
    const std::string made = request_id(bad);
    EXPECT_EQ(made.size(), 32u);
    EXPECT_EQ(made.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_NE(made, request_id(bad));
  }
}

TEST(Traceparent, IsCheckedBeforeItIsLogged) {
  EXPECT_TRUE(is_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
  EXPECT_FALSE(is_traceparent("00-4BF92F3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
  EXPECT_FALSE(is_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\n"));
  EXPECT_FALSE(is_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736"));
  EXPECT_FALSE(is_traceparent(""));
}
}  // namespace http
