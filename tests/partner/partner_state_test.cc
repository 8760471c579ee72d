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
  const PartnerPtr partner = std::make_shared<const Partner>(
      Partner{{"p", "id", "AUTH", noon}, "Bank", "c", "r", noon + std::chrono::days{365}});

  /// Another row, of a certificate of its own unless one is named.
  PartnerPtr numbered(size_t number, UtcTime end, const std::string& certificate = {}) const {
    Partner one = *partner;
    one.filing.id = std::to_string(number);
    one.certificate = certificate.empty() ? "c" + one.filing.id : certificate;
    one.end = end;
    return std::make_shared<const Partner>(std::move(one));
  }
  /// As many as there may be, that end one after the other from `first` on.
  Rows all_there_may_be(UtcTime first) const {
    Rows out;
    for (size_t i = 0; i < partners_max; ++i)
      out.partners.push_back(numbered(i, first + std::chrono::milliseconds{i}));
    return out;
  }
};

TEST_F(PartnerState, RowsThatAreNewAreStored) {
  const auto added = certificates.store({{row}, {partner}}, noon, tx);
  EXPECT_EQ(added.value().authorities, Authorities{row});
  EXPECT_EQ(added.value().partners.size(), 1u);
  EXPECT_EQ(tx.get("Aid").value(), encoded(*row));
  EXPECT_EQ(tx.get("Pp").value(), encoded(*partner));
}

TEST_F(PartnerState, OneCertificateIsStoredOncePerDomain) {
  ASSERT_TRUE(certificates.store({{row}, {}}, noon, tx).ok());
  const auto again = certificates.store({{authority(root, "other")}, {}}, noon, tx);
  EXPECT_TRUE(again.value().authorities.empty());
  EXPECT_EQ(tx.get("Aother").value(), std::nullopt);
  EXPECT_EQ(certificates.store({{authority(root, "ftm", "FTM")}, {}}, noon, tx)
                .value()
                .authorities.size(),
            1u);
}

TEST_F(PartnerState, WhatIsStoredIsKnownAfterALoad) {
  ASSERT_TRUE(certificates.store({{row}, {partner}}, noon, tx).ok());
  Certificates later;
  ASSERT_TRUE(later.load(tx).ok());
  EXPECT_TRUE(later.store({{authority(root, "other")}, {}}, noon, tx).value().authorities.empty());
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
  ASSERT_TRUE(certificates.store(all_there_may_be(noon), noon, tx).ok());
  EXPECT_EQ(certificates.store({{row}, {partner}}, noon, tx).error(), Errc::storage_full);
  EXPECT_EQ(tx.get("Aid").value(), std::nullopt);
  EXPECT_TRUE(certificates.store({{row}, {}}, noon, tx).ok());
}

TEST_F(PartnerState, WhoseTimeIsOverMakesRoomAndNobodyElse) {
  using std::chrono::milliseconds;
  ASSERT_TRUE(certificates.store(all_there_may_be(noon), noon, tx).ok());
  const auto added = certificates.store({{}, {partner}}, noon + milliseconds{2}, tx);
  ASSERT_TRUE(added.ok());
  ASSERT_EQ(added.value().gone.size(), 1u);  // no more than are needed
  EXPECT_EQ(added.value().gone.front()->filing.id, "0");
  EXPECT_EQ(tx.get("P0").value(), std::nullopt);
  EXPECT_NE(tx.get("P1").value(), std::nullopt);
  Certificates later;  // whoever reads the store goes on where this one was
  ASSERT_TRUE(later.load(tx).ok());
  for (Certificates* one : {&certificates, &later}) {
    MemoryTransaction copy{tx.entries};
    const auto next =
        one->store({{}, {numbered(partners_max, noon)}}, noon + milliseconds{2}, copy);
    ASSERT_TRUE(next.ok());
    EXPECT_EQ(next.value().gone.front()->filing.id, "1");
    EXPECT_EQ(one->store({{row}, {numbered(partners_max + 1, noon)}}, noon, copy).error(),
              Errc::storage_full);
  }
}

TEST_F(PartnerState, OfTwoRowsForOneCertificateTheSecondIsLeftOut) {
  ASSERT_TRUE(certificates.store({{}, {partner}}, noon, tx).ok());
  const auto other = numbered(2, noon, "c");
  EXPECT_TRUE(certificates.store({{}, {other}}, noon, tx).value().partners.empty());
  EXPECT_EQ(tx.get("P2").value(), std::nullopt);
  // Unless it is meant to follow the first.
  EXPECT_EQ(certificates.store({{}, {other}, "p"}, noon, tx).value().partners.size(), 1u);
  EXPECT_TRUE(
      certificates.store({{}, {numbered(3, noon, "c")}, "p"}, noon, tx).value().partners.empty());
}

TEST_F(PartnerState, ABookFindsTheNewestRowOfACertificate) {
  Partner renewed = *partner;
  renewed.filing.id = "q";
  renewed.filing.uploaded = noon + std::chrono::days{1};
  const auto newer = std::make_shared<const Partner>(renewed);
  for (const auto& rows : {std::vector{partner, newer}, std::vector{newer, partner}}) {
    const Book book = Book{}.with({{}, rows});
    EXPECT_EQ(book.partner("AUTH", "c"), newer);
    EXPECT_EQ(book.partner("FTM", "c"), nullptr);
    EXPECT_EQ(book.with({{}, {}, {}, {partner}}).partner("AUTH", "c"), newer);
    const Book without = book.with({{}, {}, {}, {newer}});
    EXPECT_EQ(without.partner("AUTH", "c"), nullptr);
    EXPECT_EQ(without.partner("q"), nullptr);
    EXPECT_EQ(without.partners(), 1u);
    EXPECT_EQ(without.with({{}, {}, {}, {newer}}).partners(), 1u);
  }
}
}  // namespace
}  // namespace partner
