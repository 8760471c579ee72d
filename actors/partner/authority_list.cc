// actors/partner/authority_list.cc: filter, sort, cut.
#include "actors/partner/authority_list.h"

#include <algorithm>
#include <array>
#include <utility>

namespace partner {
namespace {
constexpr std::array<std::pair<std::string_view, SortField>, 15> sort_fields{
    {{"uploadTime", SortField::uploaded},
     {"createdtimes", SortField::uploaded},
     {"certId", SortField::id},
     {"issuedTo", SortField::subject},
     {"certSubject", SortField::subject},
     {"issuedBy", SortField::issuer},
     {"certIssuer", SortField::issuer},
     {"validFromDate", SortField::valid_from},
     {"certNotBefore", SortField::valid_from},
     {"validTillDate", SortField::valid_till},
     {"certNotAfter", SortField::valid_till},
     {"partnerDomain", SortField::domain},
     {"caCertificateType", SortField::kind},
     {"certThumbprint", SortField::thumbprint},
     {"updatedtimes", SortField::uploaded}}};

/// `part` is in capitals.
bool has_part(const std::string& text, const std::string& part) {
  return part.empty() || text::in_capitals(text).find(part) != std::string::npos;
}

bool is_of_day(UtcTime time, const std::optional<UtcTime>& day) {
  return !day || day_of(time) == day_of(*day);
}

bool matches(const Authority& one, const Filter& filter, UtcTime now) {
  const Facts& facts = one.facts;
  if (filter.kind && one.kind != *filter.kind) return false;
  if (!filter.domain.empty() && one.filing.domain != filter.domain) return false;
  if (!has_part(one.filing.id, filter.id) || !has_part(facts.subject, filter.issued_to) ||
      !has_part(facts.issuer, filter.issued_by))
    return false;
  if (!is_of_day(facts.life.not_before, filter.valid_from) ||
      !is_of_day(facts.life.not_after, filter.valid_till) ||
      !is_of_day(one.filing.uploaded, filter.uploaded))
    return false;
  const auto end = day_of(facts.life.not_after);
  if (filter.expiring_by && (end < day_of(now) || day_of(*filter.expiring_by) < end)) return false;
  return !filter.left_out.contains(facts.sha1);
}

bool is_before(const Authority& a, const Authority& b, SortField field) {
  switch (field) {
    case SortField::uploaded:
      return a.filing.uploaded < b.filing.uploaded;
    case SortField::id:
      return a.filing.id < b.filing.id;
    case SortField::subject:
      return a.facts.subject < b.facts.subject;
    case SortField::issuer:
      return a.facts.issuer < b.facts.issuer;
    case SortField::valid_from:
      return a.facts.life.not_before < b.facts.life.not_before;
    case SortField::valid_till:
      return a.facts.life.not_after < b.facts.life.not_after;
    case SortField::domain:
      return a.filing.domain < b.filing.domain;
    case SortField::kind:
      return text_of(a.kind) < text_of(b.kind);
    case SortField::thumbprint:
      return a.facts.sha1 < b.facts.sha1;
  }
  return false;
}
}  // namespace

std::optional<SortField> sort_field_of(std::string_view name) {
  const auto* found =
      std::ranges::find(sort_fields, name, [](const auto& row) { return row.first; });
  return found == sort_fields.end() ? std::nullopt : std::optional{found->second};
}

std::optional<AuthorityKind> kind_of(std::string_view text) {
  const std::string capitals = text::in_capitals(std::string{text});
  for (const AuthorityKind kind : {AuthorityKind::root, AuthorityKind::intermediate})
    if (capitals == text_of(kind)) return kind;
  return std::nullopt;
}

Page page_of(int64_t number, int64_t size) {
  Page page;
  if (number > 1) page.number = static_cast<size_t>(number);
  if (size >= 1) page.size = std::min(static_cast<size_t>(size), Page::size_max);
  return page;
}

Listed list_authorities(const Book& book, const Filter& filter, const Order& order,
                        const Page& page, UtcTime now) {
  Filter wanted = filter;
  for (std::string* part : {&wanted.id, &wanted.issued_to, &wanted.issued_by})
    *part = text::in_capitals(std::move(*part));
  Authorities found;
  book.for_each_authority([&](const AuthorityPtr& one) {
    if (matches(*one, wanted, now)) found.push_back(one);
  });
  std::ranges::sort(found, [&](const AuthorityPtr& a, const AuthorityPtr& b) {
    const auto& [first, second] = order.descending ? std::tie(b, a) : std::tie(a, b);
    if (is_before(*first, *second, order.field)) return true;
    if (is_before(*second, *first, order.field)) return false;
    return a->filing.id < b->filing.id;
  });
  Listed out{{}, found.size()};
  if (page.number - 1 > found.size() / page.size) return out;
  const size_t begin = std::min((page.number - 1) * page.size, found.size());
  const size_t end = std::min(begin + page.size, found.size());
  out.page.assign(found.begin() + static_cast<std::ptrdiff_t>(begin),
                  found.begin() + static_cast<std::ptrdiff_t>(end));
  return out;
}
}  // namespace partner
