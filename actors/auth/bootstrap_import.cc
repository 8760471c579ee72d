// actors/auth/bootstrap_import.cc: one open transaction per partition, then one write.
#include "actors/auth/bootstrap_import.h"

#include <memory>

#include "actors/auth/closed_partitions.h"
#include "actors/auth/record_codec.h"
#include "actors/base/partition_of.h"
#include "crypto/random.h"

namespace auth {
namespace {
constexpr store::Owner marks_owner{0, store::Service::auth};
constexpr uint8_t marks_version = 1;
using Failure = std::optional<BootstrapError>;
using audit::Operation;
constexpr const char* first_import = "first import";

class Import {
 public:
  Import(const ImportContext& context, const store::View& view)
      : context_(context),
        partitions_(context.store_key, context.key_random, view, context.trail) {}

  Failure add(NewUser& user) {
    const std::string what = "user " + user.record.user_name;
    if (auto failed = hash(user.password, user.record.password_hash, what)) return failed;
    name(user.record.uuid);
    const auto key = user_key_of(context_.index_key, user.record.realm, user.record.user_name);
    ClosedPartition& seat = partitions_.of(partition_of(key, context_.partitions));
    record(seat, {Operation::user_added, audit::of_server(), user.record.uuid, first_import});
    return stored(seat.accounts.put_user(key, user.record, context_.now, seat.tx), what);
  }
  Failure add(NewClient& client) {
    const std::string what = "client " + client.record.client_id;
    if (auto failed = hash(client.secret, client.record.secret_hash, what)) return failed;
    name(client.record.uuid);
    const auto key = client_key(client.record.realm, client.record.client_id);
    ClosedPartition& seat = partitions_.of(partition_of(key, context_.partitions));
    record(seat, {Operation::client_changed, audit::of_server(), key, first_import});
    return stored(seat.accounts.put_client(client.record, seat.tx), what);
  }
  void mark(const std::vector<std::string>& roles) {
    RecordWriter record(marks_version);
    record.signed_number(epoch_seconds(context_.now));
    partitions_.of(marks_owner.partition).tx.put(import_record, record.bytes());
    RecordWriter names(marks_version);
    names.texts(roles);
    partitions_.of(marks_owner.partition).tx.put(role_names_record, names.bytes());
  }
  void write(store::Journal& journal) {
    std::vector<store::Batch> batches;
    for (auto& [partition, seat] : partitions_) {
      seat->trail.keep_head(seat->tx);
      seat->tx.keep();
      batches.push_back(seat->tx.take_batch().batch);
    }
    journal.write(batches);
  }

 private:
  Failure hash(const crypto::SecureBytes& secret, std::string& phc, const std::string& what) {
    if (secret.empty()) return std::nullopt;
    auto made = crypto::hash_password(secret.view(), context_.random, context_.argon2);
    if (!made.ok()) return BootstrapError{what + ": the password cannot be hashed"};
    phc = std::move(made).value();
    return std::nullopt;
  }
  void name(std::string& uuid) {
    if (uuid.empty()) uuid = crypto::uuid_v4(context_.random);
  }
  void record(ClosedPartition& seat, const audit::Event& event) const {
    seat.trail.record(event, context_.now, seat.tx);
  }
  static Failure stored(const Result<Done>& put, const std::string& what) {
    if (put.ok()) return std::nullopt;
    return BootstrapError{what + ": cannot be stored"};
  }

  const ImportContext& context_;
  ClosedPartitions partitions_;
};
}  // namespace

Expected<ImportOutcome, BootstrapError> import_bootstrap(Bootstrap bootstrap,
                                                         const ImportContext& context,
                                                         const store::View& view,
                                                         store::Journal& journal) {
  const auto before = view.get(marks_owner, import_record);
  if (!before.ok()) return BootstrapError{"the store cannot be read"};
  if (before.value()) return ImportOutcome::already_imported;
  Import import(context, view);
  for (auto& user : bootstrap.users) {
    if (auto failed = import.add(user)) return *failed;
  }
  for (auto& client : bootstrap.clients) {
    if (auto failed = import.add(client)) return *failed;
  }
  import.mark(bootstrap.roles);
  import.write(journal);
  return ImportOutcome::imported;
}
}  // namespace auth
