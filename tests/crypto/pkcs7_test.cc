// tests/crypto/pkcs7_test.cc: lists of certificates.
#include "crypto/pkcs7.h"

#include <gtest/gtest.h>

#include "tests/crypto/vector_keys.h"

namespace crypto {
TEST(Pkcs7, KeepsCertificatesInOrder) {
  const std::vector<Certificate> chain{vector_certificate("registration_base"),
                                       vector_certificate("registration_master"),
                                       vector_certificate("root")};
  const auto der = pkcs7_of_certificates(chain);
  ASSERT_TRUE(der.ok());
  const auto read = certificates_of_pkcs7(der.value());
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read.value().size(), 3u);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(read.value()[i].der(), chain[i].der());
}

TEST(Pkcs7, IsReadFromPem) {
  const std::vector<Certificate> one{vector_certificate("root")};
  const auto pem = pkcs7_pem_of_certificates(one).value();
  EXPECT_TRUE(pem.starts_with("-----BEGIN PKCS7-----\n"));
  EXPECT_EQ(certificates_of_pkcs7(pem).value().front().der(), one.front().der());
}

TEST(Pkcs7, WhatIsNoListIsRefused) {
  const std::vector<Certificate> one{vector_certificate("root")};
  const auto der = pkcs7_of_certificates(one).value();
  for (const std::string& bad :
       {std::string{}, der + "x", der.substr(0, 40), one.front().der(), one.front().pem()})
    EXPECT_EQ(certificates_of_pkcs7(bad).error(), Errc::bad_input);
}

TEST(Pkcs7, TakesABoundedNumber) {
  const std::vector<Certificate> many(pkcs7_certificates_max + 1, vector_certificate("root"));
  EXPECT_EQ(certificates_of_pkcs7(pkcs7_of_certificates(many).value()).error(), Errc::bad_input);
}
}  // namespace crypto
