// tests/startup/open_keystore_test.cc: from settings to the keystore that they name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "crypto/private_key.h"
#include "crypto/random.h"
#include "http/startup/arguments.h"
#include "http/startup/keystore.h"
#include "http/startup/problem.h"
#include "tests/fakes/temporary_directory.h"
#include "tests/keystore/soft_hsm.h"

namespace startup {
using testing::HasSubstr;
const std::string front = "mosip.kernel.keymanager.hsm.";

class OpenKeystore : public testing::Test {
 protected:
  std::unique_ptr<keystore::Keystore> open(const std::vector<std::string>& sets) const {
    config::Sources sources;
    sources.sets = sets;
    const auto loaded = config::load(sources);
    EXPECT_THAT(loaded.problems, testing::IsEmpty());
    return open_keystore(loaded.config, master);
  }
  std::string refusal(const std::vector<std::string>& sets, int exit_code) const {
    try {
      open(sets);
    } catch (const Problem& problem) {
      EXPECT_EQ(problem.exit_code(), exit_code);
      return problem.what();
    }
    return "it opened";
  }
  std::string written(const char* name, const std::string& text) const {
    const std::string path = folder.path() + '/' + name;
    std::ofstream{path} << text;
    return path;
  }
  static std::shared_ptr<const seal::MasterKey> new_master() {
    crypto::SystemKeyRandom random;
    return std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
  }

  TemporaryDirectory folder;
  std::shared_ptr<const seal::MasterKey> master = new_master();
};

TEST_F(OpenKeystore, IsSoftWithoutSettingsAndOpensUnderItsMasterKeyAndAliasOnly) {
  const auto store = open({});
  EXPECT_EQ(store->type(), "SOFT");
  const auto made = store->generate("one", crypto::KeyKind::ec_p256).value();
  EXPECT_TRUE(open({})->open("one", made.record).ok());
  EXPECT_EQ(store->open("two", made.record).error(), keystore::Errc::no_such_alias);
  master = new_master();
  EXPECT_EQ(open({})->open("one", made.record).error(), keystore::Errc::no_such_alias);
  const std::string der{store->export_pkcs8("one", made.record).value().view()};
  EXPECT_THAT(made.record, testing::Not(HasSubstr(der)));
  EXPECT_THAT(lacking(*store, {"one"}), testing::IsEmpty());
}

TEST_F(OpenKeystore, IsOffline) {
  const auto store = open({front + "keystore-type=OFFLINE"});
  EXPECT_EQ(store->type(), "OFFLINE");
  EXPECT_THAT(lacking(*store, {"one"}), testing::IsEmpty());
}

TEST_F(OpenKeystore, IsAFile) {
  const std::vector<std::string> sets{front + "keystore-type=PKCS12",
                                      front + "config-path=" + folder.path() + "/keys.p12",
                                      front + "keystore-pass=pass phrase"};
  const auto store = open(sets);
  EXPECT_EQ(store->type(), "PKCS12");
  ASSERT_TRUE(store->generate_secret("one").ok());
  EXPECT_THAT(lacking(*store, {"one"}), testing::IsEmpty());
  EXPECT_THAT(lacking(*store, {"one", "two"}), testing::ElementsAre("two"));
  EXPECT_THAT(refusal(sets, exit_unavailable), HasSubstr("is in use by another process"));
  EXPECT_EQ(refusal({sets[0], sets[1]}, exit_config), front + "keystore-pass is not set");
  EXPECT_EQ(refusal({sets[0], sets[2]}, exit_config), front + "config-path names no file");
}

TEST_F(OpenKeystore, IsAToken) {
  const keystore::SoftHsm hsm;
  const std::string path =
      written("token.cfg", "name = SoftHSM2\nlibrary = " + std::string{keystore::soft_hsm_library});
  const std::vector<std::string> sets{
      front + "keystore-type=PKCS11", front + "config-path=" + path,
      front + "keystore-pass=" + keystore::soft_hsm_pin,
      std::string{"idkernel.hsm.token-label="} + keystore::soft_hsm_label};
  const auto store = open(sets);
  EXPECT_EQ(store->type(), "PKCS11");
  ASSERT_TRUE(store->generate_secret("one").ok());
  EXPECT_THAT(lacking(*store, {"one", "two"}), testing::ElementsAre("two"));
  hsm.take_out();
  try {
    lacking(*store, {"one"});
    ADD_FAILURE() << "the token is away";
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.exit_code(), exit_unavailable);
  }
}

TEST_F(OpenKeystore, ReadsTheTokensFile) {
  const auto refused = [&](const std::string& path) {
    return refusal({front + "keystore-type=PKCS11", front + "config-path=" + path,
                    front + "keystore-pass=1234"},
                   exit_config);
  };
  EXPECT_EQ(refused("/nowhere.cfg"), "/nowhere.cfg cannot be read");
  EXPECT_THAT(refused(written("token.cfg", "name = x")), HasSubstr("it names no library"));
}
}  // namespace startup
