// actors/audit/chains_copy.h: all chains as one stream of lines by time: an export.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "actors/audit/audit_filter.h"
#include "actors/audit/chains_check.h"
#include "actors/audit/entry.h"

namespace audit {
/// What an export asks for.
struct Wanted {
  Period period;
  Filter filter;
  std::optional<store::Service> service;
};

/// A sentence for the operator.
struct WhyNot {
  std::string text;
};

/// `from` and `to`: a time of the wire or a day, empty: no bound. `filters`: MEMBER=VALUE, of the
/// record, or service=NAME. Errors: what is wrong with them.
Expected<Wanted, WhyNot> wanted_by(const std::string& from, const std::string& to,
                                   const std::vector<std::string>& filters);

/// A line for each record, one JSON object, by time. Answers how many. Errors: a chain cannot be
/// read, and which.
Expected<uint64_t, WhyNot> copy_chains(const Chains& chains, const Wanted& wanted,
                                       const Listener& told);
}  // namespace audit
