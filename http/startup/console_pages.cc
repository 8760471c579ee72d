// http/startup/console_pages.cc: one order after the other.
#include "http/startup/console_pages.h"

#include <cstdint>
#include <string>
#include <utility>

#include "actors/json/json_write.h"
#include "http/startup/problem.h"
#include "http/startup/process.h"

namespace startup {
json::Object answer_in(const json::Document& document) {
  const auto answer = document.object();
  if (!answer) throw Problem(exit_unavailable, "the server's answer makes no sense");
  std::string error;
  json::take(*answer, "error", error);
  if (!error.empty()) throw Problem(exit_unavailable, error);
  return *answer;
}

void for_each_page(ConsoleLine& line, std::string_view op,
                   const std::function<void(const json::Object&)>& take) {
  int64_t partitions = 1;
  for (int64_t partition = 0; partition < partitions; ++partition) {
    std::string after;
    do {
      json::ObjectWriter out{256};
      out.field("op", op);
      out.number("partition", partition);
      out.field_if_known("after", after);
      const std::string text = line.order(std::move(out).finish());
      const json::Document document{text};
      const auto answer = answer_in(document);
      take(answer);
      json::take(answer, "partitions", partitions);
      after.clear();
      json::take(answer, "after", after);
    } while (!after.empty());
  }
}

void for_each_line(ConsoleLine& line, std::string_view json,
                   const std::function<void(const std::string&)>& take,
                   const std::function<void(const json::Object&)>& last) {
  for (std::string text = line.order(json);; text = line.next()) {
    const json::Document document{text};
    const auto answer = answer_in(document);
    bool more = false;
    json::take(answer, "more", more);
    if (!more) return last(answer);
    std::vector<std::string> lines;
    json::take(answer, "lines", lines);
    for (const std::string& one : lines) take(one);
  }
}
}  // namespace startup
