// tests/prereg/reencryption_test.cc: after a rotation rows move below the newest wrapping key, in
// steps that may end anywhere and go on another day.
#include "actors/prereg/reencryption.h"

#include <gtest/gtest.h>

#include <map>

#include "actors/prereg/application_record.h"
#include "actors/seal/service_keys.h"
#include "tests/prereg/samples.h"

namespace prereg {
namespace {
constexpr UtcTime before_midnight = noon + std::chrono::hours{11} + std::chrono::minutes{50};
constexpr UtcTime behind_midnight = before_midnight + std::chrono::minutes{15};
/// Rows of `fill` with 1000 applications, each of them sealed.
constexpr uint64_t rows_of_1000 = 1000 + 200 + 1 + 5;

/// One partition whose service gets wrapping keys of its own; until then the store key wraps.
struct Keyed : Partition {
  Keyed() {
    sealer = std::make_shared<seal::Sealer>(
        std::make_shared<const seal::WrappingKey>(key_bytes('s'), services), random, owner);
    documents = std::make_shared<Documents>(sealer);
    applications = Applications{sealer, documents, 20};
  }

  static crypto::SecureBytes key_bytes(char letter) {
    return crypto::SecureBytes::from(std::string(32, letter));
  }
  /// From now on this is the newest.
  void rotate(const std::string& alias) {
    services->add(store::Service::prereg, {alias, "block"},
                  std::make_shared<const seal::WrappingKey>(key_bytes(alias.front())));
  }

