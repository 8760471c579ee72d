// tests/seal/sealer_test.cc: what a partition seals, opens and refuses.
#include "actors/seal/sealer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <thread>
#include <vector>

#include "actors/seal/service_keys.h"
#include "crypto/digest.h"
#include "tests/crypto/bytes.h"
#include "tests/seal/kept_transaction.h"

namespace seal {
using crypto::unhex;
using std::chrono::days;
using std::chrono::hours;

const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
constexpr store::Owner owner{.partition = 2, .service = store::Service::auth};
constexpr Aad field{"user/7/phone"};
constexpr std::string_view phone = "+91 98765 43210";
const std::string todays_key_record = unhex("4b00004d0c");

// Computed with another implementation (Python's cryptography): stored data depends on them.
constexpr std::string_view golden_data_key =
    "01202122232425262728292a2bda0bc653b8eae6737e32da4d1da03388b6e9cfb295a02ce78b7b217a1fd90c68f4"
    "26d5e5bca6b3b4d8c06b45bd7bc99b";
constexpr std::string_view golden_sealed =
    "0100004d0c2c2d2e2f303132333435363779c414365ba9d3fa03e8a9d509d25a5b94b5ca9e7205e7b9c336d891dc"
    "007a";

class Sealing : public testing::Test {
 protected:
  static std::shared_ptr<const MasterKey> counting_master() {
    crypto::CountingRandom random;
    return std::make_shared<const MasterKey>(MasterKey::generate(random));
  }
  std::string sealed_at(UtcTime now, std::string_view text = phone) {
    return sealer_.seal(tx_, now, field, text).value();
  }

  std::shared_ptr<const MasterKey> master_ = counting_master();
  crypto::CountingRandom random_;
  KeptTransaction tx_;
  Sealer sealer_{master_, random_, owner};
};

TEST_F(Sealing, HasItsGoldenForm) {
  EXPECT_EQ(sealed_at(noon), unhex(golden_sealed));
  EXPECT_EQ(tx_.kept.size(), 1u);
  EXPECT_EQ(tx_.kept.at(todays_key_record), unhex(golden_data_key));
  EXPECT_EQ(unhex(golden_sealed).size(), phone.size() + sealed_extra_bytes);
}

TEST_F(Sealing, ASealedValueComesBackAlsoAfterARestart) {
  const std::string sealed = sealed_at(noon);
  EXPECT_EQ(sealer_.open(tx_, field, sealed).value(), phone);
  Sealer restarted(master_, random_, owner);
  EXPECT_EQ(restarted.open(tx_, field, sealed).value(), phone);
  EXPECT_EQ(restarted.open(tx_, field, sealed_at(noon, "")).value(), "");
}

TEST_F(Sealing, EqualTextsLookDifferent) { EXPECT_NE(sealed_at(noon), sealed_at(noon)); }

TEST_F(Sealing, ADayHasOneKeyAndTheNextAnother) {
  sealed_at(noon);
  sealed_at(noon - hours{12});
  sealed_at(noon + hours{12} - std::chrono::microseconds{1});
  EXPECT_EQ(tx_.puts, 1);
  const std::string tomorrow = sealed_at(noon + hours{12});
  EXPECT_EQ(tx_.puts, 2);
  EXPECT_EQ(sealer_.open(tx_, field, tomorrow).value(), phone);
}

TEST_F(Sealing, ARestartUsesTheDaysKeyAgain) {
  sealed_at(noon);
  Sealer restarted(master_, random_, owner);
  ASSERT_TRUE(restarted.seal(tx_, noon, field, phone).ok());
  EXPECT_EQ(tx_.puts, 1);
}

TEST_F(Sealing, AKeyWhoseRequestWasGivenUpIsKeptByTheNext) {
  sealed_at(noon);
  tx_.kept.clear();  // The first request's writes never happened; the cache still has its key.
  const std::string sealed = sealed_at(noon);
  Sealer restarted(master_, random_, owner);
  const auto opened = restarted.open(tx_, field, sealed);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened.value(), phone);
}

