// tests/audit/audit_flip_test.cc: one flipped byte anywhere in files, manifest or stored links.
#include "store/rocks_store.h"
#include "tests/audit/archive_fixture.h"

namespace audit {
class AuditFlip : public ArchiveFixture {
 protected:
  static constexpr int flips = 100;

  void SetUp() override {
    store::OpenOptions options;
    options.dir = directory.path() + "/data";
    auto opened = store::RocksStore::open(options);
    ASSERT_TRUE(opened.ok());
    store = std::move(opened).value();
    use(*store, *store);
    rules.retention = std::chrono::days{1};
    rules.records_max = 200;
    append(36 * 60);
    ASSERT_EQ(move(archived_from + std::chrono::hours{36}), "");
    ASSERT_EQ(verdict().archived, 12u * 60);
    ASSERT_EQ(broken(), "");
    for (const auto& one : std::filesystem::directory_iterator{folder()})
      places.push_back({one.path(), content(one.path())});
    store->scan(whose, link_prefix, {}, [&](std::string_view key, std::string_view value) {
      places.push_back({std::string{key}, std::string{value}});
      return true;
    });
  }

  struct Where {
    std::string name;  ///< a path, or the key of a link
    std::string whole;
  };
  void put(const Where& at, const std::string& value) {
    if (at.name.starts_with('/')) return replace(at.name, value);
    store::Batch batch{whose};
    batch.put(at.name, value);
    store->write({&batch, 1});
  }
  /// Each byte of all places is as likely as every other one of its kind: files and rows.
  const Where& somewhere(size_t& byte) {
    size_t total = 0;
    for (const Where& one : places) total += one.whole.size();
    byte = random.below(total);
    for (const Where& one : places) {
      if (byte < one.whole.size()) return one;
      byte -= one.whole.size();
    }
    return places.front();
  }
  /// Whether `verify` finds it, in the right place.
  bool finds(const Where& at, size_t byte) {
    std::string flipped = at.whole;
    flipped[byte] = static_cast<char>(flipped[byte] ^ (1 << random.below(8)));
    put(at, flipped);
    const auto found = verdict().broken;
    put(at, at.whole);
    const bool is_row = !at.name.starts_with('/');
    return found && (found->place == "store") == is_row;
  }

  std::unique_ptr<store::RocksStore> store;
  std::vector<Where> places;
};

TEST_F(AuditFlip, AHundredOfAHundredAreFound) {
  int found = 0;
  for (int i = 0; i < flips; ++i) {
    size_t byte = 0;
    const Where& at = somewhere(byte);
    const bool is_found = finds(at, byte);
    EXPECT_TRUE(is_found) << at.name << " byte " << byte;
    found += is_found ? 1 : 0;
  }
  EXPECT_EQ(found, flips);
  EXPECT_EQ(broken(), "");
}

TEST_F(AuditFlip, SoIsEachByteOfTheManifest) {
  const auto at = std::ranges::find(places, manifest_path(), &Where::name);
  ASSERT_NE(at, places.end());
  for (size_t byte = 0; byte < at->whole.size(); byte += 7)
    EXPECT_TRUE(finds(*at, byte)) << "byte " << byte;
}
}  // namespace audit
