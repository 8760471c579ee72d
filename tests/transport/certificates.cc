// tests/transport/certificates.cc: P-256 certificates through OpenSSL.
#include "tests/transport/certificates.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace http::transport {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open(const std::string& path, const char* mode) {
  File file(std::fopen(path.c_str(), mode), std::fclose);
  if (!file) throw std::runtime_error("cannot open " + path);
  return file;
}

Certificate make_body(EVP_PKEY* key, const std::string& common_name, bool authority) {
  static long serial = 1;
  Certificate x(X509_new(), X509_free);
  X509_set_version(x.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x.get()), serial++);
  X509_gmtime_adj(X509_getm_notBefore(x.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(x.get()), 3'600);
  X509_set_pubkey(x.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  if (authority) {
    X509_EXTENSION* ca =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "critical,CA:TRUE");
    X509_add_ext(x.get(), ca, -1);
    X509_EXTENSION_free(ca);
  }
  return x;
}

}  // namespace

CertificateFolder::CertificateFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "idkernel-tls-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
  path_ = pattern;
}

CertificateFolder::~CertificateFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void CertificateFolder::make(const std::string& name, const std::string& common_name,
                             const std::string& issuer) {
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Certificate x = make_body(key.get(), common_name, issuer.empty());
  Key issuer_key(nullptr, EVP_PKEY_free);
  Certificate issuer_x(nullptr, X509_free);
  if (!issuer.empty()) {
    issuer_key.reset(
        PEM_read_PrivateKey(open(path(issuer + ".key"), "r").get(), nullptr, nullptr, nullptr));
    issuer_x.reset(
        PEM_read_X509(open(path(issuer + ".crt"), "r").get(), nullptr, nullptr, nullptr));
  }
  X509_set_issuer_name(x.get(), X509_get_subject_name(issuer_x ? issuer_x.get() : x.get()));
  X509_sign(x.get(), issuer_key ? issuer_key.get() : key.get(), EVP_sha256());
  PEM_write_PrivateKey(open(path(name + ".key"), "w").get(), key.get(), nullptr, nullptr, 0,
                       nullptr, nullptr);
  PEM_write_X509(open(path(name + ".crt"), "w").get(), x.get());
}

void CertificateFolder::write(const std::string& file, const std::string& text) {
  std::ofstream(path(file)) << text;
}

}  // namespace http::transport
