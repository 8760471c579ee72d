// tests/store/batch_test.cc: what a batch says when it is read again, and one that was cut.
#include "store/batch.h"

#include <gtest/gtest.h>

#include <vector>

namespace {
/// Reads or writes a batch as CAF does when it crosses nodes.
struct Encoded {
  using result_type = void;
  uint16_t partition = 0;
  store::Service service{};
  uint32_t count = 0;
  std::string writes;
  bool is_reading = false;

  void operator()(uint16_t& a, store::Service& b, uint32_t& c, std::string& d) {
    if (is_reading) {
      a = partition, b = service, c = count, d = writes;
    } else {
      partition = a, service = b, count = c, writes = d;
    }
  }
};

std::vector<std::string> replayed(const store::Batch& batch, bool& whole) {
  std::vector<std::string> all;
  whole = batch.replay(
      [&](store::Owner owner, std::string_view key, std::string_view value) {
        all.push_back("put " + std::to_string(static_cast<int>(owner.service)) + " " +
                      std::string{key} + " " + std::string{value});
      },
      [&](std::string_view key) { all.push_back("erase " + std::string{key}); },
      [&](std::string_view first, std::string_view end) {
        all.push_back("range " + std::string{first} + " " + std::string{end});
      });
  return all;
}

store::Batch each_kind() {
  store::Batch batch{{3, store::Service::rid}};
  batch.put("a", "1");
  batch.erase_range("b", "c");
  batch.erase("d");
  batch.put_beside(store::Service::outbox, "e", "2");
  return batch;
}

TEST(Batch, WritesComeBackInOrder) {
  bool whole = false;
  EXPECT_EQ(replayed(each_kind(), whole),
            (std::vector<std::string>{"put 3 a 1", "range b c", "erase d", "put 11 e 2"}));
  EXPECT_TRUE(whole);
  EXPECT_EQ(each_kind().count(), 4u);
}

TEST(Batch, ARewindForgetsARange) {
  store::Batch batch{{3, store::Service::rid}};
  batch.put("a", "1");
  const auto mark = batch.mark();
  batch.erase_range("b", "c");
  batch.rewind(mark);
  bool whole = false;
  EXPECT_EQ(replayed(batch, whole), std::vector<std::string>{"put 3 a 1"});
  EXPECT_EQ(batch.count(), 1u);
}

TEST(Batch, OneThatWasCutIsNotWhole) {
  store::Batch batch = each_kind();
  Encoded encoded;
  inspect(encoded, batch);
  encoded.is_reading = true;
  const std::string all = encoded.writes;
  size_t whole_ones = 0;
  for (size_t length = 0; length < all.size(); ++length) {
    encoded.writes = all.substr(0, length);
    store::Batch cut;
    inspect(encoded, cut);
    bool whole = false;
    replayed(cut, whole);
    whole_ones += whole ? 1 : 0;
  }
  EXPECT_EQ(whole_ones, 4u);  // between two writes, and the empty one
}
}  // namespace
