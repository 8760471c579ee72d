// crypto/certificate_handle.h: a certificate as OpenSSL holds it. Private to crypto/.
#pragma once
#include <openssl/x509.h>

#include <string>

#include "crypto/certificate.h"
#include "crypto/openssl_handles.h"

namespace crypto {
using OwnedX509 = Owned<X509, X509_free>;
using OwnedX509Name = Owned<X509_NAME, X509_NAME_free>;
using OwnedAlgorithm = Owned<X509_ALGOR, X509_ALGOR_free>;
using OwnedBio = Owned<BIO, BIO_free_all>;

struct CertificateHandle {
  OwnedX509 x509;
  std::string der;
  std::string thumbprint;
};

/// Empty when OpenSSL cannot write it.
std::string der_of(const X509* certificate);
/// The whole text of a memory BIO.
std::string text_of(BIO* bio);

/// Null for a name that X.509 cannot hold. A CSR writes PrintableString where it can, a certificate
/// UTF8String but for the country (keys sheet 2.6).
enum class NameForm : uint8_t { certificate, csr };
OwnedX509Name to_x509_name(const Name& name, NameForm form);
Name of_x509_name(const X509_NAME* name);

/// False when one of them is not writable; nothing is added for none.
bool add_alternative_names(X509* certificate, const std::vector<AlternativeName>& names);

/// Signs what `to_be_signed` is by `key` as X.509 writes signatures, and sets the algorithm.
/// Errors: those of PrivateKey::sign.
Expected<std::string, Errc> sign_der(const PrivateKey& key, std::string_view to_be_signed);
/// The AlgorithmIdentifier of sign_der's signature.
bool set_algorithm(X509_ALGOR* algorithm, KeyKind kind);
}  // namespace crypto
