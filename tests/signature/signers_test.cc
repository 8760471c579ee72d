// tests/signature/signers_test.cc: who may sign what, and how.
#include "actors/signature/signers.h"

#include <gtest/gtest.h>

namespace signature {
namespace {
using crypto::JwsAlgorithm;
const SignRules default_rules;

TEST(Signers, WithoutAnApplicationTheServersOwnKeySigns) {
  const keymanager::KeyName own{"KERNEL", "SIGN"};
  EXPECT_EQ(signer_of(default_rules, {"", ""}), own);
  EXPECT_EQ(signer_of(default_rules, {" ", "EC_SECP256R1_SIGN"}), own);
  const keymanager::KeyName other{"PMS", ""};
  EXPECT_EQ(signer_of(default_rules, other), other);
}

TEST(Signers, WhoMaySignWhat) {
  using enum SignUse;
  struct Row {
    keymanager::KeyName name;
    bool encoded = false;
    bool unencoded = false;
    bool raw = false;
  };
  for (const auto& [name, encoded_ok, unencoded_ok, raw_ok] : {
           Row{{"KERNEL", "SIGN"}, true, false, false},
           Row{{"KERNEL", ""}, true, true, true},
           Row{{"PMS", ""}, true, true, true},
           Row{{"CERTIFY", "EC_SECP256R1_SIGN"}, true, true, true},
           Row{{"CERTIFY", "EC_SECP256K1_SIGN"}, true, true, true},
           Row{{"CERTIFY", "ED25519_SIGN"}, true, true, true},
           Row{{"ROOT", ""}, false, false, false},
           Row{{"AUTH_TOKEN", ""}, false, false, false},
           Row{{"STORE", ""}, false, false, false},
           Row{{"STORE", "EC_SECP256R1_SIGN"}, false, false, false},
           Row{{"AUTH_TOKEN", "SIGN"}, false, false, false},
           Row{{"AUTH_TOKEN", "ED25519_SIGN"}, false, false, false},
           Row{{"REGISTRATION", "10001_10002"}, false, false, false},
           Row{{"PMS", "SIGN"}, false, false, false},
           Row{{"KERNEL", "sign"}, false, false, false},
       }) {
    EXPECT_EQ(may_sign(default_rules, name, encoded), encoded_ok)
        << name.application_id << ":" << name.reference_id;
    EXPECT_EQ(may_sign(default_rules, name, unencoded), unencoded_ok)
        << name.application_id << ":" << name.reference_id;
    EXPECT_EQ(may_sign(default_rules, name, raw), raw_ok)
        << name.application_id << ":" << name.reference_id;
  }
}

TEST(Signers, ATokenKeyDoesNotSignEvenWhenConfigured) {
  EXPECT_FALSE(may_sign({{"AUTH_TOKEN", "SIGN"}}, {"AUTH_TOKEN", "SIGN"}, SignUse::encoded));
  const SignRules own{{"CENTRE", "OWN"}};
  EXPECT_TRUE(may_sign(own, {"CENTRE", "OWN"}, SignUse::encoded));
  EXPECT_FALSE(may_sign(own, {"CENTRE", "OWN"}, SignUse::raw));
  EXPECT_FALSE(may_sign(own, {"KERNEL", "SIGN"}, SignUse::raw));  // still what devices use
}

TEST(Signers, AlgorithmsByReference) {
  for (const auto* reference : {"", "SIGN", "other"}) {
    EXPECT_EQ(jwt_algorithm_of(reference), JwsAlgorithm::rs256);
    EXPECT_EQ(jws_algorithm_of("", reference), JwsAlgorithm::ps256);
  }
  EXPECT_EQ(jwt_algorithm_of("EC_SECP256R1_SIGN"), JwsAlgorithm::es256);
  EXPECT_EQ(jwt_algorithm_of("EC_SECP256K1_SIGN"), JwsAlgorithm::es256k);
  EXPECT_EQ(jwt_algorithm_of("ED25519_SIGN"), JwsAlgorithm::eddsa);
  EXPECT_EQ(jws_algorithm_of(" ", "EC_SECP256R1_SIGN"), JwsAlgorithm::es256);
  EXPECT_EQ(jws_algorithm_of("", "EC_SECP256K1_SIGN"), JwsAlgorithm::es256k);
  EXPECT_EQ(jws_algorithm_of("", "ED25519_SIGN"), JwsAlgorithm::eddsa);
}

TEST(Signers, AlgorithmsAskedFor) {
  for (const auto algorithm : {JwsAlgorithm::rs256, JwsAlgorithm::ps256, JwsAlgorithm::es256,
                               JwsAlgorithm::es256k, JwsAlgorithm::eddsa}) {
    EXPECT_EQ(jws_algorithm_of(crypto::name_of(algorithm), ""), algorithm);
  }
  for (const auto* name : {"none", "HS256", "rs256", "unknown"}) {
    EXPECT_EQ(jws_algorithm_of(name, "EC_SECP256R1_SIGN"), JwsAlgorithm::ps256) << name;
  }
}
}  // namespace
}  // namespace signature
