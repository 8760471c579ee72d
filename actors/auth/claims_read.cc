// actors/auth/claims_read.cc: claims from JSON. What it meets was signed by us or is about to be
// refused, so it only has to be strict and never to crash.
#include "actors/auth/claims.h"
#include "actors/auth/json_read.h"

namespace auth {
namespace {
using namespace json;

// RFC 7519: a text or a list of texts.
bool take_audience(const Value& object, std::vector<std::string>& out) {
  const Value* value = find(object, "aud");
  if (value == nullptr || !value->IsString()) return take_texts(object, "aud", out);
  out.assign(1, std::string{text_of(*value)});
  return true;
}

bool take_roles(const Value& object, std::vector<std::string>& out) {
  const Value* access = find(object, "realm_access");
  if (access == nullptr) return true;
  return access->IsObject() && keys_are_unique(*access) && take_texts(*access, "roles", out);
}

bool take_times(const Value& object, Claims& claims) {
  return find(object, "exp") != nullptr && take_integer(object, "exp", claims.expires) &&
         take_integer(object, "nbf", claims.not_before) &&
         take_integer(object, "iat", claims.issued);
}

bool take_person(const Value& object, Claims& claims) {
  return take_text(object, "preferred_username", claims.user_name) &&
         take_text(object, "name", claims.name) &&
         take_text(object, "given_name", claims.given_name) &&
         take_text(object, "family_name", claims.family_name) &&
         take_text(object, "email", claims.email) && take_text(object, "mobile", claims.mobile) &&
         take_text(object, "rid", claims.rid) && take_text(object, "clientId", claims.client_id) &&
         take_text(object, "clientAddress", claims.client_address);
}

bool take_rest(const Value& object, Claims& claims) {
  return take_text(object, "jti", claims.jti) && take_text(object, "iss", claims.issuer) &&
         take_audience(object, claims.audience) && take_text(object, "sub", claims.subject) &&
         take_text(object, "typ", claims.type) &&
         take_text(object, "azp", claims.authorized_party) &&
         take_text(object, "session_state", claims.session_state) &&
         take_roles(object, claims.roles) && take_text(object, "scope", claims.scope) &&
         take_texts(object, "amr", claims.amr);
}
}  // namespace

Expected<Claims, VerifyErrc> read_claims(std::string_view text) {
  Document document;
  if (!parse_object(text, document)) return VerifyErrc::malformed;
  Claims claims;
  if (!take_times(document, claims) || !take_rest(document, claims) ||
      !take_person(document, claims)) {
    return VerifyErrc::malformed;
  }
  return claims;
}
}  // namespace auth
