// tests/keystore/soft_hsm.cc: C_InitToken and C_InitPIN.
#include "tests/keystore/soft_hsm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "crypto/keystore/pkcs11/library.h"

namespace keystore {
namespace {
CK_UTF8CHAR_PTR bytes_of(std::string& text) {
  return reinterpret_cast<CK_UTF8CHAR_PTR>(text.data());
}

void make_token(const CK_FUNCTION_LIST& api) {
  CK_ULONG count = 1;
  CK_SLOT_ID slot = 0;
  ASSERT_EQ(api.C_GetSlotList(CK_TRUE, &slot, &count), CKR_OK);
  std::string officer = "officer", pin = soft_hsm_pin, label(32, ' ');
  std::copy_n(soft_hsm_label, std::size(soft_hsm_label) - 1, label.begin());
  ASSERT_EQ(api.C_InitToken(slot, bytes_of(officer), officer.size(), bytes_of(label)), CKR_OK);
  CK_SESSION_HANDLE session = 0;
  const CK_FLAGS flags = CKF_SERIAL_SESSION | CKF_RW_SESSION;
  ASSERT_EQ(api.C_OpenSession(slot, flags, nullptr, nullptr, &session), CKR_OK);
  ASSERT_EQ(api.C_Login(session, CKU_SO, bytes_of(officer), officer.size()), CKR_OK);
  ASSERT_EQ(api.C_InitPIN(session, bytes_of(pin), pin.size()), CKR_OK);
}
}  // namespace

SoftHsm::SoftHsm() {
  std::filesystem::create_directory(tokens());
  const auto file = std::filesystem::path{folder_.path()} / "softhsm2.conf";
  std::ofstream{file} << "directories.tokendir = " << tokens().string()
                      << "\nobjectstore.backend = file\nlog.level = ERROR\n";
  setenv("SOFTHSM2_CONF", file.c_str(), 1);
  const auto library = pkcs11::Library::load(soft_hsm_library);
  if (!library.ok()) ADD_FAILURE() << library.error();
  if (library.ok()) make_token(library.value()->api());
}

Pkcs11Options SoftHsm::options(const std::string& library) const {
  Pkcs11Options out;
  out.library = library;
  out.token_label = soft_hsm_label;
  out.pin = crypto::SecureBytes::from(std::string_view{soft_hsm_pin});
  out.restart_pause = std::chrono::milliseconds{0};
  out.session_wait = std::chrono::minutes{1};  // No test is to fail because the machine is busy.
  return out;
}

void SoftHsm::take_out() const {
  std::filesystem::rename(tokens(), std::filesystem::path{folder_.path()} / "elsewhere");
}
void SoftHsm::put_in() const {
  std::filesystem::rename(std::filesystem::path{folder_.path()} / "elsewhere", tokens());
}
}  // namespace keystore
