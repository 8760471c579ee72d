// actors/prereg/application_record.h: an application's bytes: a head in clear, the hash of what is
// sealed, and what is sealed.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/result.h"
#include "actors/prereg/application.h"
#include "actors/seal/sealer.h"
#include "store/transaction.h"

namespace prereg {
/// Keys of one application's rows; times count down, so that the newest comes first.
std::string application_key(std::string_view id);
std::string history_front(std::string_view id);
std::string history_key(std::string_view id, UtcTime since);
std::string list_front(std::string_view user_key);
std::string list_key(std::string_view user_key, UtcTime created, std::string_view id);
/// The id in a key that list_key made.
std::string_view id_in_list_key(std::string_view key);

/// What is not personal of an application: enough to tell whose it is.
struct Head {
  Status status{};
  UtcTime created{};
  UtcTime updated{};
  UtcTime encrypted{};
  std::string_view user_key;  ///< in the record
  std::string_view hash;      ///< of `sealed`: SHA-256, 64 hexadecimal digits in upper case
  std::string_view sealed;
};
/// Nothing when `record` is not what sealed_record made. Valid as long as the record.
std::optional<Head> head_of(std::string_view record);

/// Head, hash and sealed data; the seal is bound to the head, so that none of it can be changed.
/// Errors: prereg_encrypt.
Result<std::string> sealed_record(const Application& application, UtcTime now, seal::Sealer& sealer,
                                  store::Transaction& tx);
/// Errors: prereg_hash (what is stored is not what was stored), prereg_decrypt.
Result<Application> opened_record(std::string_view id, std::string_view record,
                                  seal::Sealer& sealer, store::Transaction& tx);
}  // namespace prereg
