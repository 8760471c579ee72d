// tests/http_api/wire_fixture.h: answers without sockets: replies end in a mailbox that the test
// empties.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>
#include <vector>

#include "http/reply.h"
#include "http/request_metrics.h"
#include "http/route_table.h"
#include "http/transport/mailbox.h"
#include "http/wire.h"

namespace http {
inline const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC

/// The row of the real table.
inline const Route& route_at(Method method, std::string_view path) {
  for (const Route& route : routes()) {
    if (route.method == method && route.path == path) return route;
  }
  throw std::invalid_argument("no such route");
}

class WireTest : public ::testing::Test {
 protected:
  /// A handle for one request, whose answer take() gives.
  Reply reply(const Route* route = nullptr) {
    return Reply{std::make_shared<Exchange>(wire, route, to(), "req-1")};
  }
  transport::Reply to() { return {mailbox, {1, 1, ++sequence}}; }

  /// Answers that were sent since the last call, in order.
  std::vector<transport::Response> take() {
    std::vector<transport::Answer> answers;
    std::vector<transport::Arrival> arrivals;
    mailbox->take(answers, arrivals);
    std::vector<transport::Response> out;
    out.reserve(answers.size());
    for (auto& answer : answers) out.push_back(std::move(answer.response));
    return out;
  }
  /// The only one.
  transport::Response taken() {
    auto all = take();
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? transport::Response{} : std::move(all.front());
  }

  static std::string header(const transport::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "(none)";
  }

  prometheus::Registry registry;
  RequestMetrics metrics{registry, routes()};
  Wire wire{[] { return noon; }, VerKeys::both, default_statuses(), AccessLog::off, &metrics};
  std::shared_ptr<transport::Mailbox> mailbox = std::make_shared<transport::Mailbox>();
  uint64_t sequence = 0;
};
}  // namespace http
