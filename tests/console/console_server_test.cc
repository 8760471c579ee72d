// tests/console/console_server_test.cc: the operator's socket: framing, bounds, the end.
#include "http/console/console_server.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/fakes/temporary_directory.h"

namespace console {
class ConsoleServerTest : public ::testing::Test {
 protected:
  static std::string echo(std::string_view order) { return "heard " + std::string{order}; }
  void start() {
    std::string why;
    auto listening = listen_in(directory(), why);
    ASSERT_TRUE(listening) << why;
    server_ = std::make_unique<ConsoleServer>(directory(), std::move(listening), echo);
  }
  /// Longer than a socket's path may be.
  std::string directory() {
    const auto path = std::filesystem::path{temporary_.path()} / std::string(120, 'd');
    std::filesystem::create_directories(path);
    return path.string();
  }
  static std::string ask(const Descriptor& connection, std::string_view order) {
    if (!send_message(connection, order)) return "not sent";
    const auto answer = receive_message(connection);
    return answer ? std::string{answer->view()} : "hung up";
  }

  TemporaryDirectory temporary_;
  std::unique_ptr<ConsoleServer> server_;
};

TEST_F(ConsoleServerTest, AnswersOneOrderAfterTheOther) {
  start();
  const auto connection = connect_in(directory());
  ASSERT_TRUE(connection);
  EXPECT_EQ(ask(connection, "one"), "heard one");
  EXPECT_EQ(ask(connection, ""), "heard ");
  const std::string large(message_bytes_max - 6, 'x');
  EXPECT_EQ(ask(connection, large), "heard " + large);
}

TEST_F(ConsoleServerTest, TheFileIsItsOwnersAlone) {
  start();
  struct stat found{};
  ASSERT_EQ(::stat((directory() + "/" + socket_name).c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777, 0600u);
}

TEST_F(ConsoleServerTest, NoMessageIsLongerThanTheBound) {
  start();
  const auto connection = connect_in(directory());
  EXPECT_FALSE(send_message(connection, std::string(message_bytes_max + 1, 'x')));
  EXPECT_EQ(ask(connection, "still there"), "heard still there");
  const std::string head{"\x7f\xff\xff\xff", 4};
  ASSERT_EQ(::send(connection.get(), head.data(), head.size(), 0), 4);
  EXPECT_FALSE(receive_message(connection));
}

TEST_F(ConsoleServerTest, AnAnswerThatIsTooLongHangsUp) {
  start();
  EXPECT_EQ(ask(connect_in(directory()), std::string(message_bytes_max, 'x')), "hung up");
}

TEST_F(ConsoleServerTest, NobodyListensWhereNoServerRuns) {
  EXPECT_FALSE(connect_in(directory()));
  EXPECT_FALSE(connect_in(temporary_.path() + "/nowhere"));
  start();
  server_.reset();
  EXPECT_FALSE(connect_in(directory()));
  EXPECT_FALSE(std::filesystem::exists(directory() + "/" + socket_name));
}

TEST_F(ConsoleServerTest, AFileThatAKilledServerLeftIsReplaced) {
  std::string why;
  ASSERT_TRUE(listen_in(directory(), why)) << why;
  ASSERT_TRUE(std::filesystem::exists(directory() + "/" + socket_name));
  EXPECT_FALSE(connect_in(directory()));
  start();
  EXPECT_EQ(ask(connect_in(directory()), "one"), "heard one");
}

TEST_F(ConsoleServerTest, ItEndsWhileConnectionsAreOpen) {
  start();
  const auto idle = connect_in(directory());
  const auto half = connect_in(directory());
  EXPECT_EQ(ask(idle, "one"), "heard one");
  ASSERT_EQ(::send(half.get(), "\0\0", 2, 0), 2);
  server_.reset();
  EXPECT_FALSE(receive_message(idle));
}

TEST_F(ConsoleServerTest, WhereNoneCanBeMade) {
  std::string why;
  EXPECT_FALSE(listen_in(temporary_.path() + "/nowhere", why));
  EXPECT_NE(why, "");
}
}  // namespace console
