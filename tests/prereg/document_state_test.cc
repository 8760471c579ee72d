// tests/prereg/document_state_test.cc: documents in pieces.
#include "actors/prereg/document_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/prereg/document_record.h"
#include "tests/prereg/failing_reads.h"
#include "tests/prereg/samples.h"

namespace prereg {
namespace {
const std::string application = "46537143845798";
const std::string first_document = "6f036ecf-91b3-11e9-a605-cd68a2d40011";
const std::string second_document = "d4585c1e-91b1-11e9-a605-eb637a690b50";

Document document(const std::string& id, const std::string& category = "POA") {
  Document out;
  out.id = id;
  out.name = "passport of Amina.pdf";
  out.category = category;
  out.type = "RNC";
  out.language = "eng";
  out.format = "pdf";
  out.uploaded_by = "a@example.org";
  return out;
}

std::string content_of(size_t bytes) {
  std::string content(bytes, '\0');
  SeededRandom{5}.fill(std::as_writable_bytes(std::span{content}));
  return content;
}
}  // namespace

TEST(DocumentState, ContentOfAnySizeComesBack) {
  for (const size_t bytes : {size_t{1}, chunk_bytes - 1, chunk_bytes, chunk_bytes + 1,
                             5 * chunk_bytes, size_t{1'000'000}}) {
    Partition at;
    const std::string content = content_of(bytes);
    const auto put = at.documents->put(application, document(first_document), content, noon, at.tx);
    ASSERT_TRUE(put.ok());
    EXPECT_EQ(put.value().bytes, bytes);
    const auto read = at.documents->read(application, first_document, at.tx);
    ASSERT_TRUE(read.ok()) << bytes;
    EXPECT_EQ(*read.value().content, content);
    EXPECT_EQ(read.value().document.name, "passport of Amina.pdf");
    EXPECT_EQ(read.value().document.uploaded, noon);
    for (const auto& [key, value] : at.tx.entries) {
      EXPECT_LE(value.size(), chunk_bytes + seal::sealed_extra_bytes);
      EXPECT_THAT(key + value, testing::Not(testing::HasSubstr("Amina")));
    }
  }
}

TEST(DocumentState, AnotherOfItsCategoryTakesItsPlace) {
  Partition at;
  ASSERT_TRUE(
      at.documents->put(application, document(first_document), content_of(200'000), noon, at.tx)
          .ok());
  ASSERT_TRUE(
      at.documents->put(application, document(second_document), "%PDF-2", noon, at.tx).ok());
  const auto listed = at.documents->list(application, at.tx);
  ASSERT_EQ(listed.value().size(), 1u);
  EXPECT_EQ(listed.value().front().id, second_document);
  EXPECT_EQ(at.documents->read(application, first_document, at.tx).error(), Errc::document_not_of);
  ASSERT_TRUE(
      at.documents->put(application, document(first_document, "POI"), "%PDF-3", noon, at.tx).ok());
  EXPECT_EQ(at.documents->list(application, at.tx).value().size(), 2u);
  // A key of the day, two rows and two pieces.
  EXPECT_EQ(at.tx.entries.size(), 5u);
}

TEST(DocumentState, GoesAsAWhole) {
  Partition at;
  ASSERT_TRUE(
      at.documents->put(application, document(first_document), content_of(200'000), noon, at.tx)
          .ok());
  ASSERT_TRUE(
      at.documents->put(application, document(second_document, "POI"), "%PDF-3", noon, at.tx).ok());
  EXPECT_TRUE(at.documents->remove(application, first_document, at.tx).ok());
  EXPECT_EQ(at.documents->remove(application, first_document, at.tx).error(),
            Errc::document_not_of);
  EXPECT_EQ(at.documents->remove_all(application, at.tx).value(), 1u);
  EXPECT_EQ(at.documents->list(application, at.tx).error(), Errc::document_none);
  EXPECT_EQ(at.tx.entries.size(), 1u);
}

TEST(DocumentState, PiecesThatComeOneByOneAreADocumentWithTheLast) {
  Partition at;
  ASSERT_TRUE(at.documents->put(application, document(first_document), "%PDF-1", noon, at.tx).ok());
  const auto before = at.tx.entries;
  const std::string content = content_of(3 * chunk_bytes + 1);
  const auto piece = [&](uint32_t number) {
    return at.documents->put_piece(application, second_document, content, number, noon, at.tx).ok();
  };
  at.documents->begin(application, second_document, at.tx);
  for (uint32_t number = 0; number < 4; ++number) {
    ASSERT_TRUE(piece(number));
    EXPECT_EQ(at.documents->list(application, at.tx).value().front().id, first_document);
    const auto left = at.documents->leftovers(at.tx);
    ASSERT_EQ(left.value().size(), 1u);
    EXPECT_EQ(left.value()[0].application + left.value()[0].id, application + second_document);
  }
  const auto begun = at.tx.entries;
  at.documents->abandon(application, second_document, at.tx);
  EXPECT_EQ(at.tx.entries, before);

  at.tx.entries = begun;
  ASSERT_TRUE(
      at.documents->complete(application, document(second_document), content, noon, at.tx).ok());
  EXPECT_TRUE(at.documents->leftovers(at.tx).value().empty());
  EXPECT_EQ(*at.documents->read(application, second_document, at.tx).value().content, content);
  EXPECT_EQ(at.documents->list(application, at.tx).value().size(), 1u);
}

TEST(DocumentState, ARecordOfTheFormBeforeReferencesIsRead) {
  Document bears = document(first_document);
  bears.reference = "P 123/4";
  EXPECT_EQ(decoded_document(encoded(bears))->reference, "P 123/4");
  std::string record = encoded(document(first_document));
  record.front() = 1;
  record.resize(record.size() - 2);  // No length of a reference.
  const auto read = decoded_document(record);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name + read->reference, document(first_document).name);
  for (const char format : {'\0', '\2', '\3'}) {
    record.front() = format;
    EXPECT_FALSE(decoded_document(record));
  }
}

TEST(DocumentState, IsOfItsApplicationAlone) {
  Partition at;
  ASSERT_TRUE(at.documents->put(application, document(first_document), "%PDF-1", noon, at.tx).ok());
  EXPECT_EQ(at.documents->read("4653714384579", first_document, at.tx).error(),
            Errc::document_not_of);
  EXPECT_EQ(at.documents->read("32042841521591", first_document, at.tx).error(),
            Errc::document_not_of);
  EXPECT_EQ(at.documents->read(application, "x", at.tx).error(), Errc::document_not_of);
}

TEST(DocumentState, APieceThatIsLostOrChangedIsNotPassedOver) {
  Partition at;
  const std::string content = content_of(3 * chunk_bytes);
  ASSERT_TRUE(at.documents->put(application, document(first_document), content, noon, at.tx).ok());
  const std::string key = chunk_key(application, first_document, 1);
  const std::string kept = at.tx.entries.at(key);
  at.tx.entries[key].back() ^= 1;
  EXPECT_EQ(at.documents->read(application, first_document, at.tx).error(), Errc::prereg_decrypt);
  at.tx.entries[key] = at.tx.entries.at(chunk_key(application, first_document, 0));
  EXPECT_EQ(at.documents->read(application, first_document, at.tx).error(), Errc::prereg_decrypt);
  at.tx.entries.erase(key);
  EXPECT_EQ(at.documents->read(application, first_document, at.tx).error(), Errc::prereg_hash);
  at.tx.entries[key] = kept;
  EXPECT_TRUE(at.documents->read(application, first_document, at.tx).ok());
}

TEST(DocumentState, AFaultLeavesAllAsItWas) {
  Partition at;
  ASSERT_TRUE(at.documents->put(application, document(first_document), "%PDF-1", noon, at.tx).ok());
  const std::string content = content_of(2 * chunk_bytes);
  const auto anew = [&] {
    return at.documents->put(application, document(second_document), content, noon, at.tx);
  };
  // The documents that are there; the seals of the row and of two pieces.
  EXPECT_EQ(faults_without_trace(at, anew),
            (std::vector<Errc>{Errc::document_table, Errc::prereg_encrypt, Errc::prereg_encrypt,
                               Errc::prereg_encrypt}));
  EXPECT_EQ(at.documents->list(application, at.tx).value().front().id, second_document);
  const auto referred = [&] {
    return at.documents->set_reference(application, second_document, "P 123/4", noon, at.tx);
  };
  EXPECT_EQ(faults_without_trace(at, referred),
            (std::vector<Errc>{Errc::document_table, Errc::prereg_encrypt}));
  const auto removed = [&] { return at.documents->remove(application, second_document, at.tx); };
  EXPECT_EQ(faults_without_trace(at, removed), std::vector<Errc>{Errc::document_table});
  ASSERT_TRUE(anew().ok());
  const auto all_removed = [&] { return at.documents->remove_all(application, at.tx); };
  EXPECT_EQ(faults_without_trace(at, all_removed), std::vector<Errc>{Errc::document_table});
}

TEST(DocumentState, PiecesAreADocumentOrStayMarked) {
  Partition at;
  ASSERT_TRUE(at.documents->put(application, document(first_document), "%PDF-1", noon, at.tx).ok());
  const std::string content = content_of(chunk_bytes + 1);
  for (const uint32_t number : {0u, 1u}) {
    const auto piece = [&] {
      return at.documents->put_piece(application, second_document, content, number, noon, at.tx);
    };
    EXPECT_EQ(faults_without_trace(at, piece), std::vector<Errc>{Errc::prereg_encrypt});
  }
  at.documents->begin(application, second_document, at.tx);
  const auto whole = [&] {
    return at.documents->complete(application, document(second_document), content, noon, at.tx);
  };
  EXPECT_EQ(faults_without_trace(at, whole),
            (std::vector<Errc>{Errc::document_table, Errc::prereg_encrypt}));
  EXPECT_TRUE(at.documents->leftovers(at.tx).value().empty());
  EXPECT_EQ(*at.documents->read(application, second_document, at.tx).value().content, content);
}

TEST(DocumentState, BesideADamagedDocumentNothingIsKeptInPart) {
  Partition at;
  ASSERT_TRUE(at.documents->put(application, document(first_document), "%PDF-1", noon, at.tx).ok());
  at.documents->begin(application, second_document, at.tx);
  at.tx.entries.at(document_key(application, first_document)).back() ^= 1;
  const auto before = at.tx.entries;
  const Document other = document(second_document, "POI");
  EXPECT_EQ(at.documents->put(application, other, "%PDF-2", noon, at.tx).error(),
            Errc::prereg_decrypt);
  EXPECT_EQ(at.documents->complete(application, other, "%PDF-2", noon, at.tx).error(),
            Errc::prereg_decrypt);
  EXPECT_EQ(at.documents->set_reference(application, first_document, "x", noon, at.tx).error(),
            Errc::prereg_decrypt);
  EXPECT_EQ(at.documents->remove(application, first_document, at.tx).error(), Errc::prereg_decrypt);
  EXPECT_EQ(at.documents->remove_all(application, at.tx).error(), Errc::prereg_decrypt);
  EXPECT_EQ(at.tx.entries, before);
}
}  // namespace prereg
