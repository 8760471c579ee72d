// http/header_list.h: headers of an answer, in order.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace http {
using HeaderList = std::vector<std::pair<std::string, std::string>>;
}  // namespace http
