// actors/partner/trust_path.cc: gathering who could have signed, then asking OpenSSL.
#include "actors/partner/trust_path.h"

#include <algorithm>
#include <set>

namespace partner {
namespace {
/// Climbs from certificates to those who signed them, so that a question costs by the length of its
/// chain and not by the number of authorities. By signatures and not by names alone: OpenSSL tries
/// but one of several that bear one name, as a root and its successor do.
class Climb {
 public:
  Climb(const Book& book, const std::string& domain) : book_(book), domain_(domain) {}

  void above(const crypto::Certificate& certificate) { children_.push_back(certificate); }

  void run() {
    for (size_t i = 0; i < children_.size(); ++i) {
      const crypto::Certificate child = children_[i];
      try_all(child);
    }
  }

  Chain roots, intermediates;

 private:
  void try_all(const crypto::Certificate& child) {
    Authorities found = book_.with_subject(domain_, child.issuer_hash());
    std::ranges::sort(found, [](const AuthorityPtr& a, const AuthorityPtr& b) {
      return a->filing.uploaded > b->filing.uploaded;
    });
    for (const AuthorityPtr& one : found) {
      if (taken_.contains(one->filing.id)) continue;
      if (tried_++ >= candidates_max) return;
      const auto parsed = crypto::Certificate::from_stored(one->certificate);
      if (parsed.ok() && child.is_signed_by(parsed.value())) take(*one, parsed.value());
    }
  }

  void take(const Authority& row, const crypto::Certificate& certificate) {
    taken_.insert(row.filing.id);
    if (row.kind == AuthorityKind::root) {
      roots.push_back(certificate);
      return;
    }
    intermediates.push_back(certificate);
    children_.push_back(certificate);
  }

  const Book& book_;
  const std::string& domain_;
  Chain children_;
  std::set<std::string> taken_;
  size_t tried_ = 0;
};
}  // namespace

Chain trust_path(const Book& book, const std::string& domain, const crypto::Certificate& leaf,
                 std::span<const crypto::Certificate> more, UtcTime now) {
  Climb climb{book, domain};
  climb.above(leaf);
  for (const auto& one : more) climb.above(one);
  climb.run();
  if (climb.roots.empty()) return {};
  climb.intermediates.insert(climb.intermediates.end(), more.begin(), more.end());
  return crypto::trusted_chain(leaf, climb.intermediates, climb.roots, now);
}
}  // namespace partner