TEST_F(Sealing, ACommittedKeyIsNotLookedForAgain) {
  sealed_at(noon);
  tx_.reads = 0;
  sealed_at(noon);
  EXPECT_EQ(tx_.reads, 1);  // may still be given up
  tx_.committed = true;
  sealed_at(noon);
  EXPECT_EQ(tx_.reads, 2);  // seen to be committed
  const std::string sealed = sealed_at(noon);
  EXPECT_EQ(tx_.reads, 2);
  Sealer restarted(master_, random_, owner);
  EXPECT_EQ(restarted.open(tx_, field, sealed).value(), phone);
}

TEST_F(Sealing, NoByteMayChangeAndNoneMayBeMissing) {
  std::string sealed = sealed_at(noon);
  for (size_t i = 0; i < sealed.size(); ++i) {
    sealed[i] = static_cast<char>(sealed[i] ^ 1);
    ASSERT_EQ(sealer_.open(tx_, field, sealed).error(), store::Errc::corrupt) << i;
    sealed[i] = static_cast<char>(sealed[i] ^ 1);
    ASSERT_EQ(sealer_.open(tx_, field, sealed.substr(0, i)).error(), store::Errc::corrupt);
  }
  EXPECT_EQ(sealer_.open(tx_, field, sealed + "x").error(), store::Errc::corrupt);
  EXPECT_TRUE(sealer_.open(tx_, field, sealed).ok());
}

TEST_F(Sealing, AnotherFieldOrDayDoesNotOpenIt) {
  const std::string sealed = sealed_at(noon);
  EXPECT_EQ(sealer_.open(tx_, {"user/8/phone"}, sealed).error(), store::Errc::corrupt);
  sealed_at(noon + days{1});
  std::string moved = sealed;
  ++moved[4];  // Tomorrow's key exists, and is not the one.
  EXPECT_EQ(sealer_.open(tx_, field, moved).error(), store::Errc::corrupt);
}

TEST_F(Sealing, AnotherOwnerOrMasterKeyDoesNotOpenIt) {
  const std::string sealed = sealed_at(noon);
  Sealer other_partition(master_, random_, {.partition = 3, .service = owner.service});
  Sealer other_service(master_, random_, {.partition = 2, .service = store::Service::rid});
  Sealer other_master(std::make_shared<const MasterKey>(MasterKey::generate(random_)), random_,
                      owner);
  for (Sealer* sealer : {&other_partition, &other_service, &other_master}) {
    EXPECT_EQ(sealer->open(tx_, field, sealed).error(), store::Errc::corrupt);
    EXPECT_EQ(sealer->seal(tx_, noon, field, phone).error(), store::Errc::corrupt);
  }
  EXPECT_EQ(tx_.puts, 1) << "the day's key was not replaced";
}

TEST_F(Sealing, ADamagedOrMissingDataKeyIsCorrupt) {
  const std::string sealed = sealed_at(noon);
  const std::string record = tx_.kept.at(todays_key_record);
  for (size_t i = 0; i < record.size(); ++i) {
    std::string changed = record;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    tx_.kept[todays_key_record] = changed;
    ASSERT_EQ(Sealer(master_, random_, owner).open(tx_, field, sealed).error(),
              store::Errc::corrupt);
  }
  tx_.kept.clear();
  EXPECT_EQ(Sealer(master_, random_, owner).open(tx_, field, sealed).error(), store::Errc::corrupt);
}

TEST_F(Sealing, AFailedReadIsHandedOnAndWritesNothing) {
  const std::string sealed = sealed_at(noon);
  tx_.fail_reads = store::Errc::io;
  EXPECT_EQ(sealer_.seal(tx_, noon + days{1}, field, phone).error(), store::Errc::io);
  EXPECT_EQ(Sealer(master_, random_, owner).open(tx_, field, sealed).error(), store::Errc::io);
  EXPECT_EQ(tx_.puts, 1);
}

