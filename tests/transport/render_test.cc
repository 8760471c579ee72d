// tests/transport/render_test.cc: answers as bytes.
#include "http/transport/render.h"

#include <gtest/gtest.h>

namespace http::transport {
namespace {

std::string rendered(const Response& response, AnswerForm form = {}) {
  std::string out;
  render(response, form, "Date: d\r\n", "X-Fixed: f\r\n", out);
  return out;
}

TEST(Render, WholeAnswer) {
  Response response;
  response.body = "{}";
  response.headers = {{"X-A", "b"}};
  EXPECT_EQ(rendered(response),
            "HTTP/1.1 200 OK\r\nDate: d\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
            "X-Fixed: f\r\nX-A: b\r\n\r\n{}");
}

TEST(Render, HeadersCannotEndTheHead) {
  Response response;
  response.content_type = "a\r\nEvil: 1";
  response.headers = {{"X", "a\r\n\r\nbody"}, {"Bad Name", "v"}, {"Y\r\nZ", "v"}, {"", "v"}};
  const std::string out = rendered(response);
  EXPECT_NE(out.find("Content-Type: aEvil: 1\r\n"), out.npos);
  EXPECT_NE(out.find("X: abody\r\n\r\n"), out.npos);
  EXPECT_EQ(out.find("Bad Name"), out.npos);
  EXPECT_EQ(out.find("Z"), out.npos);
}

TEST(Render, HeadAndBodilessStatuses) {
  Response response;
  response.body = "12345";
  const std::string head = rendered(response, {true, false, false});
  EXPECT_NE(head.find("Content-Length: 5\r\n"), head.npos);
  EXPECT_TRUE(head.ends_with("\r\n\r\n"));
  for (const int status : {204, 304}) {
    response.status = status;
    const std::string out = rendered(response);
    EXPECT_TRUE(out.ends_with("\r\n\r\n")) << status;
    EXPECT_EQ(out.find("Content-Length"), out.npos) << status;
  }
  response.status = 7;
  EXPECT_TRUE(rendered(response).starts_with("HTTP/1.1 500 "));
}

TEST(Render, ConnectionOnlyWhereNeeded) {
  EXPECT_EQ(rendered({}).find("Connection"), std::string::npos);
  EXPECT_NE(rendered({}, {false, true, false}).find("Connection: close\r\n"), std::string::npos);
  EXPECT_NE(rendered({}, {false, false, true}).find("Connection: keep-alive\r\n"),
            std::string::npos);
}

TEST(Render, DateIsInImfForm) {
  DateLine date;
  EXPECT_EQ(date.at(784'111'777), "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  EXPECT_EQ(date.at(784'111'778), "Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
}

}  // namespace
}  // namespace http::transport
