// http/console/frames.cc: Unix sockets.
#include "http/console/frames.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <system_error>

namespace console {
namespace {
constexpr int waiting_connections_max = 8;
constexpr mode_t socket_mode = 0600;
constexpr size_t length_bytes = 4;

/// A socket's path has at most 107 bytes; a directory's has more. So it is named by way of the
/// directory's descriptor.
struct Place {
  explicit Place(const std::string& directory)
      : fd(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    address.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(fd.get()) + "/" + socket_name;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  }
  const sockaddr* generic() const { return reinterpret_cast<const sockaddr*>(&address); }

  Descriptor fd;
  sockaddr_un address{};
};

Descriptor new_socket() { return Descriptor{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)}; }

bool waits_for_input(const Descriptor& connection) {
  pollfd wanted{connection.get(), POLLIN, 0};
  const auto silence = std::chrono::duration_cast<std::chrono::milliseconds>(silence_max);
  return ::poll(&wanted, 1, static_cast<int>(silence.count())) > 0;
}

bool receive_exactly(const Descriptor& connection, std::span<std::byte> into) {
  while (!into.empty()) {
    if (!waits_for_input(connection)) return false;
    const auto got = ::recv(connection.get(), into.data(), into.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into = into.subspan(static_cast<size_t>(got));
  }
  return true;
}

bool send_exactly(const Descriptor& connection, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(connection.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}
}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

Descriptor listen_in(const std::string& directory, std::string& why) {
  const Place place{directory};
  Descriptor listening = new_socket();
  // The file takes the socket's mode: there is no moment in which others may connect.
  const bool is_made = place.fd && listening && ::fchmod(listening.get(), socket_mode) == 0;
  if (is_made) ::unlinkat(place.fd.get(), socket_name, 0);
  if (is_made && ::bind(listening.get(), place.generic(), sizeof place.address) == 0 &&
      ::fchmodat(place.fd.get(), socket_name, socket_mode, 0) == 0 &&
      ::listen(listening.get(), waiting_connections_max) == 0)
    return listening;
  why = std::string{socket_name} + ": " + std::generic_category().message(errno);
  return {};
}

void remove_socket_in(const std::string& directory) {
  const Place place{directory};
  if (place.fd) ::unlinkat(place.fd.get(), socket_name, 0);
}

Descriptor connect_in(const std::string& directory) {
  const Place place{directory};
  Descriptor connection = new_socket();
  if (!place.fd || !connection) return {};
  if (::connect(connection.get(), place.generic(), sizeof place.address) != 0) return {};
  return connection;
}

bool may_order(const Descriptor& connection) {
  ucred peer{};
  socklen_t bytes = sizeof peer;
  return ::getsockopt(connection.get(), SOL_SOCKET, SO_PEERCRED, &peer, &bytes) == 0 &&
         may_order(peer.uid, ::geteuid());
}

bool bound_sending(const Descriptor& connection, std::chrono::seconds longest) {
  timeval time{};
  time.tv_sec = longest.count();
  return ::setsockopt(connection.get(), SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time) == 0;
}

bool send_message(const Descriptor& connection, std::string_view message) {
  if (message.size() > message_bytes_max) return false;
  std::string length;
  for (size_t i = length_bytes; i-- > 0;)
    length.push_back(static_cast<char>((message.size() >> (8 * i)) & 0xff));
  return send_exactly(connection, length) && send_exactly(connection, message);
}

std::optional<crypto::SecureBytes> receive_message(const Descriptor& connection) {
  std::array<std::byte, length_bytes> head{};
  if (!receive_exactly(connection, head)) return std::nullopt;
  size_t length = 0;
  for (const std::byte part : head) length = (length << 8) | std::to_integer<size_t>(part);
  if (length > message_bytes_max) return std::nullopt;
  crypto::SecureBytes message(length);
  if (!receive_exactly(connection, message.span())) return std::nullopt;
  return message;
}
}  // namespace console
