// http/router.cc: a tree of path segments.
#include "http/router.h"

#include <algorithm>
#include <stdexcept>

#include "http/percent.h"

namespace http {
namespace {
/// Cuts the first segment off `rest`, both without their slash.
std::string_view next_segment(std::string_view& rest) {
  if (!rest.empty() && rest.front() == '/') rest.remove_prefix(1);
  const std::string_view segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return segment;
}

bool at_end(std::string_view rest) { return rest.empty() || rest == "/"; }
}  // namespace

Router::Router(std::span<const Route> routes) : routes_(routes) {
  for (size_t i = 0; i < routes_.size(); ++i) add(i);
}

size_t Router::child_for(size_t node, std::string_view segment) {
  if (segment.starts_with(':')) {
    if (nodes_[node].parameter_child == 0) {
      nodes_[node].parameter_child = nodes_.size();
      nodes_.emplace_back();
    }
    return nodes_[node].parameter_child;
  }
  for (const auto& [literal, child] : nodes_[node].children) {
    if (literal == segment) return child;
  }
  nodes_[node].children.emplace_back(segment, nodes_.size());
  nodes_.emplace_back();
  return nodes_.size() - 1;
}

void Router::add(size_t route_index) {
  const Route& route = routes_[route_index];
  size_t node = 0;
  for (std::string_view rest = route.path; !at_end(rest);) {
    node = child_for(node, next_segment(rest));
  }
  for (const size_t other : nodes_[node].routes) {
    if (routes_[other].method == route.method) {
      throw std::invalid_argument("two routes for " + std::string{name_of(route.method)} + ' ' +
                                  std::string{route.path});
    }
  }
  nodes_[node].routes.push_back(route_index);
}

size_t Router::node_of(size_t node, std::string_view rest, std::vector<std::string>& values) const {
  if (at_end(rest)) return nodes_[node].routes.empty() ? 0 : node;
  const std::string_view segment = next_segment(rest);
  for (const auto& [literal, child] : nodes_[node].children) {
    if (literal != segment) continue;
    if (const size_t found = node_of(child, rest, values); found != 0) return found;
  }
  if (nodes_[node].parameter_child == 0 || segment.empty()) return 0;
  auto value = percent_decode(segment, false);
  if (!value) return 0;
  values.push_back(std::move(*value));
  const size_t found = node_of(nodes_[node].parameter_child, rest, values);
  if (found == 0) values.pop_back();
  return found;
}

Router::Outcome Router::find(Method method, std::string_view raw_path, Match& match) const {
  std::vector<std::string> values;
  const size_t node = node_of(0, raw_path, values);
  if (node == 0) return Outcome::no_such_path;
  for (const size_t index : nodes_[node].routes) {
    if (routes_[index].method != method) continue;
    match.route_index = index;
    match.params.clear();
    size_t value = 0;
    for (std::string_view rest = routes_[index].path; !at_end(rest);) {
      const std::string_view segment = next_segment(rest);
      if (!segment.starts_with(':')) continue;
      match.params.emplace_back(segment.substr(1), std::move(values[value++]));
    }
    return Outcome::found;
  }
  return Outcome::no_such_method;
}

std::string Router::allowed(std::string_view raw_path) const {
  std::vector<std::string> values;
  const size_t node = node_of(0, raw_path, values);
  if (node == 0) return {};
  std::string out;
  for (const size_t index : nodes_[node].routes) {
    out += name_of(routes_[index].method);
    const bool has_head = routes_[index].method == Method::get && !routes_[index].draws;
    out += has_head ? ", HEAD, " : ", ";
  }
  return out + "OPTIONS";
}

Method method_of(std::string_view name) {
  if (name == "GET" || name == "HEAD") return Method::get;
  if (name == "POST") return Method::post;
  if (name == "PUT") return Method::put;
  if (name == "DELETE") return Method::del;
  return Method::other;
}

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::del:
      return "DELETE";
    case Method::other:
      break;
  }
  return "OTHER";
}
}  // namespace http
