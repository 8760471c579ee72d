// tests/prereg/application_state_test.cc: one partition's applications: whose they are, what is
// kept of them and what a changed byte does.
#include "actors/prereg/application_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/prereg/application_record.h"
#include "actors/prereg/document_record.h"
#include "tests/prereg/failing_reads.h"
#include "tests/prereg/samples.h"

namespace prereg {
namespace {
const std::string first_id = "46537143845798";
const std::string second_id = "32042841521591";

/// Keys that begin with `letter`.
size_t rows_of(const MemoryTransaction& tx, char letter) {
  return static_cast<size_t>(std::ranges::count_if(
      tx.entries, [letter](const auto& entry) { return entry.first.front() == letter; }));
}
}  // namespace

TEST(ApplicationState, IsReadByItsOwnerByteForByte) {
  Partition at;
  const auto created = at.create('a', first_id);
  ASSERT_TRUE(created.ok());
  EXPECT_EQ(created.value().status, Status::pending_appointment);
  const auto read = at.applications.read({first_id, user('a')}, at.tx);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().details, sample_details);
  EXPECT_EQ(read.value().created_by, "a@example.org");
  EXPECT_EQ(read.value().updated_by, "a@example.org");
  EXPECT_EQ(read.value().language, "eng");
  EXPECT_EQ(read.value().created, noon);
  EXPECT_EQ(read.value().updated, noon);
}

TEST(ApplicationState, NothingPersonalIsInTheStore) {
  Partition at;
  ASSERT_TRUE(at.create('a', first_id).ok());
  for (const auto& [key, value] : at.tx.entries) {
    for (const char* part : {"a@example.org", "1996/01/01", "fullName", "پُجَ"}) {
      EXPECT_THAT(key, testing::Not(testing::HasSubstr(part)));
      EXPECT_THAT(value, testing::Not(testing::HasSubstr(part)));
    }
  }
}

TEST(ApplicationState, AnIdIsGivenOnce) {
  Partition at;
  ASSERT_TRUE(at.create('a', first_id).ok());
  EXPECT_EQ(at.create('b', first_id).error(), Errc::prereg_duplicate);
}

TEST(ApplicationState, AnotherUsersIsTold017AndNothingElse) {
  Partition at;
  ASSERT_TRUE(at.create('a', first_id).ok());
  auto& tx = at.tx;
  const Named other{first_id, user('b')};
  const auto before = tx.entries;
  EXPECT_EQ(at.applications.read(other, tx).error(), Errc::prereg_not_owner);
  EXPECT_EQ(at.applications.discard(other, noon, tx).error(), Errc::prereg_not_owner);
  EXPECT_EQ(at.applications.change({first_id, user('b'), "eng", "{}"}, noon, tx).error(),
            Errc::prereg_not_owner);
  EXPECT_EQ(at.applications.set_status({first_id, user('b'), "Booked"}, noon, tx).error(),
            Errc::prereg_not_owner);
  EXPECT_EQ(at.applications.times({{first_id}, user('b')}, tx).error(), Errc::prereg_not_owner);
  EXPECT_EQ(at.applications.may_see(other, tx).error(), Errc::prereg_not_owner);
  EXPECT_EQ(at.applications.may_change(other, tx).error(), Errc::prereg_not_owner);
  EXPECT_EQ(at.applications.list({user('b'), 0}, tx).error(), Errc::prereg_none_of_user);
  EXPECT_EQ(tx.entries, before);
}

TEST(ApplicationState, AGuessedIdIsUnknownToAll) {
  Partition at;
  ASSERT_TRUE(at.create('a', first_id).ok());
  for (const std::string& id : {second_id, std::string{"no-digits"}, std::string(400, '7')}) {
    EXPECT_EQ(at.applications.read({id, user('a')}, at.tx).error(), Errc::prereg_not_found);
    EXPECT_EQ(at.applications.discard({id, user('a')}, noon, at.tx).error(),
              Errc::prereg_not_found);
  }
}

