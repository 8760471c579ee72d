// http/route.h: one row of the route table: what an endpoint is called, who may call it, and who
// answers.
#pragma once
#include <string_view>

#include "actors/base/error.h"
#include "http/envelope.h"

namespace http {
class Call;
class Reply;
struct Context;

enum class Method { get, post, put, del, other };

/// Who may call an endpoint. There is no default: a row that names nobody is refused at start.
struct Access {
  enum class Kind {
    nobody,     ///< not filled in: the start is refused
    roles,      ///< a token with one of the roles that `roles_property` lists
    any_token,  ///< a valid token, whatever its roles
    open,       ///< anyone, rate-limited per address (DECISIONS 4)
  };
  Kind kind = Kind::nobody;
  const char* roles_property = nullptr;
  bool any_if_none = false;  ///< a list without roles admits any token, instead of being refused
};
constexpr Access roles(const char* property) { return {Access::Kind::roles, property}; }
constexpr Access roles_or_any(const char* property) {
  return {Access::Kind::roles, property, true};
}
constexpr Access any_token{Access::Kind::any_token, nullptr};
constexpr Access open_to_all{Access::Kind::open, nullptr};

/// What the handler wants to be done with a request body before it is called.
enum class BodyForm {
  none,        ///< not looked at
  json,        ///< parsed; a body that is not one JSON object is answered with the row's `bad_body`
  typed_json,  ///< the same, and its Content-Type must say application/json
  optional_json,  ///< as json, but it may be missing
  opaque,         ///< handed on as bytes
};

/// A handler turns the call into a message and answers through `reply`, now or later. It never
/// blocks.
using Handler = void (*)(const Context&, const Call&, Reply);

struct Route {
  Method method;
  std::string_view path;  ///< segments; one that begins with ':' is a parameter
  Access access;
  Handler handler;
  Errc silent;  ///< what the client hears when no actor answers
  EnvelopeStyle style = {};
  BodyForm body = BodyForm::none;
  Errc bad_body = Errc::internal;  ///< for BodyForm::json; its text may take the reason as {0}
  bool draws = false;  ///< a GET that takes a number: HEAD would throw one away and is refused
  const char* name = nullptr;  ///< the endpoint in metrics; null: the path. Aliases share one.
};
}  // namespace http
