// http/startup/audit_command.cc: every chain is walked, by the running server or here.
#include "http/startup/audit_command.h"

#include <fstream>

#include "actors/audit/chains_check.h"
#include "actors/json/json_write.h"
#include "http/startup/audit_store.h"
#include "http/startup/console_line.h"
#include "http/startup/console_pages.h"
#include "http/startup/problem.h"
#include "http/startup/process.h"
#include "http/startup/store_room.h"

namespace startup {
namespace {
/// The lines of heads in what `verify --heads` printed; its other lines are passed over.
std::vector<std::string> head_lines_in(const std::string& file) {
  std::vector<std::string> lines;
  if (file.empty()) return lines;
  std::ifstream in{file};
  for (std::string line; std::getline(in, line);)
    if (audit::is_head_line(line)) lines.push_back(line);
  if (lines.empty())
    throw Problem(exit_usage,
                  "--against: " + file + " holds no line that `audit verify --heads` printed");
  return lines;
}

int verify_in(ConsoleLine& server, const AuditVerify& order,
              const std::vector<std::string>& against) {
  json::ObjectWriter out{256 + against.size() * 160};
  out.field("op", "audit verify");
  out.flag("heads", order.heads);
  out.list("against", against);
  bool is_whole = false;
  for_each_line(server, std::move(out).finish(), say,
                [&](const json::Object& answer) { json::take(answer, "whole", is_whole); });
  return is_whole ? exit_ok : exit_fault;
}

int verify(const config::Config& config, const Settings& settings, const AuditVerify& order) {
  const auto against = head_lines_in(order.against);
  audit::Check check;
  check.heads = order.heads;
  const auto wrong = audit::take_heads(against, settings.store.partitions, check.earlier);
  if (!wrong.empty())
    throw Problem(exit_usage,
                  "--against: a line of " + order.against + " that is no head: " + wrong);
  if (const auto server = running_server(settings)) return verify_in(*server, order, against);
  const auto store = open_existing_store(settings);
  const auto store_key = opened_store_key(config, settings, *store);
  const audit::Listener told{[](std::string_view line) { say(std::string{line}); }, {}};
  const bool is_whole = audit::check_chains(chains_of(settings, *store, store_key), check, told);
  return is_whole ? exit_ok : exit_fault;
}
}  // namespace

int verify_audit(const Arguments& arguments, const AuditVerify& order) {
  return run_command(arguments, [&](const config::Config& config, const Settings& settings) {
    return verify(config, settings, order);
  });
}
}  // namespace startup
