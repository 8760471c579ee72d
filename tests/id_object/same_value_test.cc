// tests/id_object/same_value_test.cc: which values of an array are one (uniqueItems).
#include "actors/id_object/same_value.h"

#include <gtest/gtest.h>

#include <string>

namespace id_object {
namespace {
bool has_equal(const std::string& json) {
  simdjson::dom::parser parser;
  return has_equal_values(parser.parse(simdjson::padded_string{json}).get_array().value());
}

TEST(SameValue, OnePerKind) {
  for (const char* same :
       {"[1,1]", "[1,1.0]", "[-0.0,0]", "[null,null]", "[true,false,true]", R"(["a","\u0061"])",
        "[[],[]]", "[{},{}]", R"([{"a":1,"b":[2]},{"b":[2.0],"a":1}])",
        R"([{"a":"x"},{"a":"y"},{"a":"x"}])", R"([[1,"1"],[1,"1"]])"})
    EXPECT_TRUE(has_equal(same)) << same;
  for (const char* other :
       {"[]", "[1]", "[1,2]", R"([1,"1"])", "[0,false,null]", R"(["",[],{}])", "[[1],[1,1]]",
        R"([{"a":1},{"b":1}])", R"([{"a":"x"},{"a":"y"}])", R"([{"a":"x"},{"a":"x","b":1}])",
        R"([["a","b"],["ab"]])", R"(["1\"a","1"])", "[9007199254740992,9007199254740993]",
        "[18446744073709551615,18446744073709551614]"})
    EXPECT_FALSE(has_equal(other)) << other;
}

TEST(SameValue, InListsOfAnyLength) {
  std::string list = "[";
  for (int i = 0; i < 1000; ++i) list += "{\"n\":\"" + std::to_string(i) + "\"},";
  EXPECT_FALSE(has_equal(list + "0]"));
  EXPECT_TRUE(has_equal(list + R"({"n":"999"}])"));
}
}  // namespace
}  // namespace id_object
