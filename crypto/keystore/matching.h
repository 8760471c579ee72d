// crypto/keystore/matching.h: whether a key and a certificate belong together. Private to
// keystore/.
#pragma once
#include <memory>
#include <span>

#include "crypto/certificate.h"
#include "crypto/keystore/keystore.h"
#include "crypto/private_key.h"

namespace keystore {
bool belongs_to(const crypto::Certificate& certificate, const crypto::PrivateKey& key);

/// Errors: failed for bytes that are no key of ours and for another key's certificate.
Expected<std::shared_ptr<const crypto::SoftPrivateKey>, Errc> matching_key(
    std::span<const std::byte> pkcs8, const crypto::Certificate& certificate);
}  // namespace keystore
