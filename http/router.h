// http/router.h: finds the row of the route table that a request means. Built once, then only read.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/route.h"

namespace http {
/// The values of a path's parameters, percent-decoded.
using Params = std::vector<std::pair<std::string_view, std::string>>;

struct Match {
  size_t route_index = 0;
  Params params;
};

class Router {
 public:
  /// Throws std::invalid_argument when two rows mean the same requests.
  explicit Router(std::span<const Route> routes);

  enum class Outcome { found, no_such_path, no_such_method };

  /// Matches the raw path; one trailing slash is as good as none. With `no_such_method` the caller
  /// sends `allowed(path)`.
  Outcome find(Method method, std::string_view raw_path, Match& match) const;

  /// The methods of a path for an Allow header: "GET, HEAD, OPTIONS". Empty when there is no such
  /// path.
  std::string allowed(std::string_view raw_path) const;

 private:
  struct Node {
    std::vector<std::pair<std::string, size_t>> children;  // by literal segment
    size_t parameter_child = 0;  // 0: none, since the root is nobody's child
    std::vector<size_t> routes;  // rows that end here
  };
  size_t child_for(size_t node, std::string_view segment);
  void add(size_t route_index);
  /// The node of a path; 0 when there is none. Literal segments win over parameters.
  size_t node_of(size_t node, std::string_view rest, std::vector<std::string>& values) const;

  std::span<const Route> routes_;
  std::vector<Node> nodes_{1};
};

/// The wire's name of a method, and back; `other` for what no route serves. HEAD is served by GET's
/// row.
Method method_of(std::string_view name);
std::string_view name_of(Method method);
}  // namespace http
