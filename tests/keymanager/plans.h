// tests/keymanager/plans.h: what a plan says.
#pragma once
#include <variant>
#include <vector>

#include "actors/keymanager/key_plan.h"
#include "tests/keymanager/keys.h"

namespace keymanager {
inline Plan planned(const std::vector<Row>& rows, const Order& order, UtcTime now = noon) {
  return plan(ring_of(rows), order, now, "new-alias");
}
/// Errc{} when the plan is no fault: no key error is the table's first row.
inline Errc fault_in(const Plan& plan) {
  const auto* fault = std::get_if<Fault>(&plan);
  return fault == nullptr ? Errc{} : fault->errc;
}
inline const Outcome& outcome_of(const Plan& plan) { return std::get<Outcome>(plan); }
inline const Generation& generation_of(const Plan& plan) { return std::get<Generation>(plan); }
inline Generation generation_of(Plan&& plan) { return std::get<Generation>(std::move(plan)); }
inline Outcome outcome_of(Plan&& plan) { return std::get<Outcome>(std::move(plan)); }
inline const Change& change_of(const Plan& plan) { return std::get<Change>(plan); }
inline Change change_of(Plan&& plan) { return std::get<Change>(std::move(plan)); }
inline KeyName need_of(const Plan& plan) { return std::get<Needs>(plan).name; }
}  // namespace keymanager
