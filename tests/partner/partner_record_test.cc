// tests/partner/partner_record_test.cc: what is written is read again, and nothing else is.
#include "actors/partner/partner_record.h"

#include <gtest/gtest.h>

#include "tests/partner/certificates.h"

namespace partner {
namespace {
TEST(PartnerRecord, AnAuthorityComesBack) {
  const Holder root = held({"root"});
  const Holder below = held({"below"}, &root);
  for (const auto& one : {authority(root, "id-1"), authority(below, "id-2", "FTM")}) {
    EXPECT_EQ(record_key(*one), "A" + one->filing.id);
    const auto read = decoded_authority(one->filing.id, encoded(*one));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->filing.id, one->filing.id);
    EXPECT_EQ(read->filing.issuer_id, one->filing.issuer_id);
    EXPECT_EQ(read->filing.domain, one->filing.domain);
    EXPECT_EQ(read->filing.uploaded, noon);
    EXPECT_EQ(read->kind, one->kind);
    EXPECT_EQ(read->certificate, one->certificate);
    EXPECT_EQ(read->facts.sha1, one->facts.sha1);
    EXPECT_EQ(read->facts.subject_hash, one->facts.subject_hash);
  }
  EXPECT_EQ(authority(below, "x")->facts.subject, "CN=below,O=Bank,C=IN");
  EXPECT_EQ(authority(below, "x")->facts.issuer, "CN=root,O=Bank,C=IN");
}

TEST(PartnerRecord, APartnerComesBack) {
  const Partner one{{"id", "above", "AUTH", noon}, "Bank", "certificate", "resigned", noon};
  EXPECT_EQ(record_key(one), "Pid");
  const auto read = decoded_partner("id", encoded(one));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->filing.issuer_id, "above");
  EXPECT_EQ(read->filing.domain, "AUTH");
  EXPECT_EQ(read->filing.uploaded, noon);
  EXPECT_EQ(read->organization, "Bank");
  EXPECT_EQ(read->certificate, "certificate");
  EXPECT_EQ(read->resigned, "resigned");
  EXPECT_EQ(read->end, noon);
}

TEST(PartnerRecord, OneOfTheFirstFormatEndsWithItsCertificate) {
  const Holder ours = held({"ours"});
  const auto first_format = [](const std::string& resigned) {
    std::string record = encoded(Partner{{"id", "", "AUTH", noon}, "Bank", "c", resigned, noon});
    record[0] = 1;
    return record.substr(0, record.size() - sizeof(int64_t));
  };
  const auto read = decoded_partner("id", first_format(ours.certificate.der()));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->resigned, ours.certificate.der());
  EXPECT_EQ(read->end, ours.certificate.not_after());
  EXPECT_FALSE(decoded_partner("id", first_format("x")).has_value());
}

TEST(PartnerRecord, WhatWasNotWrittenHereIsNotRead) {
  const auto root = authority(held({"root"}), "id");
  std::string record = encoded(*root);
  EXPECT_FALSE(decoded_authority("id", record + "x").has_value());
  EXPECT_FALSE(decoded_authority("id", record.substr(0, record.size() - 1)).has_value());
  EXPECT_FALSE(decoded_authority("id", "").has_value());
  std::string other_format = record;
  other_format[0] = 2;
  EXPECT_FALSE(decoded_authority("id", other_format).has_value());
  Authority no_certificate = *root;
  no_certificate.certificate = "x";
  EXPECT_FALSE(decoded_authority("id", encoded(no_certificate)).has_value());
  Authority no_kind = *root;
  no_kind.kind = static_cast<AuthorityKind>(3);
  EXPECT_FALSE(decoded_authority("id", encoded(no_kind)).has_value());

  const std::string partner = encoded(Partner{{"id", "", "AUTH", noon}, "Bank", "c", "r"});
  EXPECT_FALSE(decoded_partner("id", partner + "x").has_value());
  EXPECT_FALSE(decoded_partner("id", partner.substr(1)).has_value());
}
}  // namespace
}  // namespace partner
