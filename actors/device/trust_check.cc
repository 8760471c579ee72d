// actors/device/trust_check.cc: what others ask about makers and services, now and as of then.
#include "actors/device/history.h"
#include "actors/device/trust_record.h"
#include "actors/device/trust_state.h"

namespace device {
namespace {
constexpr char service_letter = 'M';
constexpr char provider_letter = static_cast<char>(CompanyKind::provider);
constexpr char trust_provider_letter = static_cast<char>(CompanyKind::trust_provider);

/// Services of the version that a client names, none of which serves the device.
struct Others {
  bool is_one = false;
  bool is_one_active = false;

  void add(const Mds& mds) {
    is_one = true;
    is_one_active = is_one_active || mds.is_active;
  }
  Errc fault() const {
    if (!is_one) return Errc::validate_no_mds;
    return is_one_active ? Errc::validate_version : Errc::validate_mds_inactive;
  }
};
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

Result<Done> Trust::check_now(const ServiceQuestion& question, store::Transaction& tx) const {
  const Company* provider = providers_.find(question.provider_id);
  if (provider == nullptr) return Errc::provider_unknown;
  tx.wait_for(provider_letter + question.provider_id);
  if (!provider->is_active) return Errc::validate_provider_inactive;
  // No two services make one claim: either its holder serves the device or none does.
  if (const auto holder = services_.holder(claim_for(question), {})) {
    tx.wait_for(service_letter + *holder);
    if (serves(*services_.find(*holder), question)) return Done{};
  }
  Others others;
  const auto [first, last] = by_version_.equal_range(question.version);
  for (auto at = first; at != last && !others.is_one_active; ++at) {
    const Mds* const mds = services_.find(at->second);
    if (mds == nullptr || mds->version != question.version) continue;
    tx.wait_for(service_letter + mds->id);
    others.add(*mds);
  }
  return others.fault();
}

Result<Done> Trust::check_then(const ServiceQuestion& question, store::Transaction& tx) {
  const UtcTime then = *question.as_of;
  const auto provider =
      row_at(provider_letter, providers_.find(question.provider_id), then, decoded_company, tx);
  if (!provider.ok()) return Errc::validate_failed;
  if (!provider.value()) return Errc::provider_unknown;
  if (!provider.value()->is_active) return Errc::validate_provider_inactive;

  // Who makes the claim today has most likely made it then. Another may have had it before.
  if (const auto holder = services_.holder(claim_for(question), {})) {
    const auto mds = row_at(service_letter, services_.find(*holder), then, decoded_mds, tx);
    if (!mds.ok()) return Errc::validate_failed;
    if (mds.value() && serves(*mds.value(), question)) return Done{};
  }
  Others others;
  const auto [first, last] = by_version_.equal_range(question.version);
  for (auto at = first; at != last; ++at) {
    const Mds* const today = services_.find(at->second);
    // Once an active one is known, those that are as they were then can change nothing: the holder
    // was asked.
    const bool is_old = today != nullptr && today->stamp.last() <= then;
    if (is_old && others.is_one_active) continue;
    const auto mds = row_at(service_letter, today, then, decoded_mds, tx);
    if (!mds.ok()) return Errc::validate_failed;
    if (!mds.value() || mds.value()->version != question.version) continue;
    if (serves(*mds.value(), question)) return Done{};
    others.add(*mds.value());
  }
  return others.fault();
}

template <class Row>
store::Read<std::optional<Row>> Trust::row_at(char kind, const Row* row, UtcTime time,
                                              std::optional<Row> (*decode)(std::string_view),
                                              store::Transaction& tx) {
  if (row == nullptr || time < row->stamp.created) return std::optional<Row>{};
  tx.wait_for(kind + row->id);
  // What has not changed since then is in memory.
  if (row->stamp.last() <= time) return std::optional<Row>{*row};
  const auto past = history_at(tx, kind, row->id, time);
  if (!past.ok()) return past.error();
  if (!past.value()) return std::optional<Row>{};
  const auto record = sealer_->open(tx, {past.value()->key}, past.value()->value);
  if (!record.ok()) return record.error();
  auto found = decode(record.value());
  if (!found) return store::Errc::corrupt;
  return found;
}
}  // namespace device
