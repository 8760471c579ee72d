// tests/device/trust_state_test.cc: providers and services: claims, references, history, failures.
#include "actors/device/trust_state.h"

#include <gtest/gtest.h>

#include "tests/device/device_samples.h"
#include "tests/fakes/memory_transaction.h"

namespace device {
using std::chrono::hours;
using std::chrono::microseconds;

class TrustTest : public ::testing::Test {
 protected:
  static constexpr store::Owner owner{0, store::Service::master_data};

  Trust loaded(MemoryTransaction& from) {
    Trust trust_rows{types, seal.sealer(owner), std::make_shared<SeededRandom>(++seed)};
    EXPECT_TRUE(trust_rows.load(from).ok());
    return trust_rows;
  }
  Result<Company> add(const Company& company, CompanyKind kind = CompanyKind::provider) {
    return trust.add(kind, company, {"110006", now}, tx);
  }
  Result<Company> change(const Company& company, CompanyKind kind = CompanyKind::provider) {
    return trust.change(kind, company, {"110005", now}, tx);
  }
  Result<Mds> add(const Mds& mds) { return trust.add(mds, {"110006", now}, tx); }
  Result<Mds> change(const Mds& mds, std::optional<bool> is_active = std::nullopt) {
    return trust.change(mds, is_active, {"110005", now}, tx);
  }
  std::string check(const std::string& provider_id, const std::string& version = "v1",
                    std::optional<UtcTime> as_of = std::nullopt, const std::string& model = "F1") {
    const auto result = trust.check(
        {provider_id, version, provider_id, "Finger", "Single", "NW10", model, as_of}, tx);
    return result.ok() ? "" : std::string{row_of(result.error()).name};
  }
  std::string vouch(const MakerQuestion& question) {
    const auto result = trust.vouchers(question, tx);
    if (!result.ok()) return std::string{row_of(result.error()).name};
    return result.value().provider_alias + "," + result.value().trust_provider_alias;
  }

