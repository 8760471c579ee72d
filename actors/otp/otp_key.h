// actors/otp/otp_key.h: what codes are made for.
#pragma once
#include <string>
#include <string_view>

#include "actors/seal/index_key.h"

namespace otp {
/// The front ends' keys stay apart: a code made for one name space is nothing in another (DECISIONS
/// 10). "ext" is the OTP manager's, "login:" + application id those of sign-in.
struct Key {
  std::string_view name_space;
  std::string_view id;
};
inline constexpr std::string_view external_keys = "ext";

/// 32 bytes by the index key. It names the key in the store and in messages and decides the
/// partition: nothing of a phone number goes further than the caller.
std::string hash_of(const seal::IndexKey& index_key, const Key& key);
}  // namespace otp
