// http/signature/sign_requests.h: what the signing endpoints ask for, read from their bodies.
#pragma once
#include <optional>
#include <string>

#include "actors/keymanager/key_rules.h"
#include "actors/signature/jws_sign.h"
#include "actors/signature/raw_sign.h"
#include "actors/signature/signers.h"
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// Who signs and what; the algorithm's name is as it was asked for.
struct SignRequest {
  keymanager::KeyName asked;
  std::string data;  ///< base64
  bool must_be_json = false;
  std::string algorithm;
  signature::SignWish wish;
};

enum class Version : uint8_t { first, second };

/// Members of jwtSign and of jwsSign; a flag that is absent is false, b64JWSHeaderParam too (keys
/// sheet 8); blank dataToSign is left to the rules. Nothing when the
/// faults were answered (a member of the wrong type).
std::optional<SignRequest> jwt_sign_request(const Call& call, const Reply& reply, Version version,
                                            bool must_be_json);
std::optional<SignRequest> jws_sign_request(const Call& call, const Reply& reply, Version version);

/// signV2 and signRawData.
struct RawRequest {
  keymanager::KeyName asked;
  std::string data;  ///< base64
  std::string algorithm;
  signature::SignatureFormat format = signature::SignatureFormat::base58btc;
};
std::optional<RawRequest> raw_sign_request(const Call& call, const Reply& reply);
}  // namespace http
