// http/transport/tls_store.cc: certificates from files into a context.
#include <openssl/err.h>
#include <openssl/x509err.h>

#include "http/transport/server.h"
#include "http/transport/tls.h"

namespace http::transport {
namespace {

/// OpenSSL's words on its last error. They name files and formats, never a key's bytes.
std::string openssl_says() {
  char text[256] = "unknown error";
  if (const unsigned long code = ERR_peek_last_error()) ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  return text;
}

constexpr const char* key_of_another = "key and certificate do not belong together";

std::string ask_for_client_certificates(SSL_CTX* context, const TlsOptions& options) {
  if (options.client_ca_file.empty()) {
    return options.require_client_certificate ? "client certificates need client_ca_file" : "";
  }
  if (SSL_CTX_load_verify_file(context, options.client_ca_file.c_str()) != 1) {
    return "cannot read CA file " + options.client_ca_file + ": " + openssl_says();
  }
  SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(options.client_ca_file.c_str()));
  const int must = options.require_client_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | must, nullptr);
  return "";
}

/// Every fault, the first one first.
std::vector<std::string> use_files(SSL_CTX* context, const TlsOptions& options) {
  std::vector<std::string> faults;
  if (SSL_CTX_use_certificate_chain_file(context, options.certificate_file.c_str()) != 1) {
    faults.push_back("cannot read certificate " + options.certificate_file + ": " + openssl_says());
  }
  // With a certificate in place OpenSSL refuses another's key here already.
  if (SSL_CTX_use_PrivateKey_file(context, options.key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    const bool differs = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH;
    const std::string said = openssl_says();
    faults.push_back(differs ? key_of_another
                             : "cannot read key " + options.key_file + ": " + said);
  } else if (faults.empty() && SSL_CTX_check_private_key(context) != 1) {
    faults.emplace_back(key_of_another);
  }
  if (auto fault = ask_for_client_certificates(context, options); !fault.empty()) {
    faults.push_back(std::move(fault));
  }
  return faults;
}

void set_policy(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
  // A forward secret AEAD suite or nothing, for the clients that stay on TLS 1.2.
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  // An encrypted key is an error: OpenSSL would ask for its password on the terminal, and wait.
  SSL_CTX_set_default_passwd_cb(context, [](char*, int, int, void*) { return 0; });
  static constexpr unsigned char session_scope[] = "idkernel";
  SSL_CTX_set_session_id_context(context, session_scope, sizeof session_scope - 1);
}

std::shared_ptr<SSL_CTX> context_of(const TlsOptions& options, std::vector<std::string>& faults) {
  ERR_clear_error();
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SslContextFree{});
  if (!context) {
    faults.push_back("no TLS context: " + openssl_says());
    return nullptr;
  }
  set_policy(context.get());
  faults = use_files(context.get(), options);
  return context;
}

}  // namespace

std::vector<std::string> tls_faults(const TlsOptions& options) {
  std::vector<std::string> faults;
  context_of(options, faults);
  return faults;
}

std::string TlsStore::load(const TlsOptions& options) {
  std::vector<std::string> faults;
  auto context = context_of(options, faults);
  if (!faults.empty()) return faults.front();
  const std::lock_guard lock(mutex_);
  context_ = std::move(context);
  return "";
}

std::shared_ptr<SSL_CTX> TlsStore::current() const {
  const std::lock_guard lock(mutex_);
  return context_;
}

}  // namespace http::transport
