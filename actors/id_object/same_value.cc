// actors/id_object/same_value.cc: one text for all ways to write one value.
#include "actors/id_object/same_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace id_object {
namespace {
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

template <class Number>
void append_number(std::string& out, Number number) {
  char digits[40];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, end);
}

/// 2.0 is 2.
void append_double(std::string& out, double number) {
  constexpr double whole_max = 9'007'199'254'740'992.0;  // Beyond it not every whole number is one.
  const bool is_whole = std::trunc(number) == number && std::abs(number) <= whole_max;
  is_whole ? append_number(out, static_cast<int64_t>(number)) : append_number(out, number);
}

/// The length in front tells where a text ends.
void append_text(std::string& out, std::string_view text) {
  append_number(out, text.size());
  out += '"';
  out += text;
}

void append_value(std::string& out, const element& value);

void append_array(std::string& out, const array& values) {
  out += '[';
  for (const auto one : values) append_value(out, one);
  out += ']';
}

void append_object(std::string& out, const object& members) {
  // A name may stand twice: those keep the order in which they came.
  std::multimap<std::string_view, element> sorted;
  for (const auto member : members) sorted.emplace(member.key, member.value);
  out += '{';
  for (const auto& [key, value] : sorted) {
    append_text(out, key);
    append_value(out, value);
  }
  out += '}';
}

/// The parser bounds the nesting.
void append_value(std::string& out, const element& value) {
  switch (value.type()) {
    case element_type::OBJECT:
      return append_object(out, object{value});
    case element_type::ARRAY:
      return append_array(out, array{value});
    case element_type::STRING:
      return append_text(out, std::string_view{value});
    case element_type::BOOL:
      out += bool{value} ? 't' : 'f';
      return;
    case element_type::NULL_VALUE:
      out += 'n';
      return;
    case element_type::INT64:
      return append_number(out += '#', int64_t{value});
    case element_type::UINT64:
      return append_number(out += '#', uint64_t{value});
    case element_type::DOUBLE:
      return append_double(out += '#', double{value});
  }
}

/// Two objects with different texts under one key: cheap to see, and what most lists are made of.
bool surely_differ(const element& one, const element& other) {
  object members, others;
  if (one.get(members) || other.get(others)) return false;
  for (const auto member : members) {
    std::string_view text, other_text;
    if (member.value.get(text) || others[member.key].get(other_text)) continue;
    if (text != other_text) return true;
  }
  return false;
}
bool all_surely_differ(const array& values) {
  for (auto one = values.begin(); one != values.end(); ++one) {
    for (auto other = values.begin(); other != one; ++other) {
      if (!surely_differ(*one, *other)) return false;
    }
  }
  return true;
}
}  // namespace

bool has_equal_values(const array& values) {
  constexpr size_t pairs_are_few = 8;
  if (values.size() <= pairs_are_few && all_surely_differ(values)) return false;
  std::vector<std::string> texts;
  for (const auto one : values) append_value(texts.emplace_back(), one);
  if (texts.size() < 2) return false;
  std::ranges::sort(texts);
  return std::ranges::adjacent_find(texts) != texts.end();
}
}  // namespace id_object
