// actors/seal/master_key.h: the key under which every other key of a store is kept.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "actors/base/expected.h"
#include "actors/base/random.h"
#include "actors/base/result.h"
#include "crypto/secure_bytes.h"

namespace seal {
inline constexpr size_t master_key_bytes = 32;

class ServiceKeys;

/// A key under which others are kept. It encrypts nothing itself.
class WrappingKey {
 public:
  /// 32 random bytes. A store key comes with those that some services have instead of it.
  explicit WrappingKey(crypto::SecureBytes bytes,
                       std::shared_ptr<const ServiceKeys> of_services = nullptr)
      : bytes_(std::move(bytes)), of_services_(std::move(of_services)) {}

  /// A 32-byte key for one purpose (HKDF-SHA-256).
  crypto::SecureBytes subkey(std::string_view purpose) const;

  /// Null: every service's data keys lie under this one.
  const std::shared_ptr<const ServiceKeys>& of_services() const { return of_services_; }

 protected:
  crypto::SecureBytes bytes_;
  std::shared_ptr<const ServiceKeys> of_services_;
};

/// The one that the operator keeps.
class MasterKey : public WrappingKey {
 public:
  /// From 64 hexadecimal digits and at most one line feed, the form of the file and of the
  /// environment's value. The error says what is wrong, in words for the operator.
  static Expected<MasterKey, std::string> from_text(std::string_view text);
  /// A new key; `random` is crypto::SystemKeyRandom outside tests.
  static MasterKey generate(::Random& random);

  /// What from_text reads, with the line feed.
  crypto::SecureBytes text() const;

 private:
  using WrappingKey::WrappingKey;
};

/// Where a key file may lie.
struct MasterKeyPlace {
  std::filesystem::path file;
  std::filesystem::path data_directory;
  bool inside_data_directory_allowed = false;  ///< under --dev alone
};

/// Reads `place.file`. Refused, with a text that says what to do: a file that is missing, not
/// regular, not owned by the process's user or open to group or others (chmod 600), one inside the
/// data directory (also through a symbolic link), one of another form.
Expected<MasterKey, std::string> load_master_key(const MasterKeyPlace& place);

/// Writes a new file with mode 0600 that load_master_key reads; durable on return. Never
/// overwrites.
Expected<Done, std::string> create_master_key_file(const std::filesystem::path& file,
                                                   const MasterKey& key);
}  // namespace seal
