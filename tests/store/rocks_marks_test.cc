// tests/store/rocks_marks_test.cc: each reason for which a store is not opened.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "store/rocks_store.h"
#include "tests/fakes/temporary_directory.h"

namespace {
using ::testing::HasSubstr;

class MarksTest : public ::testing::Test {
 protected:
  MarksTest() { options.dir = directory.path(); }

  /// Opens and closes; the reason why not, or "opened".
  std::string outcome() {
    const auto opened = store::RocksStore::open(options);
    return opened.ok() ? "opened" : opened.error().text;
  }
  void write_mark(std::string_view key, std::string_view value) {
    store::Batch batch{{0, store::Service::system}};
    batch.put(key, value);
    std::move(store::RocksStore::open(options)).value()->write({&batch, 1});
  }

  TemporaryDirectory directory;
  store::OpenOptions options;
};

TEST_F(MarksTest, AStoreOpensAgainAsItWasMade) {
  EXPECT_EQ(outcome(), "opened");
  EXPECT_EQ(outcome(), "opened");
}

TEST_F(MarksTest, ASecondUserIsRefused) {
  const auto first = store::RocksStore::open(options);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(outcome(), "another process uses this data directory: " + options.dir);
}

TEST_F(MarksTest, AnotherNumberOfPartitionsIsRefused) {
  EXPECT_EQ(outcome(), "opened");
  options.partitions = 32;
  EXPECT_THAT(outcome(), HasSubstr("set idkernel.partitions=16"));
}

TEST_F(MarksTest, ANewerFormatIsRefused) {
  write_mark("format", std::to_string(store::store_format + 1));
  EXPECT_THAT(outcome(), HasSubstr("written by a newer idkernel"));
}

TEST_F(MarksTest, AFormatThatIsNoNumberIsRefused) {
  write_mark("format", "1x");
  EXPECT_THAT(outcome(), HasSubstr("does not hold a store of idkernel"));
}

TEST_F(MarksTest, AStoreMadeUnderDevNeedsDev) {
  options.dev = true;
  EXPECT_EQ(outcome(), "opened");
  options.dev = false;
  EXPECT_THAT(outcome(), HasSubstr("made with --dev"));
  options.dev = true;
  EXPECT_EQ(outcome(), "opened");
}

TEST_F(MarksTest, DevDoesNotMarkAStoreThatWasMadeWithoutIt) {
  EXPECT_EQ(outcome(), "opened");
  options.dev = true;
  EXPECT_EQ(outcome(), "opened");
  options.dev = false;
  EXPECT_EQ(outcome(), "opened");
}

TEST_F(MarksTest, ADirectoryThatCannotBeMadeIsNamed) {
  std::ofstream{directory.path() + "/file"} << "x";
  options.dir = directory.path() + "/file";
  EXPECT_THAT(outcome(), HasSubstr("is not a directory"));
  options.dir = directory.path() + "/file/below";
  EXPECT_THAT(outcome(), HasSubstr("cannot make the data directory"));
}
}  // namespace
