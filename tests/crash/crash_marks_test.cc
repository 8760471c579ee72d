// tests/crash/crash_marks_test.cc: the marks of crash_points.cc, in writes to the log that hold the
// keys of today's code: one that no longer fits would never be met.
#include "tests/crash/crash_marks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "actors/audit/audit_ends.h"
#include "actors/keymanager/key_record.h"
#include "actors/number/pool_record.h"
#include "actors/prereg/document_record.h"
#include "actors/prid/prid_rules.h"
#include "crypto/random.h"
#include "store/rocks_merge.h"

namespace {
using testing::ElementsAre;
using testing::IsEmpty;

/// The names of the marks in what the store writes when `service` puts `key`.
std::vector<std::string_view> marks_in(store::Service service, std::string_view key) {
  store::Batch batch{{3, service}};
  batch.put(key, "value");
  store::Merge merge;
  const std::string& written = merge.of({&batch, 1})->Data();
  std::vector<std::string_view> found;
  for (const crash::Mark& mark : crash::marks)
    if (mark.is_in(written)) found.push_back(mark.name);
  return found;
}

std::string uuid() {
  crypto::SystemRandom random;
  return crypto::uuid_v4(random);
}

const std::string application(static_cast<size_t>(prid::default_rules().digits), '7');

TEST(CrashMarks, ABlockOfAPool) {
  for (const auto service : {store::Service::uin, store::Service::prid, store::Service::vid})
    EXPECT_THAT(marks_in(service, number::block_key(70'000)), ElementsAre("refill-"));
}

TEST(CrashMarks, AVersionOfAKey) {
  EXPECT_THAT(marks_in(store::Service::keymanager, keymanager::key_record_key(uuid())),
              ElementsAre("rotation-"));
}

TEST(CrashMarks, TheEndOfTheArchivedPartOfAChain) {
  for (const auto service : {store::Service::audit, store::Service::uin, store::Service::prereg})
    EXPECT_THAT(marks_in(service, audit::tail_key), ElementsAre("trim-"));
}

TEST(CrashMarks, APieceOfADocument) {
  EXPECT_THAT(marks_in(store::Service::prereg, prereg::chunk_key(application, uuid(), 2)),
              ElementsAre("piece-"));
}

TEST(CrashMarks, OtherRowsHaveNone) {
  EXPECT_THAT(marks_in(store::Service::uin, number::number_key("5193698130")), IsEmpty());
  EXPECT_THAT(marks_in(store::Service::prid, number::cursor_key), IsEmpty());
  EXPECT_THAT(marks_in(store::Service::prereg, prereg::document_key(application, uuid())),
              IsEmpty());
}
}  // namespace
