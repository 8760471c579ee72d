// actors/cryptomanager/argon2_hash.cc: salt in, hash and salt out.
#include "actors/cryptomanager/argon2_hash.h"

#include <span>

#include "crypto/base64.h"

namespace cryptomanager {
namespace {
std::string drawn_salt(::Random& random) {
  std::string salt(argon2_auto_salt_bytes, '\0');
  random.fill(std::as_writable_bytes(std::span{salt}));
  return salt;
}
}  // namespace

Result<SaltedHash> salted_hash(const HashRequest& request, const crypto::Argon2Params& costs,
                               ::Random& random) {
  const auto salt =
      request.salt.empty() ? drawn_salt(random) : crypto::base64_decode_any(request.salt);
  if (!salt) return Fault{Errc::crypto_request_invalid, {"request.salt is not base64 encoded"}};
  const auto hash = crypto::argon2id_raw(request.text, *salt, costs);
  if (hash)
    return SaltedHash{crypto::base64url_encode(hash.value()), crypto::base64url_encode(*salt)};
  if (hash.error() != crypto::Errc::bad_input) return Errc::crypto_internal;
  return Fault{Errc::crypto_request_invalid,
               {"request.inputData or request.salt is too long, or the salt too short"}};
}
}  // namespace cryptomanager
