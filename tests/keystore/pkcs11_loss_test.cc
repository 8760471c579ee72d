// tests/keystore/pkcs11_loss_test.cc: sessions, logins, libraries and tokens that go away and come
// back, without a restart of this process.
#include <algorithm>
#include <thread>

#include "tests/keystore/certificates.h"
#include "tests/keystore/faulty_token.h"
#include "tests/keystore/loss_under_load.h"

namespace keystore {
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::IsEmpty;

class EveryLoss : public FaultyToken, public testing::WithParamInterface<CK_RV> {};
INSTANTIATE_TEST_SUITE_P(Losses, EveryLoss,
                         testing::Values(CKR_SESSION_HANDLE_INVALID, CKR_SESSION_CLOSED,
                                         CKR_USER_NOT_LOGGED_IN, CKR_KEY_HANDLE_INVALID,
                                         CKR_DEVICE_ERROR, CKR_DEVICE_REMOVED,
                                         CKR_TOKEN_NOT_PRESENT, CKR_GENERAL_ERROR,
                                         CKR_FUNCTION_FAILED, CKR_CRYPTOKI_NOT_INITIALIZED));

TEST_P(EveryLoss, OnceOrTwiceIsNotNoticedByTheCaller) {
  open(std::move(options));
  for (const size_t times : {size_t{1}, size_t{2}}) {
    tell([&](FaultyControls& c) { c.next_signs.assign(times, GetParam()); });
    EXPECT_TRUE(signs()) << times;
    EXPECT_THAT(faulty().next_signs, IsEmpty());
    EXPECT_EQ(store->fault(), "");
  }
}

TEST_P(EveryLoss, ThatLastsIsUnavailableAndThenServiceReturns) {
  open(std::move(options));
  tell([&](FaultyControls& c) { c.every_sign = GetParam(); });
  EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_THAT(store->fault(), HasSubstr("does not answer: CKR_"));
  tell([](FaultyControls& c) { c.every_sign = CKR_OK; });
  EXPECT_TRUE(signs());
  EXPECT_EQ(store->fault(), "");
}

TEST_F(FaultyToken, AFaultOfTheLibraryUnderLoadReachesNoCaller) {
  open(std::move(options));
  constexpr int threads = 4, rounds = 40;
  std::atomic<int> good{0}, round_done{0};
  {
    std::vector<std::jthread> callers;
    callers.reserve(threads);
    for (int t = 0; t < threads; ++t) {
      callers.emplace_back([&] {
        for (int round = 0; round < rounds; ++round) {
          good += signs();
          // Twice the library forgets all that it knew: no call can lose more than two of its
          // tries.
          const int done = ++round_done;
          if (done == 50 || done == 100) {
            tell([](FaultyControls& c) { c.next_signs = {CKR_CRYPTOKI_NOT_INITIALIZED}; });
          }
        }
      });
    }
  }
  EXPECT_EQ(good, threads * rounds);
}

TEST_F(FaultyToken, StartsTheLibraryAnewAtMostOncePerPause) {
  options.restart_pause = std::chrono::hours{1};
  open(std::move(options));
  tell([](FaultyControls& c) {
    c.starts = 0;
    c.every_sign = CKR_DEVICE_ERROR;
  });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_EQ(faulty().starts, 1u);
}

TEST_F(FaultyToken, OpensNoMoreSessionsThanAllowedAndWaitsNoLongerThanAllowed) {
  options.sessions_max = 2;
  options.session_wait = milliseconds{50};
  open(std::move(options));
  tell([](FaultyControls& c) { c.hold_signs = true; });
  auto one = std::async(std::launch::async, [&] { return signs(); });
  auto two = std::async(std::launch::async, [&] { return signs(); });
  wait_until_signing(2);
  EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  tell([](FaultyControls& c) { c.hold_signs = false; });
  EXPECT_TRUE(one.get());
  EXPECT_TRUE(two.get());
  EXPECT_TRUE(signs());
  EXPECT_EQ(faulty().sessions_most, 2u);
}

TEST_F(FaultyToken, ASoftHsmIsWrittenToAlone) {
  options.session_wait = milliseconds{50};
  open(std::move(options));
  tell([](FaultyControls& c) { c.hold_signs = true; });
  auto signing = std::async(std::launch::async, [&] { return signs(); });
  wait_until_signing(1);
  const auto refused = store->generate("second", KeyKind::ec_p256);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error(), Errc::unavailable);
  tell([](FaultyControls& c) { c.hold_signs = false; });
  EXPECT_TRUE(signing.get());
  EXPECT_TRUE(store->generate("second", KeyKind::ec_p256).ok()) << "the wait left nothing behind";
  EXPECT_TRUE(signs());
}

