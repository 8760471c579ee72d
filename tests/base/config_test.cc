// tests/base/config_test.cc: layers, typed access, and the text of every complaint.
#include "actors/base/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace config {
namespace {
using Lines = std::vector<std::string>;

/// Files in a directory of the test's own, gone with it.
class ConfigTest : public testing::Test {
 protected:
  ConfigTest() { std::filesystem::create_directory(directory_); }
  ~ConfigTest() override { std::filesystem::remove_all(directory_); }

  std::string file(const std::string& name, const std::string& text) {
    std::ofstream{directory_ / name, std::ios::binary} << text;
    return directory_ / name;
  }
  std::string path(const std::string& name) const { return directory_ / name; }

 private:
  std::filesystem::path directory_ =
      std::filesystem::path{testing::TempDir()} / ("config_test_" + std::to_string(::getpid()));
};

TEST_F(ConfigTest, WithoutSourcesEverySettingHasItsDefault) {
  const auto loaded = load({});
  EXPECT_EQ(loaded.problems, Lines{});
  EXPECT_EQ(loaded.unknown, Lines{});
  EXPECT_EQ(loaded.config.integer("idkernel.partitions"), 16);
  EXPECT_EQ(loaded.config.integer("idkernel.http.body-bytes-max"), 10 << 20);
  EXPECT_TRUE(loaded.config.flag("mosip.security.secure-cookie"));
  EXPECT_EQ(loaded.config.text("mosip.envelope.ver"), "both");
  EXPECT_EQ(loaded.config.text("idkernel.http.listen"), "127.0.0.1:8080");
  EXPECT_EQ(loaded.config.list("mosip.kernel.uin.not-start-with"), (Lines{"0", "1"}));
  EXPECT_EQ(loaded.config.rate("idkernel.rate-limit.open.address"), (Rate{20, 100}));
  EXPECT_EQ(loaded.config.rate("idkernel.rate-limit.authenticated"), std::nullopt);
  EXPECT_EQ(loaded.config.secret("idkernel.master-key"), "");
}

TEST_F(ConfigTest, ALaterLayerWins) {
  Sources sources;
  sources.presets = {"idkernel.partitions=1", "auth.login.max-failures=7"};
  EXPECT_EQ(load(sources).config.integer("idkernel.partitions"), 1);
  sources.files = {file("a",
                        "idkernel.partitions=2\nidkernel.partitions=3\n"
                        "idkernel.http.reactors=2\nauth.login.block-time=60\n")};
  EXPECT_EQ(load(sources).config.integer("idkernel.partitions"), 3);
  sources.files.push_back(file("b", "idkernel.partitions = 4 \n"));
  EXPECT_EQ(load(sources).config.integer("idkernel.partitions"), 4);
  sources.environment = {{"IDKERNEL_PARTITIONS", "5"}, {"AUTH_LOGIN_BLOCK_TIME", "61"}};
  EXPECT_EQ(load(sources).config.integer("idkernel.partitions"), 5);
  sources.sets = {"idkernel.partitions=6", "idkernel.partitions=7"};
  const auto loaded = load(sources);
  EXPECT_EQ(loaded.config.integer("idkernel.partitions"), 7);
  EXPECT_EQ(loaded.config.integer("auth.login.block-time"), 61);
  EXPECT_EQ(loaded.config.integer("idkernel.http.reactors"), 2);
  EXPECT_EQ(loaded.config.integer("auth.login.max-failures"), 7);
  EXPECT_EQ(loaded.problems, Lines{});
}

TEST_F(ConfigTest, ABadValueThatALaterLayerReplacesHurtsNobody) {
  const auto loaded =
      load({.files = {file("a", "idkernel.partitions=many")}, .sets = {"idkernel.partitions=8"}});
  EXPECT_EQ(loaded.problems, Lines{});
  EXPECT_EQ(loaded.config.integer("idkernel.partitions"), 8);
}

TEST_F(ConfigTest, AllProblemsAreReportedTogether) {
  const std::string a = file("a",
                             "idkernel.partitions=0\n\nidkernel.partitons=4\n"
                             "mosip.security.secure-cookie=yes\nmosip.kernel.uin.length=x\n");
  const auto loaded =
      load({.files = {a},
            .environment = {{"IDKERNEL_LOG_LEVEL", "loud"}},
            .sets = {"idkernel.rate-limit.open.subject=fast", "no equals", "=1",
                     "idkernel.http.listen=8080", "idkernel.http.head-bytes-max=1"}});
  EXPECT_EQ(
      loaded.problems,
      (Lines{
          "idkernel.partitons (" + a + ":3): unknown setting; did you mean idkernel.partitions?",
          "--set needs KEY=VALUE", "--set needs KEY=VALUE",
          "idkernel.partitions=0 (" + a + ":1): allowed is 1..1024",
          "idkernel.log.level=loud (environment IDKERNEL_LOG_LEVEL): allowed is "
          "debug|info|warning|error",
          "idkernel.http.listen=8080 (--set): allowed is host:port",
          "idkernel.http.head-bytes-max=1 (--set): allowed is 1024..1048576, or with KiB, MiB, GiB",
          "mosip.security.secure-cookie=yes (" + a + ":4): allowed is true|false",
          "idkernel.rate-limit.open.subject=fast (--set): allowed is RATE/BURST|off",
          "mosip.kernel.uin.length=x (" + a + ":5): allowed is 2..28"}));
}

TEST_F(ConfigTest, AnUnknownSettingOfOursIsAProblemThatHidesItsValue) {
  const auto loaded = load({.sets = {"idkernel.master-kye=s3cret", "idkernel.something.else=1"}});
  EXPECT_EQ(loaded.problems, (Lines{"idkernel.master-kye (--set): unknown setting; did you mean "
                                    "idkernel.master-key?",
                                    "idkernel.something.else (--set): unknown setting"}));
}

TEST_F(ConfigTest, UnknownSettingsOfOthersAreOnlyReported) {
  const std::string a = file("a", "mosip.kernel.sms.colour=red\nauth.server.x=${y}\n");
  const auto loaded = load(
      {.files = {a}, .environment = {{"IDKERNEL_SERVICE_HOST", "10.0.0.1"}, {"HOME", "/root"}}});
  EXPECT_EQ(loaded.problems, Lines{});
  EXPECT_EQ(loaded.unknown,
            (Lines{"mosip.kernel.sms.colour (" + a + ":1)", "auth.server.x (" + a + ":2)",
                   "IDKERNEL_SERVICE_HOST (environment)"}));
}

TEST_F(ConfigTest, PlaceholdersAreRefusedNotTakenLiterally) {
  EXPECT_EQ(
      load({.sets = {"idkernel.public-url=https://${host}"}}).problems,
      Lines{"idkernel.public-url=https://${host} (--set): placeholders are not resolved; write "
            "the value"});
}

TEST_F(ConfigTest, ASecretComesFromAFile) {
  const auto loaded = load({.sets = {"idkernel.master-key=file:" + file("key", "s3cret\r\n"),
                                     "mosip.kernel.tokenid.uin.salt=plain"}});
  EXPECT_EQ(loaded.problems, Lines{});
  EXPECT_EQ(loaded.config.secret("idkernel.master-key"), "s3cret");
  EXPECT_EQ(loaded.config.secret("mosip.kernel.tokenid.uin.salt"), "plain");
}

TEST_F(ConfigTest, ASecretsComplaintNamesKeyAndPathAndNothingElse) {
  const std::string large = file("large", std::string(secret_file_bytes_max + 1, 's'));
  const std::string empty = file("empty", "\n");
  const auto text_of = [](const std::string& path) {
    return load({.sets = {"idkernel.master-key=file:" + path}}).problems;
  };
  const std::string front = "idkernel.master-key (--set): ";
  const std::string back = " cannot be read as a file of at most 65536 bytes";
  EXPECT_EQ(text_of(path("absent")), Lines{front + path("absent") + back});
  EXPECT_EQ(text_of(path("")), Lines{front + path("") + back});
  EXPECT_EQ(text_of(large), Lines{front + large + back});
  EXPECT_EQ(text_of(empty), Lines{front + empty + " is empty"});
}

TEST_F(ConfigTest, AFileThatCannotBeReadIsNamed) {
  const std::string bad = file("bad", "a=1\nidkernel.partitions=\\u1");
  const auto loaded = load({.files = {path("absent"), bad}});
  EXPECT_EQ(loaded.problems, (Lines{path("absent") + ": cannot be read as a file of at most 4 MiB",
                                    bad + ":2: \\u needs four hexadecimal digits"}));
}

TEST_F(ConfigTest, SettingsNamedAtRunTimeAreFound) {
  const auto loaded = load({.sets = {"idkernel.role.uin=A,B"}});
  ASSERT_NE(loaded.config.find("idkernel.role.uin"), nullptr);
  EXPECT_EQ(*loaded.config.find("idkernel.role.uin"), "A,B");
  EXPECT_EQ(loaded.config.find("idkernel.role.nobody"), nullptr);
}

TEST_F(ConfigTest, LayersSpeakOfOtherKeysToo) {
  Sources sources;
  sources.presets = {"preset=1"};
  sources.files = {
      file("a", "b=30\\u0020\nc=of the file\nd=\nother=1\nmosip.kernel.tokenid.uin.salt=s\n"),
      file("b", "c=of the second\n")};
  sources.environment = {{"D", "of the environment"}, {"E", "of no key"}, {"G", ""}};
  sources.sets = {"f=of the command line", "broken"};
  const auto wanted = [](std::string_view key) { return key != "other"; };
  const auto all = overlaid({{"b", "below"}, {"d", "below"}, {"g", "below"}}, sources, wanted);
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all.value(), (Texts{{"b", "30 "},
                                {"c", "of the second"},
                                {"d", "of the environment"},
                                {"f", "of the command line"},
                                {"g", "below"},
                                {"preset", "1"}}));
  sources.files.push_back(file("c", "a=1\n=2"));
  const auto bad = overlaid({}, sources, wanted);
  ASSERT_FALSE(bad.ok());
  EXPECT_TRUE(bad.error().starts_with(sources.files.back() + ":2: ")) << bad.error();
}

TEST_F(ConfigTest, TheProcesssEnvironmentIsRead) {
  ASSERT_EQ(::setenv("IDKERNEL_PARTITIONS", "9=9", 1), 0);
  EXPECT_EQ(process_environment().at("IDKERNEL_PARTITIONS"), "9=9");
  ASSERT_EQ(::unsetenv("IDKERNEL_PARTITIONS"), 0);
  EXPECT_FALSE(process_environment().contains("IDKERNEL_PARTITIONS"));
}
}  // namespace
}  // namespace config