TEST_F(Sealing, TellsUnderWhichDataKeyAValueLies) {
  EXPECT_EQ(sealer_.data_key_at(tx_, noon).value(), std::nullopt);
  const std::string sealed = sealed_at(noon);
  const auto number = data_key_of(sealed);
  EXPECT_EQ(number, 19'724u);  // The day.
  EXPECT_EQ(sealer_.data_key_at(tx_, noon).value(), number);
  EXPECT_EQ(sealer_.data_key_at(tx_, noon + hours{11}).value(), number);
  EXPECT_EQ(sealer_.data_key_at(tx_, noon + hours{13}).value(), std::nullopt);
  EXPECT_NE(data_key_of(sealed_at(noon + hours{13})), number);
  for (const std::string& other :
       {std::string{}, sealed.substr(0, sealed_extra_bytes - 1), "\2" + sealed})
    EXPECT_EQ(data_key_of(other), std::nullopt);
  tx_.fail_reads = store::Errc::io;
  EXPECT_EQ(sealer_.data_key_at(tx_, noon).error(), store::Errc::io);
}

/// The service has wrapping keys of its own: which is the newest changes under way.
class SealingWithServiceKeys : public Sealing {
 protected:
  static crypto::SecureBytes key_bytes(char letter) {
    return crypto::SecureBytes::from(std::string(32, letter));
  }
  void add(const std::string& alias, store::Service service = owner.service) {
    services_->add(service, {alias, std::string(1, alias.front())});
  }
  /// As a process that starts anew has it.
  std::shared_ptr<const WrappingKey> store_key() const {
    return std::make_shared<const WrappingKey>(key_bytes('s'), services_);
  }

  std::shared_ptr<ServiceKeys> services_ = std::make_shared<ServiceKeys>(
      [this](const KeptStoreKey& kept) -> Expected<crypto::SecureBytes, std::string> {
        ++opened_;
        if (!opens_) return std::string{"the token is away"};
        return key_bytes(kept.block.front());
      },
      [this] { return now_; });
  ServiceKeys::Time now_{std::chrono::hours{1}};
  bool opens_ = true;
  int opened_ = 0;
  std::shared_ptr<const WrappingKey> under_ = store_key();
  Sealer with_{under_, random_, owner};

  std::string seal_now(UtcTime now = noon) { return with_.seal(tx_, now, field, phone).value(); }
};

TEST_F(SealingWithServiceKeys, TheNewestWrapsTheNextDataKeyAndOldOnesStayReadable) {
  std::vector<std::string> sealed{seal_now()};
  EXPECT_EQ(tx_.kept.at(todays_key_record).front(), 1);
  add("other service", store::Service::rid);
  sealed.push_back(seal_now());
  EXPECT_EQ(tx_.puts, 1) << "another service's key is no matter of ours";
  for (const char* alias : {"first", "second"}) {
    add(alias);
    sealed.push_back(seal_now());
    sealed.push_back(seal_now());
    sealed.push_back(seal_now(noon + days{1}));
  }
  EXPECT_EQ(tx_.puts, 5);
  EXPECT_EQ(data_key_of(sealed[2]), data_key_of(sealed[3]));
  EXPECT_EQ(*data_key_of(sealed[5]), *data_key_of(sealed[0]) + (2U << data_key_day_bits));
  EXPECT_EQ(tx_.kept.at(unhex("4b00104d0c")).substr(0, 7), "\2\5first");
  EXPECT_EQ(tx_.kept.at(unhex("4b00204d0c")).substr(0, 8), "\2\6second");
  EXPECT_EQ(tx_.kept.at(unhex("4b00004d0d")).substr(0, 7), "\2\5first");
  Sealer restarted{store_key(), random_, owner};
  for (const std::string& one : sealed) EXPECT_EQ(restarted.open(tx_, field, one).value(), phone);
  const std::string again = restarted.seal(tx_, noon, field, phone).value();
  EXPECT_EQ(data_key_of(again), data_key_of(sealed[5]));
  EXPECT_EQ(tx_.puts, 5);
}

TEST_F(SealingWithServiceKeys, EachIsOpenedOnceAndNoValueCostsMore) {
  add("first");
  for (int i = 0; i < 100; ++i) (void)with_.open(tx_, field, seal_now());
  EXPECT_EQ(opened_, 1);
  tx_.committed = true;
  (void)seal_now();
  tx_.reads = 0;
  (void)seal_now();
  EXPECT_EQ(tx_.reads, 0);
  EXPECT_EQ(opened_, 1);
}

TEST_F(SealingWithServiceKeys, WithoutItsKeyADataKeyDoesNotOpen) {
  add("first");
  const std::string sealed = seal_now();
  Sealer none{std::make_shared<const WrappingKey>(key_bytes('s')), random_, owner};
  EXPECT_EQ(none.open(tx_, field, sealed).error(), store::Errc::io);
}

TEST_F(SealingWithServiceKeys, WithoutTheKeystoreWhatWasOpenedGoesOn) {
  add("first");
  const std::string sealed = seal_now();
  add("second");
  services_->detach();
  EXPECT_EQ(opened_, 2);
  opens_ = false;
  Sealer restarted{store_key(), random_, owner};
  EXPECT_EQ(restarted.open(tx_, field, sealed).value(), phone);
  EXPECT_EQ(restarted.open(tx_, field, restarted.seal(tx_, noon, field, phone).value()).value(),
            phone);
  add("third");
  EXPECT_EQ(restarted.seal(tx_, noon, field, phone).error(), store::Errc::io);
  EXPECT_EQ(opened_, 2);
}

TEST_F(SealingWithServiceKeys, OneThatDoesNotOpenIsAskedForAgain) {
  add("first");
  opens_ = false;
  EXPECT_EQ(with_.seal(tx_, noon, field, phone).error(), store::Errc::io);
  EXPECT_EQ(tx_.puts, 0);
  opens_ = true;
  now_ += ServiceKeys::between_tries;
  EXPECT_EQ(with_.open(tx_, field, seal_now()).value(), phone);
}

TEST_F(SealingWithServiceKeys, OneThatDoesNotOpenIsNotAskedForAtEachUse) {
  add("first");
  opens_ = false;
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(with_.seal(tx_, noon, field, phone).error(), store::Errc::io);
  EXPECT_EQ(opened_, 1);
  now_ += ServiceKeys::between_tries - std::chrono::nanoseconds{1};
  EXPECT_EQ(services_->find("first"), nullptr);
  EXPECT_EQ(opened_, 1);
  now_ += std::chrono::nanoseconds{1};
  EXPECT_EQ(services_->find("first"), nullptr);
  EXPECT_EQ(opened_, 2) << "the pause is over";
  opens_ = true;
  add("second");
  (void)seal_now();
  EXPECT_EQ(opened_, 3) << "another key does not wait for this one's pause";
  EXPECT_EQ(services_->find("first"), nullptr);
  now_ += ServiceKeys::between_tries;
  EXPECT_NE(services_->find("first"), nullptr);
  EXPECT_EQ(opened_, 4);
}

TEST(ServiceKeysOfManyThreads, AreOpenedOnceAndAllGetThem) {
  std::atomic<int> opened{0};
  ServiceKeys keys{[&](const KeptStoreKey&) -> Expected<crypto::SecureBytes, std::string> {
                     ++opened;
                     std::this_thread::yield();
                     return crypto::SecureBytes::from(std::string(32, 'k'));
                   },
                   [] { return ServiceKeys::Time{}; }};
  keys.add(store::Service::prereg, {"alias", "block"});
  std::atomic<int> found{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] { found += keys.find("alias") != nullptr ? 1 : 0; });
  }
  EXPECT_EQ(found, 8);
  EXPECT_EQ(opened, 1);
}

