// actors/keymanager/key_chain.cc: walking up by signatures, not by names alone.
#include "actors/keymanager/key_chain.h"

#include <optional>

namespace keymanager {
namespace {
/// Root, module, base.
constexpr size_t depth_max = 4;

std::optional<crypto::Certificate> signer_among(const KeyRing::Versions& candidates,
                                                const crypto::Certificate& signed_one) {
  for (auto version = candidates.rbegin(); version != candidates.rend(); ++version) {
    auto certificate = (*version)->parsed();
    if (!certificate.ok()) continue;
    const auto key = certificate.value().public_key();
    if (key.ok() && signed_one.is_signed_by(key.value())) return std::move(certificate).value();
  }
  return std::nullopt;
}
}  // namespace

std::vector<crypto::Certificate> chain_of(const KeyRing& ring, const KeyVersion& version) {
  std::vector<crypto::Certificate> chain;
  auto leaf = version.parsed();
  if (!leaf.ok()) return chain;
  chain.push_back(std::move(leaf).value());
  const KeyName module{version.name.application_id, ""};
  const KeyName root{std::string{root_application}, ""};
  while (chain.size() < depth_max && !chain.back().is_self_signed()) {
    auto above = signer_among(ring.versions(module), chain.back());
    if (!above) above = signer_among(ring.versions(root), chain.back());
    if (!above) break;
    chain.push_back(std::move(*above));
  }
  return chain;
}
}  // namespace keymanager
