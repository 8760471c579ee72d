// tests/outbox/providers_test.cc: what providers write, and what they make of nobody there.
// tests/http/test_notification.py has them speak to real servers.
#include "actors/outbox/providers/providers.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "actors/outbox/providers/mail_header.h"
#include "tests/outbox/letters.h"

namespace outbox {
namespace {
const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC

TEST(MailHeader, PlainTextStaysAsItIs) {
  EXPECT_EQ(text_header("Subject", "Your appointment"), "Subject: Your appointment");
  EXPECT_EQ(text_header("Subject", ""), "Subject: ");
}

TEST(MailHeader, OtherTextIsInEncodedWords) {
  EXPECT_EQ(text_header("Subject", "Gr\xc3\xbc\xc3\x9f"), "Subject: =?UTF-8?B?R3LDvMOf?=");
  EXPECT_EQ(text_header("Subject", "=?x"), "Subject: =?UTF-8?B?PT94?=");
  EXPECT_EQ(text_header("Subject", "a\r\nBcc: x").find("\r\nBcc"), std::string::npos);
}

TEST(MailHeader, LongTextIsFoldedBetweenCharacters) {
  std::string text = "x";
  for (int i = 0; i < 100; ++i) text += "\xe2\x82\xac";
  const std::string header = text_header("Subject", text);
  size_t begin = 0;
  while (begin < header.size()) {
    const size_t end = std::min(header.find("\r\n", begin), header.size());
    EXPECT_LE(end - begin, 90u);
    begin = end + 2;
  }
  // The first word holds "x" and as many whole characters as fit in 45 bytes.
  EXPECT_NE(
      header.find("=?UTF-8?B?eOKCrOKCrOKCrOKCrOKCrOKCrOKCrOKCrOKCrOKCrOKCrOKCrOKCrOKCrA==?=\r\n"),
      std::string::npos)
      << header;
}

TEST(MailHeader, AddressesHaveLinesOfTheirOwn) {
  EXPECT_EQ(address_header("To", {"a@x"}), "To: a@x");
  EXPECT_EQ(address_header("Cc", {"a@x", "b@x"}), "Cc: a@x,\r\n b@x");
}

TEST(MailHeader, TheDateIsRfc5322s) {
  EXPECT_EQ(date_header(noon), "Date: Tue, 02 Jan 2024 12:00:00 +0000");
}

TEST(MailHeader, FileNames) {
  EXPECT_EQ(attachment_header("card.pdf"),
            "Content-Disposition: attachment; filename=\"card.pdf\"");
  EXPECT_EQ(attachment_header("k\xc3\xa4rte\".pdf"),
            "Content-Disposition: attachment; filename*=UTF-8''k%C3%A4rte%22.pdf");
}

TEST(MailHeader, LineEnds) {
  EXPECT_EQ(with_crlf("a\nb\r\nc\rd"), "a\r\nb\r\nc\rd");
  EXPECT_EQ(with_crlf("\n"), "\r\n");
  EXPECT_TRUE(breaks_a_line("a\nb"));
  EXPECT_TRUE(breaks_a_line(std::string_view("a\0b", 3)));
  EXPECT_FALSE(breaks_a_line("a b"));
}

SmsGateway gateway() {
  return {"http://gateway.example/sendsms", "K", "mock", "AD-MOSIP", "1", "+91", ""};
}

TEST(SmsRequest, TheQueryIsTheReferences) {
  EXPECT_EQ(get_url(gateway(), {"9820173642", "hello world"}),
            "http://gateway.example/sendsms?authkey=K&message=hello%20world&route=mock"
            "&sender=AD-MOSIP&mobiles=9820173642&unicode=1&country=%2B91");
  SmsGateway with_query = gateway();
  with_query.api += "?tenant=1";
  EXPECT_TRUE(
      get_url(with_query, {"1", "&x="})
          .starts_with("http://gateway.example/sendsms?tenant=1&authkey=K&message=%26x%3D&"));
}

TEST(SmsRequest, ATemplateIsFilledWithJsonText) {
  SmsGateway posting = gateway();
  posting.post_template =
      R"({"to":"$country$number","text":"$message","price":"$1","key":"$authkey"}$)";
  EXPECT_EQ(post_body(posting, {"98201", "say \"hi\"\n$number"}),
            R"({"to":"+9198201","text":"say \"hi\"\u000a$number","price":"$1","key":"K"}$)");
}

Job job(Message message) {
  return {Id(16, 'i'), std::make_shared<const Message>(std::move(message)), noon};
}
TransferLimits quick() { return {std::chrono::milliseconds{2'000}, "", nullptr}; }

/// A port of the loopback where nobody listens.
uint16_t free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(fd);
  return ntohs(address.sin_port);
}

TEST(Providers, NobodyThereIsUnreachable) {
  begin_transfers();
  SmtpServer server;
  server.host = "127.0.0.1";
  server.port = free_port();
  server.from = "do-not-reply@mosip.io";
  EXPECT_EQ((SmtpProvider{server, quick()}.deliver(job(mail()))), Attempt{});
  SmsGateway nobody = gateway();
  nobody.api = "http://127.0.0.1:" + std::to_string(free_port());
  EXPECT_EQ((SmsProvider{nobody, quick()}.deliver(job(sms()))), Attempt{});
}

TEST(Providers, OtherProtocolsAreNotSpoken) {
  begin_transfers();
  SmsGateway file = gateway();
  file.api = "file:///dev/null";
  EXPECT_EQ((SmsProvider{file, quick()}.deliver(job(sms()))), Attempt{});
}

TEST(Providers, WhatWouldBreakALineIsNotSent) {
  const Attempt refused{Attempt::Outcome::failed, Fault::refused, 0};
  SmtpProvider provider{{}, quick()};
  Message message = mail("a\r\nBcc: x@example.org");
  EXPECT_EQ(provider.deliver(job(message)), refused);
  message = mail();
  message.to = {"a@x>\r\nRCPT TO:<b@x"};
  EXPECT_EQ(provider.deliver(job(message)), refused);
  message = mail();
  message.to.clear();
  EXPECT_EQ(provider.deliver(job(message)), refused);
  message = mail();
  message.attachments[0].name = "a\nb";
  EXPECT_EQ(provider.deliver(job(message)), refused);
}

TEST(Providers, TheSimpleOnes) {
  EXPECT_EQ(LogProvider{}.deliver(job(sms())), Attempt::sent());
  EXPECT_EQ(CaptureProvider{}.deliver(job(sms())), Attempt::captured());
}
}  // namespace
}  // namespace outbox