  std::shared_ptr<seal::ServiceKeys> services = std::make_shared<seal::ServiceKeys>(
      [](const seal::KeptStoreKey&) -> Expected<crypto::SecureBytes, std::string> {
        return std::string{"never asked"};
      },
      [] { return seal::ServiceKeys::Time{}; });
};

std::string id_of(int number) { return std::to_string(10'000'000'000'000 + number); }

/// Two users' applications, some changed, one with documents.
void fill(Partition& at, int applications) {
  for (int i = 0; i < applications; ++i) {
    ASSERT_TRUE(at.create(i % 2 == 0 ? 'a' : 'b', id_of(i)).ok());
    if (i % 5 != 0) continue;
    const Change change{id_of(i), user(i % 2 == 0 ? 'a' : 'b'), "fra", R"({"identity":{}})"};
    ASSERT_TRUE(at.applications.change(change, noon, at.tx).ok());
  }
  Document document;
  document.id = "6f036ecf-91b3-11e9-a605-cd68a2d40011";
  document.category = "POA";
  ASSERT_TRUE(at.documents->put(id_of(0), document, std::string(300'000, 'x'), noon, at.tx).ok());
}

/// How many rows lie under data keys that each alias wraps ("": the store key), read from the
/// bytes.
std::map<std::string, size_t> rows_by_alias(const Partition& at) {
  std::map<std::string, size_t> counts;
  for (const auto& [key, value] : at.tx.entries) {
    std::string_view sealed;
    if (key.front() == 'D' || key.front() == 'F') sealed = value;
    if (key.front() == 'A' || key.front() == 'H') sealed = head_of(value)->sealed;
    if (sealed.empty()) continue;
    const std::string& record = at.tx.entries.at("K" + std::string{sealed.substr(1, 4)});
    const bool is_of_service = record.at(0) == 2;
    ++counts[is_of_service ? record.substr(2, static_cast<size_t>(record.at(1))) : ""];
  }
  return counts;
}

void expect_all_readable(Partition& at, int applications) {
  for (int i = 0; i < applications; ++i) {
    const auto read = at.applications.read({id_of(i), user(i % 2 == 0 ? 'a' : 'b')}, at.tx);
    ASSERT_TRUE(read.ok()) << i;
    EXPECT_EQ(read.value().details, i % 5 == 0 ? R"({"identity":{}})" : sample_details);
    EXPECT_EQ(read.value().created, noon);
  }
  const auto document = at.documents->read(id_of(0), "6f036ecf-91b3-11e9-a605-cd68a2d40011", at.tx);
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(*document.value().content, std::string(300'000, 'x'));
}

Reencrypted step(Partition& at, const std::string& after, UtcTime now = noon) {
  return reencrypt({after, {}}, now, *at.sealer, at.tx).value();
}

/// A whole run of the command: how many it moved.
uint64_t run(Partition& at, UtcTime now = noon) {
  uint64_t moved = 0;
  std::string after;
  do {
    const auto done = step(at, after, now);
    EXPECT_EQ(done.failed, 0u);
    moved += done.moved;
    after = done.after;
  } while (!after.empty());
  return moved;
}
using Counts = std::map<std::string, size_t>;
}  // namespace

TEST(Reencryption, MovesEveryRowInBoundedSteps) {
  Keyed at;
  at.rotate("first");
  fill(at, 1000);
  EXPECT_EQ(rows_by_alias(at), (Counts{{"first", rows_of_1000}}));
  at.rotate("second");
  std::string after;
  uint64_t moved = 0;
  int steps = 0;
  do {
    const auto done = step(at, after);
    EXPECT_LE(done.moved, reencrypt_rows_max);
    EXPECT_EQ(done.failed, 0u);
    moved += done.moved;
    after = done.after;
    ++steps;
  } while (!after.empty());
  EXPECT_EQ(moved, rows_of_1000);
  EXPECT_GE(steps, 5);
  EXPECT_EQ(rows_by_alias(at), (Counts{{"second", rows_of_1000}}));
  expect_all_readable(at, 1000);
  EXPECT_EQ(run(at), 0u);
}

TEST(Reencryption, GoesOnAfterACrashWhereverItWasCutShortAndOverMidnight) {
  for (int steps = 0; steps < 8; ++steps) {
    Keyed at;
    at.rotate("first");
    fill(at, 1000);
    at.rotate("second");
    std::string after;
    uint64_t moved = 0;
    for (int i = 0; i < steps && (i == 0 || !after.empty()); ++i) {
      const auto done = step(at, after, before_midnight);
      moved += done.moved;
      after = done.after;
    }
    const auto durable = at.tx.entries;
    (void)step(at, after, before_midnight);  // Never becomes durable.
    at.tx.entries = durable;
    expect_all_readable(at, 1000);
    // The next run knows nothing of the one before, and its day is another.
    EXPECT_EQ(run(at, behind_midnight), rows_of_1000 - moved) << steps;
    EXPECT_EQ(rows_by_alias(at), (Counts{{"second", rows_of_1000}}));
    EXPECT_EQ(run(at, behind_midnight + one_day), 0u);
    expect_all_readable(at, 1000);
  }
}

TEST(Reencryption, ADayThatIsPastMovesNothing) {
  Keyed at;
  at.rotate("first");
  fill(at, 50);
  ASSERT_TRUE(at.create('c', id_of(50), noon + one_day).ok());
  const auto before = at.tx.entries;
  for (const UtcTime now : {noon, noon + one_day, noon + 2 * one_day, noon + 400 * one_day})
    EXPECT_EQ(run(at, now), 0u);
  EXPECT_EQ(at.tx.entries, before);
}

TEST(Reencryption, ARotationMovesWhatIsOfAnyDayOnce) {
  Keyed at;
  at.rotate("first");
  fill(at, 30);
  ASSERT_TRUE(at.create('a', id_of(30), noon + one_day).ok());
  at.rotate("second");
  ASSERT_TRUE(at.create('a', id_of(31), noon + one_day).ok());
  at.rotate("third");
  ASSERT_TRUE(at.create('b', id_of(32), noon + one_day).ok());
  EXPECT_EQ(run(at, noon + one_day), 31u + 1u + 6u + 1u + 5u);
  EXPECT_EQ(rows_by_alias(at), (Counts{{"third", 33u + 6u + 1u + 5u}}));
  EXPECT_EQ(run(at, noon + one_day), 0u);
  EXPECT_EQ(run(at, noon + 2 * one_day), 0u);
  expect_all_readable(at, 30);
}

TEST(Reencryption, TheStoreKeyIsOldOnceTheServiceHasAKey) {
  Keyed at;
  fill(at, 30);
  EXPECT_EQ(run(at), 0u) << "there is no other";
  EXPECT_EQ(run(at, noon + one_day), 0u);
  at.rotate("first");
  ASSERT_TRUE(at.create('a', id_of(30)).ok());
  EXPECT_EQ(rows_by_alias(at), (Counts{{"", 30u + 6u + 1u + 5u}, {"first", 1u}}));
  EXPECT_EQ(run(at), 30u + 6u + 1u + 5u);
  EXPECT_EQ(rows_by_alias(at), (Counts{{"first", 31u + 6u + 1u + 5u}}));
  EXPECT_EQ(run(at), 0u);
  expect_all_readable(at, 30);
}

TEST(Reencryption, EndsAlsoOnADayThatGetsNoMoreDataKeys) {
  Keyed at;
  at.rotate("first");
  fill(at, 10);
  const std::string_view row = at.tx.entries.at(application_key(id_of(0)));
  const uint32_t day = seal::data_key_of(head_of(row)->sealed).value();  // The day's first.
  const std::string record = at.tx.entries.lower_bound("K")->second;
  for (uint32_t place = 1; place + 1 < seal::data_keys_a_day_max; ++place) {
    std::string key{"K"};
    for (const int shift : {24, 16, 8, 0})
      key.push_back(static_cast<char>((place << seal::data_key_day_bits | day) >> shift & 0xff));
    at.tx.put(key, record);
  }
  at.rotate("second");
  ASSERT_TRUE(at.create('a', id_of(10)).ok());  // Under the day's last data key.
  at.rotate("third");
  EXPECT_EQ(run(at), 10u + 2u + 1u + 5u);
  EXPECT_EQ(run(at), 0u) << "there is nowhere else to move to today";
  EXPECT_EQ(run(at, noon + one_day), 11u + 2u + 1u + 5u);
  EXPECT_EQ(rows_by_alias(at), (Counts{{"third", 11u + 2u + 1u + 5u}}));
  expect_all_readable(at, 10);
}

TEST(Reencryption, ARowThatDoesNotOpenStaysAndIsCounted) {
  Keyed at;
  fill(at, 10);
  at.rotate("first");
  std::string& row = at.tx.entries.at(application_key(id_of(3)));
  row.back() ^= 1;
  const std::string damaged = row;
  const auto done = step(at, "");
  EXPECT_EQ(done.failed, 1u);
  EXPECT_EQ(done.moved, 9u + 2u + 1u + 5u);
  EXPECT_EQ(at.tx.entries.at(application_key(id_of(3))), damaged);
  EXPECT_EQ(done.after, "");
}

TEST(Reencryption, ARowWhoseDataKeyIsGoneIsCounted) {
  Keyed at;
  fill(at, 10);
  at.rotate("first");
  at.tx.entries.erase(at.tx.entries.lower_bound("K"));
  at.sealer = std::make_shared<seal::Sealer>(
      std::make_shared<const seal::WrappingKey>(Keyed::key_bytes('s'), at.services), at.random,
      owner);
  const auto done = step(at, "");
  EXPECT_EQ(done.failed, 10u + 2u + 1u + 5u);
  EXPECT_EQ(done.moved, 0u);
}

TEST(Reencryption, AStoreThatCannotBeReadIsTold) {
  Keyed at;
  fill(at, 10);
  at.rotate("first");
  at.tx.fail_reads = store::Errc::io;
  // Two looks for the data key of now, the first scan, the look at the first row's data key.
  for (const size_t reads : {0u, 1u, 2u, 3u}) {
    at.tx.reads_before_failing = reads;
    EXPECT_EQ(reencrypt({"", {}}, noon, *at.sealer, at.tx).error(), Errc::prereg_table) << reads;
  }
}
}  // namespace prereg