TEST_F(FaultyToken, ATokenOfAnotherMakerIsWrittenToBesideOtherCalls) {
  tell([](FaultyControls& c) { c.of_another_maker = true; });
  options.session_wait = milliseconds{50};
  open(std::move(options));
  tell([](FaultyControls& c) { c.hold_signs = true; });
  auto signing = std::async(std::launch::async, [&] { return signs(); });
  wait_until_signing(1);
  EXPECT_TRUE(store->generate("second", KeyKind::ec_p256).ok());
  tell([](FaultyControls& c) { c.hold_signs = false; });
  EXPECT_TRUE(signing.get());
}

TEST_F(FaultyToken, MakesDoWithTheSessionsThatTheTokenAllows) {
  tell([](FaultyControls& c) { c.sessions_allowed = 1; });
  open(std::move(options));
  std::atomic<int> good{0};
  {
    std::vector<std::jthread> callers;
    callers.reserve(4);
    for (int t = 0; t < 4; ++t) {
      callers.emplace_back([&] {
        for (int round = 0; round < 10; ++round) good += signs();
      });
    }
  }
  EXPECT_EQ(good, 40);
  EXPECT_EQ(faulty().sessions_most, 1u);
}

TEST_F(FaultyToken, ARefusedPinIsNotTriedAgain) {
  open(std::move(options));
  tell([](FaultyControls& c) {
    c.logins = 0;
    c.every_login = CKR_PIN_INCORRECT;
    c.next_signs = {CKR_CRYPTOKI_NOT_INITIALIZED};
  });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_EQ(faulty().logins, 1u);
  EXPECT_THAT(store->fault(), HasSubstr("CKR_PIN_INCORRECT"));
}

TEST_F(FaultyToken, ARefusedPinIsNotTriedAgainForANewSessionEither) {
  options.sessions_max = 1;
  open(std::move(options));
  tell([](FaultyControls& c) {
    c.logins = 0;
    c.every_login = CKR_PIN_INCORRECT;
    c.next_signs = {CKR_SESSION_HANDLE_INVALID};
  });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_EQ(faulty().logins, 1u);
  EXPECT_THAT(store->fault(), HasSubstr("CKR_PIN_INCORRECT"));
}

TEST_F(FaultyToken, ARefusedPinIsTriedOnceMoreWhenTheOperatorSaysSo) {
  options.sessions_max = 1;
  open(std::move(options));
  tell([](FaultyControls& c) {
    c.logins = 0;
    c.every_login = CKR_PIN_LOCKED;
    c.next_signs = {CKR_SESSION_HANDLE_INVALID};
  });
  EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  store->try_pin_again();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_EQ(faulty().logins, 2u);
  tell([](FaultyControls& c) { c.every_login = CKR_OK; });
  EXPECT_EQ(refusal(), crypto::Errc::unavailable) << "nobody has said so";
  EXPECT_THAT(store->fault(), HasSubstr("SIGHUP"));
  store->try_pin_again();
  EXPECT_TRUE(signs());
  EXPECT_EQ(store->fault(), "");
  EXPECT_EQ(faulty().logins, 3u);
}

TEST_F(FaultyToken, ThePinThatIsRightAgainServesAfterTheNextLossToo) {
  open(std::move(options));
  tell([](FaultyControls& c) {
    c.every_login = CKR_PIN_INCORRECT;
    c.next_signs = {CKR_CRYPTOKI_NOT_INITIALIZED};
  });
  EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  tell([](FaultyControls& c) { c.every_login = CKR_OK; });
  store->try_pin_again();
  EXPECT_TRUE(signs());
  for (const CK_RV loss : {CKR_CRYPTOKI_NOT_INITIALIZED, CKR_DEVICE_ERROR}) {
    tell([&](FaultyControls& c) { c.next_signs = {loss}; });
    EXPECT_TRUE(signs()) << loss;
  }
}

