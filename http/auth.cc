// http/auth.cc: one verifier a reactor thread, without locks.
#include "http/auth.h"

#include "http/context.h"

namespace http {
namespace {
auth::Verifier& verifier_of_this_thread(const Context& context) {
  static thread_local std::unique_ptr<auth::Verifier> verifier;
  static thread_local const Context* made_for = nullptr;
  if (made_for != &context) {
    verifier = context.make_verifier();
    made_for = &context;
  }
  return *verifier;
}
}  // namespace

TokenSource token_in(const Context& context, const transport::Request& request) {
  return token_of(request, context.tokens.name, context.tokens.accepted_prefix);
}

Expected<auth::PrincipalPtr, auth::VerifyErrc> verify_token(const Context& context,
                                                            std::string_view token) {
  return verifier_of_this_thread(context).verify(token, epoch_seconds(context.wire.clock()));
}
}  // namespace http
