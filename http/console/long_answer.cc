// http/console/long_answer.cc: pages of lines.
#include "http/console/long_answer.h"

#include "actors/json/json_write.h"

namespace console {
namespace {
/// Of lines; in JSON they may be twice as long.
constexpr size_t page_bytes = size_t{1} << 18;
constexpr std::chrono::seconds quiet_max{1};
}  // namespace

void LongAnswer::line(std::string_view line) {
  if (bytes_ + line.size() > page_bytes && !lines_.empty()) send();
  lines_.emplace_back(line);
  bytes_ += line.size();
}

void LongAnswer::beat() {
  if (std::chrono::steady_clock::now() - sent_ >= quiet_max) send();
}

void LongAnswer::finish() {
  if (!lines_.empty()) send();
}

void LongAnswer::send() {
  json::ObjectWriter out{2 * bytes_ + 64};
  out.flag("more", true);
  out.list("lines", lines_);
  lines_.clear();
  bytes_ = 0;
  if (!send_ || !send_(std::move(out).finish())) throw NobodyListens{};
  sent_ = std::chrono::steady_clock::now();
}
}  // namespace console