/// Opens in a thread that a test holds up.
class ServiceKeysElsewhere : public testing::Test {
 protected:
  ServiceKeysElsewhere() {
    keys_.open_elsewhere([this](std::function<void()> work, const std::function<void()>& refused) {
      if (!takes_) return refused();
      thread_ = std::jthread{[this, work = std::move(work)] {
        go_on_.get_future().wait();
        work();
        has_worked_.set_value();
      }};
    });
    keys_.add(store::Service::prereg, {"alias", "block"});
  }

  std::promise<void> go_on_, has_worked_;
  bool takes_ = true;
  ServiceKeys::Time now_{std::chrono::hours{1}};
  int opened_ = 0;
  ServiceKeys keys_{[this](const KeptStoreKey&) -> Expected<crypto::SecureBytes, std::string> {
                      ++opened_;
                      return crypto::SecureBytes::from(std::string(32, 'k'));
                    },
                    [this] { return now_; }, std::chrono::milliseconds{20}};
  std::jthread thread_;
};

TEST_F(ServiceKeysElsewhere, NobodyWaitsForACallThatHangsAndItsKeyIsThereWhenItReturns) {
  EXPECT_EQ(keys_.find("alias"), nullptr);
  EXPECT_EQ(keys_.newest(store::Service::prereg).key, nullptr) << "nor is another call begun";
  go_on_.set_value();
  has_worked_.get_future().wait();
  EXPECT_NE(keys_.find("alias"), nullptr);
  EXPECT_EQ(opened_, 1);
}

