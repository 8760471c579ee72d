// http/reply.h: how a handler answers: a value or faults, once, from any thread.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/base/error.h"
#include "http/envelope.h"
#include "http/header_list.h"
#include "http/transport/response.h"

namespace http {
struct Route;
struct Wire;

/// One request on its way to an answer. Whoever drops the last handle without answering answers
/// `internal`.
class Exchange {
 public:
  Exchange(const Wire& wire, const Route* route, transport::Reply to, std::string request_id);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const Wire& wire;
  const Route* route;  ///< null when no row matched
  std::string request_id;
  Echo echo;
  std::string trace;   ///< the W3C traceparent, if one came
  HeaderList headers;  ///< sent with whatever the answer is (CORS)

  /// What the transport is to remember for the case that nobody answers.
  void name_silence(uint64_t tag) const { to_.set_silent_tag(tag); }

  bool is_client_gone() const { return to_.is_client_gone(); }
  /// When the request came, steady clock.
  std::chrono::steady_clock::time_point started_at() const {
    return std::chrono::steady_clock::time_point{std::chrono::nanoseconds{started_at_ns_}};
  }

  /// What the client hears of a failure that nobody foresaw: the service's own code, from the
  /// route's `silent` column (ids sheet 1.1).
  Errc unexpected() const;

  /// Sends, counts and logs; only the first call does anything.
  void send(int status, std::string_view content_type, std::string body, HeaderList more);

 private:
  transport::Reply to_;
  int64_t started_at_ns_;
  bool sent_ = false;
};

/// A handle that handlers and actors copy. Exactly one thread answers.
class Reply {
 public:
  explicit Reply(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}

  /// HTTP 200 and the success envelope around `response_json`.
  void value(std::string_view response_json, HeaderList headers = {}) const;
  /// The status of the first fault's row and the failure envelope. `internal` is told as the
  /// service's own code.
  void faults(const Faults& faults, std::string_view response_json = "null") const;
  void fault(Errc errc, std::vector<std::string> args = {}) const {
    faults({{errc, std::move(args)}});
  }
  /// No envelope: what OpenID Connect and discovery ask for.
  void plain(int status, std::string_view content_type, std::string body,
             HeaderList headers = {}) const;
  /// No actor answered: the code in the route's `silent` column.
  void silent() const;

  void add_header(std::string name, std::string value) const {
    exchange_->headers.emplace_back(std::move(name), std::move(value));
  }
  void set_echo(Echo echo) const { exchange_->echo = std::move(echo); }
  std::string_view request_id() const { return exchange_->request_id; }
  /// Whether nobody would hear an answer; see transport::Reply.
  bool is_client_gone() const { return exchange_->is_client_gone(); }
  std::chrono::steady_clock::time_point started_at() const { return exchange_->started_at(); }

 private:
  std::shared_ptr<Exchange> exchange_;
};
}  // namespace http
