// tests/keymanager/key_record_test.cc: what is written is read, and nothing else is.
#include "actors/keymanager/key_record.h"

#include <gtest/gtest.h>

#include "tests/keymanager/keys.h"

namespace keymanager::key_record_test {
namespace {
KeyVersion full() {
  KeyVersion out = *version({.name = {"REGISTRATION", "10001_10002"}, .kept = Kept::wrapped});
  out.alias = "d8a3";
  out.record = std::string("\0block", 6);
  out.module_alias = "module";
  out.thumbprints_before = {std::string(32, 'a'), std::string(32, 'b')};
  return out;
}

void expect_equal(const KeyVersion& a, const KeyVersion& b) {
  EXPECT_EQ(a.alias, b.alias);
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.kept, b.kept);
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.life, b.life);
  EXPECT_EQ(a.uni_ident, b.uni_ident);
  EXPECT_EQ(a.certificate, b.certificate);
  EXPECT_EQ(a.thumbprint, b.thumbprint);
  EXPECT_EQ(a.thumbprints_before, b.thumbprints_before);
  EXPECT_EQ(a.record, b.record);
  EXPECT_EQ(a.module_alias, b.module_alias);
  EXPECT_EQ(a.made, b.made);
  EXPECT_EQ(a.uploaded, b.uploaded);
  EXPECT_EQ(a.is_revoked, b.is_revoked);
}

/// Each way to have more to tell than most.
std::vector<KeyVersion> with_tails() {
  std::vector<KeyVersion> out(4, full());
  out[0].made = noon;
  out[1].uploaded = noon;
  out[2].is_revoked = true;
  out[3] = out[0];
  out[3].uploaded = noon - std::chrono::days{1};
  out[3].is_revoked = true;
  return out;
}
}  // namespace

TEST(KeyRecord, IsReadAsItWasWritten) {
  const KeyVersion whole = full();
  const auto back = decoded(whole.alias, encoded(whole));
  ASSERT_TRUE(back.has_value());
  expect_equal(whole, *back);
}

TEST(KeyRecord, TheTailIsReadAsItWasWrittenAndNothingElseIs) {
  for (const KeyVersion& version : with_tails()) {
    const std::string record = encoded(version);
    const auto back = decoded(version.alias, record);
    ASSERT_TRUE(back.has_value());
    expect_equal(version, *back);
    for (size_t bytes = encoded(full()).size(); bytes < record.size(); ++bytes)
      EXPECT_FALSE(decoded("d8a3", record.substr(0, bytes)).has_value()) << bytes;
    EXPECT_FALSE(decoded("d8a3", record + '\0').has_value());
  }
  // A tail that tells nothing, or what this program does not know.
  std::string record = encoded(with_tails()[2]);
  for (const char tail : {'\0', '\10', '\14', '\xff'}) {
    record.back() = tail;
    EXPECT_FALSE(decoded("d8a3", record).has_value());
  }
}

TEST(KeyRecord, ASecretHasNoThumbprint) {
  const KeyVersion secret = *version({.name = {"KERNEL", "IDENTITY_CACHE"}, .kept = Kept::secret});
  const auto back = decoded(secret.alias, encoded(secret));
  ASSERT_TRUE(back.has_value());
  expect_equal(secret, *back);
  EXPECT_EQ(back->thumbprint, "");
}

TEST(KeyRecord, EachTruncationIsRefused) {
  const std::string record = encoded(full());
  for (size_t bytes = 0; bytes < record.size(); ++bytes)
    EXPECT_FALSE(decoded("d8a3", record.substr(0, bytes)).has_value()) << bytes;
  EXPECT_FALSE(decoded("d8a3", record + '\0').has_value());
}

TEST(KeyRecord, NumbersThatMeanNothingAreRefused) {
  for (const size_t place : {size_t{0}, size_t{1}, size_t{2}}) {
    for (const char number : {'\0', '\6', '\xff'}) {
      std::string record = encoded(full());
      record[place] = number;
      EXPECT_FALSE(decoded("d8a3", record).has_value()) << place;
    }
  }
}

TEST(KeyRecord, TheStoredNumbersNeverChange) {
  const std::string record = encoded(full());
  EXPECT_EQ(record.substr(0, 3), std::string("\1\2\1", 3));  // format, wrapped, RSA
  EXPECT_EQ(encoded(with_tails()[2]), '\2' + record.substr(1) + '\4');
  EXPECT_EQ(static_cast<int>(Kept::keystore), 1);
  EXPECT_EQ(static_cast<int>(Kept::certificate_only), 3);
  EXPECT_EQ(static_cast<int>(Kept::secret), 4);
  EXPECT_EQ(static_cast<int>(Kept::sealed), 5);
  EXPECT_EQ(key_record_key("d8a3"), "Vd8a3");
}
}  // namespace keymanager::key_record_test
