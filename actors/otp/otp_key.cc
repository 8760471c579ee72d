// actors/otp/otp_key.cc: name space and id cannot be taken for another pair.
#include "actors/otp/otp_key.h"

namespace otp {
std::string hash_of(const seal::IndexKey& index_key, const Key& key) {
  std::string value{key.name_space};
  value += '\0';
  value += key.id;
  return index_key.key_of({"otp-key", value});
}
}  // namespace otp
