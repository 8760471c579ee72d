// http/startup/console_pages.h: orders that are answered partition by partition and page by page.
// Used by commands' sources alone.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "actors/json/json_read.h"
#include "http/startup/console_line.h"

namespace startup {
/// What console::Desk answered. Throws Problem when that is a refusal or no JSON object.
json::Object answer_in(const json::Document& document);

/// Gives the order `op` for each partition, again as long as its answer says where to go on
/// (`after`), and hands each answer to `take`. Throws Problem as answer_in does.
void for_each_page(ConsoleLine& line, std::string_view op,
                   const std::function<void(const json::Object&)>& take);

/// Gives the order `json`, which is answered by many messages (console::LongAnswer): hands each
/// line to `take`, and the answer itself to `last`. Throws Problem as answer_in does.
void for_each_line(ConsoleLine& line, std::string_view json,
                   const std::function<void(const std::string&)>& take,
                   const std::function<void(const json::Object&)>& last);
}  // namespace startup
