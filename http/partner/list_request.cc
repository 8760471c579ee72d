// http/partner/list_request.cc: from members to a filter.
#include "http/partner/list_request.h"

#include "http/required_fields.h"

namespace http {
namespace {
std::string stripped_text(std::string_view text) { return std::string{trimmed(text)}; }

std::optional<UtcTime> time_in(RequiredFields& request, std::string_view name, bool& is_bad) {
  const std::string text = stripped_text(request.optional(name));
  if (text.empty()) return std::nullopt;
  UtcTime time;
  if (parse_iso_utc(text, time)) return time;
  is_bad = true;
  return std::nullopt;
}

Result<Done> read_kind_and_domain(RequiredFields& request, const partner::Rules& rules,
                                  partner::Filter& filter) {
  if (auto asked = stripped_text(request.optional("partnerDomain")); !asked.empty()) {
    auto domain = partner::domain_of(rules, std::move(asked));
    if (!domain) return Errc::partner_domain;
    filter.domain = std::move(*domain);
  }
  if (const auto asked = stripped_text(request.optional("caCertificateType")); !asked.empty()) {
    filter.kind = partner::kind_of(asked);
    if (!filter.kind) return Errc::partner_ca_type;
  }
  return Done{};
}

bool read_times(RequiredFields& request, partner::Filter& filter) {
  bool is_bad = false;
  filter.valid_from = time_in(request, "validFromDate", is_bad);
  filter.valid_till = time_in(request, "validTillDate", is_bad);
  filter.uploaded = time_in(request, "uploadTime", is_bad);
  filter.expiring_by = time_in(request, "expiringWithinDate", is_bad);
  return !is_bad;
}

partner::Order order_in(RequiredFields& request) {
  partner::Order order;
  const auto name = stripped_text(request.optional("sortByFieldName"));
  const auto field = name.empty() ? std::optional{order.field} : partner::sort_field_of(name);
  if (!field) request.add("sortByFieldName", "is not a member of the answer");
  order.field = field.value_or(order.field);
  order.descending = text::in_capitals(stripped_text(request.optional("sortOrder"))) == "DESC";
  return order;
}

/// The certificates of our own that uploads of partners brought among the authorities.
std::unordered_set<std::string> own_authorities(const Context& context) {
  std::unordered_set<std::string> out;
  const auto ring = context.actors.keys.board->ring();
  for (const auto& name : {keymanager::KeyName{std::string{keymanager::root_application}, ""},
                           context.actors.partners.signer}) {
    for (const auto& version : ring->versions(name))
      if (const auto parsed = version->parsed(); parsed.ok()) out.insert(parsed.value().sha1_hex());
  }
  return out;
}

}  // namespace

Result<ListRequest> list_request(const Context& context, const Call& call) {
  RequiredFields request{call.request(), Errc::key_request_invalid};
  ListRequest out;
  out.page = partner::page_of(request.number("pageNumber", 1), request.number("pageSize", 0));
  out.order = order_in(request);
  out.filter.id = stripped_text(request.optional("certId"));
  out.filter.issued_to = stripped_text(request.optional("issuedTo"));
  out.filter.issued_by = stripped_text(request.optional("issuedBy"));
  const bool is_timely = read_times(request, out.filter);
  if (request.flag("excludeMosipCA", false)) out.filter.left_out = own_authorities(context);
  const auto read = read_kind_and_domain(request, context.actors.partners.rules, out.filter);
  if (!request.ok()) return request.faults();
  if (!is_timely) return Errc::key_time_invalid;
  if (!read.ok()) return read.faults();
  return out;
}
}  // namespace http
