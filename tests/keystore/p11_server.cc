// tests/keystore/p11_server.cc: started in a process group of its own, so that all of it can be
// ended.
#include "tests/keystore/p11_server.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "tests/keystore/soft_hsm.h"

namespace keystore {
P11Server::P11Server() {
  setenv("P11_KIT_SERVER_ADDRESS", ("unix:path=" + socket().string()).c_str(), 1);
  signal(SIGPIPE, SIG_IGN);  // as idkernel does: the client writes to a socket that was closed
}

void P11Server::start() {
  std::filesystem::remove(socket());
  std::array<int, 2> out{};
  ASSERT_EQ(::pipe2(out.data(), O_CLOEXEC), 0);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(out[1], STDOUT_FILENO);
    const std::string name = socket().string();
    const std::string token = "pkcs11:token=idkernel%20test";
    ::execlp("p11-kit", "p11-kit", "server", "--foreground", "--name", name.c_str(), "--provider",
             soft_hsm_library, token.c_str(), nullptr);
    ::_exit(127);
  }
  ::setpgid(pid_, pid_);
  ::close(out[1]);
  // It prints its address once it listens.
  char byte = 0;
  ASSERT_EQ(::read(out[0], &byte, 1), 1) << "p11-kit server did not start";
  ::close(out[0]);
}

void P11Server::kill() {
  if (pid_ == 0) return;
  ::kill(-pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = 0;
}
}  // namespace keystore
