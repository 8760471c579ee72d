// actors/device/trust_state.h: device providers, trust providers and device services, and what they
// were. One actor holds it, so it has no locks.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "actors/base/random.h"
#include "actors/base/result.h"
#include "actors/device/device_types.h"
#include "actors/device/trust_rules.h"
#include "actors/device/trust_table.h"
#include "actors/seal/sealer.h"
#include "store/transaction.h"

namespace device {
/// Each change writes the row and its history in one transaction. All rows of today are in memory;
/// `load` reads them, and until it has succeeded nothing else is called.
class Trust {
 public:
  /// Of one kind; a country has a few thousand. Beyond it: the kind's `failed` code.
  static constexpr size_t rows_max = 100'000;

  Trust(std::shared_ptr<const DeviceTypes> types, std::shared_ptr<seal::Sealer> sealer,
        std::shared_ptr<Random> random);

  /// Errors: internal.
  Result<Done> load(store::Transaction& tx);

  /// The stored row with its new id. Errors: exists and failed of errors_of(kind).
  Result<Company> add(CompanyKind kind, Company draft, const Act& act, store::Transaction& tx);
  /// Replaces all but id and creation. Errors: unknown, change_failed, and provider_exists when
  /// another provider has name and address.
  Result<Company> change(CompanyKind kind, Company draft, const Act& act, store::Transaction& tx);

  /// Errors, in this order: mds_no_type, mds_no_sub_type, mds_no_provider, mds_exists, mds_failed.
  Result<Mds> add(Mds draft, const Act& act, store::Transaction& tx);
  /// `is_active` nothing: as it was. Errors: mds_unknown, mds_no_provider, mds_no_type,
  /// mds_no_sub_type, mds_exists, mds_change_failed.
  Result<Mds> change(Mds draft, std::optional<bool> is_active, const Act& act,
                     store::Transaction& tx);

  /// Errors: device_no_provider (no active one of this id and name), device_missing (a trust
  /// provider is named and none of these is active).
  Result<Vouchers> vouchers(const MakerQuestion& question, store::Transaction& tx) const;

  /// Steps 3 to 5 of devices sheet A.3.8, now or as of then. Errors: provider_unknown,
  /// validate_provider_inactive, validate_no_mds, validate_mds_inactive, validate_version,
  /// validate_failed.
  Result<Done> check(const ServiceQuestion& question, store::Transaction& tx);

 private:
  using Companies = TrustTable<Company>;
  Companies& table_of(CompanyKind kind);
  const Companies& table_of(CompanyKind kind) const;
  Result<Done> keep(CompanyKind kind, const Company& row, const Act& act, store::Transaction& tx,
                    Errc failed);
  Result<Done> keep(const Mds& row, const Act& act, store::Transaction& tx, Errc failed);
  void note_version(const std::string& version, const std::string& id);
  bool put_sealed(char kind, const std::string& id, UtcTime since, const std::string& record,
                  const Act& act, store::Transaction& tx);
  bool read_rows(char kind, store::Transaction& tx,
                 const std::function<bool(const std::string& record)>& take);
  bool has_provider(const std::string& id, store::Transaction& tx) const;
  Result<Done> check_now(const ServiceQuestion& question, store::Transaction& tx) const;
  Result<Done> check_then(const ServiceQuestion& question, store::Transaction& tx);
  /// What `row`, as it is today, was at `time`; nothing inside: it was not there then. Error: the
  /// read failed.
  template <class Row>
  store::Read<std::optional<Row>> row_at(char kind, const Row* row, UtcTime time,
                                         std::optional<Row> (*decode)(std::string_view),
                                         store::Transaction& tx);
  std::string new_id(CompanyKind kind) const;

  std::shared_ptr<const DeviceTypes> types_;
  std::shared_ptr<seal::Sealer> sealer_;
  std::shared_ptr<Random> random_;
  Companies providers_, trust_providers_;
  TrustTable<Mds> services_;
  std::unordered_multimap<std::string, std::string> by_version_;  ///< ids that ever had it
};
}  // namespace device
