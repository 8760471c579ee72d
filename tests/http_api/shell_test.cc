// tests/http_api/shell_test.cc: the order of the checks in front of a handler, and that nothing
// gets past one that fails.
#include "http/shell.h"

#include "tests/auth/tokens.h"
#include "tests/fakes/log_lines.h"
#include "tests/http_api/wire_fixture.h"

namespace http {
using testing::HasSubstr;

/// What the last call of a handler saw.
struct Seen {
  int calls = 0;
  std::string body;
  std::string caller;
  std::string parameter;
} seen;

void note(const Context&, const Call& call, Reply reply) {
  ++seen.calls;
  seen.body = call.request().text({"name"}).value;
  seen.caller = call.caller() ? call.caller()->claims.user_name : "nobody";
  seen.parameter = call.trimmed("id");
  reply.value("1");
}
void fail(const Context&, const Call&, Reply) { throw std::runtime_error("a mistake"); }
void fail_oddly(const Context&, const Call&, Reply) { throw 5; }
void forget(const Context&, const Call&, Reply) {}

constexpr EnvelopeStyle style{};
const Route table[] = {
    {Method::get, "/open/:id", open_to_all, note, Errc::internal},
    {Method::get, "/any", any_token, note, Errc::internal},
    {Method::get, "/admin", roles("zonal"), note, Errc::uin_internal},
    {Method::post, "/admin", roles("zonal"), note, Errc::uin_internal, style, BodyForm::json,
     Errc::auth_field_invalid},
    {Method::post, "/maybe", open_to_all, note, Errc::internal, style, BodyForm::optional_json,
     Errc::uin_unreadable},
    {Method::put, "/typed", open_to_all, note, Errc::internal, style, BodyForm::typed_json,
     Errc::uin_unreadable},
    {Method::get, "/fail", open_to_all, fail, Errc::internal},
    {Method::get, "/fail/oddly", open_to_all, fail_oddly, Errc::internal},
    {Method::get, "/forget", open_to_all, forget, Errc::internal},
    {Method::post, "/other", roles("other"), note, Errc::internal, style, BodyForm::json,
     Errc::auth_field_invalid},
};

class ShellTest : public WireTest {
 protected:
  ShellTest() {
    seen = {};
    context.wire = wire;
    context.wire.metrics = &table_metrics;
    auto trust = std::make_shared<auth::Trust>(*auth::test::trust());
    access = resolve_access(
        table,
        [](std::string_view property) {
          return std::vector<std::string>{property == "zonal" ? "GLOBAL_ADMIN" : "OTHER"};
        },
        trust->roles);
    context.make_verifier = [this, trust = std::shared_ptr<const auth::Trust>{trust}] {
      return std::make_unique<auth::Verifier>(trust, board);
    };
    limit({});
    shell = std::make_unique<Shell>(context, table, access);
  }
  void limit(Rate rate) {
    context.by_address = std::make_unique<RateLimit>(rate, 7);
    context.by_caller = std::make_unique<RateLimit>(rate, 7);
  }
  transport::Response call(std::string_view method, std::string_view path,
                           std::string_view body = "") {
    transport::RequestParts parts;
    parts.method = method;
    parts.path = parts.target = path;
    parts.body = body;
    parts.peer_address = "127.0.0.1";
    parts.headers = headers;
    (*shell)(transport::Request{parts}, to());
    return taken();
  }
  void sign_in(const auth::Claims& claims = auth::test::good_claims()) {
    token = "Bearer " + auth::test::token_of(claims);
    headers.push_back({"Authorization", token});
  }

  prometheus::Registry table_registry;
  RequestMetrics table_metrics{table_registry, table};
  auth::RevocationBoard board;
  // One per test and never two at one address: the thread's verifier belongs to a context.
  Context& context = *new_context();
  std::vector<ResolvedAccess> access;
  std::unique_ptr<Shell> shell;
  std::vector<transport::Header> headers;
  std::string token;

