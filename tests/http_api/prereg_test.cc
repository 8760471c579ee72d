// tests/http_api/prereg_test.cc: pre-registration's frame, and the settings that are read anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "http/prereg/prereg_envelope.h"
#include "http/prereg/prereg_settings.h"

namespace http {
namespace {
using testing::ElementsAre;

const UtcTime noon{std::chrono::sys_days{std::chrono::year{2020} / 3 / 2} + std::chrono::hours{12}};

std::vector<Errc> frame_faults(std::string_view json) {
  Body body;
  EXPECT_EQ(body.parse(json), std::nullopt);
  std::vector<Errc> out;
  for (const Fault& fault : prereg_envelope_faults(body.fields(), "the.id", noon))
    out.push_back(fault.errc);
  return out;
}

std::vector<Errc> faults_of_time(const std::string& time) {
  return frame_faults(R"({"id":"the.id","version":"1.0","request":{},"requesttime":)" + time + "}");
}

TEST(PreregEnvelope, AnyTimeOfTodayIsGood) {
  for (const char* time : {"00:00:00.000", "12:00:00.000", "23:59:59.999"})
    EXPECT_THAT(faults_of_time("\"2020-03-02T" + std::string{time} + "Z\""), ElementsAre());
  for (const char* time : {"\"2020-03-01T23:59:59.999Z\"", "\"2020-03-03T00:00:00.000Z\""})
    EXPECT_THAT(faults_of_time(time), ElementsAre(Errc::prereg_request_date));
  for (const char* time : {"\"\"", "null", "1", "\"2020-03-02T12:00:00Z\"", "\"2020-03-02\"",
                           "\"2020-03-02T12:00:00.000\"", "\"2020-02-30T12:00:00.000Z\"",
                           "\"2020-03-02T12:00:00.000+01:00\"", "\"2020-03-02T12:00:00.000Z \""})
    EXPECT_THAT(faults_of_time(time), ElementsAre(Errc::prereg_request_time)) << time;
}

TEST(PreregEnvelope, AllThatIsWrongIsToldInTheReferencesOrder) {
  const auto all = ElementsAre(Errc::prereg_request_time, Errc::prereg_version, Errc::prereg_body,
                               Errc::prereg_id);
  EXPECT_THAT(frame_faults("{}"), all);
  EXPECT_THAT(frame_faults(R"({"id":1,"version":1.0,"requesttime":{},"request":"text"})"), all);
  EXPECT_THAT(frame_faults(R"({"id":"The.id","version":"1.1","requesttime":"","request":null})"),
              all);
}

TEST(PreregEnvelope, TheAnswersIdIsOurs) {
  const EnvelopeStyle style = prereg_style("the.id");
  const Echo echo{"mine", "7"};
  EXPECT_EQ(success_envelope(style, VerKeys::both, echo, "1", noon),
            R"({"id":"the.id","version":"1.0","responsetime":"2020-03-02T12:00:00.000Z",)"
            R"("response":1,"errors":null})");
  EXPECT_EQ(failure_envelope(style, VerKeys::ver, echo, {{Errc::prereg_id, {}}}, noon),
            R"({"id":"the.id","version":"1.0","responsetime":"2020-03-02T12:00:00.000Z",)"
            R"("response":null,"errors":[{"errorCode":"PRG_PAM_CORE_001",)"
            R"("message":"Request id is invalid"}]})");
}

constexpr size_t body_bytes_max = 10'000;

PreregValues good_values() {
  return {{"ui.config.params", "b, mosip.supported-languages,none,a.[*].b"},
          {"a.[*].b", R"(^(?=.{0,50}$)\d)"},
          {"b", "30 "},
          {"secret", "not told"},
          {"mosip.id.validation.identity.phone", "^[0-9]+$"},
          {"mosip.id.validation.identity.email", R"(^[\w-\+]+@x$)"},
          {"mosip.supported-languages", "eng, ara"},
          {"preregistration.documentupload.allowed.file.size", "1000"},
          {"preregistration.documentupload.allowed.file.nameLength", "50"},
          {"preregistration.documentupload.allowed.file.type", "image/png, application/pdf"}};
}

TEST(PreregSettings, TheUiIsToldTheListedKeysAsTheyAreWritten) {
  const auto settings = prereg_settings_of(good_values(), body_bytes_max);
  ASSERT_TRUE(settings.ok());
  EXPECT_EQ(settings.value().ui_json,
            R"({"b":"30 ","mosip.supported-languages":"eng, ara","a.[*].b":"^(?=.{0,50}$)\\d"})");
  EXPECT_TRUE(settings.value().phone.matches("123"));
  EXPECT_TRUE(settings.value().email.matches("a-b@x"));
  EXPECT_TRUE(settings.value().has_language("ara"));
  EXPECT_FALSE(settings.value().has_language("fra"));
  EXPECT_FALSE(settings.value().has_language(""));
}

TEST(PreregSettings, WhatIsWrongIsNamed) {
  const auto fault = [](const char* key, const char* value) {
    PreregValues values = good_values();
    if (value == nullptr) {
      values.erase(key);
    } else {
      values[key] = value;
    }
    const auto settings = prereg_settings_of(values, body_bytes_max);
    return settings.ok() ? std::string{} : settings.error();
  };
  EXPECT_EQ(fault("ui.config.params", nullptr), "ui.config.params is missing");
  EXPECT_EQ(fault("mosip.supported-languages", ""), "mosip.supported-languages is missing");
  EXPECT_EQ(fault("mosip.supported-languages", ","), "mosip.supported-languages is missing");
  EXPECT_EQ(fault("mosip.id.validation.identity.phone", nullptr),
            "mosip.id.validation.identity.phone is missing");
  EXPECT_EQ(fault("mosip.id.validation.identity.email", "(a"),
            "mosip.id.validation.identity.email is no pattern: wrong at character 3");
  EXPECT_EQ(fault("b", "${a}"), "b: placeholders are not resolved; write the value");
}

TEST(PreregSettings, FilesAreLimited) {
  const auto settings = prereg_settings_of(good_values(), body_bytes_max);
  ASSERT_TRUE(settings.ok());
  const FileLimits& file = settings.value().file;
  EXPECT_EQ(file.bytes_max, 1000U);
  EXPECT_EQ(file.name_chars_max, 50U);
  EXPECT_THAT(file.media_types, ElementsAre("image/png", "application/pdf"));
}

TEST(PreregSettings, ALimitThatCannotBeObeyedIsNamed) {
  const auto fault = [](const std::string& key, const char* value) {
    PreregValues values = good_values();
    const std::string name = "preregistration.documentupload.allowed.file." + key;
    values[name] = value;
    const auto settings = prereg_settings_of(values, body_bytes_max);
    if (settings.ok()) return std::string{};
    EXPECT_TRUE(settings.error().starts_with(name)) << settings.error();
    return settings.error().substr(name.size());
  };
  for (const char* key : {"size", "nameLength", "type"}) EXPECT_EQ(fault(key, ""), " is missing");
  for (const char* value : {"2MB", "0", "-1", "1.5", " 100", "1e3", "99999999999999999999"})
    EXPECT_EQ(fault("size", value), " is no whole number of bytes from 1 on") << value;
  EXPECT_EQ(fault("size", "5904"), "");
  EXPECT_EQ(
      fault("size", "5905"),
      " does not fit into a body of idkernel.http.body-bytes-max (10000) beside 4096 bytes of "
      "the form");
  EXPECT_EQ(fault("nameLength", "255"), "");
  for (const char* value : {"256", "0", "many", "50 "})
    EXPECT_EQ(fault("nameLength", value), " is no whole number from 1 to 255") << value;
  EXPECT_EQ(fault("type", "application/pdf"), "");
  for (const char* value : {",", "pdf", "image/", "/png", "image/PNG", "image/*", "image/png;q=1"})
    EXPECT_EQ(fault("type", value), " is no list of media types in lower case") << value;
}

PreregSettingsPtr made(const char* b) {
  PreregValues values = good_values();
  values["b"] = b;
  return std::make_shared<const PreregSettings>(prereg_settings_of(values, body_bytes_max).value());
}

TEST(PreregBoard, WhatCannotBeReadLeavesTheOldSettings) {
  const auto first = made("first");
  const auto second = made("second");
  std::string fault = "a:1: wrong";
  PreregBoard board{first, [&]() -> Expected<PreregSettingsPtr, std::string> {
                      if (!fault.empty()) return fault;
                      return second;
                    }};
  EXPECT_EQ(board.settings(), first);
  EXPECT_EQ(board.reload(), PreregBoard::Outcome::failed);
  EXPECT_EQ(board.settings(), first);
  EXPECT_EQ(board.reloads().fault, fault);
  fault.clear();
  EXPECT_EQ(board.reload(), PreregBoard::Outcome::done);
  EXPECT_EQ(board.settings(), second);
  EXPECT_EQ(board.reloads().fault, "");
  EXPECT_EQ(board.reloads().done, 1u);
  EXPECT_EQ(board.reloads().failed, 1u);
}

TEST(PreregBoard, OneReadsAtATime) {
  std::promise<void> begun, go_on;
  const auto first = made("first");
  PreregBoard board{first, [&]() -> Expected<PreregSettingsPtr, std::string> {
                      begun.set_value();
                      go_on.get_future().wait();
                      return first;
                    }};
  auto slow = std::async(std::launch::async, [&] { return board.reload(); });
  begun.get_future().wait();
  EXPECT_EQ(board.reload(), PreregBoard::Outcome::busy);
  go_on.set_value();
  EXPECT_EQ(slow.get(), PreregBoard::Outcome::done);
}
}  // namespace
}  // namespace http