  SampleSeal seal;
  uint64_t seed = 10;
  std::shared_ptr<const DeviceTypes> types = shipped_types();
  MemoryTransaction tx;
  UtcTime now = noon;
  Trust trust = loaded(tx);
};

TEST_F(TrustTest, AProviderIsKeptWithItsHistory) {
  const Company made = add(sample_company()).value();
  EXPECT_EQ(made.id.size(), 36u);
  EXPECT_EQ(made.stamp.created_by, "110006");
  EXPECT_EQ(made.stamp.created, noon);
  EXPECT_FALSE(made.stamp.updated);
  Company next = made;
  next.email = "new@example.org";
  now += hours{1};
  const Company changed_one = change(next).value();
  EXPECT_EQ(changed_one.stamp.created, noon);
  EXPECT_EQ(changed_one.stamp.updated, noon + hours{1});
  EXPECT_EQ(changed_one.stamp.updated_by, "110005");
  size_t history = 0;
  for (const auto& [key, value] : tx.entries) {
    history += key.starts_with("HP");
    EXPECT_EQ(value.find("example.org"), std::string::npos) << "in clear";
    EXPECT_EQ(key.find("Northwind"), std::string::npos) << "in clear";
  }
  EXPECT_EQ(history, 2u);
}

TEST_F(TrustTest, OneActiveProviderOfANameAndAddress) {
  Company first = add(sample_company()).value();
  EXPECT_EQ(add(sample_company()).error(), Errc::provider_exists);
  EXPECT_EQ(tx.waited_for, "P" + first.id);
  Company idle = sample_company();
  idle.is_active = false;
  EXPECT_EQ(add(idle).error(), Errc::provider_exists);
  EXPECT_TRUE(change(first).ok());
  first.is_active = false;
  EXPECT_TRUE(change(first).ok());
  EXPECT_TRUE(add(idle).ok());
  EXPECT_TRUE(add(sample_company()).ok());
  EXPECT_EQ(change(first).error(), Errc::provider_exists);
  Company elsewhere = sample_company();
  elsewhere.address = "2 Harbour Road";
  EXPECT_TRUE(add(elsewhere).ok());
}

TEST_F(TrustTest, TrustProvidersClaimNearlyEverything) {
  constexpr auto kind = CompanyKind::trust_provider;
  Company made = add(sample_company(), kind).value();
  EXPECT_EQ(add(sample_company(), kind).error(), Errc::trust_provider_exists);
  EXPECT_TRUE(add(sample_company()).ok()) << "a provider is another matter";
  Company idle = sample_company();
  idle.is_active = false;
  EXPECT_TRUE(add(idle, kind).ok());
  made.is_active = false;
  EXPECT_TRUE(change(made, kind).ok()) << "a change is not compared";
  made.id = "nobody";
  EXPECT_EQ(change(made, kind).error(), Errc::trust_provider_unknown);
  EXPECT_EQ(change(made).error(), Errc::provider_unknown);
}

TEST_F(TrustTest, AServiceNeedsTypesAndAnActiveProvider) {
  Company maker = add(sample_company()).value();
  Mds mds = sample_mds("nobody");
  mds.type_code = "Ear";
  mds.sub_type_code = "Left";
  EXPECT_EQ(add(mds).error(), Errc::mds_no_type);
  mds.type_code = "fingerprint";
  EXPECT_EQ(add(mds).error(), Errc::mds_no_sub_type);
  mds.sub_type_code = "slab";
  EXPECT_EQ(add(mds).error(), Errc::mds_no_provider);
  mds.provider_id = maker.id;
  const Mds made = add(mds).value();
  EXPECT_EQ(made.type_code, "Finger");
  EXPECT_EQ(made.sub_type_code, "Slap");
  EXPECT_EQ(add(mds).error(), Errc::mds_exists);
  maker.is_active = false;
  change(maker);
  mds.model = "F2";
  EXPECT_EQ(add(mds).error(), Errc::mds_no_provider);
}

TEST_F(TrustTest, AServiceIsChanged) {
  const Company maker = add(sample_company()).value();
  const Mds made = add(sample_mds(maker.id)).value();
  const Mds other = add(sample_mds(maker.id, "v2")).value();
  Mds draft = made;
  draft.version = "v2";
  EXPECT_EQ(change(draft).error(), Errc::mds_exists);
  draft.version = "v3";
  EXPECT_TRUE(change(draft).value().is_active);
  EXPECT_FALSE(change(draft, false).value().is_active);
  EXPECT_FALSE(change(draft).value().is_active) << "what is not said stays";
  draft.version = "v1";
  EXPECT_TRUE(change(draft, true).ok()) << "it may have its old version again";
  draft.id = "nobody";
  const auto unknown = change(draft);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(text_of(unknown.faults().front()), "MDS ID nobody does not exist");
  draft = other;
  draft.provider_id = "nobody";
  draft.type_code = "Ear";
  EXPECT_EQ(change(draft).error(), Errc::mds_no_provider) << "in the reference's order";
}

TEST_F(TrustTest, WhoStandsForADevice) {
  const Company maker = add(sample_company()).value();
  Company voucher = sample_company("Chips");
  voucher.certificate_alias = "cw";
  voucher = add(voucher, CompanyKind::trust_provider).value();
  EXPECT_EQ(vouch({maker.id, "Northwind", ""}), "nwb,");
  EXPECT_EQ(vouch({maker.id, "Northwind", voucher.id}), "nwb,cw");
  EXPECT_EQ(vouch({maker.id, "northwind", ""}), "device_no_provider");
  EXPECT_EQ(vouch({"nobody", "Northwind", ""}), "device_no_provider");
  EXPECT_EQ(vouch({maker.id, "Northwind", "nobody"}), "device_missing");
  voucher.is_active = false;
  change(voucher, CompanyKind::trust_provider);
  EXPECT_EQ(vouch({maker.id, "Northwind", voucher.id}), "device_missing");
}

TEST_F(TrustTest, WhetherADeviceIsServed) {
  Company maker = add(sample_company()).value();
  EXPECT_EQ(check("nobody"), "provider_unknown");
  EXPECT_EQ(check(maker.id), "validate_no_mds");
  Mds mds = add(sample_mds(maker.id)).value();
  EXPECT_EQ(check(maker.id), "");
  EXPECT_EQ(check(maker.id, "v1", std::nullopt, "F2"), "validate_version");
  change(mds, false);
  EXPECT_EQ(check(maker.id), "validate_mds_inactive");
  maker.is_active = false;
  change(maker);
  EXPECT_EQ(check(maker.id), "validate_provider_inactive");
}

TEST_F(TrustTest, AsOfThen) {
  Company maker = add(sample_company()).value();
  now += hours{1};
  Mds mds = add(sample_mds(maker.id)).value();
  now += hours{1};
  mds.version = "v2";
  mds = change(mds).value();
  now += hours{1};
  change(mds, false);
  now += hours{1};
  maker.is_active = false;
  change(maker);
  const auto then = [&](double hours_later, const char* version) {
    return check(maker.id, version, noon + microseconds{static_cast<int64_t>(hours_later * 3.6e9)});
  };
  EXPECT_EQ(then(-0.5, "v1"), "provider_unknown");
  EXPECT_EQ(then(0, "v1"), "validate_no_mds");
  EXPECT_EQ(then(1, "v1"), "");
  EXPECT_EQ(then(1.5, "v2"), "validate_no_mds");
  EXPECT_EQ(then(2, "v1"), "validate_no_mds");
  EXPECT_EQ(then(2.5, "v2"), "");
  EXPECT_EQ(then(3.5, "v2"), "validate_mds_inactive");
  EXPECT_EQ(then(4, "v2"), "validate_provider_inactive");
  EXPECT_EQ(check(maker.id, "v2", UtcTime{} - hours{1}), "provider_unknown");
}

TEST_F(TrustTest, ManyServicesOfOneVersion) {
  const Company maker = add(sample_company()).value();
  std::vector<Mds> all;
  for (const char* model : {"A", "B", "F1", "C", "D"}) {
    Mds mds = sample_mds(maker.id);
    mds.model = model;
    all.push_back(add(mds).value());
  }
  EXPECT_EQ(check(maker.id), "");
  EXPECT_EQ(tx.waited_for, "M" + all[2].id) << "the one that claims it is the whole answer";
  EXPECT_EQ(check(maker.id, "v1", now), "");
  const UtcTime first = now;
  now += hours{1};
  // The service passes its claim on; as of then it is still the one.
  Mds passed = all[2];
  passed.model = "F2";
  passed = change(passed).value();
  Mds taken = all[3];
  taken.model = "F1";
  taken = change(taken, false).value();
  EXPECT_EQ(check(maker.id), "validate_version");
  EXPECT_EQ(check(maker.id, "v1", first), "");
  EXPECT_EQ(check(maker.id, "v1", first, "F2"), "validate_version");
  EXPECT_EQ(check(maker.id, "v1", now, "F2"), "");
  now += hours{1};
  all[2] = passed;
  for (const size_t i : {0, 1, 2, 4}) change(all[i], false);
  EXPECT_EQ(check(maker.id), "validate_mds_inactive");
  EXPECT_EQ(check(maker.id, "v1", now), "validate_mds_inactive");
  EXPECT_EQ(check(maker.id, "v1", now - microseconds{1}, "F9"), "validate_version");
}

TEST_F(TrustTest, AServiceOfATypeThatTheTableHasNoMore) {
  const Company maker = add(sample_company()).value();
  const Mds made = add(sample_mds(maker.id)).value();
  types = std::make_shared<const DeviceTypes>(
      DeviceTypes::read("type|Ear|Ear|\nsub-type|Ear|Left\n").value());
  MemoryTransaction disk{tx.entries};
  Trust later = loaded(disk);
  EXPECT_TRUE(
      later.check({maker.id, "v1", maker.id, "Finger", "Single", "NW10", "F1", {}}, disk).ok());
  const Act act{"x", now};
  Mds next = made;
  next.binary_hash = "new";
  EXPECT_FALSE(later.change(next, false, act, disk).value().is_active) << "it can be ended";
  next.sub_type_code = "Slap";
  EXPECT_EQ(later.change(next, {}, act, disk).error(), Errc::mds_no_type);
  EXPECT_EQ(later.add(sample_mds(maker.id, "v2"), act, disk).error(), Errc::mds_no_type);
}

TEST_F(TrustTest, ARestartKnowsEverything) {
  const Company maker = add(sample_company()).value();
  const Mds made = add(sample_mds(maker.id)).value();
  MemoryTransaction disk{tx.entries};
  Trust again = loaded(disk);
  EXPECT_EQ(again.add(CompanyKind::provider, sample_company(), {"x", now}, disk).error(),
            Errc::provider_exists);
  EXPECT_EQ(again.add(sample_mds(maker.id), {"x", now}, disk).error(), Errc::mds_exists);
  EXPECT_TRUE(
      again.check({maker.id, "v1", maker.id, "Finger", "Single", "NW10", "F1", {}}, disk).ok());
  Mds renamed = made;
  renamed.version = "v2";
  ASSERT_TRUE(again.change(renamed, {}, {"x", now + hours{1}}, disk).ok());
  Trust last = loaded(disk);
  for (const auto& [version, then] : {std::pair{"v1", now}, std::pair{"v2", now + hours{1}}})
    EXPECT_TRUE(
        last.check({maker.id, version, maker.id, "Finger", "Single", "NW10", "F1", then}, disk)
            .ok())
        << version;
  disk.entries["P" + maker.id][40] ^= 1;
  EXPECT_EQ(again.load(disk).error(), Errc::internal);
}

TEST_F(TrustTest, AStoreThatFailsChangesNothing) {
  Company maker = add(sample_company()).value();
  Mds mds = add(sample_mds(maker.id)).value();
  now += hours{1};
  maker = change(maker).value();
  const auto before = tx.entries;
  tx.fail_reads = store::Errc::io;
  EXPECT_EQ(add(sample_company("Other")).error(), Errc::provider_failed);
  EXPECT_EQ(add(sample_company(), CompanyKind::trust_provider).error(),
            Errc::trust_provider_failed);
  EXPECT_EQ(change(maker).error(), Errc::provider_change_failed);
  EXPECT_EQ(add(sample_mds(maker.id, "v2")).error(), Errc::mds_failed);
  EXPECT_EQ(change(mds).error(), Errc::mds_change_failed);
  EXPECT_EQ(check(maker.id, "v1", noon), "validate_failed");
  EXPECT_EQ(trust.load(tx).error(), Errc::internal);
  tx.fail_reads.reset();
  EXPECT_EQ(tx.entries, before);
  ASSERT_TRUE(trust.load(tx).ok());
  Company voucher = add(sample_company(), CompanyKind::trust_provider).value();
  tx.fail_reads = store::Errc::io;
  EXPECT_EQ(change(voucher, CompanyKind::trust_provider).error(),
            Errc::trust_provider_change_failed);
}
}  // namespace device
