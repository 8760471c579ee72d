// actors/base/error.h: everything a client can be told went wrong, and how a failure travels.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// One row of errors.def. Slices return it; only http/ turns it into text.
enum class Errc : uint16_t {
#define ERROR(name, code, status, text) name,
#include "actors/base/errors.def"
#undef ERROR
};

/// The row: what goes on the wire. `text` may hold {0}, {1}: places for the arguments of a Fault.
struct ErrorRow {
  Errc errc;
  std::string_view name;
  std::string_view code;
  int status;
  std::string_view text;
};

/// The row of an error. Every Errc has one.
const ErrorRow& row_of(Errc errc);

/// All rows in the order of the table, for tests and for documentation.
const std::vector<ErrorRow>& error_rows();

/// One thing that is wrong, with what the row's text needs to be complete.
struct Fault {
  Errc errc{};
  std::vector<std::string> args;

  friend bool operator==(const Fault&, const Fault&) = default;
};

/// The row's code with the arguments in their places, as for the text.
std::string code_of(const Fault& fault);

/// The row's text with the arguments in their places. A place without an argument stays empty.
std::string text_of(const Fault& fault);

/// `text` with `args` in its places {0}, {1}; other braces stay as they are.
std::string filled(std::string_view text, const std::vector<std::string>& args);

/// A failure: one fault, or several where the wire names every bad field at once.
using Faults = std::vector<Fault>;
