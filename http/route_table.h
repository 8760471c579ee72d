// http/route_table.h: every endpoint of the API port.
#pragma once
#include <span>

#include "http/route.h"

namespace http {
/// The rows of route_table.cc. Startup registers these and nothing else.
std::span<const Route> routes();
}  // namespace http
