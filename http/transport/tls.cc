// http/transport/tls.cc: sessions over a socket BIO of our own.
#include "http/transport/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <cerrno>

namespace http::transport {
namespace {

// OpenSSL's own socket BIO writes with write(2), and a client that has gone would raise SIGPIPE.
int bio_write(BIO* bio, const char* data, size_t bytes, size_t* written) {
  int fd = -1;
  BIO_get_fd(bio, &fd);
  BIO_clear_retry_flags(bio);
  const ssize_t n = ::send(fd, data, bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
  *written = n > 0 ? static_cast<size_t>(n) : 0;
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
  return n > 0;
}

int bio_read(BIO* bio, char* into, size_t bytes, size_t* got) {
  int fd = -1;
  BIO_get_fd(bio, &fd);
  BIO_clear_retry_flags(bio);
  const ssize_t n = ::recv(fd, into, bytes, MSG_DONTWAIT);
  *got = n > 0 ? static_cast<size_t>(n) : 0;
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
  if (n == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return n > 0;
}

/// The descriptor is kept in the BIO's data pointer, as a number: the connection owns and closes
/// it.
long bio_control(BIO* bio, int command, long number, void* pointer) {
  switch (command) {
    case BIO_C_SET_FD:
      BIO_set_data(bio,
                   reinterpret_cast<void*>(static_cast<intptr_t>(*static_cast<int*>(pointer))));
      BIO_set_init(bio, 1);
      return 1;
    case BIO_C_GET_FD:
      *static_cast<int*>(pointer) = static_cast<int>(reinterpret_cast<intptr_t>(BIO_get_data(bio)));
      return 1;
    case BIO_CTRL_EOF:
      return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
    case BIO_CTRL_FLUSH:
    case BIO_CTRL_DUP:
      return 1;
    default:
      return number * 0;
  }
}

BIO_METHOD* make_socket_method() {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "idkernel socket");
  if (method == nullptr) return nullptr;
  BIO_meth_set_write_ex(method, bio_write);
  BIO_meth_set_read_ex(method, bio_read);
  BIO_meth_set_ctrl(method, bio_control);
  return method;
}

/// Made once and kept for the life of the process, as OpenSSL does with its own.
BIO_METHOD* socket_method() {
  static BIO_METHOD* const method = make_socket_method();
  return method;
}

}  // namespace

std::unique_ptr<TlsSession> TlsSession::make(const std::shared_ptr<SSL_CTX>& context, int fd) {
  auto session = std::make_unique<TlsSession>();
  session->ssl_.reset(context ? SSL_new(context.get()) : nullptr);
  BIO* bio = session->ssl_ && socket_method() != nullptr ? BIO_new(socket_method()) : nullptr;
  if (bio == nullptr) return nullptr;
  BIO_set_fd(bio, fd, BIO_NOCLOSE);
  SSL_set_bio(session->ssl_.get(), bio, bio);
  SSL_set_accept_state(session->ssl_.get());
  return session;
}

Io TlsSession::reason(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Io::wants_read;
    case SSL_ERROR_WANT_WRITE:
      return Io::wants_write;
    case SSL_ERROR_ZERO_RETURN:
      return Io::closed;
    default:
      ERR_clear_error();
      return Io::failed;
  }
}

Io TlsSession::handshake() {
  // The error queue is the thread's, not the session's: another session's leftovers would lie.
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  return result == 1 ? Io::done : reason(result);
}

IoResult TlsSession::read(std::span<char> into) {
  ERR_clear_error();
  IoResult out;
  const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &out.bytes);
  out.io = result == 1 ? Io::done : reason(result);
  return out;
}

IoResult TlsSession::write(std::string_view bytes) {
  ERR_clear_error();
  IoResult out;
  const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &out.bytes);
  out.io = result == 1 ? Io::done : reason(result);
  return out;
}

void TlsSession::shut() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  ERR_clear_error();
}

std::string TlsSession::client_subject() const {
  const X509* certificate = SSL_get0_peer_certificate(ssl_.get());
  if (certificate == nullptr || SSL_get_verify_result(ssl_.get()) != X509_V_OK) return {};
  const std::unique_ptr<BIO, int (*)(BIO*)> text(BIO_new(BIO_s_mem()), BIO_free);
  if (!text) return {};
  X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
  char* data = nullptr;
  const long bytes = BIO_get_mem_data(text.get(), &data);
  return bytes > 0 ? std::string(data, static_cast<size_t>(bytes)) : std::string{};
}

}  // namespace http::transport