 private:
  static Context* new_context() {
    static std::vector<std::unique_ptr<Context>> all;
    return all.emplace_back(std::make_unique<Context>()).get();
  }
};

TEST_F(ShellTest, AnOpenRowIsServedWithItsParameterDecoded) {
  EXPECT_EQ(call("GET", "/open/a%20b%20").status, 200);
  EXPECT_EQ(seen.parameter, "a b");
  EXPECT_EQ(seen.caller, "nobody");
}

TEST_F(ShellTest, UnknownPathsAndMethods) {
  EXPECT_THAT(call("GET", "/nowhere").body, HasSubstr("IDK-404"));
  const auto answer = call("DELETE", "/admin");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(header(answer, "Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_THAT(answer.body, HasSubstr("IDK-405"));
}

TEST_F(ShellTest, OptionsNeedsNoTokenAndCallsNobody) {
  const auto answer = call("OPTIONS", "/admin");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(header(answer, "Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(call("OPTIONS", "/nowhere").status, 404);
  EXPECT_EQ(header(call("OPTIONS", "*"), "Allow"), "GET, HEAD, POST, PUT, DELETE, OPTIONS");
  EXPECT_EQ(seen.calls, 0);
}

TEST_F(ShellTest, WithoutATokenNobodyPasses) {
  for (const char* path : {"/any", "/admin"}) {
    const auto answer = call("GET", path);
    EXPECT_EQ(answer.status, 401) << path;
    EXPECT_THAT(answer.body, HasSubstr("KER-ATH-401"));
  }
  headers = {{"Authorization", "Bearer not.a.token"}};
  EXPECT_EQ(call("GET", "/any").status, 401);
  EXPECT_EQ(seen.calls, 0);
}

TEST_F(ShellTest, AGoodTokenPassesWhereItsRolesAllow) {
  sign_in();
  EXPECT_EQ(call("GET", "/any").status, 200);
  EXPECT_EQ(call("GET", "/admin").status, 200);
  EXPECT_EQ(seen.caller, "110006");
  const auto refused = call("POST", "/other", "{}");
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("KER-ATH-403"));
  EXPECT_EQ(seen.calls, 2);
}

TEST_F(ShellTest, ATokenWithoutTheRoleStopsAtAnyToken) {
  auto claims = auth::test::good_claims();
  claims.roles = {"ZONAL_ADMIN"};
  sign_in(claims);
  EXPECT_EQ(call("GET", "/any").status, 200);
  EXPECT_EQ(call("GET", "/admin").status, 403);
}

TEST_F(ShellTest, AnExpiredTokenIsNoToken) {
  auto claims = auth::test::good_claims();
  claims.expires = auth::test::noon - 1;
  sign_in(claims);
  EXPECT_EQ(call("GET", "/any").status, 401);
}

TEST_F(ShellTest, ABodyIsParsedForThoseWhoWantOne) {
  sign_in();
  EXPECT_EQ(call("POST", "/admin", R"({"id":"x","request":{"name":"n"}})").status, 200);
  EXPECT_EQ(seen.body, "n");
  const auto answer = call("POST", "/admin", "{");
  EXPECT_THAT(answer.body, HasSubstr("KER-ATH-019"));
  EXPECT_THAT(answer.body, HasSubstr("JSON is malformed"));
  EXPECT_EQ(seen.calls, 1);
}

TEST_F(ShellTest, AnOptionalBodyMayBeMissingButNotBad) {
  EXPECT_EQ(call("POST", "/maybe").status, 200);
  EXPECT_THAT(call("POST", "/maybe", "[]").body, HasSubstr("KER-UIG-005"));
  EXPECT_EQ(seen.calls, 1);
}

TEST_F(ShellTest, ATypedBodyMustSayThatItIsJson) {
  const std::string_view body = R"({"id":"mine","request":{"name":"x"}})";
  for (const std::string_view type : {"", "text/plain", "application/json-patch+json"}) {
    headers = {{"Content-Type", type}};
    const auto answer = call("PUT", "/typed", body);
    EXPECT_EQ(answer.status, 415) << type;
    EXPECT_THAT(answer.body, HasSubstr(R"("id":"mine")"));
    EXPECT_THAT(answer.body, HasSubstr("IDK-415"));
  }
  EXPECT_EQ(seen.calls, 0);
  for (const std::string_view type : {"application/json", "Application/JSON ; charset=utf-8"}) {
    headers = {{"Content-Type", type}};
    EXPECT_EQ(call("PUT", "/typed", body).status, 200) << type;
  }
  EXPECT_EQ(seen.calls, 2);
}

TEST_F(ShellTest, ABodyOfTheRequestBeforeIsForgotten) {
  call("POST", "/maybe", R"({"request":{"name":"secret"}})");
  EXPECT_EQ(seen.body, "secret");
  call("POST", "/maybe");
  EXPECT_EQ(seen.body, "");
}

TEST_F(ShellTest, ARefusalRepeatsIdAndVersionButNotOfALargeBody) {
  std::string body = R"({"id":"mine","version":"2.0"})";
  EXPECT_THAT(call("POST", "/admin", body).body, HasSubstr(R"("id":"mine","version":"2.0")"));
  body.append(20'000, ' ');
  const auto answer = call("POST", "/admin", body);
  EXPECT_EQ(answer.status, 401);
  EXPECT_THAT(answer.body, HasSubstr(R"("id":null)"));
}

TEST_F(ShellTest, ABadBodyOfAStrangerIsARefusalNotAnExplanation) {
  const auto answer = call("POST", "/admin", "{");
  EXPECT_EQ(answer.status, 401);
  EXPECT_THAT(answer.body, testing::Not(HasSubstr("malformed")));
}

TEST_F(ShellTest, TooManyRequestsAreRefusedOpenAndSignedIn) {
  limit({1, 1});
  EXPECT_EQ(call("GET", "/open/1").status, 200);
  const auto answer = call("GET", "/open/1");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(header(answer, "Retry-After"), "1");
  sign_in();
  EXPECT_EQ(call("GET", "/any").status, 200);
  EXPECT_EQ(call("GET", "/any").status, 429);
  EXPECT_EQ(seen.calls, 2);
}

TEST_F(ShellTest, AHandlerThatThrowsIsInternalWithoutItsText) {
  const LogLines log;
  for (const char* path : {"/fail", "/fail/oddly"}) {
    const auto answer = call("GET", path);
    EXPECT_EQ(answer.status, 500) << path;
    EXPECT_THAT(answer.body, HasSubstr("IDK-500"));
    EXPECT_THAT(answer.body, testing::Not(HasSubstr("a mistake")));
  }
  EXPECT_EQ(log.count("exception"), 2u);
}

TEST_F(ShellTest, AHandlerThatForgetsItsReplyIsInternal) {
  EXPECT_EQ(call("GET", "/forget").status, 500);
}

TEST_F(ShellTest, CorsHeadersAreOnRefusalsToo) {
  context.cors = {true, {"https://ui.example.org"}};
  headers = {{"Origin", "https://ui.example.org"}};
  for (const char* path : {"/open/1", "/any", "/nowhere"}) {
    EXPECT_EQ(header(call("GET", path), "Access-Control-Allow-Origin"), "https://ui.example.org");
  }
}

TEST_F(ShellTest, TheRequestIdIsRepeatedWhenItIsClean) {
  headers = {{"X-Request-Id", "abc-1"}};
  EXPECT_EQ(header(call("GET", "/open/1"), "X-Request-Id"), "abc-1");
  headers = {{"X-Request-Id", "abc 1"}};
  EXPECT_EQ(header(call("GET", "/open/1"), "X-Request-Id").size(), 32u);
}

TEST_F(ShellTest, TheTransportsOwnAnswersHaveTheEnvelope) {
  const auto answer = shell->transport_failure({413, "body too large", "mine"});
  EXPECT_EQ(answer.status, 413);
  EXPECT_THAT(answer.body, HasSubstr(R"({"errorCode":"IDK-413","message":"body too large"})"));
  EXPECT_EQ(header(answer, "X-Request-Id"), "mine");
  EXPECT_EQ(header(shell->transport_failure({413, "", "<b>"}), "X-Request-Id").size(), 32u);
}

TEST_F(ShellTest, SilenceIsThatOfTheRowItsTagNames) {
  EXPECT_THAT(shell->silence(3, {}).body, HasSubstr("KER-UIG-005"));
  EXPECT_EQ(header(shell->silence(3, "mine"), "X-Request-Id"), "mine");
  EXPECT_EQ(header(shell->silence(3, {}), "X-Request-Id").size(), 32u);
  for (const uint64_t none : {uint64_t{0}, uint64_t{std::size(table) + 1}}) {
    const auto answer = shell->silence(none, {});
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, HasSubstr("IDK-500"));
  }
}
}  // namespace http
