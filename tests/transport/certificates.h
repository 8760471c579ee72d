// tests/transport/certificates.h: certificates made for one test, in a directory of their own.
#pragma once
#include <string>

namespace http::transport {

/// A directory that goes away with its files.
class CertificateFolder {
 public:
  CertificateFolder();
  ~CertificateFolder();
  CertificateFolder(const CertificateFolder&) = delete;
  CertificateFolder& operator=(const CertificateFolder&) = delete;

  /// Makes NAME.crt and NAME.key for the subject `CN=common_name`, signed by the certificate
  /// `issuer` of this folder, or by itself when empty.
  void make(const std::string& name, const std::string& common_name,
            const std::string& issuer = "");
  void write(const std::string& file, const std::string& text);
  std::string path(const std::string& file) const { return path_ + "/" + file; }

 private:
  std::string path_;
};

}  // namespace http::transport
