// tests/keystore/pkcs11_options_test.cc: the configuration file of a token, as Java's provider
// takes it.
#include <gtest/gtest.h>

#include "crypto/keystore/pkcs11.h"

namespace keystore {
TEST(Pkcs11OptionsFile, GivesLibraryAndSlot) {
  const auto read = pkcs11_options_of(
      "# SoftHSM2\nname = SoftHSM2\nlibrary = \"/usr/lib/softhsm/libsofthsm2.so\"\r\n"
      "slotListIndex=3\n"
      "attributes(*, CKO_PRIVATE_KEY, *) = {\n  CKA_SIGN = true\n  slot = 9\n}\nshowInfo = false");
  ASSERT_TRUE(read.ok()) << read.error();
  EXPECT_EQ(read.value().library, "/usr/lib/softhsm/libsofthsm2.so");
  EXPECT_EQ(read.value().slot_list_index, 3u);
  EXPECT_FALSE(read.value().slot_id);
  EXPECT_EQ(pkcs11_options_of("library=/a.so\nslot = 0x1f").value().slot_id, 31u);
  EXPECT_EQ(pkcs11_options_of("library=/a.so\nslot = 17").value().slot_id, 17u);
}

TEST(Pkcs11OptionsFile, SaysWhatIsWrong) {
  for (const char* const text : {"", "name = x", "#library = /a.so", "slotListIndex = 1"}) {
    EXPECT_EQ(pkcs11_options_of(text).error(), "it names no library") << text;
  }
  for (const char* const value : {"", "x", "-1", "1 2", "0x", "99999999999999999999"}) {
    EXPECT_EQ(pkcs11_options_of(std::string{"library=/a.so\nslot="} + value).error(),
              "slot is not a number")
        << value;
  }
}
}  // namespace keystore