TEST_F(ServiceKeysElsewhere, WhoFindsNoPlaceThereTriesAgainAfterThePause) {
  takes_ = false;
  EXPECT_EQ(keys_.find("alias"), nullptr);
  takes_ = true;
  go_on_.set_value();
  EXPECT_EQ(keys_.find("alias"), nullptr);
  now_ += ServiceKeys::between_tries;
  (void)keys_.find("alias");
  has_worked_.get_future().wait();
  EXPECT_NE(keys_.find("alias"), nullptr);
}

TEST_F(SealingWithServiceKeys, ADataKeyThatWasGivenUpIsMadeAgainUnderTheNewest) {
  add("first");
  (void)seal_now();
  tx_.kept.clear();
  add("second");
  const std::string sealed = seal_now();
  EXPECT_EQ(tx_.kept.at(todays_key_record).substr(0, 8), "\2\6second");
  Sealer restarted{store_key(), random_, owner};
  EXPECT_EQ(restarted.open(tx_, field, sealed).value(), phone);
}

TEST_F(SealingWithServiceKeys, ADaysNumbersEndAndItsLastKeyGoesOn) {
  tx_.committed = true;
  for (uint32_t i = 0; i < data_keys_a_day_max + 3; ++i) {
    add("k" + std::to_string(i));
    (void)seal_now();  // Makes the key,
    (void)seal_now();  // and finds it kept.
  }
  EXPECT_EQ(tx_.puts, static_cast<int>(data_keys_a_day_max));
}

TEST_F(Sealing, TheCacheIsBoundedAndKeepsWhatIsUsed) {
  Sealer small(master_, random_, owner, 2);
  std::vector<std::string> sealed;
  for (int day = 0; day < 5; ++day) {
    sealed.push_back(small.seal(tx_, noon + days{day}, field, phone).value());
    EXPECT_LE(small.cached_keys(), 2u);
  }
  tx_.reads = 0;
  EXPECT_TRUE(small.open(tx_, field, sealed[4]).ok());
  EXPECT_TRUE(small.open(tx_, field, sealed[3]).ok());
  EXPECT_EQ(tx_.reads, 0);
  EXPECT_TRUE(small.open(tx_, field, sealed[0]).ok());  // Day 4 was used longest ago: it goes.
  EXPECT_TRUE(small.open(tx_, field, sealed[3]).ok());
  EXPECT_EQ(tx_.reads, 1);
  EXPECT_TRUE(small.open(tx_, field, sealed[4]).ok());
  EXPECT_EQ(tx_.reads, 2);
  EXPECT_EQ(small.cached_keys(), 2u);
}
}  // namespace seal
