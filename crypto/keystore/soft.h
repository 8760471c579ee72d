// crypto/keystore/soft.h: keys in this process, sealed in the record that their row keeps. The
// default.
#pragma once
#include <functional>
#include <memory>

#include "crypto/errc.h"
#include "crypto/keystore/keystore.h"

namespace keystore {
/// How records are sealed. The alias belongs to what is sealed: a record opens under no other.
struct Sealing {
  std::function<Expected<std::string, crypto::Errc>(const std::string& alias,
                                                    std::span<const std::byte> secret)>
      wrap;
  std::function<Expected<crypto::SecureBytes, crypto::Errc>(const std::string& alias,
                                                            std::string_view record)>
      unwrap;
};

/// `sealing` is called from many threads at once.
std::unique_ptr<Keystore> soft_keystore(Sealing sealing);
}  // namespace keystore
