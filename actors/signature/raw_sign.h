// actors/signature/raw_sign.h: signV2 and signRawData: signatures without a header.
#pragma once
#include <string>
#include <string_view>

#include "actors/base/result.h"
#include "crypto/jws.h"

namespace signature {
/// responseEncodingFormat
enum class SignatureFormat : uint8_t { base58btc, base64url };

/// Blank means base58btc. Errors: key_format_unsupported for anything but the two names.
Result<SignatureFormat> format_of(std::string_view name);

/// Signs the bytes `data` and writes the signature: base58btc as multibase does, with its `z`.
/// Blocks as long as `key` signs. Errors: those of fault_of_signing, jws_sign_failed also for an
/// algorithm that the key is not made for and for data that is the signed part of a certificate or
/// of a revocation list: such a signature would be a forged one of ours.
struct RawWish {
  crypto::JwsAlgorithm algorithm = crypto::JwsAlgorithm::ps256;
  SignatureFormat format = SignatureFormat::base58btc;
};
Result<std::string> sign_raw(const RawWish& wish, const crypto::PrivateKey& key,
                             std::string_view data);

/// Whether `data` is one sequence that begins as a TBSCertificate or TBSCertList does (RFC 5280): a
/// version or none, and the serial number or version before an algorithm. Those who verify
/// certificates read more than DER: so also for a sequence, or one that begins with an element,
/// whose length is indefinite or not written in the shortest way, or whose tag is a long one.
bool begins_as_certificate(std::string_view data);
}  // namespace signature
