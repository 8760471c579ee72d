// tests/http_wire/multipart_test.cc: forms that are taken apart, and what is refused.
#include "http/multipart.h"

#include <gtest/gtest.h>

namespace http {
namespace {
const std::string type = "multipart/form-data; boundary=b";

std::string part(const std::string& head, const std::string& bytes) {
  return "--b\r\n" + head + "\r\n\r\n" + bytes + "\r\n";
}
std::string field(const std::string& name, const std::string& bytes) {
  return part("Content-Disposition: form-data; name=\"" + name + '"', bytes);
}
auto parse(const std::string& body, const std::string& content_type = type) {
  return parse_form(content_type, body);
}

TEST(Multipart, FieldsAndFilesInTheirOrder) {
  const std::string bytes("\0\r\n--\r\n\xff", 8);
  const std::string body =
      field("mailTo", "a@example.org") +
      part(
          "Content-Disposition: form-data; name=\"attachments\"; filename=\"card.pdf\"\r\n"
          "Content-Type: application/pdf",
          bytes) +
      field("empty", "") + "--b--\r\n";
  const auto parts = parse(body);
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 3u);
  EXPECT_EQ((*parts)[0].name, "mailTo");
  EXPECT_EQ((*parts)[0].bytes, "a@example.org");
  EXPECT_FALSE((*parts)[0].file_name);
  EXPECT_EQ((*parts)[1].file_name, "card.pdf");
  EXPECT_EQ((*parts)[1].content_type, "application/pdf");
  EXPECT_EQ((*parts)[1].bytes, bytes);
  EXPECT_EQ((*parts)[2].bytes, "");
}

TEST(Multipart, NamesInTheirForms) {
  const auto name_of = [](const std::string& parameter) {
    const auto parts =
        parse(part("content-disposition: Form-Data; name=f; " + parameter, "x") + "--b--");
    return parts ? (*parts)[0].file_name.value_or("none") : "refused";
  };
  EXPECT_EQ(name_of("filename=plain.txt"), "plain.txt");
  EXPECT_EQ(name_of("filename=\"a \\\"b\\\" \\\\ c\""), "a \"b\" \\ c");
  EXPECT_EQ(name_of("filename=\"C:\\dir\\a.txt\""), "C:\\dir\\a.txt");
  EXPECT_EQ(name_of("filename=\"x\"; filename*=UTF-8''%C3%A4.txt"), "\xc3\xa4.txt");
  EXPECT_EQ(name_of("filename*=latin1''x"), "refused");
  EXPECT_EQ(name_of("filename*=UTF-8''a%0d%0ab"), "refused");
  EXPECT_EQ(name_of("filename=\"a\rb\""), "refused");
  EXPECT_EQ(name_of("filename=\"never ends"), "refused");
  EXPECT_EQ(name_of("filename=a; filename=b"), "refused");
}

TEST(Multipart, TheBoundaryIsFoundInItsForms) {
  const std::string body = field("a", "x") + "--b--";
  EXPECT_TRUE(parse(body, "multipart/form-data;boundary=\"b\""));
  EXPECT_TRUE(parse(body, "Multipart/Form-Data; charset=utf-8; Boundary=b"));
  for (const char* bad :
       {"", "application/json", "multipart/form-data", "multipart/mixed; boundary=b",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=c",
        "multipart/form-data; boundary=\"b", "multipart/form-data boundary=b"})
    EXPECT_FALSE(parse(body, bad)) << bad;
  const std::string longest(boundary_chars_max, 'c');
  EXPECT_TRUE(parse("--" + longest + "--", "multipart/form-data; boundary=" + longest));
  EXPECT_FALSE(parse("--" + longest + "c--", "multipart/form-data; boundary=" + longest + "c"));
}

TEST(Multipart, NothingButAWholeFormIsTaken) {
  const std::string whole = field("a", "x") + "--b--\r\n";
  ASSERT_TRUE(parse(whole));
  for (size_t bytes = 0; bytes + 2 < whole.size(); ++bytes)
    EXPECT_FALSE(parse(whole.substr(0, bytes))) << bytes;
  EXPECT_TRUE(parse(whole.substr(0, whole.size() - 2)));
  EXPECT_FALSE(parse(whole + "x"));
  EXPECT_FALSE(parse("preamble\r\n" + whole));
}

TEST(Multipart, PartsMustBePlain) {
  EXPECT_FALSE(parse(part("Content-Type: text/plain", "x") + "--b--"));
  EXPECT_FALSE(parse(field("", "x") + "--b--"));
  EXPECT_FALSE(parse(part("Content-Disposition: attachment; name=\"a\"", "x") + "--b--"));
  EXPECT_FALSE(parse(part("Content-Disposition : form-data; name=\"a\"", "x") + "--b--"));
  const std::string named = "Content-Disposition: form-data; name=\"a\"\r\n";
  EXPECT_FALSE(parse(part(named + "Content-Disposition: form-data; name=\"b\"", "x") + "--b--"));
  EXPECT_FALSE(parse(part(named + "Content-Transfer-Encoding: base64", "x") + "--b--"));
  EXPECT_TRUE(parse(part(named + "Content-Transfer-Encoding: binary", "x") + "--b--"));
  const std::string typed = named + "Content-Type: text/plain\r\n";
  EXPECT_FALSE(parse(part(typed + "Content-Type: text/html", "x") + "--b--"));
  EXPECT_FALSE(parse(part(named + "X: a\nb", "x") + "--b--"));
  EXPECT_FALSE(parse(part(named + "folded: a\r\n b", "x") + "--b--"));
}

TEST(Multipart, ItIsBounded) {
  std::string many;
  for (size_t i = 0; i < form_parts_max; ++i) many += field("a", "x");
  EXPECT_TRUE(parse(many + "--b--"));
  EXPECT_FALSE(parse(many + field("a", "x") + "--b--"));
  const std::string named = "Content-Disposition: form-data; name=\"a\"\r\nX: ";
  EXPECT_FALSE(parse(part(named + std::string(part_head_bytes_max, 'x'), "x") + "--b--"));
}
}  // namespace
}  // namespace http
