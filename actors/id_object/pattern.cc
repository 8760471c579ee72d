// actors/id_object/pattern.cc: PCRE2.
#define PCRE2_CODE_UNIT_WIDTH 8
#include "actors/id_object/pattern.h"

#include <pcre2.h>

#include "actors/id_object/java_pattern.h"

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
    if (limits == nullptr) return;
    pcre2_set_match_limit(limits, Pattern::steps_max);
    pcre2_set_depth_limit(limits, Pattern::depth_max);
    pcre2_set_heap_limit(limits, Pattern::memory_kib_max);
  }
  ~Scratch() {
    pcre2_match_data_free(data);
    pcre2_match_context_free(limits);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
};

}  // namespace

Expected<Pattern, std::string> Pattern::compile(std::string_view java) {
  const auto form = pcre2_form(java);
  if (!form.ok()) return "is no pattern: " + form.error().reason;
  const std::string& pattern = form.value();
  const CompileContext context;
  // A dot matches no end of a line, and Java knows more of those than \n.
  if (context.it != nullptr) pcre2_set_newline(context.it, PCRE2_NEWLINE_ANY);
  int fault = 0;
  PCRE2_SIZE at = 0;
  pcre2_code* const code =
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                    PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C,
                    &fault, &at, context.it);
  if (code == nullptr) return "is no pattern: wrong at character " + std::to_string(at + 1);
  // Without machine code it is interpreted: slower, and the same otherwise.
  (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
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
