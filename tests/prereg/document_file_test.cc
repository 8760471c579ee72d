// tests/prereg/document_file_test.cc: what a file is by its content, and how large it may be.
#include "http/prereg/document_file.h"

#include <gtest/gtest.h>

namespace http {
namespace {
const FileLimits limits{1000, 10, {"application/pdf", "image/jpeg", "image/png", "image/gif"}};
const std::string pdf = "%PDF-1.4 ...";
}  // namespace

TEST(DocumentFile, ItsFirstBytesSayWhatItIs) {
  EXPECT_EQ(kind_of_file(pdf)->format, "pdf");
  EXPECT_EQ(kind_of_file("\xff\xd8\xff\xe0....")->format, "jpg");
  EXPECT_EQ(kind_of_file("\x89PNG\r\n\x1a\n...")->format, "png");
  for (const char* text : {"", "GIF89a", "MZ", "PK\x03\x04", "\x89PNG", " %PDF-", "<html>"})
    EXPECT_FALSE(kind_of_file(text)) << text;
}

TEST(DocumentFile, NameAndSizeAreLimited) {
  EXPECT_EQ(fault_of_file(limits, "a.pdf", pdf), std::nullopt);
  EXPECT_EQ(fault_of_file(limits, "a.pdf", ""), Errc::document_no_file);
  EXPECT_EQ(fault_of_file(limits, "a.pdf", pdf + std::string(1000, ' ')), Errc::document_size);
  EXPECT_EQ(fault_of_file(limits, "a234567.pdf", pdf), Errc::document_name);
  EXPECT_EQ(fault_of_file(limits, "گگگگگگ.pdf", pdf), std::nullopt);
  EXPECT_EQ(fault_of_file(limits, "", pdf), Errc::document_name);
  EXPECT_EQ(fault_of_file(limits, "a\xff.pdf", pdf), Errc::document_name);
  EXPECT_EQ(fault_of_file(limits, "a.pdf", "GIF89a"), Errc::document_format);
}

TEST(DocumentFile, AKindThatConfigurationLeavesOutIsRefused) {
  const FileLimits no_pdf{1000, 10, {"image/jpeg"}};
  EXPECT_EQ(fault_of_file(no_pdf, "a.pdf", pdf), Errc::document_format);
}

TEST(DocumentFile, OfAPathTheLastPartCounts) {
  EXPECT_EQ(base_name("C:\\Users\\a\\b.pdf"), "b.pdf");
  EXPECT_EQ(base_name("../../etc/b.pdf"), "b.pdf");
  EXPECT_EQ(base_name("b.pdf"), "b.pdf");
}
}  // namespace http
