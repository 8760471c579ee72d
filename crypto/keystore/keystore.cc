// crypto/keystore/keystore.cc: what is the same for every keystore.
#include "crypto/keystore/keystore.h"

#include <algorithm>
#include <iterator>

#include "crypto/certificate.h"

namespace keystore {
Expected<std::string, Errc> Keystore::import_secret(const std::string&,
                                                    std::span<const std::byte>) {
  return Errc::not_supported;
}

Expected<crypto::Certificate, Errc> Keystore::certificate(const std::string&) {
  return Errc::not_supported;
}

Expected<std::vector<std::string>, Errc> missing_aliases(Keystore& keystore,
                                                         const std::vector<std::string>& wanted) {
  auto held = keystore.aliases();
  if (!held.ok()) return held.error();
  std::vector<std::string> there = std::move(held).value();
  std::ranges::sort(there);
  std::vector<std::string> missing;
  std::ranges::copy_if(wanted, std::back_inserter(missing), [&](const std::string& alias) {
    return !std::ranges::binary_search(there, alias);
  });
  return missing;
}
}  // namespace keystore
