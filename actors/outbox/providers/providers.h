// actors/outbox/providers/providers.h: those who deliver: SMTP, an SMS gateway, the log, nobody.
#pragma once
#include <utility>

#include "actors/outbox/provider.h"
#include "actors/outbox/providers/options.h"

namespace outbox {
/// Sends nothing and counts it as sent.
struct LogProvider final : Provider {
  Attempt deliver(const Job&) override { return Attempt::sent(); }
};
/// Leaves the message in the outbox, to be read there.
struct CaptureProvider final : Provider {
  Attempt deliver(const Job&) override { return Attempt::captured(); }
};

/// One SMTP conversation a message: a mail with one recipient refused is refused as a whole.
class SmtpProvider final : public Provider {
 public:
  SmtpProvider(SmtpServer server, TransferLimits limits)
      : server_(std::move(server)), limits_(std::move(limits)) {}
  Attempt deliver(const Job& job) override;

 private:
  SmtpServer server_;
  TransferLimits limits_;
};

/// One HTTP request a message; a 2xx answer is acceptance.
class SmsProvider final : public Provider {
 public:
  SmsProvider(SmsGateway gateway, TransferLimits limits)
      : gateway_(std::move(gateway)), limits_(std::move(limits)) {}
  Attempt deliver(const Job& job) override;

 private:
  SmsGateway gateway_;
  TransferLimits limits_;
};

/// Once per process, before threads that deliver.
void begin_transfers();
}  // namespace outbox
