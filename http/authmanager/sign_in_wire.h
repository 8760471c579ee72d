// http/authmanager/sign_in_wire.h: what the sign-in endpoints read and write alike.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "actors/auth/sign_in.h"
#include "http/call.h"

namespace http {
/// What is wrong with the envelope around a sign-in, if anything: no request, one of `texts` that
/// is something else, a requesttime of another form (auth sheet 1).
std::optional<std::string> envelope_fault(const Call& call,
                                          std::span<const std::string_view> texts);

/// {"status":..,"message":..}
std::string status_json(std::string_view status, std::string_view message);

/// The body of auth sheet 6.3, its keys in the seed's order. An empty `user_id` is null.
std::string tokens_json(const auth::SignedIn& signed_in, std::string_view message,
                        std::string_view user_id);
}  // namespace http
