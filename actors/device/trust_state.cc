// actors/device/trust_state.cc: the orders. Rows: "P" provider, "F" trust provider, "M" device
// service, each + id; "H" + letter + id + time: what it was; "V" + version + id: who ever had it.
#include "actors/device/trust_state.h"

#include <algorithm>

#include "actors/device/history.h"
#include "actors/device/record_codec.h"
#include "actors/device/trust_record.h"
#include "crypto/random.h"

namespace device {
namespace {
constexpr char mds_letter = 'M';
std::string row_key(char kind, const std::string& id) { return kind + id; }
std::string version_key(const std::string& version, const std::string& id) {
  std::string key = "V";
  put_long(key, version);
  return key + id;
}

/// What no other row may claim. An inactive provider claims nothing itself, but may not repeat an
/// active one.
std::string contested(CompanyKind kind, Company draft) {
  if (kind == CompanyKind::trust_provider) return trust_provider_claim(draft).value_or("");
  draft.is_active = true;
  return provider_claim(draft).value_or("");
}
}  // namespace

Trust::Trust(std::shared_ptr<const DeviceTypes> types, std::shared_ptr<seal::Sealer> sealer,
             std::shared_ptr<Random> random)
    : types_(std::move(types)),
      sealer_(std::move(sealer)),
      random_(std::move(random)),
      providers_(provider_claim),
      trust_providers_(trust_provider_claim),
      services_(mds_claim) {}

Trust::Companies& Trust::table_of(CompanyKind kind) {
  return kind == CompanyKind::provider ? providers_ : trust_providers_;
}
const Trust::Companies& Trust::table_of(CompanyKind kind) const {
  return kind == CompanyKind::provider ? providers_ : trust_providers_;
}

Result<Done> Trust::load(store::Transaction& tx) {
  by_version_.clear();
  services_.clear();
  bool is_read = true;
  for (const CompanyKind kind : {CompanyKind::provider, CompanyKind::trust_provider}) {
    table_of(kind).clear();
    is_read = is_read && read_rows(static_cast<char>(kind), tx, [&](const std::string& record) {
                auto company = decoded_company(record);
                if (!company) return false;
                table_of(kind).put(*std::move(company));
                return true;
              });
  }
  is_read = is_read && read_rows(mds_letter, tx, [&](const std::string& record) {
              auto mds = decoded_mds(record);
              if (!mds) return false;
              services_.put(*std::move(mds));
              return true;
            });
  const auto visited = tx.scan("V", {}, [&](std::string_view key, std::string_view) {
    bytes::Reader reader{key.substr(1)};
    std::string version = take_long(reader);
    std::string id{key.substr(1 + sizeof(uint32_t) + version.size())};
    by_version_.emplace(std::move(version), std::move(id));
    return true;
  });
  is_read = is_read && visited.ok();
  if (!is_read) return Errc::internal;
  return Done{};
}

Result<Company> Trust::add(CompanyKind kind, Company draft, const Act& act,
                           store::Transaction& tx) {
  const CompanyErrors errors = errors_of(kind);
  const auto& table = table_of(kind);
  draft.id = new_id(kind);
  draft.stamp = made(act);
  if (const auto other = table.holder(contested(kind, draft), draft.id)) {
    tx.wait_for(row_key(static_cast<char>(kind), *other));
    return errors.exists;
  }
  if (table.size() >= rows_max) return errors.failed;
  const auto kept = keep(kind, draft, act, tx, errors.failed);
  if (!kept.ok()) return kept.faults();
  return draft;
}

Result<Company> Trust::change(CompanyKind kind, Company draft, const Act& act,
                              store::Transaction& tx) {
  const CompanyErrors errors = errors_of(kind);
  const Company* before = table_of(kind).find(draft.id);
  if (before == nullptr) return errors.unknown;
  draft.stamp = changed(before->stamp, act);
  if (kind == CompanyKind::provider) {
    if (const auto other = providers_.holder(contested(kind, draft), draft.id)) {
      tx.wait_for(row_key(static_cast<char>(kind), *other));
      return errors.exists;
    }
  }
  const auto kept = keep(kind, draft, act, tx, errors.change_failed);
  if (!kept.ok()) return kept.faults();
  return draft;
}

Result<Mds> Trust::add(Mds draft, const Act& act, store::Transaction& tx) {
  const auto type = types_->type_of(draft.type_code);
  if (!type) return Errc::mds_no_type;
  const auto sub_type = types_->sub_type_of(*type, draft.sub_type_code);
  if (!sub_type) return Errc::mds_no_sub_type;
  if (!has_provider(draft.provider_id, tx)) return Errc::mds_no_provider;
  draft.type_code = *type;
  draft.sub_type_code = *sub_type;
  draft.id = crypto::uuid_v4(*random_);
  draft.stamp = made(act);
  if (const auto other = services_.holder(mds_claim(draft).value_or(""), draft.id)) {
    tx.wait_for(row_key(mds_letter, *other));
    return Errc::mds_exists;
  }
  if (services_.size() >= rows_max) return Errc::mds_failed;
  const auto kept = keep(draft, act, tx, Errc::mds_failed);
  if (!kept.ok()) return kept.faults();
  return draft;
}

Result<Mds> Trust::change(Mds draft, std::optional<bool> is_active, const Act& act,
                          store::Transaction& tx) {
  const Mds* before = services_.find(draft.id);
  if (before == nullptr) return Fault{Errc::mds_unknown, {draft.id}};
  if (!has_provider(draft.provider_id, tx)) return Errc::mds_no_provider;
  // A row keeps its codes, even those that the table of today has no more.
  if (draft.type_code != before->type_code || draft.sub_type_code != before->sub_type_code) {
    const auto type = types_->type_of(draft.type_code);
    if (!type) return Errc::mds_no_type;
    const auto sub_type = types_->sub_type_of(*type, draft.sub_type_code);
    if (!sub_type) return Errc::mds_no_sub_type;
    draft.type_code = *type;
    draft.sub_type_code = *sub_type;
  }
  draft.is_active = is_active.value_or(before->is_active);
  draft.stamp = changed(before->stamp, act);
  if (const auto other = services_.holder(mds_claim(draft).value_or(""), draft.id)) {
    tx.wait_for(row_key(mds_letter, *other));
    return Errc::mds_exists;
  }
  const auto kept = keep(draft, act, tx, Errc::mds_change_failed);
  if (!kept.ok()) return kept.faults();
  return draft;
}

bool Trust::has_provider(const std::string& id, store::Transaction& tx) const {
  const Company* provider = providers_.find(id);
  if (provider == nullptr) return false;
  tx.wait_for(row_key(static_cast<char>(CompanyKind::provider), id));
  return provider->is_active;
}

Result<Done> Trust::keep(CompanyKind kind, const Company& row, const Act& act,
                         store::Transaction& tx, Errc failed) {
  if (!put_sealed(static_cast<char>(kind), row.id, row.stamp.last(), encoded(row), act, tx))
    return failed;
  table_of(kind).put(row);
  return Done{};
}

Result<Done> Trust::keep(const Mds& row, const Act& act, store::Transaction& tx, Errc failed) {
  if (!put_sealed(mds_letter, row.id, row.stamp.last(), encoded(row), act, tx)) return failed;
  tx.put(version_key(row.version, row.id), "");
  note_version(row.version, row.id);
  services_.put(row);
  return Done{};
}

void Trust::note_version(const std::string& version, const std::string& id) {
  const auto [first, last] = by_version_.equal_range(version);
  const auto is_this = [&](const auto& entry) { return entry.second == id; };
  if (std::none_of(first, last, is_this)) by_version_.emplace(version, id);
}

bool Trust::put_sealed(char kind, const std::string& id, UtcTime since, const std::string& record,
                       const Act& act, store::Transaction& tx) {
  const std::string key = row_key(kind, id);
  const std::string past = history_key(kind, id, since);
  const auto row = sealer_->seal(tx, act.at, {key}, record);
  const auto history = sealer_->seal(tx, act.at, {past}, record);
  if (!row.ok() || !history.ok()) return false;
  tx.put(key, row.value());
  tx.put(past, history.value());
  return true;
}

bool Trust::read_rows(char kind, store::Transaction& tx,
                      const std::function<bool(const std::string& record)>& take) {
  std::vector<HistoryRow> rows;
  const auto visited =
      tx.scan(std::string(1, kind), {}, [&](std::string_view key, std::string_view value) {
        rows.push_back({std::string{key}, std::string{value}});
        return true;
      });
  if (!visited.ok()) return false;
  for (const HistoryRow& row : rows) {
    const auto record = sealer_->open(tx, {row.key}, row.value);
    if (!record.ok() || !take(record.value())) return false;
  }
  return true;
}

std::string Trust::new_id(CompanyKind kind) const {
  for (;;) {
    std::string id = crypto::uuid_v4(*random_);
    if (table_of(kind).find(id) == nullptr) return id;
  }
}
}  // namespace device
