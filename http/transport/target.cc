// http/transport/target.cc: path and query out of a request target.
#include "http/transport/target.h"

#include <algorithm>

#include "http/transport/characters.h"

namespace http::transport {
namespace {

constexpr Refusal bad_target{400, "bad target"};

void split_query(std::string_view rest, Head& head) {
  const size_t mark = rest.find('?');
  head.path = rest.substr(0, mark);
  head.query = mark == rest.npos ? std::string_view{} : rest.substr(mark + 1);
}

/// The bytes of "http://" or "https://" at the front, in any case; 0 when there is neither.
size_t scheme_bytes(std::string_view target) {
  if (equal_ignoring_case(target.substr(0, 7), "http://")) return 7;
  if (equal_ignoring_case(target.substr(0, 8), "https://")) return 8;
  return 0;
}

Refusal split_absolute(Head& head, size_t scheme) {
  const std::string_view rest = head.target.substr(scheme);
  const size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
  const std::string_view authority = rest.substr(0, authority_end);
  if (authority.empty() || !std::ranges::all_of(authority, is_host_char)) return bad_target;
  split_query(rest.substr(authority_end), head);
  if (head.path.empty()) head.path = head.method == "OPTIONS" ? "*" : "/";
  return {};
}

}  // namespace

Refusal split_target(Head& head) {
  if (head.target.empty() || !std::ranges::all_of(head.target, is_target_char)) return bad_target;
  if (head.method == "CONNECT") return {501, "method not implemented"};
  if (head.target.front() == '/') {
    split_query(head.target, head);
    return {};
  }
  if (head.target == "*" && head.method == "OPTIONS") {
    head.path = head.target;
    head.query = {};
    return {};
  }
  const size_t scheme = scheme_bytes(head.target);
  return scheme > 0 ? split_absolute(head, scheme) : bad_target;
}

}  // namespace http::transport