TEST_F(FaultyToken, ManyThatLostTheirSessionsTryThePinOnce) {
  constexpr size_t callers = 4;
  options.sessions_max = callers;
  options.session_wait = milliseconds{50};
  open(std::move(options));
  tell([](FaultyControls& c) { c.hold_signs = true; });
  std::atomic<size_t> refused{0};
  std::vector<std::jthread> threads;
  for (size_t i = 0; i < callers; ++i) {
    threads.emplace_back([&] {
      EXPECT_EQ(refusal(), crypto::Errc::unavailable);
      ++refused;
      refused.notify_all();
    });
  }
  wait_until_signing(callers);
  tell([](FaultyControls& c) {
    c.logins = 0;
    c.every_login = CKR_PIN_INCORRECT;
    c.hold_logins = true;
    c.next_signs.assign(callers, CKR_SESSION_HANDLE_INVALID);
    c.hold_signs = false;
  });
  // The others give up while one login is under way; they would wait with it if it were theirs.
  while (refused < callers - 1) refused.wait(refused);
  EXPECT_EQ(faulty().logins, 1u);
  tell([](FaultyControls& c) { c.hold_logins = false; });
  threads.clear();
  EXPECT_EQ(faulty().logins, 1u);
}

TEST_F(WatchedToken, APinThatIsNotSetYetIsTriedAfterEachPause) {
  options.sessions_max = 1;
  options.restart_pause = std::chrono::seconds{5};
  open(std::move(options));
  tell([](FaultyControls& c) {
    c.logins = 0;
    c.every_login = CKR_USER_PIN_NOT_INITIALIZED;
    c.next_signs = {CKR_SESSION_HANDLE_INVALID};
  });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_EQ(faulty().logins, 1u);
  pass(std::chrono::seconds{5});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal(), crypto::Errc::unavailable);
  EXPECT_EQ(faulty().logins, 2u);
  tell([](FaultyControls& c) { c.every_login = CKR_OK; });
  pass(std::chrono::seconds{5});
  EXPECT_TRUE(signs());
  EXPECT_EQ(store->fault(), "");
}

TEST_F(FaultyToken, ALoginThatWasLostSilentlyIsNotTakenForALostKey) {
  options.restart_pause = std::chrono::hours{1};
  open(std::move(options));
  EXPECT_EQ(store->open("lost", "").error(), Errc::no_such_alias);
  tell([](FaultyControls& c) { c.log_out = true; });
  EXPECT_TRUE(store->open("key", "").ok()) << "what was searched for is another key";
  EXPECT_EQ(store->open("lost", "").error(), Errc::no_such_alias);
  EXPECT_TRUE(signs());
}

TEST_F(FaultyToken, AKeyThatIsLostCostsTheOthersNoLogin) {
  options.restart_pause = std::chrono::hours{1};
  open(std::move(options));
  EXPECT_FALSE(store->open("lost", "").ok());
  EXPECT_TRUE(signs());
  tell([](FaultyControls& c) { c.logins = 0; });
  const size_t starts = faulty().starts;
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(store->open("lost", "").ok());
    EXPECT_TRUE(signs());
  }
  EXPECT_EQ(faulty().logins, 0u);
  EXPECT_EQ(faulty().starts, starts);
}

