// actors/outbox/providers/options.h: what configuration says about those who deliver.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "actors/outbox/providers/sms_request.h"

namespace outbox {
/// What every call obeys.
struct TransferLimits {
  std::chrono::milliseconds timeout{15'000};  ///< idkernel.outbox.attempt-timeout-ms
  std::string ca_file;                        ///< idkernel.mail.ca-file; empty: the system's
  /// Set when the process ends: a call that has handed nothing over yet is given up.
  std::shared_ptr<const std::atomic<bool>> ending;
};

/// spring.mail.*.
struct SmtpServer {
  std::string host = "localhost";
  uint16_t port = 25;
  bool tls_from_the_start = false;  ///< smtps
  bool starttls = false;            ///< where the server offers it
  bool starttls_required = false;
  bool sign_in = false;
  std::string user, password;
  std::string from;  ///< mosip.kernel.notification.email.from
};
}  // namespace outbox
