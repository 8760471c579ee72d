// bench/wire_bench.cc: CPU time of a request's way through the wire code: the route, the token's
// place, the limits, the envelope. Leaves out sockets, signatures and actors.
#include <benchmark/benchmark.h>
#include <prometheus/registry.h>

#include "http/percent.h"
#include "http/rate_limit.h"
#include "http/reply.h"
#include "http/request_id.h"
#include "http/request_metrics.h"
#include "http/route_table.h"
#include "http/router.h"
#include "http/token_source.h"
#include "http/transport/mailbox.h"
#include "http/wire.h"

namespace {
void BM_FindRoute(benchmark::State& state) {
  const http::Router router{http::routes()};
  http::Match match;
  for (auto _ : state) {
    match.params.clear();
    const auto outcome =
        router.find(http::Method::get, "/v1/ridgenerator/generate/rid/10001/10002", match);
    if (outcome != http::Router::Outcome::found) state.SkipWithError("no route");
    benchmark::DoNotOptimize(match);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_FindRoute);

/// The token's cookie behind three others and a long token.
void BM_FindToken(benchmark::State& state) {
  const std::string cookie =
      "theme=dark; lang=eng; _ga=GA1.2.3; Authorization=" + std::string(1'400, 'e');
  const http::transport::Header headers[] = {
      {"Host", "id.example.org"}, {"Accept", "*/*"}, {"Cookie", cookie}};
  http::transport::RequestParts parts;
  parts.headers = headers;
  const http::transport::Request request{parts};
  for (auto _ : state) {
    const auto source = http::token_of(request, "Authorization", "Mosip-Token");
    if (source.token.size() != 1'400) state.SkipWithError("no token");
    benchmark::DoNotOptimize(source);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_FindToken);

/// The argument is the number of addresses that take turns.
void BM_AllowByAddress(benchmark::State& state) {
  http::RateLimit limit{{1e9, 1e9}, 7};
  std::vector<std::string> addresses;
  for (int64_t i = 0; i < state.range(0); ++i) addresses.push_back("10.0.0." + std::to_string(i));
  auto now = std::chrono::steady_clock::now();
  size_t at = 0;
  for (auto _ : state) {
    now += std::chrono::microseconds{1};
    if (!limit.allow(addresses[at], now)) state.SkipWithError("refused");
    if (++at == addresses.size()) at = 0;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_AllowByAddress)->Arg(1)->Arg(10'000);

/// An exchange from its making to the posted answer: envelope, headers, counters.
void BM_AnswerValue(benchmark::State& state) {
  prometheus::Registry registry;
  http::RequestMetrics metrics{registry, http::routes()};
  const http::Wire wire{system_now, http::VerKeys::both, http::default_statuses(),
                        http::AccessLog::errors, &metrics};
  const auto mailbox = std::make_shared<http::transport::Mailbox>();
  std::vector<http::transport::Answer> answers;
  std::vector<http::transport::Arrival> arrivals;
  uint64_t sequence = 0;
  for (auto _ : state) {
    const http::Reply reply{std::make_shared<http::Exchange>(
        wire, &http::routes().front(), http::transport::Reply{mailbox, {1, 1, ++sequence}},
        http::request_id(""))};
    reply.value(R"({"uin":"5193698130"})");
    mailbox->take(answers, arrivals);
    if (answers.size() != 1) state.SkipWithError("no answer");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_AnswerValue);
}  // namespace
