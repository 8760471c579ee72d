// tests/keymanager/key_ring_test.cc: finding keys; which one is current.
#include "actors/keymanager/key_ring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/keymanager/key_board.h"
#include "actors/keymanager/key_record.h"
#include "tests/fakes/memory_store.h"
#include "tests/keymanager/keys.h"

namespace keymanager::key_ring_test {
namespace {
using std::chrono::days;
using std::chrono::minutes;
using testing::ElementsAre;

const KeyName base{"REGISTRATION", "10001_10002"};
const store::Owner owner{0, store::Service::keymanager};

std::vector<std::string> aliases(const KeyRing::Versions& versions) {
  std::vector<std::string> out;
  for (const auto& one : versions) out.push_back(one->alias);
  return out;
}
}  // namespace

TEST(KeyRing, VersionsOfANameStandOldestFirst) {
  const KeyRing ring = ring_of({{base, {noon, noon + days{9}}, Kept::wrapped, "new"},
                                {base, {noon - days{9}, noon}, Kept::wrapped, "old"},
                                {{"REGISTRATION", ""}}});
  EXPECT_THAT(aliases(ring.versions(base)), ElementsAre("old", "new"));
  EXPECT_TRUE(ring.versions({"REGISTRATION", "10001"}).empty());
}

TEST(KeyRing, NoneOneOrSeveralAreCurrent) {
  EXPECT_EQ(KeyRing{}.current(base, noon).count, 0u);
  const Row one{base, {noon - days{1}, noon + days{100}}, Kept::wrapped, "one"};
  const Row two{base, {noon - days{2}, noon + days{200}}, Kept::wrapped, "two"};
  EXPECT_EQ(ring_of({one}).current(base, noon).key->alias, "one");
  const Current both = ring_of({one, two}).current(base, noon);
  EXPECT_EQ(both.count, 2u);
  EXPECT_EQ(both.key, nullptr);
  // "one" hands over 30 days before its end.
  EXPECT_EQ(ring_of({one, two}).current(base, noon + days{80}).key->alias, "two");
}

TEST(KeyRing, AClockSetBackALittleKeepsTheNewestKey) {
  const KeyRing ring = ring_of({{base, {noon - days{9}, noon - minutes{1}}, Kept::wrapped, "old"},
                                {base, {noon, noon + days{100}}, Kept::wrapped, "new"}});
  EXPECT_EQ(ring.current(base, noon - minutes{5}).key->alias, "new");
  EXPECT_EQ(ring.current(base, noon - minutes{6}).count, 0u);
}

TEST(KeyRing, ARowIsReplacedUnderItsAlias) {
  const KeyRing before = ring_of({{base, {noon - days{9}, noon + days{90}}, Kept::wrapped}});
  KeyVersion changed = *before.versions(base).front();
  const std::string thumbprint = changed.thumbprint;
  changed.thumbprints_before.push_back(thumbprint);
  changed.certificate = crypto::vector_certificate("registration_base").der();
  changed.thumbprint = crypto::vector_certificate("registration_base").thumbprint();
  changed.uni_ident = std::string(20, 'u');
  const KeyRing after = before.with({std::make_shared<const KeyVersion>(changed)});

  EXPECT_EQ(after.versions(base).size(), 1u);
  EXPECT_TRUE(after.has_uni_ident(std::string(20, 'u')));
  EXPECT_FALSE(after.has_uni_ident(before.versions(base).front()->uni_ident));
  // Both certificates lead to the key; the old ring is as it was.
  EXPECT_EQ(after.by_thumbprint(thumbprint).front()->uni_ident, changed.uni_ident);
  EXPECT_EQ(after.by_thumbprint(changed.thumbprint).size(), 1u);
  EXPECT_TRUE(before.by_thumbprint(changed.thumbprint).empty());
  EXPECT_EQ(before.by_alias(changed.alias)->thumbprint, thumbprint);
}

TEST(KeyRing, ModuleKeysAreThoseThatDecrypt) {
  const KeyRing ring = ring_of({{{"ROOT", ""}},
                                {{"KERNEL", "SIGN"}},
                                {base, {noon, noon}, Kept::wrapped},
                                {{"REGISTRATION", ""}, {noon - days{1}, noon + days{9}}},
                                {{"PMS", ""}, {noon - days{2}, noon + days{9}}},
                                {{"PARTNER", ""}, {noon, noon + days{9}}, Kept::certificate_only}});
  EXPECT_THAT(aliases(ring.module_keys()), ElementsAre("PMS/", "REGISTRATION/"));
}

TEST(KeyRing, WhatIsStoredIsLoaded) {
  MemoryStore store;
  store::Batch batch{owner};
  for (const Row& row : {Row{base, {noon, noon + days{9}}, Kept::wrapped}, Row{{"ROOT", ""}}})
    batch.put(key_record_key(version(row)->alias), encoded(*version(row)));
  store.apply(batch);
  const auto ring = load_key_ring(store, owner);
  ASSERT_TRUE(ring.ok());
  EXPECT_EQ(ring.value()->versions(base).front()->certificate,
            crypto::vector_certificate("registration_master").der());
  size_t seen = 0;
  ring.value()->for_each([&](const KeyVersionPtr&) { ++seen; });
  EXPECT_EQ(seen, 2u);
}

TEST(KeyRing, AStrangeRecordIsNotLoaded) {
  MemoryStore store;
  store::Batch batch{owner};
  batch.put(key_record_key("alias"), "strange");
  store.apply(batch);
  EXPECT_EQ(load_key_ring(store, owner).error(), Errc::internal);
}

TEST(KeyBoard, ShowsWhatWasPublishedLast) {
  KeyBoard board{std::make_shared<const KeyRing>()};
  const KeyRingPtr before = board.ring();
  board.publish(std::make_shared<const KeyRing>(ring_of({{base}})));
  EXPECT_TRUE(before->versions(base).empty());
  EXPECT_EQ(board.ring()->versions(base).size(), 1u);
}
}  // namespace keymanager::key_ring_test
