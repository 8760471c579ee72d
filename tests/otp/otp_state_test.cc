// tests/otp/otp_state_test.cc: codes of one partition over a store in memory.
#include "actors/otp/otp_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/otp/otp_key.h"
#include "actors/otp/otp_record.h"
#include "actors/otp_message/code_messages.h"
#include "tests/fakes/log_lines.h"
#include "tests/fakes/memory_transaction.h"
#include "tests/fakes/seeded_random.h"

namespace otp {
using std::chrono::seconds;

class OtpState : public ::testing::Test {
 protected:
  Codes codes(std::optional<std::string> fixed = {}, Rules rules = {}) {
    return {rules, index_key, std::make_shared<SeededRandom>(7), std::move(fixed)};
  }
  static std::string wrong_of(std::string code) {
    code[0] = code[0] == '9' ? '0' : static_cast<char>(code[0] + 1);
    return code;
  }
  size_t rows(char shape) const {
    return static_cast<size_t>(std::ranges::count_if(
        tx.entries, [=](const auto& entry) { return entry.first.front() == shape; }));
  }

  /// A queue with room for so many messages.
  outbox::Queue queue_for(uint64_t messages) {
    return outbox::Queue{
        {store::Service::otp, sealer, random, std::make_shared<outbox::Waiting>(messages), [] {}}};
  }
  static outbox::Message message_to(const std::string& to) {
    outbox::Message message;
    message.to = {to};
    message.text = std::string{"Code "}.append(otp_message::code_place);
    return message;
  }
  size_t queued() { return tx.beside[store::Service::outbox].size() / 3; }

