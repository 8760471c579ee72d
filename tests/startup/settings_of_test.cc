// tests/startup/settings_of_test.cc: what values say together: each problem in its words, and the
// shipped defaults as they arrive at the parts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/startup/number_settings.h"
#include "http/startup/settings.h"

namespace startup {
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Outcome {
  Settings settings;
  std::vector<std::string> problems;
};

/// The spaces of 14 and 16 digits are estimated, which takes long under a sanitizer: six are
/// counted.
config::Loaded loaded_with(const std::vector<std::string>& sets) {
  config::Sources sources;
  for (const std::string of : {"mosip.kernel.prid.", "mosip.kernel.vid."}) {
    sources.sets.push_back(of + "length=6");
    sources.sets.push_back(of + "min-unused-threshold=10");
    sources.sets.push_back(of + (of.ends_with("prid.") ? "prids" : "vids") + "-to-generate=20");
  }
  sources.sets.insert(sources.sets.end(), sets.begin(), sets.end());
  return config::load(sources);
}

/// With a data directory, so that only what the test changes can be wrong.
Outcome outcome_of(const std::vector<std::string>& sets, Arguments arguments = {}) {
  if (arguments.data_dir.empty()) arguments.data_dir = "/somewhere";
  const auto loaded = loaded_with(sets);
  EXPECT_THAT(loaded.problems, IsEmpty());
  EXPECT_THAT(loaded.unknown, IsEmpty());
  Outcome out;
  out.settings = settings_of(loaded.config, arguments, out.problems);
  return out;
}
std::vector<std::string> problems_of(const std::vector<std::string>& sets,
                                     const Arguments& arguments = {}) {
  return outcome_of(sets, arguments).problems;
}
Arguments listening_on(const std::string& listen, bool dev = false) {
  Arguments arguments;
  arguments.listen = listen;
  arguments.dev = dev;
  return arguments;
}

TEST(SettingsOf, AlternativeNamesAreOfTheKeyThatTheirKeyNames) {
  const std::string front = "mosip.kernel.keymanager.certificate.sanParameters.";
  Arguments arguments;
  arguments.sets = {front + "PMS.BLANK={'dns':'a.example.org|b.example.org'}"};
  const auto good = outcome_of({}, arguments);
  EXPECT_THAT(good.problems, IsEmpty());
  EXPECT_EQ(good.settings.keys.alternative_names.at({"PMS", ""}).size(), 2u);
  arguments.sets = {front + "PMS.BLANK={'otherName':'x'}"};
  EXPECT_THAT(outcome_of({}, arguments).problems,
              ElementsAre(HasSubstr("there are no names of the type otherName")));
}

TEST(SettingsOf, RolesThatSomeEndpointAsksForArePrivileged) {
  const auto rules =
      outcome_of({"idkernel.role.uin=OUR_OWN,INDIVIDUAL", "admin.usermgmt.pending-ttl=3600"})
          .settings.admin.registration;
  EXPECT_TRUE(rules.privileged_roles.contains("OUR_OWN"));
  EXPECT_TRUE(rules.privileged_roles.contains("GLOBAL_ADMIN"));
  EXPECT_FALSE(rules.privileged_roles.contains("INDIVIDUAL"));
  EXPECT_FALSE(rules.privileged_roles.contains("SUPER_ADMIN"));
  EXPECT_TRUE(rules.password_needs_otp);
  EXPECT_EQ(rules.pending_seconds, 3600);
}
TEST(SettingsOf, TheShippedDefaultsAreGood) {
  Arguments arguments;
  arguments.data_dir = "/somewhere";
  std::vector<std::string> problems;
  const Settings settings = settings_of(config::Config{}, arguments, problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(settings.uin.rules, uin::default_rules());
  EXPECT_EQ(settings.uin.pool.low_water, uin::low_water_default);
  EXPECT_EQ(settings.uin.pool.target, uin::target_default);
  EXPECT_EQ(settings.prid.rules, prid::default_rules());
  EXPECT_EQ(settings.prid.pool.target, prid::target_default);
  EXPECT_EQ(settings.vid.rules, vid::default_rules());
  EXPECT_EQ(settings.vid.pool.target, vid::target_default);
  EXPECT_EQ(settings.vid_release_after, vid::release_default);
  EXPECT_EQ(settings.uin_issued_timeout.count(), 0);
  EXPECT_EQ(settings.store.partitions, 16);
  EXPECT_EQ(settings.api.host, "127.0.0.1");
  EXPECT_EQ(settings.api.port, 8080);
  EXPECT_EQ(settings.management.port, 8081);
  EXPECT_EQ(settings.token_rules.public_url, "http://127.0.0.1:8080");
  EXPECT_EQ(settings.statuses, http::default_statuses());
  EXPECT_EQ(settings.by_address.per_second, 20);
  EXPECT_EQ(settings.by_caller.per_second, 0);  // off
  EXPECT_FALSE(settings.api_transport.tls);
}

TEST(SettingsOf, ADataDirectoryIsNeededOutsideDev) {
  std::vector<std::string> problems;
  const auto loaded = loaded_with({});
  settings_of(loaded.config, {}, problems);
  EXPECT_THAT(problems, ElementsAre("no data directory: name one with --data-dir or "
                                    "idkernel.data-dir"));
  problems.clear();
  Arguments dev;
  dev.dev = true;
  EXPECT_EQ(settings_of(loaded.config, dev, problems).store.dir, "./data");
  EXPECT_THAT(problems, IsEmpty());
  Arguments told;
  told.data_dir = "/told";
  EXPECT_EQ(outcome_of({"idkernel.data-dir=/configured"}, told).settings.store.dir, "/told");
}

TEST(SettingsOf, BeyondLoopbackNeedsTlsOrAWord) {
  const std::string text =
      "idkernel.http.listen=192.0.2.1:80 is beyond loopback and has no TLS: name "
      "idkernel.http.tls.certificate-file and key-file, or set idkernel.http.allow-plain=true "
      "behind a proxy that ends TLS";
  EXPECT_THAT(problems_of({"idkernel.http.listen=192.0.2.1:80"}), ElementsAre(text));
  EXPECT_THAT(problems_of({}, listening_on("192.0.2.1:80")), ElementsAre(text));
  EXPECT_THAT(problems_of({"idkernel.http.allow-plain=true"}, listening_on("192.0.2.1:80")),
              IsEmpty());
  EXPECT_THAT(problems_of({"idkernel.http.tls.certificate-file=c", "idkernel.http.tls.key-file=k"},
                          listening_on("192.0.2.1:80")),
              IsEmpty());
}

TEST(SettingsOf, WhatCountsAsLoopback) {
  for (const char* near : {"127.0.0.1:1", "127.1.2.3:1", "localhost:1", "[::1]:1"}) {
    EXPECT_THAT(problems_of({}, listening_on(near)), IsEmpty()) << near;
    EXPECT_THAT(problems_of({}, listening_on(near, true)), IsEmpty()) << near;
  }
  for (const char* far : {"0.0.0.0:1", "[::]:1", "127.example.org:1", "localhost.example.org:1"}) {
    EXPECT_EQ(problems_of({}, listening_on(far)).size(), 1u) << far;
  }
}

TEST(SettingsOf, DevStaysOnLoopbackEvenWithTls) {
  const std::string text = "--dev listens on loopback only: its users and secrets are public";
  EXPECT_THAT(problems_of({"idkernel.http.allow-plain=true"}, listening_on("0.0.0.0:1", true)),
              ElementsAre(text));
  Arguments arguments;
  arguments.dev = true;
  arguments.management = "0.0.0.0:1";
  EXPECT_THAT(problems_of({}, arguments), ElementsAre(text));
}

TEST(SettingsOf, AnAddressOnTheCommandLineIsCheckedToo) {
  for (const char* bad :
       {"localhost", "8080", ":8080", "localhost:", "localhost:65536", "::1:80", "localhost:80x"}) {
    EXPECT_THAT(problems_of({}, listening_on(bad)),
                ElementsAre("--listen " + std::string{bad} + ": must be host:port"));
  }
  Arguments arguments;
  arguments.management = "localhost";
  EXPECT_THAT(problems_of({}, arguments), ElementsAre("--management localhost: must be host:port"));
}

TEST(SettingsOf, TlsFilesBelongTogether) {
  const std::string text =
      "idkernel.http.tls.certificate-file and idkernel.http.tls.key-file belong together";
  EXPECT_THAT(problems_of({"idkernel.http.tls.certificate-file=c"}), ElementsAre(text));
  EXPECT_THAT(problems_of({"idkernel.http.tls.key-file=k"}), ElementsAre(text));
}

TEST(SettingsOf, ClientCertificatesNeedAnAuthority) {
  for (const char* asked : {"optional", "required"}) {
    const std::string set = std::string{"idkernel.http.tls.client-certificate="} + asked;
    EXPECT_THAT(problems_of({set}), ElementsAre(set + " needs idkernel.http.tls.client-ca-file"));
  }
  const auto with = outcome_of(
      {"idkernel.http.tls.certificate-file=c", "idkernel.http.tls.key-file=k",
       "idkernel.http.tls.client-certificate=required", "idkernel.http.tls.client-ca-file=a"});
  EXPECT_THAT(with.problems, IsEmpty());
  EXPECT_TRUE(with.settings.api_transport.tls->require_client_certificate);
  EXPECT_EQ(with.settings.token_rules.public_url, "https://127.0.0.1:8080");
  const auto unused =
      outcome_of({"idkernel.http.tls.certificate-file=c", "idkernel.http.tls.key-file=k",
                  "idkernel.http.tls.client-ca-file=a"});
  EXPECT_EQ(unused.settings.api_transport.tls->client_ca_file, "");
}

TEST(SettingsOf, ThePartsOfARidMustAddUp) {
  EXPECT_THAT(problems_of({"mosip.kernel.rid.length=30"}),
              ElementsAre("mosip.kernel.rid.length is not the sum of its parts"));
  EXPECT_THAT(problems_of({"mosip.kernel.machineid.length=4", "mosip.kernel.rid.length=28"}),
              IsEmpty());
  EXPECT_THAT(
      problems_of({"mosip.kernel.rid.sequence-initial-value=100000"}),
      ElementsAre("mosip.kernel.rid.sequence-initial-value does not fit the sequence length"));
}

TEST(SettingsOf, ANumbersRulesAreCheckedForEachService) {
  EXPECT_THAT(problems_of({"mosip.kernel.uin.length.sequence-limit=1"}),
              ElementsAre("UIN: sequence-limit 1 refuses every number; 0 switches it off"));
  EXPECT_THAT(problems_of({"mosip.kernel.prid.sequence-limit=1"}),
              ElementsAre(HasSubstr("PRID: sequence-limit 1")));
  EXPECT_THAT(problems_of({"mosip.kernel.vid.length.sequence-limit=1"}),
              ElementsAre(HasSubstr("VID: sequence-limit 1")));
  EXPECT_THAT(problems_of({"mosip.kernel.uin.length.digits-limit=10"}),
              ElementsAre("UIN: digits-limit must be below the length"));
  EXPECT_THAT(problems_of({"mosip.kernel.uin.length.reverse-digits-limit=11"}),
              ElementsAre("UIN: reverse-digits-limit exceeds the length"));
  EXPECT_THAT(problems_of({"mosip.kernel.uin.not-start-with=0,x"}),
              ElementsAre("UIN: not-start-with: \"x\" is not a string of digits"));
  EXPECT_THAT(problems_of({"mosip.kernel.vid.restricted-numbers=7 8"}),
              ElementsAre("VID: restricted-numbers: \"7 8\" is not a string of digits"));
}

TEST(SettingsOf, APoolThatIsNeverFilledIsAllowedAndSaid) {
  EXPECT_THAT(never_filled(outcome_of({}).settings), IsEmpty());
  const auto outcome = outcome_of({"mosip.kernel.prid.min-unused-threshold=0"});
  EXPECT_THAT(outcome.problems, IsEmpty());
  EXPECT_THAT(never_filled(outcome.settings),
              ElementsAre("PRID: min-unused-threshold is 0: the pool is never filled, and nothing "
                          "is issued once it is empty"));
}

TEST(SettingsOf, APoolMustFitItsNumbersAndItself) {
  EXPECT_THAT(problems_of({"mosip.kernel.uin.min-unused-threshold=600000"}),
              ElementsAre("UIN: min-unused-threshold 600000 is above the target 500000"));
  EXPECT_THAT(problems_of({"mosip.kernel.uin.uins-to-generate=40000000"}),
              ElementsAre("UIN: a pool of 40000000 unused numbers is more than half of the "
                          "58106898 numbers that the length and the rules leave"));
  EXPECT_THAT(
      problems_of({"mosip.kernel.prid.prids-to-generate=200000"}),
      ElementsAre(testing::MatchesRegex("PRID: a pool of 200000 unused numbers is more than "
                                        "half of the [0-9]+ numbers that .*")));
}

TEST(SettingsOf, EveryProblemIsNamedAtOnce) {
  EXPECT_EQ(problems_of({"mosip.kernel.rid.length=30", "idkernel.http.tls.key-file=k",
                         "mosip.kernel.uin.length.sequence-limit=1"},
                        listening_on("0.0.0.0:1"))
                .size(),
            4u);
}

TEST(SettingsOf, TheRealmMapHasPairs) {
  const std::string text = "mosip.kernel.auth.appid-realm-map must list appid:realm pairs";
  for (const char* bad : {"", "ida", "ida:mosip,admin"}) {
    EXPECT_THAT(problems_of({std::string{"mosip.kernel.auth.appid-realm-map="} + bad}),
                ElementsAre(text))
        << bad;
  }
  EXPECT_TRUE(outcome_of({"mosip.kernel.auth.appid-realm-map={ida:'other'}"})
                  .settings.apps.knows_realm("other"));
}

TEST(SettingsOf, CompatibilityStatusesReachTheWire) {
  const auto& statuses =
      outcome_of({"idkernel.auth.failure-status=200", "auth.compat.client-failure.status=500"})
          .settings.statuses;
  const auto status = [&](Errc errc) { return statuses[static_cast<size_t>(errc)]; };
  EXPECT_EQ(status(Errc::unauthenticated), 200);
  EXPECT_EQ(status(Errc::forbidden), 200);
  EXPECT_EQ(status(Errc::auth_client_rejected), 500);
  EXPECT_EQ(status(Errc::uin_internal), 500);
}

TEST(SettingsOf, AnIssuedUinMayComeBackWhenAsked) {
  EXPECT_EQ(outcome_of({"idkernel.uin.issued-timeout=90"}).settings.uin_issued_timeout,
            std::chrono::seconds{90});
}

TEST(SettingsOf, AServicesFailuresAre200WhenAsked) {
  const auto& statuses =
      outcome_of({"idkernel.http.internal-failure-status=200"}).settings.statuses;
  const auto status = [&](Errc errc) { return statuses[static_cast<size_t>(errc)]; };
  for (const Errc errc : {Errc::uin_internal, Errc::rid_fetch_failed, Errc::rid_silent,
                          Errc::prid_internal, Errc::vid_internal, Errc::auth_internal}) {
    EXPECT_EQ(status(errc), 200) << row_of(errc).code;
  }
  EXPECT_EQ(status(Errc::internal), 500);
  EXPECT_EQ(status(Errc::unauthenticated), 401);
  EXPECT_EQ(status(Errc::auth_client_rejected),
            outcome_of({}).settings.statuses[static_cast<size_t>(Errc::auth_client_rejected)]);
}

TEST(SettingsOf, ThePublicUrlHasNoSlashAtItsEnd) {
  EXPECT_EQ(
      outcome_of({"idkernel.public-url=https://id.example.org//"}).settings.token_rules.public_url,
      "https://id.example.org");
  EXPECT_EQ(outcome_of({}, listening_on("[::1]:90")).settings.token_rules.public_url,
            "http://[::1]:90");
}
}  // namespace startup
