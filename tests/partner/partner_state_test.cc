// tests/partner/partner_state_test.cc: one certificate of a domain, one row; a book and its store.
#include "actors/partner/partner_state.h"

#include <gtest/gtest.h>

#include "actors/partner/partner_record.h"
#include "tests/fakes/memory_store.h"
#include "tests/fakes/memory_transaction.h"
#include "tests/partner/certificates.h"

namespace partner {
namespace {
class PartnerState : public ::testing::Test {
 protected:
  MemoryTransaction tx;
  Certificates certificates;
  const Holder root = held({"root"});
  const AuthorityPtr row = authority(root, "id");
  const PartnerPtr partner =
      std::make_shared<const Partner>(Partner{{"p", "id", "AUTH", noon}, "Bank", "c", "r"});
};

TEST_F(PartnerState, RowsThatAreNewAreStored) {
  const auto added = certificates.store({{row}, {partner}}, tx);
  EXPECT_EQ(added.value().authorities, Authorities{row});
  EXPECT_EQ(added.value().partners.size(), 1u);
  EXPECT_EQ(tx.get("Aid").value(), encoded(*row));
  EXPECT_EQ(tx.get("Pp").value(), encoded(*partner));
}

TEST_F(PartnerState, OneCertificateIsStoredOncePerDomain) {
  ASSERT_TRUE(certificates.store({{row}, {}}, tx).ok());
  const auto again = certificates.store({{authority(root, "other")}, {}}, tx);
  EXPECT_TRUE(again.value().authorities.empty());
  EXPECT_EQ(tx.get("Aother").value(), std::nullopt);
  EXPECT_EQ(
      certificates.store({{authority(root, "ftm", "FTM")}, {}}, tx).value().authorities.size(), 1u);
}

TEST_F(PartnerState, WhatIsStoredIsKnownAfterALoad) {
  ASSERT_TRUE(certificates.store({{row}, {partner}}, tx).ok());
  Certificates later;
  ASSERT_TRUE(later.load(tx).ok());
  EXPECT_TRUE(later.store({{authority(root, "other")}, {}}, tx).value().authorities.empty());
  const auto book = load_book(tx).value();
  EXPECT_EQ(book->authorities(), 1u);
  EXPECT_EQ(book->partners(), 1u);
  EXPECT_EQ(book->authority("id")->certificate, row->certificate);
  EXPECT_EQ(book->authority("AUTH", row->facts.sha1)->filing.id, "id");
  EXPECT_EQ(book->authority("FTM", row->facts.sha1), nullptr);
  EXPECT_EQ(book->partner("p")->organization, "Bank");
  EXPECT_EQ(book->partner("id"), nullptr);
}

TEST_F(PartnerState, ARecordOfNoVersionIsAFault) {
  tx.put("Ax", "x");
  EXPECT_EQ(load_book(tx).error(), Errc::internal);
  EXPECT_EQ(certificates.load(tx).error(), Errc::internal);
  tx.erase("Ax");
  tx.put("Px", "x");
  EXPECT_EQ(load_book(tx).error(), Errc::internal);
}

TEST_F(PartnerState, ThereIsAnEnd) {
  Rows many;
  for (size_t i = 0; i < partners_max; ++i) {
    Partner one = *partner;
    one.filing.id = std::to_string(i);
    many.partners.push_back(std::make_shared<const Partner>(std::move(one)));
  }
  ASSERT_TRUE(certificates.store(many, tx).ok());
  EXPECT_EQ(certificates.store({{row}, {partner}}, tx).error(), Errc::storage_full);
  EXPECT_EQ(tx.get("Aid").value(), std::nullopt);
  EXPECT_TRUE(certificates.store({{row}, {}}, tx).ok());
}
}  // namespace
}  // namespace partner
