// actors/audit/chains_check.h: all chains walked, told line by line.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "actors/audit/audit_chain.h"
#include "actors/audit/moment.h"

namespace audit {
/// Whom a long reading tells what it finds. What either throws ends the reading.
struct Listener {
  std::function<void(std::string_view)> line;
  std::function<void()> beat;  ///< for each record that was read; may be empty
};

/// Ends of chains, by the chains' names.
using Heads = std::map<std::string, Head>;

/// A line that check_chains printed for a head; its form is looked at by take_heads.
bool is_head_line(std::string_view line);
/// Adds the heads in `lines`. Answers the first line that is no head of a store of so many
/// partitions, or is there twice; empty: there is none.
std::string take_heads(const std::vector<std::string>& lines, uint16_t partitions, Heads& into);

struct Check {
  bool heads = false;  ///< a line for each chain that is whole: where it ends, and with what hash
  Heads earlier;       ///< must be on the chains still
};

/// Walks every chain of every service. A line for each chain that is broken (service, partition,
/// sequence, where it lies, what is wrong), the heads if they are wanted, and last how many records
/// are in order. True when no chain is broken.
bool check_chains(const Chains& chains, const Check& check, const Listener& told);
}  // namespace audit
