// actors/partner/authority_list.h: a page of the authorities that somebody looks for
// (getCaCertificates). Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "actors/partner/certificate_book.h"

namespace partner {
/// What a list may be sorted by.
enum class SortField : uint8_t {
  uploaded,
  id,
  subject,
  issuer,
  valid_from,
  valid_till,
  domain,
  kind,
  thumbprint
};
/// By the names of the answer's members and by those of the reference's table; nothing for another.
std::optional<SortField> sort_field_of(std::string_view name);

/// ROOT or INTERMEDIATE, in any case.
std::optional<AuthorityKind> kind_of(std::string_view text);

/// Pages count from 1.
struct Page {
  static constexpr size_t size_default = 10;
  static constexpr size_t size_max = 500;

  size_t number = 1;
  size_t size = size_default;
};
/// What is asked for, made to fit: below 1 stands for the default, too large for the largest.
Page page_of(int64_t number, int64_t size);

/// An authority is listed when all of this holds. Empty texts and absent dates ask for nothing.
struct Filter {
  std::optional<AuthorityKind> kind;
  std::string domain;                                       ///< in capitals
  std::string id, issued_to, issued_by;                     ///< parts, in any case
  std::optional<UtcTime> valid_from, valid_till, uploaded;  ///< that day
  std::optional<UtcTime> expiring_by;        ///< the last valid day lies between today's and this
  std::unordered_set<std::string> left_out;  ///< SHA-1 of certificates
};

struct Order {
  SortField field = SortField::uploaded;
  bool descending = false;
};

struct Listed {
  Authorities page;
  size_t total = 0;
};
/// Looks at every authority: for the crypto pool.
Listed list_authorities(const Book& book, const Filter& filter, const Order& order,
                        const Page& page, UtcTime now);
}  // namespace partner
