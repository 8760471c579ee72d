// actors/id_object/pattern.cc: PCRE2, and the one rewriting that it needs.
#define PCRE2_CODE_UNIT_WIDTH 8
#include "actors/id_object/pattern.h"

#include <pcre2.h>

namespace id_object {
namespace {
struct CompileContext {
  pcre2_compile_context* it = pcre2_compile_context_create(nullptr);
  CompileContext() = default;
  ~CompileContext() { pcre2_compile_context_free(it); }
  CompileContext(const CompileContext&) = delete;
  CompileContext& operator=(const CompileContext&) = delete;
};

/// What a match needs of its own thread.
struct Scratch {
  pcre2_match_data* data = pcre2_match_data_create(1, nullptr);
  pcre2_match_context* limits = pcre2_match_context_create(nullptr);
  Scratch() {
    if (limits != nullptr) pcre2_set_match_limit(limits, Pattern::steps_max);
  }
  ~Scratch() {
    pcre2_match_data_free(data);
    pcre2_match_context_free(limits);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
};

bool is_class_escape(char c) {
  return std::string_view{"dDwWsShHvV"}.find(c) != std::string_view::npos;
}
}  // namespace

std::string with_literal_hyphens(std::string_view java) {
  std::string out;
  bool in_class = false;
  for (size_t i = 0; i < java.size(); ++i) {
    const char c = java[i];
    out += c;
    if (c == '\\' && i + 1 < java.size()) {
      const char escaped = java[++i];
      out += escaped;
      const bool hyphen_follows = i + 1 < java.size() && java[i + 1] == '-';
      if (in_class && hyphen_follows && is_class_escape(escaped)) out += '\\';
    } else if (c == '[') {
      in_class = true;
    } else if (c == ']') {
      in_class = false;
    }
  }
  return out;
}

Expected<Pattern, std::string> Pattern::compile(std::string_view java) {
  const std::string pattern = with_literal_hyphens(java);
  const CompileContext context;
  // A dot matches no end of a line, and Java knows more of those than \n.
  if (context.it != nullptr) pcre2_set_newline(context.it, PCRE2_NEWLINE_ANY);
  int fault = 0;
  PCRE2_SIZE at = 0;
  pcre2_code* const code =
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                    PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_UTF, &fault, &at, context.it);
  if (code == nullptr) return "is no pattern: wrong at character " + std::to_string(at + 1);
  return Pattern{std::string{java},
                 std::shared_ptr<const void>{code, [code](const void*) { pcre2_code_free(code); }}};
}

bool Pattern::matches(std::string_view text) const {
  if (text.size() > text_bytes_max) return false;
  static thread_local const Scratch scratch;
  if (scratch.data == nullptr || scratch.limits == nullptr) return false;
  // 0: the pattern has more groups than there is room for, and matches.
  return pcre2_match(static_cast<const pcre2_code*>(code_.get()),
                     reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, scratch.data,
                     scratch.limits) >= 0;
}
}  // namespace id_object
