// tests/audit/audit_verify_test.cc: what a walk over a stored chain finds.
#include "actors/audit/audit_verify.h"

#include <gtest/gtest.h>

#include "actors/audit/audit_chain.h"
#include "store/workspace.h"
#include "tests/fakes/memory_store.h"
#include "tests/fakes/seeded_random.h"

namespace audit {
class AuditVerify : public ::testing::Test {
 protected:
  static constexpr store::Owner owner{2, store::Service::audit};

  void SetUp() override {
    store::Workspace tx{owner, stored};
    Chain chain{sealer(), owner};
    tx.begin();
    ASSERT_TRUE(chain.load(tx).ok());
    for (int i = 1; i <= 20; ++i) chain.append("record " + std::to_string(i), now, tx);
    chain.keep_head(tx);
    stored.apply(tx.take_batch().batch);
  }
  std::shared_ptr<seal::Sealer> sealer() {
    return std::make_shared<seal::Sealer>(master, random, owner);
  }
  Verdict verdict() { return verify(owner, stored, *sealer(), "/nowhere"); }
  std::string value(const std::string& key) { return stored.get(owner, key).value().value(); }
  void put(const std::string& key, const std::string& value) {
    store::Batch batch{owner};
    batch.put(key, value);
    stored.apply(batch);
  }
  void erase(const std::string& key) {
    store::Batch batch{owner};
    batch.erase(key);
    stored.apply(batch);
  }
  uint64_t first_break() {
    const Verdict found = verdict();
    return found.broken ? found.broken->sequence : 0;
  }

  SeededRandom random{5};
  std::shared_ptr<const seal::MasterKey> master =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
  MemoryStore stored;
  UtcTime now{std::chrono::seconds{1'704'196'800}};
};

TEST_F(AuditVerify, AWholeChainIsWhole) {
  EXPECT_FALSE(verdict().broken);
  EXPECT_EQ(verdict().records, 20u);
}

TEST_F(AuditVerify, AnEmptyOneToo) {
  EXPECT_FALSE(verify({3, store::Service::audit}, stored, *sealer(), "/nowhere").broken);
}

TEST_F(AuditVerify, EachFlippedByteIsFound) {
  const std::string key = link_key(7), whole = value(key);
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string flipped = whole;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
    put(key, flipped);
    EXPECT_EQ(first_break(), 7u) << "byte " << i;
  }
  put(key, whole);
  EXPECT_FALSE(verdict().broken);
}

TEST_F(AuditVerify, WhatIsMissingIsNamed) {
  erase(link_key(5));
  EXPECT_EQ(first_break(), 5u);
  EXPECT_EQ(verdict().records, 4u);
}

TEST_F(AuditVerify, AnEndThatWasCutOffIsFound) {
  erase(link_key(20));
  EXPECT_EQ(first_break(), 20u);
}

TEST_F(AuditVerify, AnEndThatWasCutOffWithAHeadToMatchIsFound) {
  const auto link = decode_link(link_key(19), value(link_key(19)));
  erase(link_key(20));
  put(std::string{head_key}, encoded(Head{19, link->hash}));
  EXPECT_EQ(first_break(), 20u);
}

TEST_F(AuditVerify, AFailedReadIsABreak) {
  stored.fail_reads = store::Errc::io;
  EXPECT_TRUE(verdict().broken);
}

TEST_F(AuditVerify, ARecordPutInAnothersPlaceIsFound) {
  put(link_key(3), value(link_key(4)));
  EXPECT_EQ(first_break(), 3u);
}

TEST_F(AuditVerify, AForgedHeadIsFound) {
  put(std::string{head_key}, encoded(Head{20, std::string(32, 'h')}));
  EXPECT_EQ(first_break(), 21u);
  put(std::string{head_key}, "?");
  EXPECT_EQ(first_break(), 21u);
  erase(std::string{head_key});
  EXPECT_EQ(first_break(), 21u);
}
}  // namespace audit
