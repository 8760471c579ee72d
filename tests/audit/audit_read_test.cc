// tests/audit/audit_read_test.cc: lines, filters and places, and one chain read from the store.
#include <gtest/gtest.h>

#include "actors/audit/audit_filter.h"
#include "actors/audit/audit_owners.h"
#include "actors/audit/audit_place.h"
#include "actors/audit/audit_record.h"
#include "actors/audit/stored_links.h"
#include "tests/audit/chain_maker.h"

namespace audit {
constexpr std::chrono::milliseconds one_ms{1};

TEST(AuditEntry, ALineReadsBack) {
  const Entry entry{17, made_at + 5 * one_ms, std::string(32, '\xa5'), R"({"id":"a","x":"},{"})"};
  const std::string line = line_of(entry);
  EXPECT_EQ(line.substr(0, 50), R"({"sequence":17,"loggedAt":"2024-01-02T12:00:00.005)");
  const auto read = entry_of(line);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->sequence, 17u);
  EXPECT_EQ(read->logged, entry.logged);
  EXPECT_EQ(read->hash, entry.hash);
  EXPECT_EQ(read->text, entry.text);
  EXPECT_EQ(line_of({3, store::Service::uin}, entry),
            R"({"service":"uin","partition":3,)" + line.substr(1));
}

TEST(AuditEntry, WhatIsNoLineIsNone) {
  const std::string line = line_of(Entry{1, made_at, std::string(32, 'h'), "{}"});
  ASSERT_TRUE(entry_of(line));
  for (size_t length = 0; length < line.size(); ++length)
    EXPECT_FALSE(entry_of(line.substr(0, length)) && length < line.size() - 2) << length;
  EXPECT_FALSE(entry_of(""));
  EXPECT_FALSE(
      entry_of(R"({"sequence":x,"loggedAt":"2024-01-02T12:00:00.005Z","hash":"","record":{}})"));
}

TEST(AuditOwners, EachServiceHasAName) {
  const auto all = owners(4);
  EXPECT_EQ(all.size(), 16u * 4);
  for (const store::Owner owner : all)
    EXPECT_EQ(service_named(service_name(owner.service)), owner.service);
  EXPECT_FALSE(service_named(""));
  EXPECT_FALSE(service_named("nothing"));
}

TEST(AuditPlace, TextsReadBack) {
  const Place place{made_at, {9, store::Service::audit}, 1234567};
  EXPECT_EQ(place_of(text_of(place)), place);
  for (const char* wrong : {"", "x", "AAAA", "!", "_____________________________________"})
    EXPECT_FALSE(place_of(wrong)) << wrong;
}

TEST(AuditPlace, TimeComesBeforeOwners) {
  const Place early{made_at, {9, store::Service::audit}, 7};
  EXPECT_LT(early, (Place{made_at + one_ms, {0, store::Service::uin}, 1}));
  EXPECT_LT((Place{made_at, {10, store::Service::uin}, 9}), early);
  EXPECT_LT((Place{made_at, {8, store::Service::audit}, 9}), early);
  EXPECT_LT(early, (Place{made_at, {9, store::Service::audit}, 8}));
}

class AuditFilter : public ::testing::Test {
 protected:
  static std::string text(const std::string& id, const std::string& description) {
    Record record;
    record[Field::id] = id;
    record[Field::description] = description;
    return text_of(record);
  }
};

TEST_F(AuditFilter, MembersAreComparedWhole) {
  Filter filter;
  EXPECT_TRUE(filter.takes(text("a", "b")));
  filter.want(Field::id, "a");
  EXPECT_TRUE(filter.takes(text("a", "b")));
  EXPECT_FALSE(filter.takes(text("aa", "a")));
  EXPECT_FALSE(filter.takes(text("b", "a")));
  filter.want(Field::description, R"(say "hi" \ bye)");
  EXPECT_FALSE(filter.takes(text("a", "b")));
  EXPECT_TRUE(filter.takes(text("a", R"(say "hi" \ bye)")));
}

TEST_F(AuditFilter, AMemberThatIsOnlyQuotedIsNone) {
  Filter filter;
  filter.want(Field::id, "a");
  EXPECT_FALSE(filter.takes(text("b", R"("id":"a")")));
  EXPECT_FALSE(filter.takes(text("b", R"(\"id":"a")")));
  EXPECT_FALSE(filter.takes(text("b", R"(","id":"a)")));
}

TEST_F(AuditFilter, FieldsHaveNames) {
  EXPECT_EQ(field_named("eventType"), Field::event_type);
  EXPECT_FALSE(field_named("eventtype"));
}

/// 600 links, three of each millisecond.
class StoredChainRead : public ::testing::Test {
 protected:
  static constexpr store::Owner whose{2, store::Service::audit};
  void SetUp() override {
    for (int i = 0; i < 600; ++i)
      made.append(whose, std::to_string(i + 1), made_at + i / 3 * one_ms);
    sealer = made.sealer(whose);
  }
  StoredLinks opened() {
    StoredLinks links{whose, made.stored, *sealer};
    EXPECT_TRUE(links.open().ok());
    return links;
  }
  static std::vector<std::string> all(StoredLinks& links) {
    std::vector<std::string> texts;
    for (auto entry = links.next(); entry.ok() && entry.value(); entry = links.next())
      texts.push_back(entry.value()->text);
    return texts;
  }

  ChainMaker made;
  std::shared_ptr<seal::Sealer> sealer;
};

TEST_F(StoredChainRead, AllInOrder) {
  auto links = opened();
  const auto texts = all(links);
  ASSERT_EQ(texts.size(), 600u);
  EXPECT_EQ(texts.front(), "1");
  EXPECT_EQ(texts.back(), "600");
}

TEST_F(StoredChainRead, EachTimeIsFound) {
  for (int ms = -1; ms <= 200; ++ms) {
    auto links = opened();
    ASSERT_TRUE(links.seek(made_at + ms * one_ms).ok());
    links.end_at(made_at + (ms + 2) * one_ms);
    const auto texts = all(links);
    const size_t expected = ms == -1 || ms == 199 ? 3 : ms == 200 ? 0 : 6;
    ASSERT_EQ(texts.size(), expected) << ms;
    if (ms < 0 || texts.empty()) continue;
    EXPECT_EQ(texts.front(), std::to_string(ms * 3 + 1));
  }
}

TEST_F(StoredChainRead, WhatComesLaterIsNotSeen) {
  auto links = opened();
  made.append(whose, "later", made_at);
  EXPECT_EQ(all(links).size(), 600u);
}

TEST_F(StoredChainRead, AFailedReadIsTold) {
  auto links = opened();
  made.stored.fail_reads = store::Errc::io;
  EXPECT_EQ(links.next().error(), store::Errc::io);
  EXPECT_EQ(links.seek(made_at + one_ms).error(), store::Errc::io);
}

TEST_F(StoredChainRead, AnEmptyChainHasNone) {
  StoredLinks links{{3, store::Service::audit}, made.stored, *sealer};
  ASSERT_TRUE(links.open().ok());
  EXPECT_TRUE(links.seek(made_at).ok());
  EXPECT_TRUE(all(links).empty());
}
}  // namespace audit
