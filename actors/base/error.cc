// actors/base/error.cc: the error table as data.
#include "actors/base/error.h"

#include <charconv>

const std::vector<ErrorRow>& error_rows() {
  static const std::vector<ErrorRow> rows = {
#define ERROR(name, code, status, text) {Errc::name, #name, code, status, text},
#include "actors/base/errors.def"
#undef ERROR
  };
  return rows;
}

const ErrorRow& row_of(Errc errc) { return error_rows().at(static_cast<size_t>(errc)); }

std::string code_of(const Fault& fault) { return filled(row_of(fault.errc).code, fault.args); }

std::string text_of(const Fault& fault) { return filled(row_of(fault.errc).text, fault.args); }

std::string filled(std::string_view text, const std::vector<std::string>& args) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t close = text[at] == '{' ? text.find('}', at) : std::string_view::npos;
    size_t index = 0;
    const bool is_place = close != std::string_view::npos && close > at + 1 &&
                          std::from_chars(text.data() + at + 1, text.data() + close, index).ptr ==
                              text.data() + close;
    if (!is_place) {
      out.push_back(text[at]);
      continue;
    }
    if (index < args.size()) out += args[index];
    at = close;
  }
  return out;
}
