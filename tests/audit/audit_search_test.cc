// tests/audit/audit_search_test.cc: pages over many chains, against a list.
#include "actors/audit/audit_search.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "actors/audit/audit_owners.h"
#include "actors/audit/audit_record.h"
#include "tests/audit/chain_maker.h"

namespace audit {
class AuditSearch : public ::testing::Test {
 protected:
  static constexpr uint16_t partitions = 2;

  /// 400 records over four chains, several in each millisecond, every third of type B.
  void SetUp() override {
    const store::Owner chains[] = {{0, store::Service::uin},
                                   {1, store::Service::uin},
                                   {0, store::Service::audit},
                                   {1, store::Service::audit}};
    std::map<std::pair<int, int>, uint64_t> sequences;
    for (int i = 0; i < 400; ++i) {
      const store::Owner owner = chains[made.random.below(4)];
      const UtcTime logged = made_at + std::chrono::milliseconds{i / 7};
      Record record;
      record[Field::event_id] = std::to_string(i);
      record[Field::event_type] = i % 3 == 0 ? "B" : "A";
      made.append(owner, text_of(record), logged);
      auto& sequence = sequences[{owner.partition, static_cast<int>(owner.service)}];
      all.emplace_back(Place{logged, owner, ++sequence}, text_of(record));
    }
    std::sort(all.begin(), all.end(),
              [](const auto& one, const auto& other) { return one.first < other.first; });
  }

  /// Every page of `question`, and how long each was.
  std::vector<std::string> asked(Question question, size_t* pages = nullptr) {
    const Search search{made.stored, made.store_key, partitions};
    std::vector<std::string> texts;
    for (;;) {
      const auto page = search.page(question);
      EXPECT_TRUE(page.ok());
      EXPECT_LE(page.value().records.size(), question.records_max);
      for (const Owned& one : page.value().records) texts.push_back(one.entry.text);
      if (pages) ++*pages;
      if (!page.value().next) return texts;
      question.after = place_of(text_of(*page.value().next));
    }
  }
  template <class Wanted>
  std::vector<std::string> expected(Wanted wanted) const {
    std::vector<std::string> texts;
    for (const auto& [place, text] : all)
      if (wanted(place, text)) texts.push_back(text);
    return texts;
  }

  ChainMaker made;
  std::vector<std::pair<Place, std::string>> all;
};

TEST_F(AuditSearch, PagesOfEachLengthHoldEachRecordOnce) {
  const auto everything = expected([](const Place&, const auto&) { return true; });
  for (const size_t length : {1u, 3u, 7u, 64u, 399u, 400u, 1000u})
    EXPECT_EQ(asked({{}, {}, {}, length}), everything) << length;
}

TEST_F(AuditSearch, AFullPageAtTheEndHasNoNext) {
  size_t pages = 0;
  asked({{}, {}, {}, 100}, &pages);
  EXPECT_EQ(pages, 4u);
}

TEST_F(AuditSearch, TimesAndMembersBound) {
  const Period period{made_at + std::chrono::milliseconds{10},
                      made_at + std::chrono::milliseconds{40}};
  Filter filter;
  filter.want(Field::event_type, "B");
  const auto wanted = [&](const Place& place, const std::string& text) {
    return place.logged >= period.from && place.logged < period.to && filter.takes(text);
  };
  for (const size_t length : {1u, 5u, 1000u})
    EXPECT_EQ(asked({period, filter, {}, length}), expected(wanted)) << length;
  EXPECT_FALSE(expected(wanted).empty());
}

TEST_F(AuditSearch, AClockThatStoodStillDoesNotHoldUpAPage) {
  for (int i = 0; i < 300; ++i) made.append({0, store::Service::uin}, "{}", made_at);
  size_t pages = 0;
  EXPECT_EQ(asked({{}, {}, {}, 50}, &pages).size(), 700u);
  EXPECT_EQ(pages, 14u);
}

TEST_F(AuditSearch, AFailedReadIsTold) {
  made.stored.fail_reads = store::Errc::io;
  const Search search{made.stored, made.store_key, partitions};
  EXPECT_EQ(search.page({{}, {}, {}, 10}).error(), Errc::audit_internal);
}

TEST_F(AuditSearch, AChainWithALinkThatDoesNotOpenEndsThereAndIsTold) {
  const Place damaged = all[5].first;
  const auto key = link_key(damaged.sequence);
  made.stored.entries[store::key_prefix(damaged.owner) + key].back() ^= 1;
  const auto readable = expected([&](const Place& place, const auto&) {
    return place.owner != damaged.owner || place.sequence < damaged.sequence;
  });
  const Search search{made.stored, made.store_key, partitions};
  const auto page = search.page({{}, {}, {}, 1000});
  ASSERT_TRUE(page.ok());
  std::vector<std::string> texts;
  for (const Owned& one : page.value().records) texts.push_back(one.entry.text);
  EXPECT_EQ(texts, readable);
  EXPECT_EQ(page.value().unreadable, std::vector<store::Owner>{damaged.owner});
  EXPECT_FALSE(page.value().next);
}

TEST_F(AuditSearch, AChainWithoutItsHeadIsToldAndTheOthersAreRead) {
  const store::Owner owner{1, store::Service::uin};
  made.stored.entries[store::key_prefix(owner) + std::string{head_key}] = "?";
  const Search search{made.stored, made.store_key, partitions};
  const auto page = search.page({{}, {}, {}, 1000});
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page.value().unreadable, std::vector<store::Owner>{owner});
  EXPECT_EQ(page.value().records.size(),
            expected([&](const Place& place, const auto&) { return place.owner != owner; }).size());
}
}  // namespace audit
