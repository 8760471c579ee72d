// actors/audit/entry.h: one record of a chain as readers see it, wherever it lies.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "actors/base/clock.h"
#include "actors/base/result.h"
#include "store/errc.h"
#include "store/owner.h"

namespace audit {
struct Entry {
  uint64_t sequence = 0;
  UtcTime logged{};
  std::string hash;  ///< 32 bytes
  std::string text;  ///< the record, JSON
};

/// Times that a reader asks for: from `from` on, in front of `to`.
struct Period {
  UtcTime from{};
  UtcTime to = UtcTime::max();
};

/// Records of one chain in their order.
class Source {
 public:
  virtual ~Source() = default;
  /// Nothing at the end. Errors: those of the store and of the files behind it; corrupt when a
  /// record does not open.
  virtual store::Read<std::optional<Entry>> next() = 0;
};

/// One line of JSON: sequence, time, hash and record.
std::string line_of(const Entry& entry);
/// The same for a reader of many chains: whose it is stands before it.
std::string line_of(store::Owner owner, const Entry& entry);
/// Reads what line_of(entry) made; nothing when `line` has another form.
std::optional<Entry> entry_of(std::string_view line);
}  // namespace audit
