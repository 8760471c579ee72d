// tests/prereg/reencryption_test.cc: rows of days past move to today's key, in steps that may end
// anywhere.
#include "actors/prereg/reencryption.h"

#include <gtest/gtest.h>

#include "actors/prereg/application_record.h"
#include "actors/seal/service_keys.h"
#include "tests/prereg/samples.h"

namespace prereg {
namespace {
constexpr UtcTime tomorrow = noon + one_day;

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

bool is_of_another_day(std::string_view sealed, UtcTime now) {
  const auto day = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
  return seal::data_key_of(sealed).value() != static_cast<uint32_t>(day);
}

/// Rows that lie under another key than that of `now`.
size_t old_rows(const Partition& at, UtcTime now) {
  size_t count = 0;
  for (const auto& [key, value] : at.tx.entries) {
    if (std::string_view{"DF"}.find(key.front()) != std::string_view::npos)
      count += is_of_another_day(value, now);
    if (std::string_view{"AH"}.find(key.front()) != std::string_view::npos)
      count += is_of_another_day(head_of(value)->sealed, now);
  }
  return count;
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

Reencrypted step(Partition& at, const std::string& after, UtcTime now = tomorrow) {
  return reencrypt({after, {}}, now, *at.sealer, at.tx).value();
}
}  // namespace

TEST(Reencryption, MovesEveryRowInBoundedSteps) {
  Partition at;
  fill(at, 1000);
  const size_t rows = old_rows(at, tomorrow);
  EXPECT_EQ(rows, 1000u + 200u + 1u + 5u);
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
  EXPECT_EQ(moved, rows);
  EXPECT_GE(steps, 5);
  EXPECT_EQ(old_rows(at, tomorrow), 0u);
  expect_all_readable(at, 1000);
  EXPECT_EQ(step(at, "").moved, 0u);
}

TEST(Reencryption, GoesOnAfterACrashWhereverItWasCutShort) {
  for (int steps = 0; steps < 8; ++steps) {
    Partition at;
    fill(at, 1000);
    std::string after;
    for (int i = 0; i < steps; ++i) after = step(at, after).after;
    const auto durable = at.tx.entries;
    (void)step(at, after);  // Never becomes durable.
    at.tx.entries = durable;
    expect_all_readable(at, 1000);
    uint64_t moved_again = 0;
    after.clear();
    do {  // The next run knows nothing of the one before.
      const auto done = step(at, after);
      moved_again += done.moved;
      after = done.after;
    } while (!after.empty());
    EXPECT_EQ(old_rows(at, tomorrow), 0u) << steps;
    EXPECT_LE(moved_again, 1206u);
    expect_all_readable(at, 1000);
  }
}

TEST(Reencryption, WhatIsOfTodayIsLeftAlone) {
  Partition at;
  fill(at, 50);
  const auto before = at.tx.entries;
  EXPECT_EQ(step(at, "", noon).moved, 0u);
  EXPECT_EQ(at.tx.entries, before);
}

TEST(Reencryption, ARotationOfTheServicesKeyMovesEvenWhatIsOfToday) {
  const auto services = std::make_shared<seal::ServiceKeys>(
      [](const seal::KeptStoreKey&) -> Expected<crypto::SecureBytes, std::string> {
        return std::string{"never asked"};
      });
  const auto rotate = [&](const std::string& alias) {
    services->add(store::Service::prereg, {alias, "block"},
                  std::make_shared<const seal::WrappingKey>(
                      crypto::SecureBytes::from(std::string(32, alias.front()))));
  };
  Partition at;
  const auto sealer =
      std::make_shared<seal::Sealer>(std::make_shared<const seal::WrappingKey>(
                                         crypto::SecureBytes::from(std::string(32, 's')), services),
                                     at.random, owner);
  at.sealer = sealer;
  at.documents = std::make_shared<Documents>(sealer);
  at.applications = Applications{sealer, at.documents, 20};
  fill(at, 30);  // Under the store key: the service has none yet.
  rotate("first");
  ASSERT_TRUE(at.create('a', id_of(30)).ok());
  EXPECT_EQ(step(at, "", noon).moved, 30u + 6u + 1u + 5u);
  EXPECT_EQ(step(at, "", noon).moved, 0u);
  rotate("second");
  EXPECT_EQ(step(at, "", noon).moved, 31u + 6u + 1u + 5u);
  EXPECT_EQ(step(at, "", noon).moved, 0u);
  expect_all_readable(at, 30);
}

TEST(Reencryption, ARowThatDoesNotOpenStaysAndIsCounted) {
  Partition at;
  fill(at, 10);
  std::string& row = at.tx.entries.at(application_key(id_of(3)));
  row.back() ^= 1;
  const std::string damaged = row;
  const auto done = step(at, "");
  EXPECT_EQ(done.failed, 1u);
  EXPECT_EQ(at.tx.entries.at(application_key(id_of(3))), damaged);
  EXPECT_EQ(done.after, "");
}

TEST(Reencryption, AStoreThatCannotBeReadIsTold) {
  Partition at;
  at.tx.fail_reads = store::Errc::io;
  EXPECT_EQ(reencrypt({"", {}}, noon, *at.sealer, at.tx).error(), Errc::prereg_table);
}
}  // namespace prereg