TEST_F(WatchedToken, KeysThatAreLostCostOneStartOfTheLibraryInAPauseAndEachOfThemOne) {
  options.restart_pause = std::chrono::seconds{5};
  open(std::move(options));
  size_t starts = faulty().starts, logins = faulty().logins;
  const auto look_for_all = [&] {
    for (int i = 0; i < 2; ++i)
      for (const char* lost : {"lost one", "lost two", "lost three"})
        EXPECT_EQ(store->open(lost, "").error(), Errc::no_such_alias);
    EXPECT_TRUE(signs());
  };
  for (size_t pause = 1; pause <= 6; ++pause) {
    look_for_all();
    const size_t expected = std::min<size_t>(pause, 3);
    EXPECT_EQ(faulty().starts - starts, expected) << pause;
    EXPECT_EQ(faulty().logins - logins, expected) << pause;
    pass(std::chrono::seconds{5});
  }
  EXPECT_EQ(store->fault(), "");

  // What was missing is found as soon as it is there.
  EXPECT_TRUE(store->generate("lost one", KeyKind::ec_p256).ok());
  EXPECT_TRUE(store->open("lost one", "").ok());
  // The operator may have brought one back, or another token may be there.
  starts = faulty().starts;
  store->try_pin_again();
  EXPECT_EQ(store->open("lost two", "").error(), Errc::no_such_alias);
  EXPECT_EQ(faulty().starts - starts, 1u);
  tell([](FaultyControls& c) { c.next_signs = {CKR_DEVICE_ERROR}; });
  EXPECT_TRUE(signs());
  pass(std::chrono::seconds{5});
  EXPECT_EQ(store->open("lost two", "").error(), Errc::no_such_alias);
  EXPECT_EQ(faulty().starts - starts, 2u);
}

TEST_F(FaultyToken, APairThatWasMadeBeforeTheTokenWasLostIsMadeAgain) {
  open(std::move(options));
  for (const CK_RV loss : {CKR_DEVICE_ERROR, CKR_SESSION_HANDLE_INVALID}) {
    tell([&](FaultyControls& c) {
      c.next_pairs = {loss};
      c.destroyed = 0;
    });
    ASSERT_TRUE(store->generate("new", KeyKind::ec_p256).ok());
    EXPECT_EQ(faulty().destroyed, 2u) << "the halves of the pair that nobody heard of";
    EXPECT_TRUE(store->remove("new").ok());
    EXPECT_EQ(faulty().destroyed, 4u);
  }
  ASSERT_TRUE(store->generate("new", KeyKind::ec_p256).ok());
  EXPECT_EQ(store->generate("new", KeyKind::ec_p256).error(), Errc::failed);
}

TEST_F(FaultyToken, WhatWasMadeAndIsRefusedAllTheSameIsRemoved) {
  open(std::move(options));
  tell([](FaultyControls& c) { c.next_pairs = {CKR_DATA_INVALID}; });
  EXPECT_EQ(store->generate("new", KeyKind::ec_p256).error(), Errc::failed);
  EXPECT_THAT(store->aliases().value(), testing::ElementsAre("key"));
  tell([](FaultyControls& c) { c.every_read = CKR_DATA_INVALID; });
  EXPECT_EQ(store->generate("new", KeyKind::ec_p256).error(), Errc::failed) << "it cannot be read";
  tell([](FaultyControls& c) { c.every_read = CKR_OK; });
  EXPECT_THAT(store->aliases().value(), testing::ElementsAre("key"));
}

TEST_F(FaultyToken, NoBlockOfAClientRestartsTheLibrary) {
  open(std::move(options));
  const auto rsa = store->generate("rsa", KeyKind::rsa).value().key;
  const size_t starts = faulty().starts;
  EXPECT_EQ(rsa->decrypt_oaep_sha256(std::string(256, '\xff')).error(),
            crypto::Errc::decryption_failed);
  EXPECT_EQ(rsa->decrypt_oaep_sha256(std::string(256, '\0')).error(),
            crypto::Errc::decryption_failed);
  EXPECT_EQ(faulty().starts, starts);
}

TEST_F(FaultyToken, ATokenWithoutAMechanismSaysSo) {
  tell([](FaultyControls& c) {
    c.hidden = {CKM_EC_EDWARDS_KEY_PAIR_GEN, CKM_EDDSA, CKM_AES_KEY_WRAP_PAD};
  });
  open(std::move(options));
  EXPECT_EQ(store->generate("ed", KeyKind::ed25519).error(), Errc::not_supported);
  for (const KeyKind kind : {KeyKind::ed25519, KeyKind::rsa}) {
    const auto made = crypto::SoftPrivateKey::generate(kind).value();
    EXPECT_EQ(
        store->import_pkcs8("in", made->to_pkcs8_der().value().span(), certificate_of(*made, "in"))
            .error(),
        Errc::not_supported);
  }
  EXPECT_EQ(store->export_pkcs8("key", "").error(), Errc::not_supported);
}

