// tests/http_api/pool_job_test.cc: from work to an answer, with the test as the lane's only worker.
#include "http/pool_job.h"

#include "tests/fakes/log_lines.h"
#include "tests/http_api/wire_fixture.h"

namespace http {
using crypto_pool::Speed;
using testing::HasSubstr;

class PoolJobTest : public WireTest {
 protected:
  PoolJobTest() {
    context.pool = {std::make_shared<crypto_pool::Lane>(crypto_pool::LaneLimits{1, 1, 1}),
                    std::make_shared<crypto_pool::Lane>(crypto_pool::LaneLimits{1, 1, 1})};
    mailbox->living().set(1, 1);
  }
  void run(const std::function<Result<std::string>()>& work, Speed speed = Speed::fast) {
    const transport::Request request{transport::RequestParts{}};
    const Call call{request, params, body, nullptr, "192.0.2.1"};
    run_in_pool<std::string>(
        context, call, reply(&uin_issue), work,
        [](const std::string& value) { return '"' + value + '"'; }, speed);
  }
  void work_off(const std::shared_ptr<crypto_pool::Lane>& lane) {
    std::vector<crypto_pool::Job> batch;
    while (lane->take(0, batch)) {
      for (const auto& job : batch) lane->work(job);
    }
  }
  static Result<std::string> five() { return std::string{"five"}; }

  const Route& uin_issue = route_at(Method::get, "/v1/uingenerator/uin");
  LogLines log;
  Params params;
  Body body;
  Context context;
};

TEST_F(PoolJobTest, AValueIsRenderedIntoTheEnvelope) {
  run(five);
  EXPECT_TRUE(take().empty());
  work_off(context.pool.fast);
  const auto answer = taken();
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("response":"five")"));
}

TEST_F(PoolJobTest, SlowWorkWaitsInItsOwnLane) {
  run(five, Speed::slow);
  work_off(context.pool.fast);
  EXPECT_TRUE(take().empty());
  work_off(context.pool.slow);
  EXPECT_EQ(taken().status, 200);
}

TEST_F(PoolJobTest, WorkThatWaitsForADeviceHasALaneWhereThereIsOne) {
  context.pool.device = std::make_shared<crypto_pool::Lane>(crypto_pool::LaneLimits{1, 1, 1});
  run(five, Speed::device);
  work_off(context.pool.fast);
  EXPECT_TRUE(take().empty());
  work_off(context.pool.device);
  EXPECT_EQ(taken().status, 200);
}

TEST_F(PoolJobTest, WithoutADeviceItIsFastWork) {
  run(five, Speed::device);
  work_off(context.pool.fast);
  EXPECT_EQ(taken().status, 200);
}

TEST_F(PoolJobTest, FaultsHaveTheStatusOfTheirRow) {
  run([]() -> Result<std::string> { return Errc::uin_not_found; });
  work_off(context.pool.fast);
  EXPECT_EQ(taken().status, wire.status_of(Errc::uin_not_found));
}

TEST_F(PoolJobTest, WorkThatThrowsIsInternal) {
  run([]() -> Result<std::string> { throw std::runtime_error("job"); });
  work_off(context.pool.fast);
  EXPECT_EQ(taken().status, 500);
}

TEST_F(PoolJobTest, AFullLaneIs503AtOnce) {
  run(five);
  run(five);
  const auto answer = taken();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(header(answer, "Retry-After"), "1");
}

TEST_F(PoolJobTest, AnEndedPoolIs503) {
  context.pool.fast->close();
  run(five);
  EXPECT_EQ(taken().status, 503);
}

TEST_F(PoolJobTest, WorkWhoseClientHasGoneIsDropped) {
  bool ran = false;
  const auto work = [&]() -> Result<std::string> {
    ran = true;
    return five();
  };
  run(work);
  mailbox->living().clear(1);
  work_off(context.pool.fast);
  EXPECT_FALSE(ran);
  EXPECT_EQ(context.pool.fast->stats().cancelled, 1u);
}

TEST_F(PoolJobTest, WorkThatComesTooLateIsDropped) {
  context.request_timeout = std::chrono::milliseconds{0};
  run(five);
  work_off(context.pool.fast);
  EXPECT_EQ(context.pool.fast->stats().cancelled, 1u);
  EXPECT_EQ(taken().status, wire.status_of(uin_issue.silent));
}
}  // namespace http
