// http/reference_roles.h: the role lists of the reference where ours are shorter (DECISIONS 29).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/config.h"

namespace http {
/// The reference's list behind a role property (keys sheet 1.6, auth sheet 11, ids sheet 1.3);
/// empty where the default is the reference's.
std::vector<std::string> reference_roles(std::string_view property);

/// Who may call what asks for `property`. With idkernel.auth.reference-roles a property that stands
/// at its default means the reference's list; one that was set means what was set.
std::vector<std::string> roles_of(const config::Config& config, std::string_view property);

/// What is said at start while the reference's lists are in force; empty otherwise.
std::vector<std::string> reference_role_warnings(const config::Config& config);
}  // namespace http
