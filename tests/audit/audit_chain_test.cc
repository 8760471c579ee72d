// tests/audit/audit_chain_test.cc: links, heads, and what comes after a crash.
#include "actors/audit/audit_chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/memory_transaction.h"
#include "tests/fakes/seeded_random.h"

namespace audit {
using std::chrono::milliseconds;
using std::chrono::seconds;

class AuditChain : public ::testing::Test {
 protected:
  static constexpr store::Owner owner{4, store::Service::audit};

  std::shared_ptr<seal::Sealer> sealer() {
    return std::make_shared<seal::Sealer>(master, random, owner);
  }
  Chain chain() {
    Chain made{sealer(), owner};
    EXPECT_TRUE(made.load(tx).ok());
    return made;
  }
  Link link(uint64_t sequence) {
    const std::string key = link_key(sequence);
    const auto decoded = decode_link(key, tx.entries.at(key));
    return decoded.value();
  }
  std::string opened(uint64_t sequence) {
    const std::string aad = link_aad(sequence);
    return sealer()->open(tx, {aad}, link(sequence).sealed).value();
  }

  SeededRandom random{5};
  std::shared_ptr<const seal::MasterKey> master =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
  MemoryTransaction tx;
  UtcTime now{seconds{1'704'196'800}};
};

TEST_F(AuditChain, EachLinkCarriesTheHashOfTheOneBefore) {
  Chain one = chain();
  EXPECT_EQ(one.append("first", now, tx).value(), 1u);
  EXPECT_EQ(one.append("second", now + milliseconds{3}, tx).value(), 2u);
  const Head first{1, hash_after({}, owner, now, "first")};
  EXPECT_EQ(link(1).hash, first.hash);
  EXPECT_EQ(link(2).hash, hash_after(first, owner, now + milliseconds{3}, "second"));
  EXPECT_EQ(link(2).logged, now + milliseconds{3});
  EXPECT_EQ(opened(1), "first");
  EXPECT_EQ(opened(2), "second");
}

TEST_F(AuditChain, AHashIsOfPlaceTimeAndText) {
  const std::string hash = hash_after({}, owner, now, "text");
  EXPECT_NE(hash, hash_after({}, owner, now, "texT"));
  EXPECT_NE(hash, hash_after({}, owner, now + milliseconds{1}, "text"));
  EXPECT_NE(hash, hash_after({1, Head{}.hash}, owner, now, "text"));
  EXPECT_NE(hash, hash_after({0, std::string(32, 'h')}, owner, now, "text"));
  EXPECT_NE(hash, hash_after({}, {5, store::Service::audit}, now, "text"));
  EXPECT_NE(hash, hash_after({}, {4, store::Service::uin}, now, "text"));
}

TEST_F(AuditChain, GoesOnAfterARestart) {
  Chain one = chain();
  one.append("first", now, tx);
  one.append("second", now, tx);
  one.keep_head(tx);
  Chain next = chain();
  EXPECT_EQ(next.append("third", now, tx).value(), 3u);
  EXPECT_EQ(link(3).hash, hash_after({2, link(2).hash}, owner, now, "third"));
}

TEST_F(AuditChain, ABatchThatWasLostIsNoPartOfIt) {
  Chain one = chain();
  one.append("first", now, tx);
  one.keep_head(tx);
  const auto durable = tx.entries;
  one.append("lost", now, tx);
  tx.entries = durable;
  ASSERT_TRUE(one.load(tx).ok());
  EXPECT_EQ(one.append("second", now, tx).value(), 2u);
  EXPECT_EQ(link(2).hash, hash_after({1, link(1).hash}, owner, now, "second"));
}

TEST_F(AuditChain, TheHeadIsWrittenOnlyWhenItMoved) {
  Chain one = chain();
  one.keep_head(tx);
  EXPECT_EQ(tx.writes, 0u);
  one.append("first", now, tx);
  one.keep_head(tx);
  const size_t writes = tx.writes;
  one.keep_head(tx);
  EXPECT_EQ(tx.writes, writes);
}

TEST_F(AuditChain, AHeadIsNotToBeMadeWithoutTheKey) {
  Chain one = chain();
  one.append("first", now, tx);
  one.append("second", now, tx);
  one.keep_head(tx);
  tx.entries.at(std::string{head_key}) = encoded(Head{1, link(1).hash});
  tx.entries.erase(link_key(2));
  EXPECT_FALSE(Chain(sealer(), owner).load(tx).ok());
}

TEST_F(AuditChain, TimeDoesNotRunBackwards) {
  Chain one = chain();
  one.append("first", now, tx);
  one.append("second", now - seconds{60}, tx);
  one.keep_head(tx);
  EXPECT_EQ(link(2).logged, now);
  Chain next = chain();
  next.append("third", now - seconds{60}, tx);
  EXPECT_EQ(link(3).logged, now);
}

TEST_F(AuditChain, TheStoreHoldsNoText) {
  Chain one = chain();
  one.append("asha@example.org", now, tx);
  for (const auto& [key, value] : tx.entries)
    EXPECT_EQ((key + value).find("asha@example.org"), std::string::npos);
}

TEST_F(AuditChain, AFailedReadAppendsNothing) {
  Chain one = chain();
  tx.fail_reads = store::Errc::io;
  EXPECT_FALSE(one.append("first", now, tx).ok());  // The day's key cannot be looked for.
  tx.fail_reads.reset();
  EXPECT_TRUE(tx.entries.empty());
  EXPECT_EQ(one.append("first", now, tx).value(), 1u);
}

TEST_F(AuditChain, ADamagedEndIsNotBuiltOn) {
  Chain one = chain();
  one.append("first", now, tx);
  one.keep_head(tx);
  const auto whole = tx.entries;
  Chain next{sealer(), owner};
  tx.entries.erase(link_key(1));
  EXPECT_FALSE(next.load(tx).ok());
  tx.entries = whole;
  tx.entries.at(link_key(1))[10] ^= 1;
  EXPECT_FALSE(next.load(tx).ok());
  tx.entries = whole;
  tx.entries.at(link_key(1))[3] ^= 1;  // The time.
  EXPECT_FALSE(next.load(tx).ok());
  tx.entries = whole;
  tx.entries.at(std::string{head_key}).pop_back();
  EXPECT_FALSE(next.load(tx).ok());
}

TEST_F(AuditChain, LinksWithoutAHeadAreNotWrittenOver) {
  Chain one = chain();
  one.append("first", now, tx);
  one.keep_head(tx);
  tx.entries.erase(std::string{head_key});
  EXPECT_EQ(Chain(sealer(), owner).load(tx).error(), store::Errc::corrupt);
}

TEST(AuditLink, ReadsWhatItWroteAndNothingElse) {
  const Link link{7, UtcTime{seconds{1'704'196'800}}, std::string(32, 'h'), "sealed"};
  const std::string key = link_key(7), value = encoded(link);
  const auto read = decode_link(key, value);
  ASSERT_TRUE(read);
  EXPECT_EQ(encoded(*read), value);
  EXPECT_EQ(read->sequence, 7u);
  EXPECT_EQ(read->logged, link.logged);
  for (size_t i = 0; i < value.size() - link.sealed.size(); ++i)
    EXPECT_FALSE(decode_link(key, value.substr(0, i))) << i;
  EXPECT_FALSE(decode_link("B" + key.substr(1), value));
  EXPECT_FALSE(decode_link(key + "x", value));
  EXPECT_FALSE(decode_link(key, "\x02" + value.substr(1)));
}
}  // namespace audit
