// tests/keystore/p11_server.h: `p11-kit server`, which serves a token over a socket.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>

#include "tests/fakes/temporary_directory.h"

namespace keystore {
inline constexpr char p11_client_library[] = "/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so";

/// Serves the SoftHSM2 token of this process. P11_KIT_SERVER_ADDRESS names its socket.
class P11Server {
 public:
  P11Server();
  ~P11Server() { kill(); }

  /// Returns when it listens.
  void start();
  /// SIGKILL for it and for the processes that serve its connections; returns when it is gone.
  void kill();

 private:
  std::filesystem::path socket() const { return std::filesystem::path{folder_.path()} / "socket"; }
  TemporaryDirectory folder_;
  pid_t pid_ = 0;
};
}  // namespace keystore
