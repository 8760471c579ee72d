// store/view.h: what is committed. Reads only; safe from any thread.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "store/errc.h"
#include "store/owner.h"

namespace store {
class View {
 public:
  virtual ~View() = default;

  /// The committed value under `key` (relative to `owner`), or nothing.
  virtual Read<std::optional<std::string>> get(Owner owner, std::string_view key) const = 0;

  /// Calls `visit` with each committed key (relative to `owner`) that starts with `prefix`, in byte
  /// order, beginning at `from` (which includes the prefix; empty: the first), until `visit`
  /// answers false. Answers how many were visited.
  virtual Read<size_t> scan(
      Owner owner, std::string_view prefix, std::string_view from,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) const = 0;
};
}  // namespace store
