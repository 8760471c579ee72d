// crypto/keystore/pkcs11/connection.cc: slots, tokens, login.
#include "crypto/keystore/pkcs11/connection.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace keystore::pkcs11 {
namespace {
std::vector<CK_SLOT_ID> slots_of(const CK_FUNCTION_LIST& api) {
  CK_ULONG count = 0;
  if (api.C_GetSlotList(CK_FALSE, nullptr, &count) != CKR_OK) return {};
  std::vector<CK_SLOT_ID> slots(count);
  if (count == 0 || api.C_GetSlotList(CK_FALSE, slots.data(), &count) != CKR_OK) return {};
  slots.resize(std::min<size_t>(slots.size(), count));
  return slots;
}

/// A field of fixed width, padded with blanks.
template <size_t N>
std::string text_in(const unsigned char (&field)[N]) {
  std::string text{reinterpret_cast<const char*>(field), N};
  text.erase(text.find_last_not_of(std::string_view{" \0", 2}) + 1);
  return text;
}

/// Of a token that is ready for use; nothing for an empty slot or a token without a PIN.
std::optional<std::string> label_in(const CK_FUNCTION_LIST& api, CK_SLOT_ID slot) {
  CK_TOKEN_INFO info{};
  if (api.C_GetTokenInfo(slot, &info) != CKR_OK) return std::nullopt;
  if ((info.flags & CKF_TOKEN_INITIALIZED) == 0) return std::nullopt;
  return text_in(info.label);
}
}  // namespace

CK_RV Connection::find_token() {
  const auto slots = slots_of(api());
  const auto found = [&](CK_SLOT_ID slot) {
    slot_ = slot;
    return CKR_OK;
  };
  if (!options_.token_label.empty()) {
    const auto at = std::ranges::find_if(
        slots, [&](CK_SLOT_ID slot) { return label_in(api(), slot) == options_.token_label; });
    return at == slots.end() ? CKR_TOKEN_NOT_PRESENT : found(*at);
  }
  if (options_.slot_id) {
    const bool there = std::ranges::count(slots, *options_.slot_id) > 0;
    return there && label_in(api(), *options_.slot_id) ? found(*options_.slot_id)
                                                       : CKR_TOKEN_NOT_PRESENT;
  }
  const size_t index = options_.slot_list_index;
  if (index >= slots.size() || !label_in(api(), slots[index])) return CKR_TOKEN_NOT_PRESENT;
  return found(slots[index]);
}

CK_RV Connection::open_session(CK_SESSION_HANDLE& session) const {
  const CK_RV opened =
      api().C_OpenSession(slot_, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session);
  if (opened != CKR_OK) return opened;
  // The module reads the PIN only; its type is not const.
  const auto pin = const_cast<unsigned char*>(  // NOLINT
      reinterpret_cast<const unsigned char*>(options_.pin.data()));
  const CK_RV login = api().C_Login(session, CKU_USER, pin, options_.pin.size());
  if (login == CKR_OK || login == CKR_USER_ALREADY_LOGGED_IN) return CKR_OK;
  close_session(session);
  return login;
}

bool Connection::is_logged_out(CK_SESSION_HANDLE session) const {
  CK_SESSION_INFO info{};
  return api().C_GetSessionInfo(session, &info) == CKR_OK &&
         (info.state == CKS_RW_PUBLIC_SESSION || info.state == CKS_RO_PUBLIC_SESSION);
}

std::string Connection::manufacturer() const {
  CK_TOKEN_INFO info{};
  return api().C_GetTokenInfo(slot_, &info) == CKR_OK ? text_in(info.manufacturerID) : "";
}

std::map<CK_MECHANISM_TYPE, CK_FLAGS> Connection::mechanisms() const {
  std::map<CK_MECHANISM_TYPE, CK_FLAGS> out;
  CK_ULONG count = 0;
  if (api().C_GetMechanismList(slot_, nullptr, &count) != CKR_OK) return out;
  // One to spare: p11-kit's client reads beyond the end when it strikes out what it does not know.
  std::vector<CK_MECHANISM_TYPE> list(count + 1);
  if (api().C_GetMechanismList(slot_, list.data(), &count) != CKR_OK) return out;
  for (size_t i = 0; i < std::min<size_t>(list.size() - 1, count); ++i) {
    CK_MECHANISM_INFO info{};
    if (api().C_GetMechanismInfo(slot_, list[i], &info) == CKR_OK) out[list[i]] = info.flags;
  }
  return out;
}

std::string Connection::token_name() const {
  if (!options_.token_label.empty()) return "label " + options_.token_label;
  if (options_.slot_id) return "slot " + std::to_string(*options_.slot_id);
  return "slot index " + std::to_string(options_.slot_list_index);
}

std::string Connection::tokens_there() const {
  std::string out;
  for (const CK_SLOT_ID slot : slots_of(api())) {
    const auto label = label_in(api(), slot);
    if (label) out += (out.empty() ? "" : ", ") + *label;
  }
  return out.empty() ? "none" : out;
}
}  // namespace keystore::pkcs11
