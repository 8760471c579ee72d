// tests/http_wire/router_test.cc: which row a request means.
#include "http/router.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace http {

constexpr Route row(Method method, std::string_view path) {
  return {method, path, open_to_all, nullptr, Errc::internal};
}
const Route rows[] = {
    row(Method::get, "/v1/uin"),
    row(Method::put, "/v1/uin"),
    row(Method::get, "/v1/rid/:center/:machine"),
    row(Method::get, "/v1/rid/:center/next"),
    row(Method::post, "/v1/deep/a/b"),
};

TEST(Router, FindsLiteralsAndParameters) {
  const Router router{rows};
  Match match;
  EXPECT_EQ(router.find(Method::put, "/v1/uin", match), Router::Outcome::found);
  EXPECT_EQ(match.route_index, 1u);
  EXPECT_TRUE(match.params.empty());
  EXPECT_EQ(router.find(Method::get, "/v1/rid/10001/%2010002", match), Router::Outcome::found);
  EXPECT_EQ(match.route_index, 2u);
  EXPECT_EQ(match.params, (Params{{"center", "10001"}, {"machine", " 10002"}}));
}
TEST(Router, ALiteralWinsOverAParameter) {
  const Router router{rows};
  Match match;
  EXPECT_EQ(router.find(Method::get, "/v1/rid/10001/next", match), Router::Outcome::found);
  EXPECT_EQ(match.route_index, 3u);
}
TEST(Router, OneTrailingSlashIsAsGoodAsNone) {
  const Router router{rows};
  Match match;
  EXPECT_EQ(router.find(Method::get, "/v1/rid/10001/10002/", match), Router::Outcome::found);
  EXPECT_EQ(router.find(Method::get, "/v1/rid/10001/10002//", match),
            Router::Outcome::no_such_path);
}
TEST(Router, KnowsWhatIsNotThere) {
  const Router router{rows};
  Match match;
  for (const char* path : {"/", "", "/v1", "/v1/uin/x", "/v1/rid/10001", "/v1/rid//10002",
                           "/v1/deep/a", "/v1/rid/%zz/1", "/V1/uin"}) {
    EXPECT_EQ(router.find(Method::get, path, match), Router::Outcome::no_such_path) << path;
    EXPECT_EQ(router.allowed(path), "") << path;
  }
}
TEST(Router, NamesTheAllowedMethods) {
  const Router router{rows};
  Match match;
  EXPECT_EQ(router.find(Method::post, "/v1/uin", match), Router::Outcome::no_such_method);
  EXPECT_EQ(router.allowed("/v1/uin"), "GET, HEAD, PUT, OPTIONS");
}
TEST(Router, RefusesTwoRowsForOneRequest) {
  const Route twice[] = {row(Method::get, "/a/:x"), row(Method::get, "/a/:y")};
  EXPECT_THROW(Router{twice}, std::invalid_argument);
}
}  // namespace http
