// tests/http_wire/envelope_test.cc: the envelope to the letter.
#include "http/envelope.h"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace http {
const UtcTime then{std::chrono::milliseconds{1'772'352'930'123}};  // 2026-03-01T08:15:30.123Z

TEST(Envelope, OfAnIdService) {
  EXPECT_EQ(
      success_envelope({}, VerKeys::both, {}, R"({"uin":"5193698130"})", then),
      R"({"id":null,"version":null,"responsetime":"2026-03-01T08:15:30.123Z","metadata":null,)"
      R"("response":{"uin":"5193698130"},"errors":null})");
}

TEST(Envelope, RepeatsWhatTheRequestSaidOfItself) {
  const Echo echo{"mosip.kernel.uin", "1.0"};
  const auto json = success_envelope({}, VerKeys::both, echo, "{}", then);
  EXPECT_TRUE(json.starts_with(R"({"id":"mosip.kernel.uin","version":"1.0","responsetime")"))
      << json;
}

TEST(Envelope, PlaceholdersGiveWayToTheSeedsId) {
  EnvelopeStyle style;
  style.id = "mosip.authentication.sendotp";
  style.ver = true;
  const auto json = success_envelope(style, VerKeys::both, {"string", "string"}, "{}", then);
  EXPECT_TRUE(json.starts_with(
      R"({"id":"mosip.authentication.sendotp","version":"1.0","ver":"1.0","responsetime")"))
      << json;
  EXPECT_TRUE(success_envelope(style, VerKeys::both, {"mine", "7"}, "{}", then)
                  .starts_with(R"({"id":"mine","version":"7","ver":"7",)"));
}

TEST(Envelope, WithoutASeedIdAPlaceholderIsRepeated) {
  EXPECT_TRUE(success_envelope({}, VerKeys::both, {"string", "string"}, "{}", then)
                  .starts_with(R"({"id":"string","version":"string",)"));
}

TEST(Envelope, TheVerSwitch) {
  EnvelopeStyle style;
  style.ver = true;
  EXPECT_TRUE(success_envelope(style, VerKeys::version, {"a", "b"}, "{}", then)
                  .starts_with(R"({"id":"a","version":"b","responsetime")"));
  EXPECT_TRUE(success_envelope(style, VerKeys::ver, {"a", "b"}, "{}", then)
                  .starts_with(R"({"id":"a","ver":"b","responsetime")"));
  EXPECT_TRUE(success_envelope({}, VerKeys::ver, {"a", "b"}, "{}", then)
                  .starts_with(R"({"id":"a","version":"b","responsetime")"));
}

TEST(Envelope, OfAFailure) {
  EnvelopeStyle style;
  style.id = "mosip.authorize.invalidatetoken";
  EXPECT_EQ(
      failure_envelope(style, VerKeys::both, {},
                       {{Errc::unauthenticated, {}}, {Errc::forbidden, {}}}, then),
      R"({"id":null,"version":null,"responsetime":"2026-03-01T08:15:30.123Z","metadata":null,)"
      R"("response":null,"errors":[{"errorCode":"KER-ATH-401","message":"Authentication Failed"},)"
      R"({"errorCode":"KER-ATH-403","message":"Forbidden"}]})");
}

TEST(Envelope, AdminReadsAnswerObjectsAndLists) {
  EnvelopeStyle style;
  style.metadata_object = true;
  style.errors_list = true;
  EXPECT_TRUE(success_envelope(style, VerKeys::both, {}, "{}", then)
                  .ends_with(R"("metadata":{},"response":{},"errors":[]})"));
}

TEST(Envelope, HostileIdsStayJson) {
  const Echo echo{"a\"b\\\x01", std::nullopt};
  EXPECT_TRUE(success_envelope({}, VerKeys::both, echo, "{}", then)
                  .starts_with(R"({"id":"a\"b\\\u0001","version":null,)"));
}

// Writers that look at many bytes at once have let some of these through.
TEST(Envelope, NoByteInAnyPlaceOfATextIsLeftUnescaped) {
  constexpr size_t length = 64;
  simdjson::dom::parser parser;
  for (char byte = 0; byte < 0x7f; ++byte) {
    for (size_t place = 0; place < length; ++place) {
      std::string text(length, 'x');
      text[place] = byte;
      const auto json = success_envelope({}, VerKeys::both, {text, std::nullopt}, "{}", then);
      std::string_view read;
      ASSERT_EQ(parser.parse(json)["id"].get(read), simdjson::SUCCESS) << int{byte} << json;
      ASSERT_EQ(read, text) << int{byte} << " at " << place;
    }
  }
}
}  // namespace http
