// bench/json_bench.cc: CPU time of reading one request body and of rendering one answer. Leaves out
// the socket, the headers and the actors. Read items_per_second as bodies/s.
#include <benchmark/benchmark.h>

#include "http/body.h"
#include "http/envelope.h"
#include "http/json_text.h"

namespace {
const UtcTime now{std::chrono::seconds{1'704'196'800}};
const http::Echo echo{"mosip.kernel.uin", "1.0"};

/// {"uin":..} in the envelope: the answer of every endpoint that gives one id.
void BM_RenderValue(benchmark::State& state) {
  for (auto _ : state) {
    auto json = http::success_envelope({}, http::VerKeys::both, echo,
                                       http::one_field("uin", "5193698130"), now);
    if (json.size() < 100) state.SkipWithError("no envelope");
    benchmark::DoNotOptimize(json);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_RenderValue);

/// The argument is the number of faults.
void BM_RenderFaults(benchmark::State& state) {
  const Faults faults(static_cast<size_t>(state.range(0)),
                      Fault{Errc::realm_not_found, {"elsewhere"}});
  for (auto _ : state) {
    auto json = http::failure_envelope({}, http::VerKeys::both, echo, faults, now);
    if (json.find("KER-ATH-026") == std::string::npos) state.SkipWithError("no fault");
    benchmark::DoNotOptimize(json);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_RenderFaults)->Arg(1)->Arg(10);

/// PUT /uin: parsed by the reactor, its two fields and the echo copied out.
void BM_ReadUpdate(benchmark::State& state) {
  const std::string json =
      R"({"id":"mosip.kernel.uin","version":"1.0","requesttime":"2024-01-02T12:00:00.000Z",)"
      R"("metadata":{},"request":{"uin":"5193698130","status":"ASSIGNED"}})";
  http::Body body;
  for (auto _ : state) {
    if (body.parse(json)) state.SkipWithError("refused");
    const auto request = body.fields().object("request");
    auto uin = request.text({"uin"});
    auto status = request.text({"status"});
    auto said = body.echo();
    if (status.value != "ASSIGNED") state.SkipWithError("misread");
    benchmark::DoNotOptimize(uin);
    benchmark::DoNotOptimize(said);
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(json.size()));
}
BENCHMARK(BM_ReadUpdate);

/// A body with one text of so many bytes, as encryption requests have.
void BM_ReadLargeText(benchmark::State& state) {
  const std::string json =
      R"({"request":{"data":")" + std::string(static_cast<size_t>(state.range(0)), 'A') + R"("}})";
  http::Body body;
  for (auto _ : state) {
    if (body.parse(json)) state.SkipWithError("refused");
    auto data = body.fields().object("request").text({"data"});
    if (data.value.size() + 23 < json.size()) state.SkipWithError("misread");
    benchmark::DoNotOptimize(data);
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(json.size()));
}
BENCHMARK(BM_ReadLargeText)->Arg(1 << 10)->Arg(64 << 10)->Arg(1 << 20);
}  // namespace