TEST(ApplicationState, AnOfficerReadsAndSetsTheStatusOfAnybodysButChangesNone) {
  Partition at;
  ASSERT_TRUE(at.create('a', first_id).ok());
  const Caller officer = user('o', false);
  EXPECT_TRUE(at.applications.read({first_id, officer}, at.tx).ok());
  EXPECT_TRUE(at.applications.set_status({first_id, officer, "Consumed"}, noon, at.tx).ok());
  EXPECT_EQ(at.applications.change({first_id, officer, "eng", "{}"}, noon, at.tx).error(),
            Errc::prereg_not_owner);
  EXPECT_EQ(at.applications.discard({first_id, officer}, noon, at.tx).error(),
            Errc::prereg_not_owner);
  EXPECT_EQ(at.applications.read({first_id, officer}, at.tx).value().updated_by, "o@example.org");
}

TEST(ApplicationState, AChangeKeepsWhatWasAndIsLaterWhateverTheClockDoes) {
  Partition at;
  ASSERT_TRUE(at.create('a', first_id).ok());
  const UtcTime before_noon = noon - std::chrono::hours{1};
  const auto changed = at.applications.change({first_id, user('a'), "fra", R"({"identity":{}})"},
                                              before_noon, at.tx);
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(changed.value().created, noon);
  EXPECT_EQ(changed.value().updated, noon + UtcTime::duration{1});
  EXPECT_EQ(changed.value().status, Status::pending_appointment);
  const auto read = at.applications.read({first_id, user('a')}, at.tx);
  EXPECT_EQ(read.value().details, R"({"identity":{}})");
  EXPECT_EQ(read.value().language, "fra");
  ASSERT_EQ(rows_of(at.tx, 'H'), 1u);
  const auto old =
      opened_record(first_id, at.tx.entries.at(history_key(first_id, noon)), *at.sealer, at.tx);
  ASSERT_TRUE(old.ok());
  EXPECT_EQ(old.value().details, sample_details);
}

TEST(ApplicationState, ExpiredAndConsumedAreFixed) {
  for (const char* status : {"Expired", "Consumed"}) {
    Partition at;
    ASSERT_TRUE(at.create('a', first_id).ok());
    ASSERT_TRUE(at.applications.set_status({first_id, user('o', false), status}, noon, at.tx).ok());
    EXPECT_EQ(at.applications.change({first_id, user('a'), "eng", "{}"}, noon, at.tx).error(),
              Errc::prereg_fixed);
    EXPECT_EQ(at.applications.set_status({first_id, user('a'), "Booked"}, noon, at.tx).error(),
              Errc::prereg_fixed);
    EXPECT_EQ(at.applications.may_change({first_id, user('a')}, at.tx).error(), Errc::prereg_fixed);
    EXPECT_TRUE(at.applications.may_see({first_id, user('a')}, at.tx).ok());
    EXPECT_EQ(at.applications.discard({first_id, user('a')}, noon, at.tx).error(),
              Errc::prereg_kept);
  }
}

TEST(ApplicationState, ACitizenSetsNoStatusOfTheRegister) {
  Partition at;
  ASSERT_TRUE(at.create('a', first_id).ok());
  for (const char* status : {"Expired", "Consumed", "Prefetched", "Nonsense", "Discarded", ""})
    EXPECT_EQ(at.applications.set_status({first_id, user('a'), status}, noon, at.tx).error(),
              Errc::prereg_status);
  const auto booked = at.applications.set_status({first_id, user('a'), "booked"}, noon, at.tx);
  ASSERT_TRUE(booked.ok());
  EXPECT_EQ(booked.value().status, Status::booked);
  EXPECT_EQ(booked.value().details, sample_details);
}

