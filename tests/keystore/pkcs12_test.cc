// tests/keystore/pkcs12_test.cc: the file itself: who may open it, what damages it, and who else
// reads and writes it.
#include "crypto/keystore/pkcs12.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "tests/fakes/temporary_directory.h"
#include "tests/keystore/certificates.h"
#include "tests/keystore/tool.h"

namespace keystore {
namespace fs = std::filesystem;
using crypto::KeyKind;
using crypto::Scheme;
using testing::HasSubstr;

class Pkcs12File : public testing::Test {
 protected:
  using Opened = Expected<std::unique_ptr<Keystore>, std::string>;
  Opened open(std::string_view password = "pass phrase") const {
    return pkcs12_keystore({file, crypto::SecureBytes::from(password)});
  }
  std::string refusal(std::string_view password = "pass phrase") const {
    const Opened opened = open(password);
    return opened.ok() ? std::string{"it opened"} : opened.error();
  }
  static std::string read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream{path, std::ios::binary}.rdbuf();
    return std::move(text).str();
  }
  static void write(const fs::path& path, std::string_view bytes) {
    std::ofstream{path, std::ios::binary} << bytes;
  }
  fs::path beside(const char* name) const { return folder / name; }

  TemporaryDirectory place;
  fs::path folder = fs::path{place.path()} / "keys";
  fs::path file = folder / "keys.p12";
  void SetUp() override { fs::create_directory(folder); }
};

TEST_F(Pkcs12File, NeedsItsPassword) {
  EXPECT_EQ(refusal(""), "a PKCS#12 file needs a password");
  ASSERT_TRUE(open().value()->generate("key", KeyKind::ec_p256).ok());
  EXPECT_THAT(refusal("another"), HasSubstr("the password is not that of " + file.string()));
  EXPECT_TRUE(open().value()->open("key", "").ok());
}

TEST_F(Pkcs12File, IsMadeByTheFirstWriteForItsOwnerOnly) {
  const auto store = open().value();
  EXPECT_FALSE(fs::exists(file));
  ASSERT_TRUE(store->generate_secret("secret").ok());
  struct stat facts{};
  ASSERT_EQ(::stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST_F(Pkcs12File, IsRefusedWhereItIsDamaged) {
  ASSERT_TRUE(open().value()->generate("key", KeyKind::ec_p256).ok());
  const std::string good = read(file);
  for (size_t at = 0; at < good.size(); at += 13) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x40);
    write(file, bad);
    EXPECT_THAT(refusal(), HasSubstr(file.string())) << at;
  }
  for (const size_t bytes : {size_t{0}, size_t{1}, good.size() - 1}) {
    write(file, good.substr(0, bytes));
    EXPECT_THAT(refusal(), HasSubstr("is no PKCS#12 file that can be read")) << bytes;
  }
  write(file, good);
  EXPECT_EQ(refusal(), "it opened");
}

TEST_F(Pkcs12File, BelongsToOneAtATime) {
  auto first = open().value();
  EXPECT_THAT(refusal(), HasSubstr("is in use by another process"));
  first.reset();
  EXPECT_EQ(refusal(), "it opened");
}

TEST_F(Pkcs12File, WhenItCannotBeWrittenNothingChangesAndServiceReturns) {
  const auto store = open().value();
  ASSERT_TRUE(store->generate("old", KeyKind::ec_p256).ok());
  const fs::path elsewhere = fs::path{place.path()} / "elsewhere";
  fs::rename(folder, elsewhere);
  EXPECT_EQ(store->generate("new", KeyKind::ec_p256).error(), Errc::unavailable);
  EXPECT_EQ(store->remove("old").error(), Errc::unavailable);
  EXPECT_THAT(store->fault(), HasSubstr("cannot be written"));
  EXPECT_TRUE(store->open("old", "").value()->sign(Scheme::ecdsa_sha256, "m").ok());
  EXPECT_EQ(store->open("new", "").error(), Errc::no_such_alias);
  fs::rename(elsewhere, folder);
  ASSERT_TRUE(store->generate("new", KeyKind::ec_p256).ok());
  EXPECT_EQ(store->fault(), "");
  EXPECT_THAT(store->aliases().value(), testing::UnorderedElementsAre("new", "old"));
}

TEST_F(Pkcs12File, AnUnfinishedWriteOfACrashIsNotLookedAt) {
  ASSERT_TRUE(open().value()->generate("key", KeyKind::ec_p256).ok());
  write(file.string() + ".new", "half a fi");
  const auto store = open().value();
  ASSERT_TRUE(store->generate("other", KeyKind::ec_p256).ok());
  EXPECT_THAT(store->aliases().value(), testing::UnorderedElementsAre("key", "other"));
}

TEST_F(Pkcs12File, IsReadByTheOpensslTool) {
  std::string der;
  {
    const auto store = open().value();
    const auto made = store->generate("key", KeyKind::rsa).value();
    ASSERT_TRUE(store->put_certificate("key", certificate_of(*made.key, "tool")).ok());
    der = std::string{store->export_pkcs8("key", "").value().view()};
  }
  const std::string key = beside("key.pem").string(), all = beside("all.pem").string();
  ASSERT_EQ(run_tool({"openssl", "pkcs12", "-in", file.string(), "-passin", "pass:pass phrase",
                      "-noenc", "-out", all}),
            0);
  EXPECT_THAT(read(all), HasSubstr("friendlyName: key"));
  EXPECT_THAT(read(all), HasSubstr("CN = tool"));
  ASSERT_EQ(run_tool({"openssl", "pkey", "-in", all, "-out", key}), 0);
  EXPECT_EQ(crypto::SoftPrivateKey::from_pem(read(key)).value()->to_pkcs8_der().value().view(),
            der);
}

TEST_F(Pkcs12File, OfTheOpensslToolIsReadAndWhatIsNotOursStays) {
  const auto key = crypto::SoftPrivateKey::generate(KeyKind::rsa).value();
  const auto certificate = certificate_of(*key, "tool");
  const std::string der = beside("key.der").string(), pem = beside("key.pem").string();
  const std::string own = beside("own.pem").string(), root = beside("root.pem").string();
  write(der, key->to_pkcs8_der().value().view());
  ASSERT_EQ(run_tool({"openssl", "pkey", "-inform", "DER", "-in", der, "-out", pem}), 0);
  write(own, certificate.pem());
  const auto root_key = crypto::SoftPrivateKey::generate(KeyKind::ec_p256).value();
  write(root, certificate_of(*root_key, "a root of others").pem());
  ASSERT_EQ(
      run_tool({"openssl", "pkcs12", "-export", "-inkey", pem, "-in", own, "-certfile", root,
                "-name", "from the tool", "-passout", "pass:pass phrase", "-out", file.string()}),
      0);
  const auto store = open().value();
  EXPECT_EQ(store->certificate("from the tool").value().der(), certificate.der());
  const auto signature = store->open("from the tool", "").value()->sign(Scheme::pss_sha256, "m");
  EXPECT_TRUE(key->public_key().verify(Scheme::pss_sha256, "m", signature.value()));
  ASSERT_TRUE(store->generate("ours", KeyKind::ec_p256).ok());
  const std::string all = beside("all.pem").string();
  ASSERT_EQ(run_tool({"openssl", "pkcs12", "-in", file.string(), "-passin", "pass:pass phrase",
                      "-noenc", "-out", all}),
            0);
  EXPECT_THAT(read(all), HasSubstr("CN = a root of others"));
}
}  // namespace keystore
