// crypto/sha256_sum.cc: one digest context.
#include "crypto/sha256_sum.h"

#include "crypto/openssl_handles.h"

namespace crypto {
struct Sha256Sum::Context {
  OwnedDigestContext digest{EVP_MD_CTX_new()};
};

Sha256Sum::Sha256Sum() : context_(std::make_unique<Context>()) {
  if (!context_->digest ||
      EVP_DigestInit_ex2(context_->digest.get(), sha256_algorithm(), nullptr) != 1)
    die("SHA-256");
}
Sha256Sum::~Sha256Sum() = default;
Sha256Sum::Sha256Sum(Sha256Sum&&) noexcept = default;
Sha256Sum& Sha256Sum::operator=(Sha256Sum&&) noexcept = default;

void Sha256Sum::add(std::string_view piece) {
  if (EVP_DigestUpdate(context_->digest.get(), piece.data(), piece.size()) != 1) die("SHA-256");
}

Sha256 Sha256Sum::finish() {
  Sha256 sum;
  if (EVP_DigestFinal_ex(context_->digest.get(), bytes_of(sum), nullptr) != 1) die("SHA-256");
  return sum;
}
}  // namespace crypto