TEST(ApplicationState, AListIsTheUsersOwnNewestFirstByPages) {
  Partition at;
  for (int i = 0; i < 45; ++i)
    ASSERT_TRUE(at.create(i % 9 == 8 ? 'b' : 'a', std::to_string(10'000'000'000'000 + i),
                          noon + std::chrono::seconds{i})
                    .ok());
  const auto first = at.applications.list({user('a'), 0}, at.tx);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first.value().total, 40u);
  ASSERT_EQ(first.value().rows.size(), 20u);
  EXPECT_EQ(first.value().rows.front().application.id, "10000000000043");
  EXPECT_EQ(first.value().rows.front().application.details, sample_details);
  const auto second = at.applications.list({user('a'), 1}, at.tx);
  EXPECT_EQ(second.value().rows.size(), 20u);
  EXPECT_EQ(second.value().rows.back().application.id, "10000000000000");
  EXPECT_EQ(at.applications.list({user('a'), 2}, at.tx).error(), Errc::prereg_no_page);
  EXPECT_EQ(at.applications.list({user('c'), 0}, at.tx).error(), Errc::prereg_none_of_user);
}

TEST(ApplicationState, DiscardingLeavesWhoDidItAndNothingOfThePerson) {
  Partition at;
  ASSERT_TRUE(at.create('a', first_id).ok());
  ASSERT_TRUE(at.create('a', second_id).ok());
  ASSERT_TRUE(at.applications.change({first_id, user('a'), "eng", "{}"}, noon, at.tx).ok());
  Document document;
  document.id = "6f036ecf-91b3-11e9-a605-cd68a2d40011";
  document.category = "POA";
  ASSERT_TRUE(at.documents->put(first_id, document, "%PDF-1.4", noon, at.tx).ok());
  const auto gone = at.applications.discard({first_id, user('a')}, noon + one_day, at.tx);
  ASSERT_TRUE(gone.ok());
  EXPECT_EQ(gone.value().updated, noon + one_day);
  EXPECT_EQ(gone.value().updated_by, "a@example.org");
  EXPECT_EQ(at.applications.read({first_id, user('a')}, at.tx).error(), Errc::prereg_not_found);
  EXPECT_EQ(rows_of(at.tx, 'A'), 1u);
  EXPECT_EQ(rows_of(at.tx, 'U'), 1u);
  EXPECT_EQ(rows_of(at.tx, 'D') + rows_of(at.tx, 'F'), 0u);
  ASSERT_EQ(rows_of(at.tx, 'H'), 1u);
  const auto last = opened_record(first_id, at.tx.entries.at(history_key(first_id, noon + one_day)),
                                  *at.sealer, at.tx);
  ASSERT_TRUE(last.ok());
  EXPECT_EQ(last.value().status, Status::discarded);
  EXPECT_EQ(last.value().details, "");
  EXPECT_EQ(at.create('b', second_id).error(), Errc::prereg_duplicate);
}

TEST(ApplicationState, TimesAreOfThoseThatThereAre) {
  Partition at;
  ASSERT_TRUE(at.create('a', first_id).ok());
  const auto times = at.applications.times({{second_id, first_id}, user('a')}, at.tx);
  ASSERT_TRUE(times.ok());
  EXPECT_EQ(times.value(), (Times{{first_id, noon}}));
}

TEST(ApplicationState, NoByteOfARecordCanBeChanged) {
  Partition at;
  ASSERT_TRUE(at.create('a', first_id).ok());
  const std::string key = application_key(first_id);
  const std::string kept = at.tx.entries.at(key);
  const size_t sealed = static_cast<size_t>(head_of(kept)->sealed.data() - kept.data());
  const Named wish{first_id, user('o', false)};
  for (size_t i = 0; i < kept.size(); ++i) {
    std::string changed = kept;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    at.tx.entries[key] = changed;
    const auto read = at.applications.read(wish, at.tx);
    ASSERT_FALSE(read.ok()) << i;
    const bool is_hash = read.error() == Errc::prereg_hash;
    const bool is_decrypt = read.error() == Errc::prereg_decrypt;
    EXPECT_TRUE(i >= sealed ? is_hash : is_hash || is_decrypt) << i;
  }
}

