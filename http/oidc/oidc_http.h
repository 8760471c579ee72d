// http/oidc/oidc_http.h: the issuer's OpenID Connect paths (auth sheet 2.2): what a reference
// service composes from `iss`. They answer without the envelope, in the words of RFC 6749 and RFC
// 7517.
#pragma once
#include "http/call.h"
#include "http/reply.h"

namespace http {
/// GET /.well-known/openid-configuration, also below the issuer.
void discovery(const Context& context, const Call& call, Reply reply);
/// GET <issuer>/protocol/openid-connect/certs: the keys as JWKS.
void certs(const Context& context, const Call& call, Reply reply);
/// POST <issuer>/protocol/openid-connect/token: grants password, client_credentials, refresh_token.
void token(const Context& context, const Call& call, Reply reply);
/// GET or POST <issuer>/protocol/openid-connect/userinfo, with a Bearer token.
void userinfo(const Context& context, const Call& call, Reply reply);
/// GET or POST <issuer>/protocol/openid-connect/logout: ends the session of a refresh_token
/// parameter or of the Bearer token.
void issuer_logout(const Context& context, const Call& call, Reply reply);
}  // namespace http
