// tests/master_data/master_data_test.cc: the shipped tables, and each mistake in one, named by line
// and reason.
#include "actors/master_data/master_data.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <tuple>

namespace master_data {
namespace {
std::string file(const std::string& name) {
  std::ifstream in{IDKERNEL_CONFIG_DIR "/" + name};
  return {std::istreambuf_iterator<char>{in}, {}};
}
Tables shipped() {
  return {{"languages", file("languages.table")},
          {"genders", file("genders.table")},
          {"individual types", file("individual-types.table")},
          {"locations", file("locations.table")},
          {"documents", file("document-types.table")}};
}
MasterData data() { return MasterData::read(shipped()).value(); }

/// What is wrong when the table is `text` alone.
std::string fault_of(Table Tables::* table, const std::string& text) {
  Tables tables = shipped();
  (tables.*table).text = text;
  const auto read = MasterData::read(tables);
  return read.ok() ? "none" : read.error();
}

TEST(MasterData, TheShippedTables) {
  const MasterData all = data();
  EXPECT_EQ(all.languages().size(), 3u);
  EXPECT_EQ(all.genders().size(), 9u);
  EXPECT_EQ(all.individual_types().size(), 6u);
  EXPECT_EQ(all.levels().size(), 18u);
  EXPECT_EQ(all.locations().size(), 3u * (1 + 1 + 2 + 2 + 15 + 19));
  EXPECT_EQ(all.categories().size(), 12u);
  for (const char* language : {"eng", "ara", "fra"}) {
    EXPECT_TRUE(all.is_active_language(language));
    EXPECT_TRUE(all.gender_names().at(language).contains("MLE"));
    EXPECT_FALSE(all.gender_names().at(language).contains("OTH"));
    EXPECT_FALSE(all.level_name(5, language).empty());
  }
  EXPECT_FALSE(all.is_active_language("spa"));
  EXPECT_TRUE(all.gender_names().at("fra").contains("Mâle"));
  EXPECT_FALSE(all.gender_names().at("eng").contains("Mâle"));
}

TEST(MasterData, PlacesByCodeNameAndParent) {
  const MasterData all = data();
  EXPECT_TRUE(all.location_names(1).at("eng").contains("RSK"));
  EXPECT_TRUE(all.location_names(1).at("ara").contains("جهة الرباط سلا القنيطرة"));
  EXPECT_FALSE(all.location_names(1).at("eng").contains("KTA"));
  EXPECT_TRUE(all.location_names(7).empty());
  EXPECT_EQ(all.rows_of("RSK").size(), 3u);
  EXPECT_EQ(all.children_of("RSK").size(), 6u);
  EXPECT_TRUE(all.children_of("14022").empty());
  EXPECT_TRUE(all.rows_of("nowhere").empty());
  for (const uint32_t row : all.children_of("BNMR")) EXPECT_EQ(all.locations()[row].parent, "BNMR");
}

TEST(MasterData, DocumentsByCategory) {
  const MasterData all = data();
  EXPECT_EQ(all.types_of("POI"), (std::vector<std::string>{"DOC001", "DOC002", "DOC003"}));
  EXPECT_TRUE(all.document_names("POI").contains("Passeport"));
  EXPECT_FALSE(all.document_names("POE").contains("DOC001"));
  EXPECT_TRUE(all.types_of("XXX").empty());
}

TEST(MasterData, ADocumentNeedsAnActiveCategoryAnActiveTypeAndThePair) {
  const MasterData all = data();
  EXPECT_TRUE(all.takes_document("POA", "DOC004"));
  EXPECT_FALSE(all.takes_document("POA", "DOC002"));
  EXPECT_FALSE(all.takes_document("POA", "Rental contract"));
  EXPECT_FALSE(all.takes_document("POA", ""));
  EXPECT_FALSE(all.takes_document("POB", "DOC004"));
  Tables tables = shipped();
  tables.documents.text =
      "category|A|eng|A||active\ncategory|B|eng|B||inactive\ntype|1|eng|One||inactive\n"
      "type|1|fra|Un||active\ntype|2|eng|Two||inactive\nvalid|A|1\nvalid|A|2\nvalid|B|1";
  const MasterData some = MasterData::read(tables).value();
  EXPECT_TRUE(some.takes_document("A", "1"));
  EXPECT_FALSE(some.takes_document("A", "2"));
  EXPECT_FALSE(some.takes_document("B", "1"));
  EXPECT_TRUE(some.is_active_category("A"));
  EXPECT_FALSE(some.is_active_category("B"));
  EXPECT_TRUE(some.is_active_document("1"));
  EXPECT_FALSE(some.is_active_document("2"));
}

TEST(MasterData, ABadLineIsNamed) {
  const std::tuple<Table Tables::*, const char*, const char*> rows[] = {
      {&Tables::languages, "", "languages line 0: there is no row"},
      {&Tables::languages, "# a comment\n\n", "languages line 2: there is no row"},
      {&Tables::languages, "language|eng|English||\n",
       "languages line 1: expected 6 fields, there are 5"},
      {&Tables::languages, "language|eng|English|||on",
       "languages line 1: the last field is active or inactive"},
      {&Tables::languages, "language||English|||active", "languages line 1: a field is empty"},
      {&Tables::languages, "# x\nlanguage|eng|E|||active\nlanguage|eng|F|||active",
       "languages line 3: language eng is said twice"},
      {&Tables::languages, "gender|MLE|eng|Male|active",
       "languages line 1: gender is none of language"},
      {&Tables::languages, "language|eng|\xff|||active",
       "languages line 1: a field is not valid UTF-8"},
      {&Tables::languages, "language|0123456789012345678901234567890123456|E|||active",
       "languages line 1: the code is longer than 36 bytes"},
      {&Tables::genders, "gender|MLE|spa|Macho|active",
       "genders line 1: spa is no language of the languages' table"},
      {&Tables::genders, "gender|MLE|eng||active", "genders line 1: a field is empty"},
      {&Tables::genders, "gender|MLE|eng|M|active\ngender|MLE|eng|N|active",
       "genders line 2: gender MLE in eng is said twice"},
      {&Tables::individual_types, "type|FR|eng|F|active",
       "individual types line 1: type is none of individual-type"},
      {&Tables::locations, "level|16|eng|Deep",
       "locations line 1: levels are whole numbers from 0 to 15"},
      {&Tables::locations, "level|x|eng|Deep",
       "locations line 1: levels are whole numbers from 0 to 15"},
      {&Tables::locations, "level|0|eng|Country\nlevel|0|eng|Land",
       "locations line 2: level 0 in eng is said twice"},
      {&Tables::locations, "level|0|eng|Country\nlocation|1|A||eng|A|active",
       "locations line 2: 1 is no level of the lines above"},
      {&Tables::locations, "level|0|eng|Country\nlocation|0|A|B|eng|A|active",
       "locations line 2: every level but 0 has a parent, and 0 has none"},
      {&Tables::locations, "level|0|eng|C\nlevel|1|eng|R\nlocation|1|A|B|eng|A|active",
       "locations line 3: B is no location of the lines above, one level up"},
      {&Tables::locations, "level|0|eng|C\nlocation|0|A||eng|A|active\nlocation|0|A||eng|B|active",
       "locations line 3: location A in eng is said twice"},
      {&Tables::locations,
       "level|0|eng|C\nlevel|1|eng|R\nlocation|0|A||eng|A|active\nlocation|0|B||eng|B|active\n"
       "location|1|X|A|eng|X|active\nlocation|1|X|B|fra|X|active",
       "locations line 6: location X has another level or parent in eng"},
      {&Tables::locations, "level|0|eng|C\nlocation-attribute|region|2",
       "locations line 2: 2 is no level of the lines above"},
      {&Tables::locations,
       "level|0|eng|C\nlocation-attribute|region|0\nlocation-attribute|region|0",
       "locations line 3: attribute region is said twice"},
      {&Tables::documents, "valid|POA|DOC001",
       "documents line 1: POA is no category of the lines above"},
      {&Tables::documents, "category|POA|eng|Address||active\nvalid|POA|DOC001",
       "documents line 2: DOC001 is no type of the lines above"},
      {&Tables::documents, "document-attribute|proofOfAddress|POA",
       "documents line 1: POA is no category of the lines above"},
      {&Tables::documents, "category|POA|eng|Address||active\ncategory|POA|eng|A||active",
       "documents line 2: category POA in eng is said twice"}};
  for (const auto& [table, text, fault] : rows) EXPECT_EQ(fault_of(table, text), fault) << text;
}

TEST(MasterData, AFieldHasALimit) {
  const std::string row = "language|eng|" + std::string(513, 'x') + "|||active";
  EXPECT_EQ(fault_of(&Tables::languages, row),
            "languages line 1: a field is longer than 512 bytes");
}
}  // namespace
}  // namespace master_data
