// bench/load/generator/template.cc: "{{" place "}}" between literal pieces.
#include "bench/load/generator/template.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace load {
namespace {
constexpr uint64_t digits_max = 18;

std::optional<uint64_t> number_of(std::string_view text) {
  uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

uint64_t power_of_ten(uint64_t exponent) {
  uint64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

std::string utc(std::chrono::system_clock::time_point now) {
  const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(now);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(milliseconds);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                     (milliseconds - seconds).count());
}

const std::string& value_of(const std::string& name, const Source& source) {
  if (const auto value = source.values.find(name); value != source.values.end())
    return value->second;
  const auto list = source.lists.find(name);
  if (list == source.lists.end() || list->second.empty())
    throw std::out_of_range("no value for {{" + name + "}}");
  if (list->second.size() == 1) return list->second.front();
  std::uniform_int_distribution<size_t> any{0, list->second.size() - 1};
  return list->second[any(source.random)];
}
}  // namespace

Template::Piece Template::place(std::string_view inside) {
  const auto refused = [&] {
    return std::invalid_argument("{{" + std::string{inside} + "}} is no place of a template");
  };
  if (inside == "now") return {Kind::now};
  if (inside == "serial") return {Kind::serial};
  const size_t colon = inside.find(':');
  if (colon == std::string_view::npos) {
    if (inside.empty()) throw refused();
    return {Kind::name, std::string{inside}};
  }
  const std::string_view kind = inside.substr(0, colon);
  const std::string_view rest = inside.substr(colon + 1);
  if (kind == "digits") {
    const auto count = number_of(rest);
    if (!count || *count == 0 || *count > digits_max) throw refused();
    return {Kind::digits, {}, power_of_ten(*count - 1), power_of_ten(*count) - 1};
  }
  const size_t second = rest.find(':');
  if (kind != "between" || second == std::string_view::npos) throw refused();
  const auto first = number_of(rest.substr(0, second));
  const auto last = number_of(rest.substr(second + 1));
  if (!first || !last || *first > *last) throw refused();
  return {Kind::between, {}, *first, *last};
}

Template::Template(std::string_view text) {
  while (!text.empty()) {
    const size_t open = text.find("{{");
    if (open != 0) pieces_.push_back({Kind::literal, std::string{text.substr(0, open)}});
    if (open == std::string_view::npos) return;
    const size_t close = text.find("}}", open);
    if (close == std::string_view::npos)
      throw std::invalid_argument("\"" + std::string{text.substr(open)} + "\" has no end");
    pieces_.push_back(place(text.substr(open + 2, close - open - 2)));
    text.remove_prefix(close + 2);
  }
}

std::vector<std::string> Template::names() const {
  std::vector<std::string> names;
  for (const Piece& piece : pieces_)
    if (piece.kind == Kind::name) names.push_back(piece.text);
  return names;
}

bool Template::draws() const {
  return std::ranges::any_of(pieces_, [](const Piece& piece) {
    return piece.kind != Kind::literal && piece.kind != Kind::name;
  });
}

std::string Template::filled(const Values& values, const Lists& lists) const {
  std::string out;
  for (const Piece& piece : pieces_) {
    if (piece.kind == Kind::literal) {
      out += piece.text;
    } else if (const auto value = values.find(piece.text); value != values.end()) {
      out += value->second;
    } else {
      out += lists.at(piece.text).front();
    }
  }
  return out;
}

std::string Template::filled(const Source& source) const {
  std::string out;
  for (const Piece& piece : pieces_) {
    switch (piece.kind) {
      case Kind::literal:
        out += piece.text;
        break;
      case Kind::now:
        out += utc(source.now);
        break;
      case Kind::serial:
        out += std::to_string(++source.serial);
        break;
      case Kind::digits:
      case Kind::between: {
        std::uniform_int_distribution<uint64_t> any{piece.first, piece.last};
        out += std::to_string(any(source.random));
        break;
      }
      case Kind::name:
        out += value_of(piece.text, source);
        break;
    }
  }
  return out;
}
}  // namespace load
