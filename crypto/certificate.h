// crypto/certificate.h: X.509 certificates: reading, issuing, judging a chain.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.h"
#include "crypto/alternative_name.h"
#include "crypto/errc.h"
#include "crypto/private_key.h"
#include "crypto/public_key.h"

namespace crypto {
/// A distinguished name. Empty parts are left out; DER order is as declared.
struct Name {
  std::string country, state, location, organization, organization_unit, common_name;

  bool operator==(const Name&) const = default;
};

struct CertificateHandle;

/// Copies share one certificate, which never changes; safe to use from many threads at once.
class Certificate {
 public:
  /// Text or DER longer than this is refused before it is parsed.
  static constexpr size_t bytes_max = 65'536;

  /// One PEM certificate; text before and after it is ignored. Errors: bad_input.
  static Expected<Certificate, Errc> from_pem(std::string_view pem);
  /// DER without trailing bytes. Errors: bad_input, also for what is BER and no DER (der.h): a
  /// signature is over the one encoding that there is.
  static Expected<Certificate, Errc> from_der(std::string_view der);
  /// The same, and BER, too: for what this server has stored alone. Earlier versions took it, and
  /// the rows of then are still read. Errors: bad_input.
  static Expected<Certificate, Errc> from_stored(std::string_view der);

  /// Lines of 64, "\n", a newline at the end.
  std::string pem() const;
  const std::string& der() const;
  /// Errors: bad_key for a kind that is none of ours.
  Expected<PublicKey, Errc> public_key() const;

  /// Parts that `Name` has no place for are left out; of a repeated one the first counts.
  Name subject() const;
  Name issuer() const;
  /// As RFC 2253 writes it, the last part first: "CN=x,OU=y,C=z".
  std::string subject_text() const;
  std::string issuer_text() const;
  /// Of names that X.509 takes for equal (letters' case, white space) the same; for indexes.
  uint32_t subject_hash() const;
  uint32_t issuer_hash() const;
  UtcTime not_before() const;
  UtcTime not_after() const;
  /// not_before <= now <= not_after.
  bool is_valid_at(UtcTime now) const;
  /// 1 or 3.
  int version() const;
  /// Big-endian hexadecimal, lower case.
  std::string serial_hex() const;
  /// SHA-256 of the DER, 32 bytes.
  const std::string& thumbprint() const;
  /// SHA-1 of the DER, lower-case hexadecimal: names a certificate, proves nothing.
  std::string sha1_hex() const;
  /// As OpenSSL writes it: "RSA-SHA256".
  std::string signature_algorithm() const;
  /// Its signature is worth less than 112 bits (MD5, SHA-1) or unknown, or its RSA key is below
  /// rsa_bits_min.
  bool is_weak() const;
  /// Its signature is over SHA-224, SHA-256, SHA-384 or SHA-512.
  bool has_sha2_signature() const;
  /// Subject and issuer are equal and its own key signed it, of whatever kind that is.
  bool is_self_signed() const;
  bool is_ca() const;
  /// True too without a KeyUsage extension.
  bool may_encipher_keys() const;
  bool may_sign() const;
  /// An authority by its BasicConstraints that, if it has a KeyUsage, may sign certificates.
  bool may_issue() const;
  bool is_signed_by(const PublicKey& key) const;
  /// By the key of another certificate, of whatever kind that is. Names are not looked at.
  bool is_signed_by(const Certificate& issuer) const;

  /// Private to crypto/.
  const CertificateHandle& handle() const { return *handle_; }

 private:
  explicit Certificate(std::shared_ptr<const CertificateHandle> handle)
      : handle_(std::move(handle)) {}
  std::shared_ptr<const CertificateHandle> handle_;
};

/// What a certificate is for decides its extensions (keys sheet 2.6).
enum class Profile : uint8_t { root, module, base, signer, partner, partner_auth };

struct CertificateSpec {
  Profile profile;
  Name subject;
  UtcTime not_before, not_after;                     ///< seconds count
  std::string serial;                                ///< 8 random bytes; the top bit is not used
  std::vector<AlternativeName> alternative_names{};  ///< beside the subject; mostly none
};

/// A certificate for `subject_key`, signed by `issuer_key`; `issuer` null means self-signed.
/// Blocks as long as `issuer_key` signs. Errors: those of PrivateKey::sign; bad_input for a subject
/// with a part above 256 characters, not UTF-8, or a country that is no PrintableString, and for an
/// alternative name that is not writable.
Expected<Certificate, Errc> issue_certificate(const CertificateSpec& spec,
                                              const PublicKey& subject_key,
                                              const Certificate* issuer,
                                              const PrivateKey& issuer_key);

/// Longer chains are not trusted: partners' are short, a longer one is somebody's attempt to buy
/// time.
constexpr size_t chain_intermediates_max = 8;

/// The way from `leaf` over `intermediates` to one of `roots`, both ends included, as RFC 5280
/// demands: signatures, CA flags, path lengths, validity at `now`, no key or signature that is
/// weak. Empty when there is none.
std::vector<Certificate> trusted_chain(const Certificate& leaf,
                                       std::span<const Certificate> intermediates,
                                       std::span<const Certificate> roots, UtcTime now);
/// Whether there is one.
bool chain_is_trusted(const Certificate& leaf, std::span<const Certificate> intermediates,
                      std::span<const Certificate> roots, UtcTime now);
}  // namespace crypto