/// The token itself, without the faulty library.
class TokenFolder : public FaultyToken {
 protected:
  TokenFolder() { options.library = soft_hsm_library; }
};

TEST_F(TokenFolder, MovedAwayAndBack) {
  open(std::move(options));
  const auto rsa = store->generate("rsa", KeyKind::rsa).value().key;
  const std::string block = rsa->public_key().encrypt_oaep_sha256("secret").value();
  for (int round = 0; round < 3; ++round) {
    hsm.take_out();
    EXPECT_EQ(refusal(), crypto::Errc::unavailable);
    EXPECT_EQ(rsa->decrypt_oaep_sha256(block).error(), crypto::Errc::unavailable);
    EXPECT_EQ(store->open("key", "").error(), Errc::unavailable);
    EXPECT_EQ(store->aliases().error(), Errc::unavailable);
    EXPECT_EQ(store->generate("new-" + std::to_string(round), KeyKind::rsa).error(),
              Errc::unavailable);
    EXPECT_THAT(store->fault(), HasSubstr(soft_hsm_label));
    hsm.put_in();
    EXPECT_TRUE(signs());
    EXPECT_EQ(rsa->decrypt_oaep_sha256(block).value().view(), "secret");
    EXPECT_THAT(store->aliases().value(), testing::UnorderedElementsAre("key", "rsa"));
    EXPECT_EQ(store->fault(), "");
  }
}

TEST_F(TokenFolder, ListsNothingAsSuccessOnlyWhenThereIsNothing) {
  open(std::move(options));
  hsm.take_out();
  EXPECT_EQ(store->aliases().error(), Errc::unavailable);
  hsm.put_in();
  EXPECT_THAT(store->aliases().value(), testing::ElementsAre("key"));
  ASSERT_TRUE(store->remove("key").ok());
  EXPECT_THAT(store->aliases().value(), IsEmpty());
}

TEST_F(TokenFolder, MovedAwayAndBackUnderLoadLosesNoKey) {
  open(std::move(options));
  lose_under_load([&] { return signs(); }, [&] { hsm.take_out(); }, [&] { hsm.put_in(); });
  EXPECT_TRUE(signs());
  EXPECT_THAT(store->aliases().value(), testing::ElementsAre("key"));
}

TEST_F(TokenFolder, StartsAreRefusedWithTheReason) {
  const auto refused = [&](auto change) {
    Pkcs11Options asked = hsm.options();
    change(asked);
    const auto made = pkcs11_keystore(std::move(asked));
    return made.ok() ? std::string{"it started"} : made.error();
  };
  EXPECT_THAT(refused([](Pkcs11Options& o) { o.library = "/nowhere.so"; }),
              HasSubstr("cannot be loaded: /nowhere.so"));
  EXPECT_THAT(refused([](Pkcs11Options& o) { o.library = "libc.so.6"; }),
              HasSubstr("libc.so.6 is not a PKCS#11 library"));
  EXPECT_THAT(refused([](Pkcs11Options& o) { o.token_label = "other"; }),
              HasSubstr("no token with label other"));
  EXPECT_THAT(refused([](Pkcs11Options& o) { o.token_label = "other"; }),
              HasSubstr("tokens there: idkernel test"));
  EXPECT_THAT(refused([](Pkcs11Options& o) {
                o.token_label.clear();
                o.slot_id = 12345;
              }),
              HasSubstr("no token with slot 12345"));
  EXPECT_THAT(refused([](Pkcs11Options& o) {
                o.token_label.clear();
                o.slot_list_index = 1;  // SoftHSM's slot for the next token
              }),
              HasSubstr("no token with slot index 1"));
  EXPECT_THAT(refused([](Pkcs11Options& o) {
                o.pin = crypto::SecureBytes::from(std::string_view{"wrong"});
              }),
              HasSubstr("refuses the PIN: CKR_PIN_INCORRECT"));
}

TEST_F(TokenFolder, IsFoundBySlotIndexToo) {
  options.token_label.clear();
  open(std::move(options));
  EXPECT_TRUE(signs());
}
}  // namespace keystore
