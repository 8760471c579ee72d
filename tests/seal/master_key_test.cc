// tests/seal/master_key_test.cc: forms of the key, its file, and each refusal with its words.
#include "actors/seal/master_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <type_traits>

#include "crypto/digest.h"
#include "tests/crypto/bytes.h"

namespace seal {
using testing::HasSubstr;
namespace fs = std::filesystem;

static_assert(!std::is_copy_constructible_v<MasterKey>);
static_assert(std::is_nothrow_move_constructible_v<MasterKey>);

constexpr std::string_view key_text =
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
// Computed with another implementation (Python's cryptography): stored data depends on it.
constexpr std::string_view test_subkey =
    "3915a287893644f76ed36ce1d450eb8c8759071b275830298187bdef7110acff";

static std::string subkey_of(const MasterKey& key) {
  return crypto::hex_lower(key.subkey("test").span());
}

TEST(MasterKey, IsReadFromSixtyFourDigits) {
  std::string upper(key_text);
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  for (const std::string& text : {std::string(key_text), std::string(key_text) + "\n", upper}) {
    const auto key = MasterKey::from_text(text);
    ASSERT_TRUE(key.ok());
    EXPECT_EQ(subkey_of(key.value()), test_subkey);
  }
}

TEST(MasterKey, SubkeysDifferByPurpose) {
  const auto key = MasterKey::from_text(key_text);
  EXPECT_NE(key.value().subkey("a").view(), key.value().subkey("b").view());
  EXPECT_EQ(key.value().subkey("a").size(), 32u);
}

TEST(MasterKey, OtherTextsAreRefusedWithoutRepeatingThem) {
  std::string foreign(key_text);
  foreign[63] = 'g';
  const std::pair<std::string, const char*> cases[] = {
      {"", "64 hexadecimal digits, but has 0 characters"},
      {std::string(key_text.substr(1)), "has 63 characters"},
      {std::string(key_text) + "\n\n", "has 65 characters"},
      {" " + std::string(key_text), "has 65 characters"},
      {foreign, "another character"},
      {std::string(64, '0'), "not random"},
      {std::string(64, 'a'), "not random"}};
  for (const auto& [text, words] : cases) {
    const auto key = MasterKey::from_text(text);
    ASSERT_FALSE(key.ok()) << words;
    EXPECT_THAT(key.error(), HasSubstr(words));
    EXPECT_EQ(key.error().find("0001020304"), std::string::npos);
  }
}

TEST(MasterKey, AGeneratedKeyComesBackFromItsText) {
  crypto::CountingRandom random;
  const MasterKey key = MasterKey::generate(random);
  EXPECT_EQ(key.text().view(), std::string(key_text) + "\n");
  EXPECT_EQ(subkey_of(key), test_subkey);
}

class MasterKeyFile : public testing::Test {
 protected:
  MasterKeyFile() {
    std::string pattern = (fs::temp_directory_path() / "master_key_test.XXXXXX").string();
    root_ = mkdtemp(pattern.data());
    fs::create_directories(root_ / "data" / "deep");
  }
  ~MasterKeyFile() override { fs::remove_all(root_); }

  fs::path write(const fs::path& name, std::string_view text, mode_t mode = 0600) const {
    const fs::path path = root_ / name;
    std::ofstream(path) << text;
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return path;
  }
  Expected<MasterKey, std::string> load(const fs::path& path, bool inside_allowed = false) const {
    return load_master_key({path, root_ / "data", inside_allowed});
  }
  void refused(const fs::path& path, const std::string& words) const {
    const auto key = load(path);
    ASSERT_FALSE(key.ok()) << words;
    EXPECT_THAT(key.error(), HasSubstr(words));
    EXPECT_THAT(key.error(), HasSubstr(path.string()));
  }

  fs::path root_;
};

TEST_F(MasterKeyFile, IsReadWhenOnlyItsOwnerMay) {
  for (const mode_t mode : {0600U, 0400U}) {
    const auto path = write("key" + std::to_string(mode), key_text, mode);
    const auto key = load(path);
    ASSERT_TRUE(key.ok()) << key.error();
    EXPECT_EQ(subkey_of(key.value()), test_subkey);
  }
}

TEST_F(MasterKeyFile, OpenToOthersIsRefused) {
  for (const mode_t mode : {0640U, 0604U, 0644U, 0620U, 0601U, 0610U}) {
    refused(write("key" + std::to_string(mode), key_text, mode), "chmod 600");
  }
}

TEST_F(MasterKeyFile, OfAnotherUserIsRefused) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  const auto path = write("key", key_text);
  ASSERT_EQ(chown(path.c_str(), 12'345, static_cast<gid_t>(-1)), 0);
  refused(path, "not owned by the user");
}

TEST_F(MasterKeyFile, InsideTheDataDirectoryIsRefusedUnlessAllowed) {
  for (const char* name : {"data/key", "data/deep/key", "data/..key"}) {
    const auto path = write(name, key_text);
    refused(path, "inside the data directory");
    EXPECT_TRUE(load(path, true).ok());
  }
  refused(root_ / "data" / ".." / "data" / "key", "inside the data directory");
  fs::create_symlink(root_ / "data" / "key", root_ / "link");
  refused(root_ / "link", "inside the data directory");
}

TEST_F(MasterKeyFile, BesideTheDataDirectoryIsNotInside) {
  fs::create_directory(root_ / "data2");
  EXPECT_TRUE(load(write("data2/key", key_text)).ok());
  EXPECT_TRUE(load_master_key({write("key", key_text), root_ / "not made yet"}).ok());
}

TEST_F(MasterKeyFile, ALinkToAGoodFileIsFollowed) {
  fs::create_symlink(write("key", key_text), root_ / "link");
  EXPECT_TRUE(load(root_ / "link").ok());
}

TEST_F(MasterKeyFile, WhatIsNoKeyIsRefused) {
  refused(root_ / "missing", "No such file");
  refused(write("short", "abc"), "has 3 characters");
  refused(write("long", std::string(key_text) + std::string(1000, '0')), "has 66 characters");
  fs::create_directory(root_ / "directory");
  refused(root_ / "directory", "not a regular file");
  ASSERT_EQ(mkfifo((root_ / "fifo").c_str(), 0600), 0);
  refused(root_ / "fifo", "not a regular file");  // And does not wait for a writer.
}

TEST_F(MasterKeyFile, IsCreatedOnceAndForItsOwner) {
  crypto::CountingRandom random;
  const MasterKey key = MasterKey::generate(random);
  const mode_t before = umask(0);
  const auto created = create_master_key_file(root_ / "new", key);
  umask(before);
  ASSERT_TRUE(created.ok()) << created.error();
  EXPECT_EQ(fs::status(root_ / "new").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(subkey_of(load(root_ / "new").value()), test_subkey);

  const auto again = create_master_key_file(root_ / "new", MasterKey::generate(random));
  ASSERT_FALSE(again.ok());
  EXPECT_THAT(again.error(), HasSubstr("File exists"));
  EXPECT_EQ(subkey_of(load(root_ / "new").value()), test_subkey);
  EXPECT_FALSE(create_master_key_file(root_ / "no" / "new", key).ok());
}
}  // namespace seal
