// tests/keymanager/key_chain_test.cc: from a certificate to its root, by signatures.
#include "actors/keymanager/key_chain.h"

#include <gtest/gtest.h>

#include "tests/keymanager/keys.h"

namespace keymanager::key_chain_test {
namespace {
using std::chrono::days;

const Row root{{"ROOT", ""}, {noon, noon}, Kept::keystore, "", "root"};
const Row module_row{{"REGISTRATION", ""}};
const Row base_row{
    {"REGISTRATION", "10001_10002"}, {noon, noon}, Kept::wrapped, "", "registration_base"};
const Row sign{{"KERNEL", "SIGN"}, {noon, noon}, Kept::keystore, "", "kernel_sign"};

std::vector<std::string> names_of(const std::vector<Row>& rows, const Row& leaf) {
  std::vector<std::string> out;
  for (const auto& one : chain_of(ring_of(rows), *version(leaf)))
    out.push_back(one.subject().common_name);
  return out;
}
std::string name_in(const char* vector) {
  return crypto::vector_certificate(vector).subject().common_name;
}
}  // namespace

TEST(KeyChain, LeadsOverTheModuleToTheRoot) {
  EXPECT_EQ(
      names_of({root, module_row, base_row}, base_row),
      (std::vector{name_in("registration_base"), name_in("registration_master"), name_in("root")}));
  EXPECT_EQ(names_of({root, sign}, sign), (std::vector{name_in("kernel_sign"), name_in("root")}));
  EXPECT_EQ(names_of({root}, root), std::vector{name_in("root")});
}

TEST(KeyChain, EndsWhereNobodySignedIt) {
  EXPECT_EQ(names_of({root, base_row}, base_row), std::vector{name_in("registration_base")});
  // A younger root signed nothing here and is passed over.
  Row younger = root;
  younger.vector = "kernel_sign";
  younger.alias = "younger";
  younger.life = {noon + days{1}, noon + days{1}};
  EXPECT_EQ(names_of({root, younger, sign}, sign),
            (std::vector{name_in("kernel_sign"), name_in("root")}));
  EXPECT_EQ(names_of({younger, base_row}, base_row), std::vector{name_in("registration_base")});
}

TEST(KeyChain, ASecretHasNone) {
  const Row secret{{"KERNEL", "IDENTITY_CACHE"}, {noon, noon}, Kept::secret};
  EXPECT_TRUE(names_of({root, secret}, secret).empty());
}
}  // namespace keymanager::key_chain_test
