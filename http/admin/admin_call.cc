// http/admin/admin_call.cc: see the header.
#include "http/admin/admin_call.h"

#include "http/auth.h"

namespace http {
bool may_try_as(const Context& context, const Reply& reply, const std::string& user_name) {
  if (context.may_try("user " + auth::lower_case(user_name))) return true;
  reply.fault(Errc::too_many_requests);
  return false;
}

auth::PrincipalPtr caller_of(const Context& context, const Call& call) {
  const TokenSource source = token_in(context, call.wire());
  if (source.kind != TokenSource::Kind::token) return nullptr;
  auto principal = verify_token(context, source.token);
  return principal.ok() ? std::move(principal).value() : nullptr;
}

audit::Origin origin_of(const Call& call, const auth::PrincipalPtr& caller) {
  if (!caller) return call.origin();
  return {caller->claims.subject, caller->claims.authorized_party, call.address()};
}

bool has_bad_token(const Context& context, const Call& call) {
  return token_in(context, call.wire()).kind == TokenSource::Kind::token &&
         caller_of(context, call) == nullptr;
}
}  // namespace http
