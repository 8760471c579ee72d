// tests/partner/partner_rules_test.cc: dates, domains, contents.
#include "actors/partner/partner_rules.h"

#include <gtest/gtest.h>

namespace partner {
namespace {
using namespace std::chrono_literals;
using std::chrono::days;

UtcTime at(const char* text) {
  UtcTime time;
  EXPECT_TRUE(parse_iso_utc(text, time)) << text;
  return time;
}

const UtcTime now = at("2024-01-31T12:00:00.000Z");
const Life living{now - days{1}, now + days{800}};

TEST(PartnerRules, DomainsAreKeptInCapitals) {
  const Rules rules;
  EXPECT_EQ(domain_of(rules, "auth"), "AUTH");
  EXPECT_EQ(domain_of(rules, "Trust_CA"), "TRUST_CA");
  EXPECT_EQ(domain_of(rules, "AUT"), std::nullopt);
  EXPECT_EQ(domain_of(rules, ""), std::nullopt);
}

TEST(PartnerRules, AMonthLaterIsTheSameDayOrTheLast) {
  using std::chrono::months;
  EXPECT_EQ(day_after(now, months{1}), day_of(at("2024-02-29T00:00:00.000Z")));
  EXPECT_EQ(day_after(now, months{12}), day_of(at("2025-01-31T00:00:00.000Z")));
  EXPECT_EQ(day_after(now, months{0}), day_of(now));
}

TEST(PartnerRules, AnAuthoritysDates) {
  const Rules rules;
  const UtcTime last = at("2025-01-31T00:00:00.000Z");
  const struct {
    Life life;
    int version;
    std::optional<Errc> fault;
  } cases[] = {
      {living, 3, std::nullopt},
      {{now + days{1}, now + days{800}}, 3, Errc::partner_future_dated},
      {{now + 1s, now + days{800}}, 3, Errc::partner_dates},  // later today
      {{now, now + days{800}}, 3, std::nullopt},
      {{now - days{9}, now - 1s}, 3, Errc::partner_dates},
      {{now - days{9}, last}, 3, std::nullopt},
      {{now - days{9}, last - 1s}, 3, Errc::partner_ca_validity},
      {living, 1, Errc::partner_version},
      {{now - days{9}, last - 1s}, 1, Errc::partner_ca_validity},
  };
  for (const auto& one : cases)
    EXPECT_EQ(fault_of_authority(one.life, one.version, now, rules), one.fault);
}

TEST(PartnerRules, APartnersCertificateLivesAsLongAsOursButForTheGrace) {
  Rules rules;
  EXPECT_EQ(fault_of_partner_life({now - days{1}, now + days{335}}, now, rules), std::nullopt);
  EXPECT_EQ(fault_of_partner_life({now - days{1}, now + days{335} - 1s}, now, rules),
            Errc::partner_validity);
  EXPECT_EQ(fault_of_partner_life({now + days{1}, now + days{335}}, now, rules),
            Errc::partner_future_dated);
  EXPECT_EQ(fault_of_partner_life({now - days{2}, now - days{1}}, now, rules), Errc::partner_dates);
  rules.years = 2;
  EXPECT_EQ(fault_of_partner_life({now, now + days{699}}, now, rules), Errc::partner_validity);
  rules.grace = days{3650};
  EXPECT_EQ(fault_of_partner_life({now, now}, now, rules), std::nullopt);
}

TEST(PartnerRules, ContentsAreToldInTheReferencesOrder) {
  Contents contents{1, "Other", true, 1024, false};
  EXPECT_EQ(fault_of_contents(contents, "Bank"), Errc::partner_version);
  contents.version = 3;
  EXPECT_EQ(fault_of_contents(contents, "Bank"), Errc::partner_organization);
  contents.organization.clear();
  EXPECT_EQ(fault_of_contents(contents, ""), Errc::partner_organization);
  contents.organization = "Bank";
  EXPECT_EQ(fault_of_contents(contents, "Bank"), Errc::partner_key_size);
  contents.is_rsa = false;  // 256 bits are many for a curve
  EXPECT_EQ(fault_of_contents(contents, "Bank"), Errc::partner_algorithm);
  contents.has_sha2_signature = true;
  contents.may_sign = false;
  EXPECT_EQ(fault_of_contents(contents, "Bank"), Errc::partner_certificate_invalid);
  contents.may_sign = true;
  EXPECT_EQ(fault_of_contents(contents, "Bank"), std::nullopt);
}

TEST(PartnerRules, WhatADomainIsGiven) {
  Rules rules;
  EXPECT_TRUE(enciphers_keys("AUTH"));
  EXPECT_FALSE(enciphers_keys("DEVICE"));
  EXPECT_TRUE(answers_resigned(rules, "AUTH"));
  EXPECT_FALSE(answers_resigned(rules, "FTM"));
  rules.resigns_ftm = true;
  EXPECT_TRUE(answers_resigned(rules, "FTM"));
}

TEST(PartnerRules, StatusOfAnUpload) {
  EXPECT_EQ(text_of(status_of(2, 2)), "Upload Success.");
  EXPECT_EQ(text_of(status_of(1, 2)), "Partial Upload Success.");
  EXPECT_EQ(text_of(status_of(0, 2)), "Upload Failed.");
}
}  // namespace
}  // namespace partner
