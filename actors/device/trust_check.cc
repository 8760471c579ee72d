// actors/device/trust_check.cc: what others ask about makers and services, now and as of then.
#include <algorithm>

#include "actors/device/history.h"
#include "actors/device/record_codec.h"
#include "actors/device/trust_record.h"
#include "actors/device/trust_state.h"

namespace device {
namespace {
constexpr char service_letter = 'M';
constexpr char provider_letter = static_cast<char>(CompanyKind::provider);
constexpr char trust_provider_letter = static_cast<char>(CompanyKind::trust_provider);
}  // namespace

Result<Vouchers> Trust::vouchers(const MakerQuestion& question, store::Transaction& tx) const {
  Vouchers out;
  const Company* provider = providers_.find(question.provider_id);
  if (provider != nullptr) tx.wait_for(provider_letter + question.provider_id);
  if (provider == nullptr || !provider->is_active || provider->name != question.provider_name)
    return Errc::device_no_provider;
  out.provider_alias = provider->certificate_alias;
  if (question.trust_provider_id.empty()) return out;
  const Company* voucher = trust_providers_.find(question.trust_provider_id);
  if (voucher != nullptr) tx.wait_for(trust_provider_letter + question.trust_provider_id);
  if (voucher == nullptr || !voucher->is_active) return Errc::device_missing;
  out.trust_provider_alias = voucher->certificate_alias;
  return out;
}

Result<Done> Trust::check(const ServiceQuestion& question, store::Transaction& tx) {
  return question.as_of ? check_then(question, tx) : check_now(question, tx);
}

Result<Done> Trust::judged(const std::vector<Mds>& services,
                           const ServiceQuestion& question) const {
  if (services.empty()) return Errc::validate_no_mds;
  const auto is_active = [](const Mds& mds) { return mds.is_active; };
  if (std::ranges::none_of(services, is_active)) return Errc::validate_mds_inactive;
  const auto is_meant = [&](const Mds& mds) { return serves(mds, question); };
  if (std::ranges::none_of(services, is_meant)) return Errc::validate_version;
  return Done{};
}

Result<Done> Trust::check_now(const ServiceQuestion& question, store::Transaction& tx) const {
  const Company* provider = providers_.find(question.provider_id);
  if (provider == nullptr) return Errc::provider_unknown;
  tx.wait_for(provider_letter + question.provider_id);
  if (!provider->is_active) return Errc::validate_provider_inactive;
  std::vector<Mds> services;
  const auto [first, last] = by_version_.equal_range(question.version);
  for (auto at = first; at != last; ++at) {
    const Mds* mds = services_.find(at->second);
    if (mds == nullptr) continue;
    tx.wait_for(service_letter + mds->id);
    services.push_back(*mds);
  }
  return judged(services, question);
}

Result<Done> Trust::check_then(const ServiceQuestion& question, store::Transaction& tx) {
  const auto record = record_at(provider_letter, question.provider_id, *question.as_of, tx);
  if (!record.ok()) return Errc::validate_failed;
  if (!record.value()) return Errc::provider_unknown;
  const auto provider = decoded_company(*record.value());
  if (!provider) return Errc::validate_failed;
  if (!provider->is_active) return Errc::validate_provider_inactive;

  std::string prefix = "V";
  put_long(prefix, question.version);
  std::vector<std::string> ids;
  const auto visited = tx.scan(prefix, {}, [&](std::string_view key, std::string_view) {
    ids.emplace_back(key.substr(prefix.size()));
    return ids.size() < versions_max;
  });
  if (!visited.ok()) return Errc::validate_failed;
  std::vector<Mds> services;
  for (const std::string& id : ids) {
    const auto then = record_at(service_letter, id, *question.as_of, tx);
    if (!then.ok()) return Errc::validate_failed;
    if (!then.value()) continue;
    auto mds = decoded_mds(*then.value());
    if (!mds) return Errc::validate_failed;
    if (mds->version == question.version) services.push_back(*std::move(mds));
  }
  return judged(services, question);
}

store::Read<std::optional<std::string>> Trust::record_at(char kind, const std::string& id,
                                                         UtcTime time, store::Transaction& tx) {
  const auto row = history_at(tx, kind, id, time);
  if (!row.ok()) return row.error();
  if (!row.value()) return std::optional<std::string>{};
  auto record = sealer_->open(tx, {row.value()->key}, row.value()->value);
  if (!record.ok()) return record.error();
  return std::optional{std::move(record).value()};
}
}  // namespace device
