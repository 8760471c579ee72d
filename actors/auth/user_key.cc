// actors/auth/user_key.cc: names are compared whatever their case, realms are not.
#include "actors/auth/user_key.h"

#include "actors/auth/app_ids.h"

namespace auth {
std::string user_key_of(const seal::IndexKey& index_key, std::string_view realm,
                        std::string_view user_name) {
  std::string value{realm};
  value += '/';
  value += lower_case(user_name);
  return index_key.key_of({"auth-user", value});
}
}  // namespace auth
