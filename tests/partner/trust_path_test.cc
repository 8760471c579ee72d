// tests/partner/trust_path_test.cc: which certificates lead to an authority of a domain.
#include "actors/partner/trust_path.h"

#include <gtest/gtest.h>

#include "tests/partner/certificates.h"

namespace partner {
namespace {
using std::chrono::days;

std::vector<std::string> names_of(const Chain& chain) {
  std::vector<std::string> out;
  for (const auto& one : chain) out.push_back(one.subject().common_name);
  return out;
}
using Names = std::vector<std::string>;

class TrustPath : public ::testing::Test {
 protected:
  Names path(const Book& book, const crypto::Certificate& certificate, const Chain& more = {},
             UtcTime when = noon, const std::string& domain = "AUTH") {
    return names_of(trust_path(book, domain, certificate, more, when));
  }

  const Holder root = held({"root"});
  const Holder middle = held({"middle"}, &root);
  const Holder leaf = held({"leaf"}, &middle);
};

TEST_F(TrustPath, LeadsOverTheDomainsAuthorities) {
  const Book book = book_of({authority(root, "r"), authority(middle, "m")});
  EXPECT_EQ(path(book, leaf.certificate), Names({"leaf", "middle", "root"}));
  EXPECT_EQ(path(book, middle.certificate), Names({"middle", "root"}));
  EXPECT_EQ(path(book, root.certificate), Names({"root"}));
  EXPECT_EQ(path(book, leaf.certificate, {}, noon, "FTM"), Names());
  EXPECT_EQ(path(book, leaf.certificate, {}, noon + days{2001}), Names());
}

TEST_F(TrustPath, WhatCameWithTheQuestionLinksButIsNotTrusted) {
  const Book only_root = book_of({authority(root, "r")});
  EXPECT_EQ(path(only_root, leaf.certificate), Names());
  EXPECT_EQ(path(only_root, leaf.certificate, {middle.certificate}),
            Names({"leaf", "middle", "root"}));
  EXPECT_EQ(path(Book{}, leaf.certificate, {middle.certificate, root.certificate}), Names());
  EXPECT_EQ(path(book_of({authority(middle, "m")}), leaf.certificate, {root.certificate}), Names());
}

TEST_F(TrustPath, AnotherKeyOfTheSameNameCounts) {
  const Holder impostor = held({"root"});
  const Holder below = held({"below"}, &impostor);
  const Book book = book_of({authority(root, "r")});
  EXPECT_EQ(path(book, below.certificate), Names());
  EXPECT_EQ(path(book_of({authority(root, "r"), authority(impostor, "i")}), below.certificate),
            Names({"below", "root"}));
}

TEST_F(TrustPath, ABaseKeySignsNobody) {
  const Holder base = held({"base", crypto::Profile::base}, &root);
  const Holder below = held({"below"}, &base);
  const Book book = book_of({authority(root, "r"), authority(base, "b")});
  EXPECT_EQ(path(book, below.certificate), Names());
}

TEST_F(TrustPath, AChainIsOnlySoLong) {
  Authorities above{authority(root, "0")};
  Holder last = root;
  for (size_t i = 0; i < crypto::chain_intermediates_max; ++i) {
    last = held({"link " + std::to_string(i)}, &last);
    above.push_back(authority(last, std::to_string(i + 1)));
  }
  const Holder end = held({"end"}, &last);
  EXPECT_EQ(path(book_of(above), end.certificate).size(), crypto::chain_intermediates_max + 2);
  above.push_back(authority(end, "end"));
  EXPECT_EQ(path(book_of(above), held({"beyond"}, &end).certificate), Names());
}

TEST_F(TrustPath, ARootsSuccessorDoesNotHideIt) {
  const Holder successor = held({"root"});
  for (const auto& order : {Authorities{authority(root, "r"), authority(successor, "s")},
                            Authorities{authority(successor, "s"), authority(root, "r")}})
    EXPECT_EQ(path(book_of(order), leaf.certificate, {middle.certificate}),
              Names({"leaf", "middle", "root"}));
}

TEST_F(TrustPath, OfManyOfOneNameTheNewestAreTried) {
  const Holder below = held({"below"}, &middle);
  Authorities many{authority(root, "r"), authority(middle, "old", "AUTH", noon - days{1})};
  const auto row = authority(held({"middle"}, &root), "x");
  while (many.size() < candidates_max) {
    Authority copy = *row;
    copy.filing.id = std::to_string(many.size());
    many.push_back(std::make_shared<const Authority>(std::move(copy)));
  }
  EXPECT_EQ(path(book_of(many), below.certificate), Names({"below", "middle", "root"}));
  many.push_back(row);
  EXPECT_EQ(path(book_of(many), below.certificate), Names());
}
}  // namespace
}  // namespace partner
