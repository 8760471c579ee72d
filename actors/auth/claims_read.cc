// actors/auth/claims_read.cc: claims from JSON. What it meets was signed by us or is about to be
// refused, so it only has to be strict and never to crash.
#include <algorithm>

#include "actors/auth/claims.h"
#include "actors/json/json_read.h"

namespace auth {
namespace {
using json::Document;
using json::find;
using json::keys_are_unique;
using json::Object;
using json::read;
using json::take;

// RFC 7519: a text or a list of texts.
bool take_audience(const Object& object, std::vector<std::string>& out) {
  std::string one;
  const auto value = find(object, "aud");
  if (!value || !read(*value, one)) return take(object, "aud", out);
  out.assign(1, one);
  return true;
}

bool take_roles(const Object& object, std::vector<std::string>& out) {
  const auto value = find(object, "realm_access");
  Object access;
  if (!value) return true;
  return !value->get(access) && keys_are_unique(access) && take(access, "roles", out);
}

bool take_times(const Object& object, Claims& claims) {
  return find(object, "exp").has_value() && take(object, "exp", claims.expires) &&
         take(object, "nbf", claims.not_before) && take(object, "iat", claims.issued) &&
         take(object, "auth_time", claims.auth_time);
}

bool take_person(const Object& object, Claims& claims) {
  return take(object, "preferred_username", claims.user_name) &&
         take(object, "name", claims.name) && take(object, "given_name", claims.given_name) &&
         take(object, "family_name", claims.family_name) && take(object, "email", claims.email) &&
         take(object, "mobile", claims.mobile) && take(object, "rid", claims.rid) &&
         take(object, "clientId", claims.client_id) &&
         take(object, "clientAddress", claims.client_address);
}

bool take_rest(const Object& object, Claims& claims) {
  return take(object, "jti", claims.jti) && take(object, "iss", claims.issuer) &&
         take_audience(object, claims.audience) && take(object, "sub", claims.subject) &&
         take(object, "typ", claims.type) && take(object, "azp", claims.authorized_party) &&
         take(object, "session_state", claims.session_state) &&
         take(object, "session_group", claims.session_group) && take_roles(object, claims.roles) &&
         take(object, "scope", claims.scope) && take(object, "amr", claims.amr);
}

Expected<Claims, VerifyErrc> claims_in(const std::optional<Object>& object) {
  Claims claims;
  if (!object || !keys_are_unique(*object) || !take_times(*object, claims) ||
      !take_rest(*object, claims) || !take_person(*object, claims)) {
    return VerifyErrc::malformed;
  }
  return claims;
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find(','), text.size());
    const size_t first = text.substr(0, end).find_first_not_of(' ');
    if (first != std::string_view::npos) {
      const size_t last = text.substr(0, end).find_last_not_of(' ');
      out.emplace_back(text.substr(first, last - first + 1));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

bool take_other_roles(const Object& object, std::vector<std::string>& out) {
  const auto value = find(object, "roles");
  if (!value || find(object, "realm_access")) return true;
  std::string text;
  if (!read(*value, text)) return read(*value, out);
  out = split_at_commas(text);
  return true;
}
}  // namespace

Expected<Claims, VerifyErrc> read_claims(std::string_view text) {
  const Document document{text};
  return claims_in(document.object());
}

Expected<Claims, VerifyErrc> read_external_claims(std::string_view text) {
  const Document document{text};
  const auto object = document.object();
  auto claims = claims_in(object);
  if (!claims.ok()) return claims;
  Claims& found = claims.value();
  if (!take_other_roles(*object, found.roles)) return VerifyErrc::malformed;
  if (found.session_state.empty() && !take(*object, "sid", found.session_state))
    return VerifyErrc::malformed;
  return claims;
}
}  // namespace auth
