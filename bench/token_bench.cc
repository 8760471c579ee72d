// bench/token_bench.cc: what one token costs a reactor or the sign-in actor. Leaves out HTTP, the
// mailboxes and the store.
#include <benchmark/benchmark.h>

#include "actors/auth/token_mint.h"
#include "tests/auth/tokens.h"

namespace {
using namespace auth;

std::string new_token(uint64_t number) {
  Claims claims = test::good_claims();
  std::string digits = std::to_string(number);
  claims.jti = "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
  return test::token_of(claims);
}

std::vector<std::string> tokens(size_t count) {
  std::vector<std::string> made;
  for (uint64_t i = 1; i <= count; ++i) made.push_back(new_token(i));
  return made;
}

/// The same few tokens again and again: `range` of them, all remembered.
void BM_VerifyCached(benchmark::State& state) {
  RevocationBoard board;
  Verifier verifier{test::trust(), board};
  const auto presented = tokens(static_cast<size_t>(state.range(0)));
  for (const auto& token : presented) (void)verifier.verify(token, test::noon);
  size_t at = 0;
  for (auto _ : state) {
    const auto answer = verifier.verify(presented[at], test::noon);
    if (!answer.ok()) state.SkipWithError("refused");
    benchmark::DoNotOptimize(answer);
    if (++at == presented.size()) at = 0;
  }
  state.counters["token_bytes"] = static_cast<double>(presented.front().size());
}
BENCHMARK(BM_VerifyCached)->Arg(1)->Arg(64)->Arg(1000);

/// Remembered, with a revocation of somebody else before each call and a million revoked ids.
void BM_VerifyCachedWhileOthersLeave(benchmark::State& state) {
  RevocationBoard board;
  std::vector<Revocation> many;
  for (uint64_t i = 1; i <= 1'000'000; ++i) {
    many.push_back({{i * 0x9e3779b97f4a7c15ULL, i}, test::noon + 1});
  }
  board.publish(many, test::noon);
  Verifier verifier{test::trust(), board};
  const std::string token = new_token(1);
  uint64_t id = 2'000'000;
  for (auto _ : state) {
    state.PauseTiming();
    board.publish(std::vector<Revocation>{{{1, ++id}, test::noon + 1}}, test::noon);
    state.ResumeTiming();
    if (!verifier.verify(token, test::noon).ok()) state.SkipWithError("refused");
  }
}
BENCHMARK(BM_VerifyCachedWhileOthersLeave)->Iterations(900);

/// A token seen for the first time: taken apart, RSA-2048, claims read.
void BM_VerifyUncached(benchmark::State& state) {
  RevocationBoard board;
  const auto trust = test::trust();
  const std::string token = new_token(1);
  for (auto _ : state) {
    const auto claims = authentic_claims(token, trust->keys->keys()->verify);
    if (!claims.ok() || fault_of(trust->rules, claims.value(), type_bearer, test::noon)) {
      state.SkipWithError("refused");
    }
    benchmark::DoNotOptimize(principal_of(claims.value(), trust->roles));
  }
}
BENCHMARK(BM_VerifyUncached);

/// Claims and signing input of one access token, without the signature.
void BM_BuildClaims(benchmark::State& state) {
  User user;
  user.uuid = "234ec93f-6afd-47bd-942a-3d541b746be4";
  user.user_name = "110006";
  user.mail = "110006@xyz.com";
  user.roles = {"REGISTRATION_ADMIN", "REGISTRATION_OFFICER", "GLOBAL_ADMIN", "INDIVIDUAL"};
  Session session;
  session.realm = "mosip";
  session.authorized_party = "mosip-admin-client";
  session.amr = {"pwd"};
  const TokenMarks marks{std::string{test::token_uuid}, std::string{test::session_uuid}, test::noon,
                         test::noon + 36'000};
  const TokenRules rules = test::rules();
  const std::string header = test::key().header;
  for (auto _ : state) {
    const auto json =
        access_claims_json(access_claims(rules, user, session, marks), rules.public_url);
    benchmark::DoNotOptimize(signing_input(header, json));
  }
}
BENCHMARK(BM_BuildClaims);

/// Publishing one revocation on top of `range` others.
void BM_Revoke(benchmark::State& state) {
  RevocationBoard board;
  std::vector<Revocation> many;
  for (uint64_t i = 1; i <= static_cast<uint64_t>(state.range(0)); ++i) {
    many.push_back({{i * 0x9e3779b97f4a7c15ULL, i}, test::noon + 1});
  }
  board.publish(many, test::noon);
  uint64_t id = 0;
  for (auto _ : state) {
    board.publish(std::vector<Revocation>{{{++id * 0x2545f4914f6cdd1dULL, id}, test::noon + 1}},
                  test::noon);
  }
}
BENCHMARK(BM_Revoke)->Arg(0)->Arg(100'000)->Arg(1'000'000);
}  // namespace
