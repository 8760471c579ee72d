// tests/http_wire/client_address_test.cc: whom a request is counted against.
#include "http/client_address.h"

#include <gtest/gtest.h>

namespace http {
TEST(ClientAddress, IsThePeerUnlessThePeerIsTrusted) {
  EXPECT_EQ(client_address("203.0.113.9", "198.51.100.1", {}), "203.0.113.9");
  EXPECT_EQ(client_address("203.0.113.9", "198.51.100.1", {"10.0.0.1"}), "203.0.113.9");
}
TEST(ClientAddress, IsTheLastHopThatIsNotTrusted) {
  const std::vector<std::string> trusted{"10.0.0.1", "10.0.0.2"};
  EXPECT_EQ(client_address("10.0.0.1", "198.51.100.1", trusted), "198.51.100.1");
  EXPECT_EQ(client_address("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", trusted), "198.51.100.1");
  EXPECT_EQ(client_address("10.0.0.1", "2001:db8::7", trusted), "2001:db8::7");
}
TEST(ClientAddress, AnEntryThatIsNoAddressEndsTheWalk) {
  EXPECT_EQ(client_address("10.0.0.1", "198.51.100.1, unknown", {"10.0.0.1"}), "10.0.0.1");
  EXPECT_EQ(client_address("10.0.0.1", "", {"10.0.0.1"}), "10.0.0.1");
}
}  // namespace http
