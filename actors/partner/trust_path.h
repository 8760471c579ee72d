// actors/partner/trust_path.h: whether a certificate leads to an authority of a domain.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "actors/partner/certificate_book.h"

namespace partner {
/// Authorities that one question tries; of more that bear the names in question the newest. Only
/// one whose name was re-signed that often goes beyond it.
inline constexpr size_t candidates_max = 256;

using Chain = std::vector<crypto::Certificate>;

/// From `leaf` up to a root of the domain, both included; empty when there is no such way. `more`
/// are certificates that came with the question: they may link, but nobody trusts them. The leaf's
/// own root counts too: an authority leads to itself. Parses and verifies: for the crypto pool.
Chain trust_path(const Book& book, const std::string& domain, const crypto::Certificate& leaf,
                 std::span<const crypto::Certificate> more, UtcTime now);
}  // namespace partner
