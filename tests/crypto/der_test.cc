// tests/crypto/der_test.cc: DER, what is only nearly so, and that no certificate is read that is
// not.
#include "crypto/der.h"

#include <gtest/gtest.h>

#include <string>

#include "crypto/certificate.h"
#include "tests/crypto/bytes.h"
#include "tests/crypto/vector_keys.h"

namespace crypto {
namespace {
/// `content` behind `tag` and a length of so many bytes behind its first; 0: indefinite, with its
/// end.
std::string with_length(char tag, const std::string& content, int length_bytes) {
  if (length_bytes == 0) return std::string{tag} + '\x80' + content + std::string(2, '\0');
  std::string out{tag, static_cast<char>(0x80 + length_bytes)};
  for (int i = length_bytes - 1; i >= 0; --i)
    out += i < 8 ? static_cast<char>(content.size() >> (8 * i)) : '\0';
  return out + content;
}
constexpr char sequence = 0x30;

/// A certificate whose signed part and own content are as `change` makes them of those of `name`.
template <class Change>
std::string certificate_with(const char* name, Change change) {
  const std::string der = vector_certificate(name).der();  // all three lengths are 82 xx xx
  const size_t part_bytes = static_cast<size_t>(static_cast<unsigned char>(der[6])) << 8 |
                            static_cast<unsigned char>(der[7]);
  const std::string part = change(der.substr(8, part_bytes));
  return with_length(sequence, part + der.substr(8 + part_bytes), 2);
}
}  // namespace

TEST(Der, IsKnown) {
  for (const auto* hex : {"0500", "3000", "3100", "30030201ff", "a003020102", "80020102", "a000",
                          "3009300702010104020500", "30060404308000ff"}) {
    EXPECT_TRUE(is_der(unhex(hex))) << hex;
  }
  EXPECT_TRUE(is_der(with_length('\x04', std::string(128, 'x'), 1)));
  EXPECT_TRUE(is_der(with_length('\x04', std::string(256, 'x'), 2)));
  EXPECT_TRUE(is_der(with_length('\x04', std::string(65'536, 'x'), 3)));
}

TEST(Der, NothingElseIs) {
  for (const auto* hex :
       {"",           "30",         "3001",       "300000",         "0000",
        "30800000",   "308100",     "308102ff00", "30820000",       "30800201010000",
        "3f1000",     "1f1000",     "1000",       "1100",           "220302010f",
        "2403040178", "3003020201", "300281ff",   "30850000000000", "30ff"}) {
    EXPECT_FALSE(is_der(unhex(hex))) << hex;
  }
  EXPECT_FALSE(is_der(with_length('\x04', std::string(127, 'x'), 1)));
  EXPECT_FALSE(is_der(with_length('\x04', std::string(255, 'x'), 2)));
  EXPECT_FALSE(is_der(with_length('\x04', std::string(256, 'x'), 5)));
  std::string nested;
  for (int depth = 1; depth <= 40; ++depth) {
    nested.insert(0, std::string{sequence, static_cast<char>(nested.size())});
    EXPECT_EQ(is_der(nested), depth <= 32) << depth;
  }
}

TEST(Der, ACertificateInAnotherEncodingIsNone) {
  for (const auto* name : {"root", "registration_base", "kernel_ec_secp256r1_sign"}) {
    const std::string der = vector_certificate(name).der();
    EXPECT_TRUE(is_der(der));
    EXPECT_EQ(certificate_with(name, [](const auto& in) { return with_length(sequence, in, 2); }),
              der);
    for (const int length_bytes : {0, 3, 4, 5, 9}) {
      const auto changed = [&](const auto& in) { return with_length(sequence, in, length_bytes); };
      EXPECT_EQ(Certificate::from_der(certificate_with(name, changed)).error(), Errc::bad_input);
      EXPECT_EQ(Certificate::from_der(changed(der.substr(4))).error(), Errc::bad_input);
    }
    // The issuer, behind [0] of 3 bytes, the serial number of 8 and the algorithm of 13, with the
    // tag of a sequence that is none.
    const auto primitive = [](std::string in) {
      EXPECT_EQ(in.at(5 + 10 + 15), sequence);
      in[5 + 10 + 15] = 0x10;
      return with_length(sequence, in, 2);
    };
    EXPECT_EQ(Certificate::from_der(certificate_with(name, primitive)).error(), Errc::bad_input);
  }
}

TEST(Der, ACertificateThatIsStoredInAnotherEncodingIsReadAsItIs) {
  for (const auto* name : {"root", "registration_base", "kernel_ec_secp256r1_sign"}) {
    const Certificate same = vector_certificate(name);
    for (const int length_bytes : {0, 3}) {
      const std::string stored = with_length(sequence, same.der().substr(4), length_bytes);
      const auto read = Certificate::from_stored(stored);
      ASSERT_TRUE(read.ok()) << name;
      EXPECT_EQ(read.value().der(), stored);
      EXPECT_EQ(read.value().subject_text(), same.subject_text());
      EXPECT_EQ(Certificate::from_stored(stored + '\0').error(), Errc::bad_input);
    }
  }
}
}  // namespace crypto
