// tests/store/wal_damage_test.cc: a damaged end is dropped, damage in front of other writes refuses
// the start.
#include "store/wal_damage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "store/rocks_store.h"
#include "tests/fakes/temporary_directory.h"

namespace {
using ::testing::HasSubstr;
constexpr store::Owner owner{3, store::Service::prid};

class WalDamageTest : public ::testing::Test {
 protected:
  WalDamageTest() { options.dir = directory.path(); }

  std::unique_ptr<store::RocksStore> open() {
    auto opened = store::RocksStore::open(options);
    refusal = opened.ok() ? "" : opened.error().text;
    return opened.ok() ? std::move(opened).value() : nullptr;
  }
  /// Writes the pairs, each by itself, in a process that then dies: the log keeps them.
  void write_and_die(const std::vector<std::pair<std::string, std::string>>& pairs) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto store = open();
      for (const auto& [key, value] : pairs) {
        store::Batch batch{owner};
        batch.put(key, value);
        store->write({&batch, 1});
      }
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
  }
  void write_three(size_t bytes) {
    write_and_die({{"first", std::string(20, 'f')},
                   {"second", std::string(20, 's')},
                   {"last", std::string(bytes, 'l')}});
  }
  /// Hands the log's bytes to `damage` and writes them back.
  void change(const std::function<void(std::string& bytes)>& damage) {
    std::filesystem::path log;
    for (const auto& file : std::filesystem::directory_iterator{store_path()}) {
      if (file.path().extension() == ".log") log = file.path();
    }
    std::string bytes;
    {
      std::ifstream in{log, std::ios::binary};
      bytes.assign(std::istreambuf_iterator<char>{in}, {});
    }
    damage(bytes);
    std::ofstream{log, std::ios::binary | std::ios::trunc} << bytes;
  }
  std::string store_path() const { return directory.path() + "/store"; }

  /// The store opens, twice, with all but the last write.
  void expect_only_the_last_is_gone() {
    for (int i = 0; i < 2; ++i) {
      const auto store = open();
      ASSERT_NE(store, nullptr) << refusal;
      EXPECT_TRUE(store->get(owner, "first").value().has_value());
      EXPECT_TRUE(store->get(owner, "second").value().has_value());
      EXPECT_EQ(store->get(owner, "last").value(), std::nullopt);
    }
  }

  TemporaryDirectory directory;
  store::OpenOptions options;
  std::string refusal;
};

TEST_F(WalDamageTest, AnIntactLogHasNone) {
  write_three(100'000);
  EXPECT_EQ(store::wal_damage(store_path()), store::WalDamage::none);
}

TEST_F(WalDamageTest, AShortEndIsDropped) {
  write_three(1000);
  change([](std::string& log) { log.resize(log.size() - 500); });
  expect_only_the_last_is_gone();
}

TEST_F(WalDamageTest, AnEndOfZerosIsDropped) {
  write_three(1000);
  change([](std::string& log) { log.replace(log.size() - 500, 500, 500, '\0'); });
  EXPECT_EQ(store::wal_damage(store_path()), store::WalDamage::torn_tail);
  expect_only_the_last_is_gone();
}

TEST_F(WalDamageTest, ALastWriteOfManyBlocksWithAHoleIsDropped) {
  write_three(200'000);
  change([](std::string& log) { log.replace(60'000, 4096, 4096, '\0'); });
  EXPECT_EQ(store::wal_damage(store_path()), store::WalDamage::torn_tail);
  expect_only_the_last_is_gone();
}

TEST_F(WalDamageTest, DamageInFrontOfAWriteRefusesTheStart) {
  write_three(1000);
  change([](std::string& log) { ++log[log.find("ssssssss")]; });
  EXPECT_EQ(store::wal_damage(store_path()), store::WalDamage::inside);
  EXPECT_EQ(open(), nullptr);
  EXPECT_THAT(refusal, HasSubstr("damaged in front of acknowledged writes"));
}

TEST_F(WalDamageTest, DamageBlocksInFrontOfAWriteRefusesTheStart) {
  write_and_die({{"long", std::string(100'000, 'l')}, {"short", "s"}});
  change([](std::string& log) { log.replace(40'000, 4096, 4096, '\0'); });
  EXPECT_EQ(store::wal_damage(store_path()), store::WalDamage::inside);
  EXPECT_EQ(open(), nullptr);
}

TEST_F(WalDamageTest, AMissingDirectoryIsNotCalledHarmless) {
  EXPECT_EQ(store::wal_damage("/no/such/directory"), store::WalDamage::inside);
}
}  // namespace