  std::shared_ptr<SeededRandom> random = std::make_shared<SeededRandom>(8);
  std::shared_ptr<seal::Sealer> sealer = std::make_shared<seal::Sealer>(
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(*random)), *random,
      store::Owner{0, store::Service::otp});
  std::shared_ptr<const seal::IndexKey> index_key = std::make_shared<const seal::IndexKey>(
      crypto::SecureBytes::from(std::string_view{"an index key of thirty-two bytes"}));
  MemoryTransaction tx;
  std::string key = hash_of(*index_key, {"ext", "9820173642"});
  UtcTime now{seconds{1'704'196'800}};
};

TEST_F(OtpState, ACodeIsUsedUpByItsUse) {
  auto state = codes();
  const std::string code = state.make(key, now, tx).value().code;
  EXPECT_THAT(code, testing::MatchesRegex("[0-9]{6}"));
  EXPECT_EQ(state.check(key, wrong_of(code), now, tx).value(), Outcome::invalid);
  EXPECT_EQ(state.check(key, code + "0", now, tx).value(), Outcome::invalid);
  EXPECT_EQ(state.check(key, code, now, tx).value(), Outcome::success);
  EXPECT_EQ(state.check(key, code, now, tx).value(), Outcome::no_record);
}

TEST_F(OtpState, AnotherNameSpaceKnowsNothingOfIt) {
  auto state = codes();
  const std::string code = state.make(key, now, tx).value().code;
  const std::string other = hash_of(*index_key, {"login:admin", "9820173642"});
  EXPECT_NE(other, key);
  EXPECT_EQ(state.check(other, code, now, tx).value(), Outcome::no_record);
  EXPECT_NE(hash_of(*index_key, {"a", "bc"}), hash_of(*index_key, {"ab", "c"}));
}

TEST_F(OtpState, TheCodeBeforeStopsWorking) {
  auto state = codes({}, {.code_digits = 8});
  const std::string first = state.make(key, now, tx).value().code;
  const std::string second = state.make(key, now, tx).value().code;
  ASSERT_NE(first, second);
  EXPECT_EQ(state.check(key, first, now, tx).value(), Outcome::invalid);
  EXPECT_EQ(state.check(key, second, now, tx).value(), Outcome::success);
}

TEST_F(OtpState, AFrozenKeyStaysFrozenForAnother) {
  auto state = codes({}, {.wrong_max = 2});
  const std::string code = state.make(key, now, tx).value().code;
  EXPECT_EQ(state.check(key, wrong_of(code), now, tx).value(), Outcome::invalid);
  EXPECT_EQ(state.check(key, wrong_of(code), now, tx).value(), Outcome::blocked);
  auto restarted = codes({}, {.wrong_max = 2});
  EXPECT_EQ(restarted.check(key, code, now, tx).value(), Outcome::blocked);
  EXPECT_TRUE(restarted.make(key, now, tx).value().blocked);
  EXPECT_EQ(restarted.make(key, now, tx).value().code, "");
}

TEST_F(OtpState, ClearingFreesTheKey) {
  auto state = codes({}, {.wrong_max = 1});
  const std::string code = state.make(key, now, tx).value().code;
  EXPECT_EQ(state.check(key, wrong_of(code), now, tx).value(), Outcome::blocked);
  EXPECT_TRUE(state.clear(key, tx).ok());
  EXPECT_EQ(state.check(key, code, now, tx).value(), Outcome::no_record);
  EXPECT_FALSE(state.make(key, now, tx).value().blocked);
  EXPECT_TRUE(state.clear("unknown", tx).ok());
}

TEST_F(OtpState, TheStoreHoldsNeitherKeyNorCode) {
  auto state = codes("473829");
  state.make(key, now, tx);
  const auto first = tx.entries;
  state.make(key, now + seconds{1}, tx);
  for (const auto& entries : {first, tx.entries}) {
    for (const auto& [name, value] : entries) {
      EXPECT_EQ((name + value).find("9820173642"), std::string::npos);
      EXPECT_EQ((name + value).find("473829"), std::string::npos);
    }
  }
  // The same code again leaves another MAC.
  EXPECT_NE(decoded(first.at("T" + key))->code->mac, decoded(tx.entries.at("T" + key))->code->mac);
}

TEST_F(OtpState, ACodeAndItsMessagesAreOneTransaction) {
  auto state = codes("473829");
  auto queue = queue_for(10);
  const Send send{key, {message_to("a@b.c"), message_to("9820173642")}};
  EXPECT_FALSE(state.send(send, now, queue, tx).value());
  EXPECT_EQ(queued(), 2u);
  EXPECT_EQ(state.look(key, now, tx).value(), Standing::open);
  EXPECT_EQ(state.check(key, "473829", now, tx).value(), Outcome::success);
  EXPECT_EQ(state.look(key, now, tx).value(), Standing::none);
}

TEST_F(OtpState, ABlockedKeyIsSentNothing) {
  auto state = codes("473829", {.wrong_max = 1});
  auto queue = queue_for(10);
  const Send send{key, {message_to("a@b.c")}};
  EXPECT_FALSE(state.send(send, now, queue, tx).value());
  EXPECT_EQ(state.check(key, "0", now, tx).value(), Outcome::blocked);
  EXPECT_TRUE(state.send(send, now, queue, tx).value());
  EXPECT_EQ(queued(), 1u);
}

TEST_F(OtpState, APendingCodeIsKeptWhereThatIsAsked) {
  auto state = codes("473829", {.expiry_seconds = 180, .freeze_seconds = 600, .wrong_max = 2});
  auto queue = queue_for(10);
  const Send send{key, {message_to("a@b.c")}, true};
  EXPECT_FALSE(state.send(send, now, queue, tx).value());
  for (const int age : {0, 180}) {
    const auto again = state.send(send, now + seconds{age}, queue, tx);
    EXPECT_EQ(again.error(), Errc::prereg_code_pending);
  }
  EXPECT_EQ(queued(), 1u);
  EXPECT_FALSE(state.send(send, now + seconds{181}, queue, tx).value());
  EXPECT_EQ(state.check(key, "473829", now + seconds{182}, tx).value(), Outcome::success);
  EXPECT_FALSE(state.send(send, now + seconds{183}, queue, tx).value());
  EXPECT_EQ(queued(), 3u);
  state.check(key, "0", now + seconds{184}, tx);
  EXPECT_EQ(state.check(key, "0", now + seconds{184}, tx).value(), Outcome::blocked);
  EXPECT_TRUE(state.send(send, now + seconds{185}, queue, tx).value());
}

TEST_F(OtpState, OneMessageOfSeveralIsEnough) {
  auto state = codes("473829");
  auto queue = queue_for(1);
  const Send send{key, {message_to("a@b.c"), message_to("9820173642")}};
  EXPECT_FALSE(state.send(send, now, queue, tx).value());
  EXPECT_EQ(queued(), 1u);
  EXPECT_EQ(state.send(send, now, queue, tx).error(), Errc::overloaded);
  // The code of before still is good.
  EXPECT_EQ(state.check(key, "473829", now, tx).value(), Outcome::success);
}

TEST_F(OtpState, WithoutAMessageThereIsNoCode) {
  auto state = codes();
  auto queue = queue_for(10);
  tx.fail_reads = store::Errc::io;
  tx.reads_before_failing = 1;  // the entry's; the sealer then finds no key of the day
  EXPECT_EQ(state.send({key, {message_to("a@b.c")}}, now, queue, tx).error(), Errc::sendotp_failed);
  tx.fail_reads.reset();
  EXPECT_EQ(state.look(key, now, tx).value(), Standing::none);
  EXPECT_EQ(queued(), 0u);
}

TEST_F(OtpState, AFixedCodeIsCheckedAsAnyOther) {
  auto state = codes("111111");
  EXPECT_EQ(state.make(key, now, tx).value().code, "111111");
  EXPECT_EQ(state.check(key, "111112", now, tx).value(), Outcome::invalid);
  EXPECT_EQ(state.check(key, "111111", now, tx).value(), Outcome::success);
}

TEST_F(OtpState, RowsLeaveByTimeAndNotBefore) {
  auto state = codes();
  state.make(key, now, tx);
  state.make(hash_of(*index_key, {"ext", "other"}), now, tx);
  const std::string code = state.make(key, now + seconds{500}, tx).value().code;
  EXPECT_EQ(state.sweep(now + seconds{1801}, 10, tx).value(), 0u);
  EXPECT_EQ(state.sweep(now + seconds{1802}, 10, tx).value(), 2u);
  EXPECT_EQ(rows('T'), 1u);
  EXPECT_EQ(rows('X'), 1u);
  EXPECT_EQ(state.check(key, code, now + seconds{500}, tx).value(), Outcome::success);
  EXPECT_EQ(state.sweep(now + seconds{2302}, 10, tx).value(), 1u);
  EXPECT_TRUE(tx.entries.empty());
}

TEST_F(OtpState, ARowThatCannotBeReadKeepsNoneBehindIt) {
  auto state = codes();
  state.make(key, now, tx);
  state.make(hash_of(*index_key, {"ext", "another"}), now + seconds{1}, tx);
  tx.entries.at("T" + key) = "?";
  const LogLines lines;
  EXPECT_EQ(state.sweep(now + seconds{3600}, 10, tx).value(), 2u);
  EXPECT_TRUE(tx.entries.empty());
  EXPECT_EQ(lines.count("cannot be read"), 1u);
}

TEST_F(OtpState, ASweepIsBounded) {
  auto state = codes();
  for (int i = 0; i < 5; ++i) state.make(hash_of(*index_key, {"ext", std::to_string(i)}), now, tx);
  const UtcTime later = now + seconds{3600};
  EXPECT_EQ(state.sweep(later, 3, tx).value(), 3u);
  EXPECT_EQ(rows('T'), 2u);
  EXPECT_EQ(state.sweep(later, 3, tx).value(), 2u);
  EXPECT_TRUE(tx.entries.empty());
}

TEST_F(OtpState, AClearedKeyLeavesNothing) {
  auto state = codes();
  state.make(key, now, tx);
  state.clear(key, tx);
  state.make(key, now + seconds{60}, tx);
  EXPECT_EQ(state.sweep(now + seconds{1802}, 10, tx).value(), 1u);
  EXPECT_EQ(rows('T'), 1u);
  EXPECT_EQ(state.sweep(now + seconds{1862}, 10, tx).value(), 1u);
  EXPECT_TRUE(tx.entries.empty());
}

TEST_F(OtpState, AFailedReadTellsNothing) {
  auto state = codes();
  state.make(key, now, tx);
  tx.fail_reads = store::Errc::io;
  EXPECT_EQ(state.make(key, now, tx).error(), Errc::otp_internal);
  EXPECT_EQ(state.check(key, "1", now, tx).error(), Errc::otp_internal);
  EXPECT_EQ(state.clear(key, tx).error(), Errc::otp_internal);
  EXPECT_EQ(state.look(key, now, tx).error(), Errc::otp_internal);
  EXPECT_EQ(state.sweep(now, 1, tx).error(), Errc::otp_internal);
  tx.fail_reads.reset();
  tx.entries.at("T" + key).pop_back();
  EXPECT_EQ(state.check(key, "1", now, tx).error(), Errc::otp_internal);
}

TEST(OtpRecord, ReadsWhatItWrote) {
  const UtcTime begin{seconds{1'704'196'800}};
  Entry entry;
  entry.code = Code{std::string(32, 'm'), begin};
  entry.wrong = 3;
  entry.last_wrong = begin + seconds{1};
  entry.frozen = begin + seconds{2};
  entry.generations = 4;
  entry.window_began = begin + seconds{3};
  entry.updated = begin + seconds{4};
  const std::string record = encoded(entry);
  EXPECT_EQ(encoded(decoded(record).value()), record);
  EXPECT_EQ(encoded(decoded(encoded(Entry{})).value()), encoded(Entry{}));
  for (size_t i = 0; i < record.size(); ++i) EXPECT_FALSE(decoded(record.substr(0, i))) << i;
  EXPECT_FALSE(decoded(record + "x"));
  EXPECT_FALSE(decoded("\x02" + record.substr(1)));
}
}  // namespace otp
