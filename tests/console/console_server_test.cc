// tests/console/console_server_test.cc: the operator's socket: framing, bounds, the end.
#include "http/console/console_server.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <ctime>
#include <filesystem>
#include <stdexcept>

#include "tests/fakes/temporary_directory.h"

namespace console {
class ConsoleServerTest : public ::testing::Test {
 protected:
  static std::string echo(std::string_view order, const Send&) {
    return "heard " + std::string{order};
  }
  void start(ConsoleServer::Handler handler = echo) {
    std::string why;
    auto listening = listen_in(directory(), why);
    ASSERT_TRUE(listening) << why;
    server_ =
        std::make_unique<ConsoleServer>(directory(), std::move(listening), std::move(handler));
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

TEST_F(ConsoleServerTest, AnOrderThatThrowsEndsItsConnectionAlone) {
  start([](std::string_view order, const Send& send) -> std::string {
    if (order == "exception") throw std::runtime_error("inside");
    if (order == "other") throw 1;
    return echo(order, send);
  });
  const auto connection = connect_in(directory());
  for (const char* order : {"exception", "other"})
    EXPECT_EQ(ask(connect_in(directory()), order), "hung up") << order;
  EXPECT_EQ(ask(connection, "one"), "heard one");
}

TEST_F(ConsoleServerTest, AnAnswerMayHaveMessagesInFrontOfIt) {
  start([](std::string_view, const Send& send) -> std::string {
    LongAnswer answer{send};
    for (int i = 0; i < 3; ++i) answer.line(std::string(200'000, 'x'));
    answer.finish();
    return "last";
  });
  const auto connection = connect_in(directory());
  const std::string page = R"({"more":true,"lines":[")" + std::string(200'000, 'x') + R"("]})";
  EXPECT_EQ(ask(connection, "go"), page);
  for (const std::string& expected : {page, page, std::string{"last"}}) {
    const auto next = receive_message(connection);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->view(), expected);
  }
  EXPECT_EQ(ask(connection, "go"), page);
}

TEST(LongAnswerTest, EndsTheWorkWhenNobodyListens) {
  const Send send = [](std::string_view) { return false; };
  LongAnswer answer{send};
  answer.line("one");
  EXPECT_THROW(answer.finish(), NobodyListens);
  for (int i = 0; i < 10'000; ++i) answer.beat();  // Too early for a sign of life.
}

TEST_F(ConsoleServerTest, WithoutDescriptorsItRestsAndGoesOn) {
  std::string why;
  const std::string place = temporary_.path();
  server_ = std::make_unique<ConsoleServer>(place, listen_in(place, why), echo);
  const Descriptor connection{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (place + '/' + socket_name).copy(address.sun_path, sizeof address.sun_path - 1);
  rlimit usual{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &usual), 0);
  Descriptor next{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
  const rlimit none{static_cast<rlim_t>(next.get()), usual.rlim_max};
  next = {};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  const bool is_connected = ::connect(connection.get(), generic, sizeof address) == 0;
  const std::clock_t before = std::clock();
  ::poll(nullptr, 0, 1'000);  // Time in which it could spin.
  const std::clock_t spent = std::clock() - before;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &usual), 0);
  ASSERT_TRUE(is_connected);
  EXPECT_LT(spent, CLOCKS_PER_SEC / 10);
  EXPECT_EQ(ask(connection, "one"), "heard one");
}

TEST_F(ConsoleServerTest, WhereNoneCanBeMade) {
  std::string why;
  EXPECT_FALSE(listen_in(temporary_.path() + "/nowhere", why));
  EXPECT_NE(why, "");
}

TEST_F(ConsoleServerTest, SendingGivesUpWhenNobodyReads) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  const Descriptor here{ends[0]}, there{ends[1]};
  ASSERT_TRUE(bound_sending(here, std::chrono::seconds{1}));
  EXPECT_FALSE(send_message(here, std::string(message_bytes_max, 'x')));
}

TEST_F(ConsoleServerTest, TheOwnUserAndRootMayOrder) {
  EXPECT_TRUE(may_order(1000, 1000));
  EXPECT_TRUE(may_order(0, 1000));
  EXPECT_FALSE(may_order(1001, 1000));
  EXPECT_FALSE(may_order(1000, 0));
}
}  // namespace console
