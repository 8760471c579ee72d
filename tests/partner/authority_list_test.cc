// tests/partner/authority_list_test.cc: filters, orders and pages.
#include "actors/partner/authority_list.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/partner/certificates.h"

namespace partner {
namespace {
using std::chrono::days;

class AuthorityList : public ::testing::Test {
 protected:
  std::string ids(const Filter& filter, const Order& order = {}, const Page& page = {}) {
    std::string out;
    for (const auto& one : list_authorities(book, filter, order, page, noon).page)
      out += one->filing.id;
    return out;
  }
  static Filter with(auto set) {
    Filter filter;
    set(filter);
    return filter;
  }

  const Holder root = held({"Root"});
  const Holder middle =
      held({"Middle", crypto::Profile::partner, {noon - days{9}, noon + days{30}}}, &root);
  const Holder other = held({"Other"});
  const Book book = book_of({authority(root, "c"), authority(middle, "a", "AUTH", noon + days{1}),
                             authority(other, "b", "FTM", noon + days{2})});
};

TEST_F(AuthorityList, NothingAskedMeansAllTheOldestUploadFirst) {
  EXPECT_EQ(ids({}), "cab");
  EXPECT_EQ(ids({}, {SortField::uploaded, true}), "bac");
}

TEST_F(AuthorityList, EachFilterLeavesSomeOut) {
  EXPECT_EQ(ids(with([](Filter& f) { f.kind = AuthorityKind::root; })), "cb");
  EXPECT_EQ(ids(with([](Filter& f) { f.kind = AuthorityKind::intermediate; })), "a");
  EXPECT_EQ(ids(with([](Filter& f) { f.domain = "FTM"; })), "b");
  EXPECT_EQ(ids(with([](Filter& f) { f.id = "B"; })), "b");
  EXPECT_EQ(ids(with([](Filter& f) { f.issued_to = "iDD"; })), "a");
  EXPECT_EQ(ids(with([](Filter& f) { f.issued_by = "cn=root"; })), "ca");
  EXPECT_EQ(ids(with([](Filter& f) { f.valid_from = noon - days{9}; })), "a");
  EXPECT_EQ(ids(with([](Filter& f) { f.valid_till = noon + days{30}; })), "a");
  EXPECT_EQ(ids(with([](Filter& f) { f.uploaded = noon + days{2}; })), "b");
  EXPECT_EQ(ids(with([](Filter& f) { f.expiring_by = noon + days{30}; })), "a");
  EXPECT_EQ(ids(with([](Filter& f) { f.expiring_by = noon + days{29}; })), "");
  EXPECT_EQ(ids(with([&](Filter& f) { f.left_out = {root.certificate.sha1_hex()}; })), "ab");
}

TEST_F(AuthorityList, EveryFieldSorts) {
  EXPECT_EQ(ids({}, {SortField::id, false}), "abc");
  EXPECT_EQ(ids({}, {SortField::id, true}), "cba");
  EXPECT_EQ(ids({}, {SortField::subject, false}), "abc");
  EXPECT_EQ(ids({}, {SortField::issuer, false}), "bac");
  EXPECT_EQ(ids({}, {SortField::valid_from, false}), "abc");
  EXPECT_EQ(ids({}, {SortField::valid_till, false}), "abc");
  EXPECT_EQ(ids({}, {SortField::domain, false}), "acb");
  EXPECT_EQ(ids({}, {SortField::kind, false}), "abc");
  const std::string by_thumbprint = ids({}, {SortField::thumbprint, false});
  const std::string reversed = ids({}, {SortField::thumbprint, true});
  EXPECT_EQ(std::string(reversed.rbegin(), reversed.rend()), by_thumbprint);
}

TEST_F(AuthorityList, NamesOfFieldsAreTheAnswersOrTheReferences) {
  EXPECT_EQ(sort_field_of("createdtimes"), SortField::uploaded);
  EXPECT_EQ(sort_field_of("issuedTo"), sort_field_of("certSubject"));
  EXPECT_EQ(sort_field_of("validTillDate"), SortField::valid_till);
  EXPECT_EQ(sort_field_of("certData"), std::nullopt);
  EXPECT_EQ(sort_field_of(""), std::nullopt);
  EXPECT_EQ(kind_of("intermediate"), AuthorityKind::intermediate);
  EXPECT_EQ(kind_of("Root"), AuthorityKind::root);
  EXPECT_EQ(kind_of("LEAF"), std::nullopt);
}

TEST_F(AuthorityList, PagesAreCutOutOfTheWhole) {
  const auto first = list_authorities(book, {}, {}, page_of(1, 2), noon);
  EXPECT_EQ(first.page.size(), 2u);
  EXPECT_EQ(first.total, 3u);
  EXPECT_EQ(ids({}, {}, page_of(2, 2)), "b");
  EXPECT_EQ(ids({}, {}, page_of(3, 2)), "");
  EXPECT_EQ(ids({}, {}, page_of(std::numeric_limits<int64_t>::max(), 500)), "");
  EXPECT_EQ(page_of(0, 0).number, 1u);
  EXPECT_EQ(page_of(-5, -5).size, Page::size_default);
  EXPECT_EQ(page_of(2, 1'000'000).size, Page::size_max);
}
}  // namespace
}  // namespace partner
