// http/keymanager/key_json.h: the key manager's answers as JSON (keys sheet 4, 8).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/keymanager/key_ring.h"
#include "actors/keymanager/key_version.h"

namespace http {
/// Versions of a name that getAllCertificates lists: about 1.5 MB.
inline constexpr size_t certificates_max = 1'000;

/// A certificate with its own dates. "{}" for a version without one.
std::string certificate_json(const keymanager::KeyVersion& version, UtcTime now);
/// A signing request, with the dates of the key.
std::string csr_json(std::string_view csr, const keymanager::Lifetime& life, UtcTime now);
/// {"status":STATUS,"timestamp":NOW}
std::string key_status_json(std::string_view status, UtcTime now);
/// The newest certificates_max of them, oldest first. Takes a copy of each certificate's bytes and
/// parses none.
std::string all_certificates_json(const keymanager::KeyRing::Versions& versions);
}  // namespace http
