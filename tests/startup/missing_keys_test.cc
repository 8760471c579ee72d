// tests/startup/missing_keys_test.cc: which keys a start can do without, and which an operator may
// forget.
#include "http/startup/missing_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/keymanager/key_plan.h"
#include "http/startup/problem.h"
#include "tests/fakes/log_lines.h"
#include "tests/keymanager/counted_keystore.h"
#include "tests/keymanager/keys.h"

namespace startup {
namespace {
using keymanager::Kept;
using keymanager::KeyRing;
using keymanager::Lifetime;
using keymanager::noon;
using std::chrono::days;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Lifetime living{noon - days{1}, noon + days{2000}};
const Lifetime over{noon - days{1000}, noon - days{1}};
const DataKeyAliases data{"store now", {"prereg old", "prereg now"}};

KeyRing ring() {
  KeyRing out =
      keymanager::ring_of({{{"ROOT", ""}, living, Kept::keystore, "root", "root"},
                           {{"STORE", ""}, over, Kept::keystore, "store old"},
                           {{"STORE", ""}, living, Kept::keystore, "store now"},
                           {{"AUTH_TOKEN", ""}, living, Kept::sealed, "token"},
                           {{"PMS", ""}, over, Kept::keystore, "pms old"},
                           {{"PMS", ""}, living, Kept::keystore, "pms now"},
                           {{"RESIDENT", ""}, over, Kept::keystore, "module old"},
                           {{"RESIDENT", ""}, living, Kept::keystore, "module now"},
                           {{"PRE_REGISTRATION", ""}, over, Kept::keystore, "prereg old"},
                           {{"PRE_REGISTRATION", ""}, living, Kept::keystore, "prereg now"},
                           {{"KERNEL", "CACHE"}, over, Kept::secret, "cache old"},
                           {{"KERNEL", "CACHE"}, living, Kept::secret, "cache now"}});
  const auto base = [](const char* alias, const Lifetime& life, const char* module_alias) {
    auto row = std::make_shared<keymanager::KeyVersion>(
        *keymanager::version({{"RESIDENT", "base"}, life, Kept::wrapped, alias}));
    row->module_alias = module_alias;
    return row;
  };
  out = out.with({base("base old", over, "module now"), base("base now", living, "module old")});
  // A token or file: the rows hold no key.
  KeyRing::Versions rows;
  out.for_each([&](const keymanager::KeyVersionPtr& version) {
    auto row = std::make_shared<keymanager::KeyVersion>(*version);
    if (row->kept == Kept::keystore) row->record.clear();
    rows.push_back(std::move(row));
  });
  return out.with(rows);
}

std::vector<std::string> aliases(const KeyRing::Versions& versions) {
  std::vector<std::string> out;
  for (const auto& version : versions) out.push_back(version->alias);
  return out;
}

/// A keystore that has all but these.
std::shared_ptr<keymanager::CountedKeystore> without(const std::vector<std::string>& lost) {
  const auto out = std::make_shared<keymanager::CountedKeystore>(keymanager::open_keystore());
  for (const std::string& alias : in_keystore(ring())) out->held.insert(alias);
  for (const std::string& alias : lost) out->held.erase(alias);
  return out;
}

std::string refusal(const std::string& alias) {
  try {
    checked_keys(*without({alias}), ring(), data, noon);
  } catch (const Problem& problem) {
    return problem.what();
  }
  return {};
}

Expected<Forgotten, std::string> forget(const std::string& alias,
                                        const std::vector<std::string>& lost,
                                        bool loses_data = false) {
  return forgotten(ring(), alias, missing_keys(ring(), lost, data, noon), data, loses_data, noon);
}
}  // namespace

TEST(MissingKeys, WhatIsInUseStopsTheStart) {
  for (const char* alias : {"root", "store now", "pms now", "cache now", "prereg now"})
    EXPECT_THAT(refusal(alias), HasSubstr(alias));
  // What current base keys are wrapped for, and what lies under old keys.
  EXPECT_THAT(refusal("module old"), HasSubstr("RESIDENT: module old"));
  EXPECT_THAT(refusal("prereg old"), HasSubstr("the keystore lacks 1 keys that are in use"));
}

TEST(MissingKeys, WhatEndedIsWarnedOf) {
  LogLines log;
  EXPECT_THAT(
      aliases(checked_keys(*without({"pms old", "cache old", "store old"}), ring(), data, noon)),
      ElementsAre("cache old", "pms old", "store old"));
  EXPECT_EQ(log.count("the keystore lacks 3 keys that ended: KERNEL:CACHE cache old, PMS: pms old"),
            1u);
  EXPECT_THAT(checked_keys(*without({}), ring(), data, noon), IsEmpty());
}

TEST(MissingKeys, AKeystoreWithoutAListLacksNothingAndOneThatIsAwayStopsTheStart) {
  EXPECT_THAT(checked_keys(*keymanager::open_keystore(), ring(), data, noon), IsEmpty());
  keymanager::RefusingKeystore away{keystore::Errc::unavailable, "asleep"};
  EXPECT_THROW(checked_keys(away, ring(), data, noon), Problem);
}

TEST(MissingKeys, AKeyOfTheServersOwnMayBeInItsRow) {
  const KeyRing rows = keymanager::ring_of({{{"STORE", ""}, living}, {{"PMS", ""}, living}});
  EXPECT_THAT(in_keystore(rows), ElementsAre("PMS/"));
}

TEST(MissingKeys, TheStartTellsWhatHelps) {
  EXPECT_THAT(refusal("pms now"), HasSubstr("or give up each one with `idkernel keys forget"));
  EXPECT_THAT(refusal("store now"), HasSubstr("bring them back, as from a backup"));
  EXPECT_THAT(refusal("store now"), testing::Not(HasSubstr("keys forget")));
}

TEST(MissingKeys, OnlyWhatIsLostCanBeForgottenAndNeverWhatTheStoreKeyLiesUnder) {
  EXPECT_EQ(forget("nobody", {}).error(), "no key has the alias nobody");
  EXPECT_THAT(forget("pms old", {}).error(), HasSubstr("is not missing"));
  EXPECT_THAT(forget("pms now", {}, true).error(), HasSubstr("is not missing"));
  EXPECT_THAT(forget("store now", {"store now"}, true).error(), HasSubstr("holds the store key"));
  const auto gone = forget("pms old", {"pms old", "root"});
  ASSERT_TRUE(gone.ok());
  EXPECT_EQ(gone.value().key->alias, "pms old");
  EXPECT_THAT(gone.value().wrapped, IsEmpty());
  EXPECT_FALSE(gone.value().has_data);
}

TEST(MissingKeys, TheCertificateOfAForgottenKeyStays) {
  const auto stays = forget("pms old", {"pms old"}).value().stays;
  ASSERT_NE(stays, nullptr);
  EXPECT_EQ(stays->kept, Kept::certificate_only);
  EXPECT_EQ(stays->certificate, ring().by_alias("pms old")->certificate);
  EXPECT_EQ(stays->life.expires, over.expires);
  EXPECT_THAT(in_keystore(ring().with({stays})), testing::Not(testing::Contains("pms old")));
  EXPECT_EQ(forget("cache old", {"cache old"}).value().stays, nullptr) << "a secret has none";
  const auto alone = keymanager::ring_of({{{"PMS", ""}, over, Kept::keystore, "pms old", "root"}});
  EXPECT_THAT(
      forgotten(alone, "pms old", {{}, {alone.by_alias("pms old")}}, data, false, noon).error(),
      HasSubstr("the newest of its name"));
}

TEST(MissingKeys, ARevokedKeyOfANameThatNobodyUsesIsToldHowToGo) {
  const auto root = keymanager::version({{"ROOT", ""}, living, Kept::keystore, "root", "root"});
  keymanager::KeyVersion row = *keymanager::version({{"PMS", ""}, over, Kept::keystore, "pms old"});
  row.is_revoked = true;
  const auto revoked = std::make_shared<const keymanager::KeyVersion>(row);
  const KeyRing alone = KeyRing{}.with({root, revoked});
  const MissingKeys lost{{}, {revoked}};
  EXPECT_THAT(forgotten(alone, "pms old", lost, data, true, noon).error(),
              HasSubstr("it was revoked, so that its next use alone makes the successor, such as a "
                        "getCertificate of that name, and then it can be forgotten"));
  // That does it.
  const keymanager::Order used{keymanager::Verb::ensure, row.name, false, {}, nullptr};
  const auto planned = keymanager::plan(alone, used, noon, "new");
  EXPECT_TRUE(std::holds_alternative<keymanager::Generation>(planned));
  const auto next =
      keymanager::version({{"PMS", ""}, {noon, living.expires}, Kept::keystore, "pms new"});
  EXPECT_TRUE(forgotten(alone.with({next}), "pms old", lost, data, false, noon).ok());
}

TEST(MissingKeys, WhatLiesUnderAForgottenKeyGoesWithItWhenTheOperatorSaysSo) {
  EXPECT_THAT(forget("module old", {"module old"}).error(),
              HasSubstr("1 keys are wrapped for it: with --lose-data"));
  const auto module = forget("module old", {"module old"}, true).value();
  EXPECT_THAT(aliases(module.wrapped), ElementsAre("base now"));
  ASSERT_THAT(aliases(module.wrapped_stays), ElementsAre("base now"));
  const auto& base = *module.wrapped_stays.front();
  EXPECT_EQ(base.certificate, ring().by_alias("base now")->certificate);
  EXPECT_EQ(base.record, "");
  const KeyRing left = ring().with({module.stays}).with(module.wrapped_stays);
  EXPECT_EQ(left.current(base.name, noon).count, 0u);
  const keymanager::Order order{keymanager::Verb::ensure, base.name, false, {}, nullptr};
  const auto planned = keymanager::plan(left, order, noon, "new");
  EXPECT_TRUE(std::holds_alternative<keymanager::Generation>(planned)) << "it has a successor";
  // Nothing lies under the module's key any more, so that it can be forgotten once more.
  const MissingKeys again{{}, {left.by_alias("module old")}};
  EXPECT_THAT(forgotten(left, "module old", again, data, false, noon).value().wrapped, IsEmpty());
  EXPECT_THAT(forget("prereg old", {"prereg old"}).error(),
              HasSubstr("data keys of pre-registration lie under it"));
  EXPECT_TRUE(forget("prereg old", {"prereg old"}, true).value().has_data);
}

TEST(MissingKeys, ACurrentKeyThatIsForgottenEndsAndHasASuccessor) {
  for (const char* alias : {"root", "pms now", "module now", "prereg now", "cache now"}) {
    EXPECT_THAT(forget(alias, {alias}).error(), HasSubstr("it is in use")) << alias;
    const auto gone = forget(alias, {alias}, true);
    ASSERT_TRUE(gone.ok()) << alias << gone.error();
    if (gone.value().key->kept == Kept::secret) {
      EXPECT_EQ(gone.value().stays, nullptr);
      continue;
    }
    const KeyRing left = ring().with({gone.value().stays});
    const auto& name = gone.value().key->name;
    EXPECT_EQ(left.current(name, noon).count, 0u) << alias;
    EXPECT_TRUE(keymanager::needs_successor(left, name, noon)) << alias;
    const keymanager::Order order{keymanager::Verb::ensure, name, false, {}, nullptr};
    const auto planned = keymanager::plan(left, order, noon, "new");
    const auto* made = std::get_if<keymanager::Generation>(&planned);
    EXPECT_TRUE(made != nullptr) << alias;
    // It counts as missing until it is forgotten for good; nothing needs it.
    DataKeyAliases rest = data;
    rest.services.erase(alias);
    EXPECT_THAT(aliases(missing_keys(left, {alias}, rest, noon).others), ElementsAre(alias));
  }
  EXPECT_THAT(forget("prereg now", {"prereg now"}).error(),
              HasSubstr("it is in use, data keys of pre-registration lie under it"));
}

TEST(MissingKeys, TheNewestKeyOfTheStoreCanGoWhenTheStoreKeyLiesUnderAnother) {
  const DataKeyAliases under_old{"store old", {}};
  const auto missing = missing_keys(ring(), {"store now"}, under_old, noon);
  const auto gone = forgotten(ring(), "store now", missing, under_old, true, noon);
  ASSERT_TRUE(gone.ok()) << gone.error();
  EXPECT_EQ(ring().with({gone.value().stays}).current({"STORE", ""}, noon).count, 0u);
}

TEST(MissingKeys, OrphansAreWhatNoRowNames) {
  const auto keystore = without({"pms old"});
  keystore->held.insert({"left by a crash", "another's"});
  EXPECT_THAT(orphans(*keystore, ring()).value(), ElementsAre("another's", "left by a crash"));
  EXPECT_EQ(orphans(*keymanager::open_keystore(), ring()).error(), keystore::Errc::not_supported);
}
}  // namespace startup