TEST(ApplicationState, ARecordOpensNowhereElse) {
  Partition at;
  ASSERT_TRUE(at.create('a', first_id).ok());
  at.tx.entries[application_key(second_id)] = at.tx.entries.at(application_key(first_id));
  EXPECT_EQ(at.applications.read({second_id, user('a')}, at.tx).error(), Errc::prereg_decrypt);
}

TEST(ApplicationState, AStoreThatCannotBeReadIsTheTables) {
  Partition at;
  at.tx.fail_reads = store::Errc::io;
  EXPECT_EQ(at.create('a', first_id).error(), Errc::prereg_table);
  EXPECT_EQ(at.applications.read({first_id, user('a')}, at.tx).error(), Errc::prereg_table);
  EXPECT_EQ(at.applications.list({user('a'), 0}, at.tx).error(), Errc::prereg_table);
  EXPECT_EQ(at.documents->list(first_id, at.tx).error(), Errc::document_table);
}

TEST(ApplicationState, WhatCannotBeSealedIsNotKept) {
  Partition at;
  at.tx.fail_reads = store::Errc::io;
  at.tx.reads_before_failing = 1;  // The data key cannot be looked for.
  EXPECT_EQ(at.create('a', first_id).error(), Errc::prereg_encrypt);
  EXPECT_EQ(at.tx.writes, 0u);
}

TEST(ApplicationState, AFaultLeavesAllAsItWas) {
  Partition at;
  ASSERT_TRUE(at.create('a', second_id).ok());
  const std::vector<Errc> of_row_and_seal{Errc::prereg_table, Errc::prereg_encrypt};
  EXPECT_EQ(faults_without_trace(at, [&] { return at.create('a', first_id); }), of_row_and_seal);
  const Change change{first_id, user('a'), "fra", "{}"};
  EXPECT_EQ(faults_without_trace(at, [&] { return at.applications.change(change, noon, at.tx); }),
            of_row_and_seal);
  const SetStatus booked{first_id, user('a'), "Booked"};
  EXPECT_EQ(
      faults_without_trace(at, [&] { return at.applications.set_status(booked, noon, at.tx); }),
      of_row_and_seal);
}

/// An application with a change behind it and a document.
static Named with_history(Partition& at) {
  EXPECT_TRUE(at.create('a', first_id).ok());
  EXPECT_TRUE(at.applications.change({first_id, user('a'), "eng", "{}"}, noon, at.tx).ok());
  Document document;
  document.id = "6f036ecf-91b3-11e9-a605-cd68a2d40011";
  EXPECT_TRUE(at.documents->put(first_id, document, "%PDF-1.4", noon, at.tx).ok());
  return {first_id, user('a')};
}

TEST(ApplicationState, WhatCannotBeDiscardedStaysAsAWhole) {
  Partition at;
  const Named named = with_history(at);
  EXPECT_EQ(
      faults_without_trace(at, [&] { return at.applications.discard(named, noon, at.tx); }),
      (std::vector<Errc>{Errc::prereg_table, Errc::prereg_encrypt, Errc::prereg_discard_failed}));
  EXPECT_EQ(rows_of(at.tx, 'A') + rows_of(at.tx, 'D') + rows_of(at.tx, 'F'), 0u);
  EXPECT_EQ(rows_of(at.tx, 'H'), 1u);
}

TEST(ApplicationState, ADamagedDocumentKeepsItsApplication) {
  Partition at;
  const Named named = with_history(at);
  at.tx.entries.at(document_key(first_id, "6f036ecf-91b3-11e9-a605-cd68a2d40011")).back() ^= 1;
  const auto before = at.tx.entries;
  EXPECT_EQ(at.applications.discard(named, noon, at.tx).error(), Errc::prereg_discard_failed);
  EXPECT_EQ(at.tx.entries, before);
}
}  // namespace prereg
