// store/owner.h: the front of every key: who owns it. Numbers are stored data and never change.
#pragma once
#include <cstdint>
#include <string>

namespace store {
/// The services that own keys. A number once used is never given to another.
enum class Service : uint8_t {
  system = 1,  ///< format, partition count, sealed keys of the seal; owned by the process's start
  uin = 2,
  rid = 3,
  prid = 4,
  vid = 5,
  auth = 6,
  license = 7,
  keymanager = 8,  ///< partition 0 alone: keys form one tree
  partner = 9,     ///< partition 0 alone: certificates of authorities form trees
  otp = 10,
  outbox = 11,
  identity = 12,     ///< the identity directory
  audit = 13,        ///< what callers of the audit manager report
  device = 14,       ///< registered devices
  master_data = 15,  ///< partition 0 alone: who makes devices, vouches for them and serves them
  prereg = 16,       ///< applications for registration and their documents
};

/// One (service, partition): exactly one actor writes below it, but for the new rows that another
/// service of the partition puts beside its own (Transaction::put_beside).
struct Owner {
  uint16_t partition = 0;
  Service service = Service::system;

  friend bool operator==(const Owner&, const Owner&) = default;
};

/// Of what is the whole store's: its marks, and the secrets that its start needs.
inline constexpr Owner system_owner{0, Service::system};

/// The three bytes that begin every key of `owner`: partition big-endian, then the service.
inline std::string key_prefix(Owner owner) {
  return {static_cast<char>(owner.partition >> 8), static_cast<char>(owner.partition & 0xff),
          static_cast<char>(owner.service)};
}
}  // namespace store
