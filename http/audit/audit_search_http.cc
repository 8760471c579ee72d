// http/audit/audit_search_http.cc: the question in a query string, and a page as JSON.
#include <array>
#include <charconv>

#include "actors/audit/audit_owners.h"
#include "actors/audit/audit_search.h"
#include "http/audit/audit_http.h"
#include "http/pool_job.h"

namespace http {
namespace {
constexpr size_t page_records_max = 1000;
constexpr size_t page_records_default = 100;

constexpr std::array<std::string_view, 7> parameters{"from", "to",    "eventType", "user",
                                                     "id",   "limit", "cursor"};
/// Of a parameter's name that is told again.
constexpr size_t told_name_bytes_max = 64;

/// A misspelt filter would find everything.
std::optional<std::string> unknown_parameter(const Call& call) {
  const auto name = unknown_name(call.wire().query(), parameters);
  if (!name) return std::nullopt;
  return std::string{name->substr(0, told_name_bytes_max)} + " is not a parameter";
}

/// A parameter that is there and says something.
std::optional<std::string> parameter(const Call& call, std::string_view name) {
  auto value = call.query(name);
  if (!value || trimmed(*value).empty()) return std::nullopt;
  return std::string{trimmed(*value)};
}

/// What is wrong, if anything. `into` stays as it is without the parameter.
std::optional<std::string> take_time(const Call& call, std::string_view name, UtcTime& into) {
  const auto text = parameter(call, name);
  if (!text || parse_iso_utc(*text, into)) return std::nullopt;
  return std::string{name} + " must have the form yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
}

std::optional<std::string> take_limit(const Call& call, size_t& into) {
  const auto text = parameter(call, "limit");
  if (!text) return std::nullopt;
  const char* const end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, into);
  const bool is_number = read.ec == std::errc{} && read.ptr == end;
  if (is_number && into >= 1 && into <= page_records_max) return std::nullopt;
  return "limit must be a number from 1 to " + std::to_string(page_records_max);
}

std::optional<std::string> take_cursor(const Call& call, std::optional<audit::Place>& into) {
  const auto text = parameter(call, "cursor");
  if (!text) return std::nullopt;
  into = audit::place_of(*text);
  if (into) return std::nullopt;
  return "cursor must be one that an answer of this server held";
}

/// The question, or what is wrong with it.
Result<audit::Question> question_in(const Call& call) {
  audit::Question question;
  question.records_max = page_records_default;
  auto& [from, to] = question.period;
  for (const auto& wrong :
       {unknown_parameter(call), take_time(call, "from", from), take_time(call, "to", to),
        take_limit(call, question.records_max), take_cursor(call, question.after)})
    if (wrong) return Fault{Errc::audit_query, {*wrong}};
  if (from > to) return Fault{Errc::audit_query, {"to must not lie before from"}};
  using audit::Field;
  for (const auto& [name, field] : {std::pair{"eventType", Field::event_type},
                                    {"user", Field::session_user_id},
                                    {"id", Field::id}})
    if (const auto wanted = parameter(call, name)) question.filter.want(field, *wanted);
  return question;
}

std::string chains_json(const std::vector<store::Owner>& chains) {
  std::string out;
  for (const store::Owner chain : chains) {
    out += out.empty() ? R"([{"service":")" : R"(,{"service":")";
    out += audit::service_name(chain.service);
    out += R"(","partition":)" + std::to_string(chain.partition) + '}';
  }
  return out + ']';
}

std::string page_json(const audit::Page& page) {
  std::string out = R"({"audits":[)";
  for (const audit::Owned& one : page.records) {
    if (&one != &page.records.front()) out += ',';
    out += audit::line_of(one.owner, one.entry);
  }
  out += R"(],"cursor":)";
  out += page.next ? '"' + audit::text_of(*page.next) + '"' : "null";
  if (!page.unreadable.empty()) out += R"(,"unreadable":)" + chains_json(page.unreadable);
  return out + '}';
}
}  // namespace

void find_audits(const Context& context, const Call& call, Reply reply) {
  const auto question = question_in(call);
  if (!question.ok()) return reply.faults(question.faults());
  const Audits& service = context.actors.audits;
  const auto read = [search = service.search, asked = question.value(), reply] {
    const auto page = search->page(asked);
    page.ok() ? reply.value(page_json(page.value())) : reply.faults(page.faults());
  };
  const auto recorded = [&context, caller = pool_caller(call), reply,
                         read](const Result<Done>& by) {
    if (!by.ok()) return reply.faults(by.faults());
    submit_to_pool(context, caller, crypto_pool::Speed::slow, reply, read);
  };
  ask<Done>(*context.gateway, service.partitions.at(context.next_partition()), reply, recorded,
            audit::read_atom::value, call.origin());
}
}  // namespace http
