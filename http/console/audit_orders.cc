// http/console/audit_orders.cc: orders that read the whole audit trail. A thread of low priority
// reads what was committed when it began; no actor and no reactor waits for it.
#include <future>
#include <mutex>

#include "actors/audit/chains_check.h"
#include "actors/audit/chains_copy.h"
#include "actors/json/json_write.h"
#include "http/console/background.h"
#include "http/console/long_answer.h"
#include "http/console/orders.h"

namespace console {
namespace {
constexpr const char* one_at_a_time =
    "an audit verify or export is under way already: try again when it has ended";

/// Runs `work` on a thread of its own, and answers what it answers.
template <class Work>
auto in_background(Work work) {
  return std::async(std::launch::async,
                    [&work] {
                      step_back();
                      return work();
                    })
      .get();
}

/// Runs `read` with a listener that sends what is told; refused while another such order reads.
template <class Read>
Answer read_trail(const Parts& parts, const Send& send, Read read) {
  const std::unique_lock alone{*parts.trail_reading, std::try_to_lock};
  if (!alone.owns_lock()) return Refusal{one_at_a_time};
  try {
    LongAnswer sent{send};
    const audit::Listener told{[&](std::string_view line) { sent.line(line); },
                               [&] { sent.beat(); }};
    auto answer = in_background([&] { return read(told); });
    sent.finish();
    return answer;
  } catch (const NobodyListens& gone) {
    return Refusal{gone.what()};
  }
}

/// Who reads records is recorded before. Any partition whose chain can grow will do.
bool record_reading(const Parts& parts) {
  for (const auto& owner : parts.audits)
    if (ask<Done>(parts, owner, audit::read_atom::value, audit::of_console()).ok()) return true;
  return false;
}
}  // namespace

Answer verify_audit(const Parts& parts, OrderFields& fields) {
  audit::Check check;
  check.heads = fields.flag("heads");
  const auto against = fields.texts("against");
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  const auto wrong = audit::take_heads(against, parts.chains.partitions, check.earlier);
  if (!wrong.empty()) return Refusal{"--against: a line that is no head: " + wrong};
  return read_trail(parts, fields.send(), [&](const audit::Listener& told) {
    json::ObjectWriter out{32};
    out.flag("whole", audit::check_chains(parts.chains, check, told));
    return Answer{std::move(out).finish()};
  });
}

Answer export_audit(const Parts& parts, OrderFields& fields) {
  const auto from = fields.text("from"), to = fields.text("to");
  const auto filters = fields.texts("filters");
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  const auto wanted = audit::wanted_by(from, to, filters);
  if (!wanted.ok()) return Refusal{wanted.error().text};
  return read_trail(parts, fields.send(), [&](const audit::Listener& told) {
    if (!record_reading(parts)) return Answer{Refusal{"the reading could not be recorded"}};
    const auto copied = audit::copy_chains(parts.chains, wanted.value(), told);
    json::ObjectWriter out{256};
    copied.ok() ? out.number("records", static_cast<int64_t>(copied.value()))
                : out.field("unreadable", copied.error().text);
    return Answer{std::move(out).finish()};
  });
}
}  // namespace console
