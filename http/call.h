// http/call.h: one request as a handler sees it. Valid only while the handler runs; what must last
// is copied out.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "actors/auth/principal.h"
#include "actors/base/origin.h"
#include "http/body.h"
#include "http/percent.h"
#include "http/router.h"
#include "http/transport/request.h"

namespace http {
class Call {
 public:
  Call(const transport::Request& request, const Params& params, const Body& body,
       auth::PrincipalPtr caller, std::string address)
      : request_(request),
        params_(params),
        body_(body),
        caller_(std::move(caller)),
        address_(std::move(address)) {}

  /// A path parameter, percent-decoded and without blanks at its ends.
  std::string trimmed(std::string_view name) const {
    for (const auto& [param, value] : params_) {
      if (param == name) return std::string{http::trimmed(value)};
    }
    return {};
  }
  std::optional<std::string> query(std::string_view name) const {
    return query_value(request_.query(), name);
  }
  std::string_view header(std::string_view name) const { return request_.header(name); }

  /// The envelope's `request` object; not present when the body has none.
  Fields request() const { return body_.fields().object("request"); }
  /// The whole body, for endpoints without an envelope.
  Fields body() const { return body_.fields(); }
  std::string_view raw_body() const { return request_.body(); }

  /// Who calls; null on open endpoints.
  const auth::PrincipalPtr& caller() const { return caller_; }
  /// For the audit record of what the request changes.
  audit::Origin origin() const {
    if (!caller_) return {{}, {}, address_};
    return {caller_->claims.subject, caller_->claims.authorized_party, address_};
  }
  /// For rate limits, the proxy taken into account.
  const std::string& address() const { return address_; }
  const transport::Request& wire() const { return request_; }

 private:
  const transport::Request& request_;
  const Params& params_;
  const Body& body_;
  auth::PrincipalPtr caller_;
  std::string address_;
};
}  // namespace http
