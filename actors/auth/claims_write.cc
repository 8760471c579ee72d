// actors/auth/claims_write.cc: claims as JSON, in the order in which the seed's samples print them.
#include <initializer_list>

#include "actors/auth/claims.h"
#include "actors/json/json_write.h"

namespace auth {
namespace {
using json::ObjectWriter;
using Texts = std::initializer_list<std::string_view>;

constexpr size_t access_bytes_expected = 2048;
constexpr size_t refresh_bytes_expected = 1024;

void times_and_issuer(ObjectWriter& out, const Claims& claims) {
  out.field("jti", claims.jti);
  out.number("exp", claims.expires);
  out.number("nbf", claims.not_before);
  out.number("iat", claims.issued);
  out.field("iss", claims.issuer);
  // One audience is a text and not a list of one: so the samples, so older readers.
  if (claims.audience.size() == 1) {
    out.field("aud", claims.audience.front());
  } else {
    out.list("aud", claims.audience);
  }
}

void party_and_session(ObjectWriter& out, const Claims& claims) {
  out.field("sub", claims.subject);
  out.field("typ", claims.type);
  out.field("azp", claims.authorized_party);
  out.number("auth_time", claims.auth_time);
  out.field("session_state", claims.session_state);
  out.field_if_known("session_group", claims.session_group);
}

void roles(ObjectWriter& out, const Claims& claims) {
  out.begin("realm_access");
  out.list("roles", claims.roles);
  out.end();
  out.begin("resource_access");
  if (!claims.client_id.empty()) {
    out.begin(claims.client_id);
    out.list("roles", Texts{"uma_protection"});
    out.end();
  }
  out.begin("account");
  out.list("roles", Texts{"manage-account", "manage-account-links", "view-profile"});
  out.end();
  out.end();
}

void person(ObjectWriter& out, const Claims& claims) {
  out.field_if_known("clientId", claims.client_id);
  out.field_if_known("clientHost", claims.client_address);
  out.flag("email_verified", false);
  out.field_if_known("name", claims.name);
  out.field("preferred_username", claims.user_name);
  out.field_if_known("given_name", claims.given_name);
  out.field_if_known("family_name", claims.family_name);
  out.field_if_known("clientAddress", claims.client_address);
  out.field_if_known("email", claims.email);
  out.field_if_known("mobile", claims.mobile);
  out.field_if_known("rid", claims.rid);
}
}  // namespace

std::string access_claims_json(const Claims& claims, std::string_view origin) {
  ObjectWriter out(access_bytes_expected);
  times_and_issuer(out, claims);
  party_and_session(out, claims);
  out.field("acr", "1");
  out.list("allowed-origins", Texts{origin});
  roles(out, claims);
  out.field("scope", claims.scope);
  person(out, claims);
  out.list("amr", claims.amr);
  return std::move(out).finish();
}

std::string refresh_claims_json(const Claims& claims) {
  ObjectWriter out(refresh_bytes_expected);
  times_and_issuer(out, claims);
  party_and_session(out, claims);
  roles(out, claims);
  out.field("scope", claims.scope);
  return std::move(out).finish();
}
}  // namespace auth
