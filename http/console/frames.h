// http/console/frames.h: the operator's socket: where it lies, who may speak, how messages are
// framed.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "crypto/secure_bytes.h"

namespace console {
/// In the data directory; mode 0600.
inline constexpr const char* socket_name = "admin.sock";
/// Of one message, in either direction.
inline constexpr size_t message_bytes_max = size_t{1} << 20;
/// How long a side waits for the other's next bytes.
inline constexpr std::chrono::seconds silence_max{300};
/// How long the server waits for an operator's command to take an answer's next bytes.
inline constexpr std::chrono::seconds sending_max{30};

/// A descriptor that is closed with its owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// A socket that listens in the directory, in place of one that an ended server left; the caller
/// owns the directory's store. None when it cannot be made; `why` then says so.
Descriptor listen_in(const std::string& directory, std::string& why);
/// Takes the socket's file away: copies of a stopped server's directory have none.
void remove_socket_in(const std::string& directory);
/// A connection to the server that runs on the directory; none when none listens.
Descriptor connect_in(const std::string& directory);
/// A process of `peer` may order what it likes of one of `own`: it is the same user, or root.
constexpr bool may_order(uint32_t peer, uint32_t own) { return peer == own || peer == 0; }
/// The other end is a process that may order this one.
bool may_order(const Descriptor& connection);
/// From now on sending gives up when the other end takes nothing for that long.
bool bound_sending(const Descriptor& connection, std::chrono::seconds longest);

/// One message: its length as four bytes, the highest first, then that many bytes. False when the
/// other end is gone or takes nothing, or the message is longer than message_bytes_max.
bool send_message(const Descriptor& connection, std::string_view message);
/// The next message; nothing when the other end is gone, silent for silence_max or sends one that
/// is longer than message_bytes_max.
std::optional<crypto::SecureBytes> receive_message(const Descriptor& connection);
}  // namespace console
