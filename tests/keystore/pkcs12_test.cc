// tests/keystore/pkcs12_test.cc: the file itself: who may open it, what damages it, and who else
// reads and writes it.
#include "crypto/keystore/pkcs12.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "crypto/keystore/pkcs12/contents.h"
#include "crypto/keystore/pkcs12/handles.h"
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
  /// A file as another program may have written it.
  void write_contents(const pkcs12::Contents& contents) const {
    write(file, pkcs12::render(contents, crypto::SecureBytes::from("pass phrase")).value());
  }
  /// All that the openssl program finds in the file.
  std::string printed() const {
    const std::string all = beside("all.pem").string();
    EXPECT_EQ(run_tool({"openssl", "pkcs12", "-in", file.string(), "-passin", "pass:pass phrase",
                        "-noenc", "-out", all}),
              0);
    return read(all);
  }

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

namespace {
pkcs12::Bag der_of(pkcs12::OwnedBag bag) {
  return std::make_shared<const crypto::SecureBytes>(
      pkcs12::secret_der_of(bag.get(), i2d_PKCS12_SAFEBAG));
}
pkcs12::Bag key_bag(const std::string& name) {
  const auto der = crypto::SoftPrivateKey::generate(KeyKind::ec_p256).value()->to_pkcs8_der();
  const crypto::OwnedPkcs8 info{pkcs12::of_der(der.value().view(), d2i_PKCS8_PRIV_KEY_INFO)};
  pkcs12::OwnedBag bag{PKCS12_SAFEBAG_create_pkcs8_encrypt(NID_aes_256_cbc, "pass phrase", -1,
                                                           nullptr, 0, 1, info.get())};
  EXPECT_EQ(PKCS12_add_friendlyname_utf8(bag.get(), name.data(), -1), 1);
  return der_of(std::move(bag));
}
pkcs12::Bag certificate_bag(const crypto::Certificate& certificate, std::string local_id) {
  const std::string& der = certificate.der();
  const pkcs12::OwnedX509 x509{pkcs12::of_der(std::string_view{der}, d2i_X509)};
  pkcs12::OwnedBag bag{PKCS12_SAFEBAG_create_cert(x509.get())};
  EXPECT_EQ(PKCS12_add_localkeyid(bag.get(), crypto::bytes_of(local_id),
                                  static_cast<int>(local_id.size())),
            1);
  return der_of(std::move(bag));
}
}  // namespace

// Of two of one name the first write would keep one, and nobody could say which.
TEST_F(Pkcs12File, IsRefusedWhereTwoHaveOneName) {
  const auto secret = [](const std::string& name) {
    return pkcs12::secret_bag(name, crypto::SecureBytes{32}).value();
  };
  pkcs12::Contents contents;
  const auto of_two = [&](pkcs12::Bag first, pkcs12::Bag second) {
    contents.others = {std::move(first), std::move(second)};
    write_contents(contents);
    return refusal();
  };
  EXPECT_EQ(of_two(key_bag("a"), key_bag("b")), "it opened");
  const std::string told = file.string() + " holds two keys or secrets of one friendlyName";
  EXPECT_THAT(of_two(key_bag("a"), key_bag("a")), HasSubstr(told));
  EXPECT_THAT(of_two(key_bag("a"), secret("a")), HasSubstr(told));
  EXPECT_THAT(of_two(secret("a"), secret("a")), HasSubstr(told));
  EXPECT_EQ(of_two(secret("a"), secret("A")), "it opened");
}

TEST_F(Pkcs12File, KeepsEveryCertificateOfOneLocalKeyId) {
  const auto key = crypto::SoftPrivateKey::generate(KeyKind::ec_p256).value();
  const auto other = crypto::SoftPrivateKey::generate(KeyKind::ec_p256).value();
  const auto first = certificate_of(*key, "the first");
  const auto der = key->to_pkcs8_der();
  pkcs12::Contents contents;
  contents.keys["key"] = {
      key, pkcs12::shroud(der.value(), crypto::SecureBytes::from("pass phrase")).value(), first};
  contents.others = {certificate_bag(certificate_of(*other, "of another key"), "key"),
                     certificate_bag(certificate_of(*key, "the second"), "key")};
  write_contents(contents);
  for (const char* made : {"one", "two"}) {  // Each opening and each writing keeps them.
    const auto store = open().value();
    EXPECT_EQ(store->certificate("key").value().der(), first.der());
    ASSERT_TRUE(store->generate(made, KeyKind::ec_p256).ok());
    for (const char* name : {"the first", "the second", "of another key"})
      EXPECT_THAT(printed(), HasSubstr(std::string{"CN = "} + name));
  }
  // The certificate comes to its key, wherever it stands.
  contents.keys["key"].certificate.reset();
  write_contents(contents);
  EXPECT_EQ(open().value()->certificate("key").value().subject().common_name, "the second");
}

TEST(Pkcs12Bags, ASecretIsWipedBeforeItIsFreed) {
  const std::string secret(32, 's');
  const pkcs12::OwnedBag bag{PKCS12_SAFEBAG_create_secret(
      NID_pkcs7_data, V_ASN1_OCTET_STRING, crypto::bytes_of(std::string_view{secret}), 32)};
  const auto octets = [&] {
    const auto* const held = PKCS12_SAFEBAG_get0_bag_obj(bag.get())->value.octet_string;
    return std::string{reinterpret_cast<const char*>(ASN1_STRING_get0_data(held)), 32};
  };
  EXPECT_EQ(octets(), secret);
  pkcs12::wipe_secret(bag.get());
  EXPECT_EQ(octets(), std::string(32, '\0'));
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
