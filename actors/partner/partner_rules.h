// actors/partner/partner_rules.h: which certificates of authorities and partners are taken (keys
// sheet 8.1).
#pragma once
#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/error.h"
#include "actors/base/text.h"

namespace partner {
/// An upload's text beyond this is refused unread: a bundle of certificates in base64.
inline constexpr size_t upload_text_bytes_max = size_t{512} << 10;

/// Defaults: mosip.kernel.partner.*.
struct Rules {
  std::vector<std::string> domains{"AUTH", "DEVICE", "FTM", "MISP", "TRUST_CA"};  ///< in capitals
  std::chrono::months authority_months_min{12};
  int years = 1;                ///< that a certificate which we sign lives, of 365 days each
  std::chrono::days grace{30};  ///< by which a partner's own may fall short of them
  bool resigns_ftm = false;
};

/// From when to when a certificate is valid.
struct Life {
  UtcTime not_before;
  UtcTime not_after;
};

/// The domain as it is stored, in capitals; nothing when it is not allowed.
inline std::optional<std::string> domain_of(const Rules& rules, std::string asked) {
  asked = text::in_capitals(std::move(asked));
  const bool is_allowed = std::ranges::find(rules.domains, asked) != rules.domains.end();
  return is_allowed ? std::optional{std::move(asked)} : std::nullopt;
}

/// Where the re-signed certificate may also encipher keys (keys sheet 2.6).
inline bool enciphers_keys(std::string_view domain) { return domain == "AUTH"; }

/// Whether the answer brings the certificate that we signed; else the partner's own chain.
inline bool answers_resigned(const Rules& rules, std::string_view domain) {
  return domain != "FTM" || rules.resigns_ftm;
}

/// How long a certificate that we sign lives.
inline std::chrono::days resigned_validity(const Rules& rules) {
  return std::chrono::days{365 * rules.years};
}

inline std::chrono::sys_days day_of(UtcTime time) {
  return std::chrono::floor<std::chrono::days>(time);
}

/// The same day of a later month, or that month's last.
inline std::chrono::sys_days day_after(UtcTime now, std::chrono::months months) {
  const std::chrono::year_month_day moved = std::chrono::year_month_day{day_of(now)} + months;
  return moved.ok() ? moved : moved.year() / moved.month() / std::chrono::last;
}

/// What is wrong with any certificate's dates: days count for a future one, seconds for the rest.
inline std::optional<Errc> fault_of_life(const Life& life, UtcTime now) {
  if (day_of(life.not_before) > day_of(now)) return Errc::partner_future_dated;
  if (now < life.not_before || life.not_after < now) return Errc::partner_dates;
  return std::nullopt;
}

/// Of an authority, in the reference's order.
inline std::optional<Errc> fault_of_authority(const Life& life, int version, UtcTime now,
                                              const Rules& rules) {
  if (const auto fault = fault_of_life(life, now)) return fault;
  if (day_of(life.not_after) < day_after(now, rules.authority_months_min))
    return Errc::partner_ca_validity;
  if (version != 3) return Errc::partner_version;
  return std::nullopt;
}

/// Of a partner: it must live about as long as the certificate that we make of it.
inline std::optional<Errc> fault_of_partner_life(const Life& life, UtcTime now,
                                                 const Rules& rules) {
  if (const auto fault = fault_of_life(life, now)) return fault;
  const auto left = std::chrono::floor<std::chrono::days>(life.not_after - now);
  if (left < resigned_validity(rules) - rules.grace) return Errc::partner_validity;
  return std::nullopt;
}

/// Whether what we signed before for a certificate still serves, instead of what would be signed
/// now and would live until `end`: it falls short of it by as much as a partner's own may.
inline bool still_serves(UtcTime signed_until, UtcTime end, UtcTime now, const Rules& rules) {
  return now < signed_until && end <= signed_until + rules.grace;
}

/// What else a partner's certificate says of itself.
struct Contents {
  int version = 3;
  std::string organization;
  bool is_rsa = true;
  int key_bits = 0;
  bool has_sha2_signature = true;
  bool may_sign = true;  ///< data or certificates
};
inline constexpr int rsa_key_bits_min = 2048;

/// In the reference's order, and what the reference does not ask last; `organization` is the one
/// that the request names.
inline std::optional<Errc> fault_of_contents(const Contents& contents,
                                             std::string_view organization) {
  if (contents.version != 3) return Errc::partner_version;
  if (contents.organization.empty() || contents.organization != organization)
    return Errc::partner_organization;
  if (contents.is_rsa && contents.key_bits < rsa_key_bits_min) return Errc::partner_key_size;
  if (!contents.has_sha2_signature) return Errc::partner_algorithm;
  if (!contents.may_sign) return Errc::partner_certificate_invalid;
  return std::nullopt;
}

/// `status` of uploadCACertificate.
enum class UploadStatus : uint8_t { success, partial, failed };
inline UploadStatus status_of(size_t stored, size_t uploaded) {
  if (stored == 0) return UploadStatus::failed;
  return stored == uploaded ? UploadStatus::success : UploadStatus::partial;
}
inline std::string_view text_of(UploadStatus status) {
  switch (status) {
    case UploadStatus::success:
      return "Upload Success.";
    case UploadStatus::partial:
      return "Partial Upload Success.";
    default:
      return "Upload Failed.";
  }
}
}  // namespace partner
