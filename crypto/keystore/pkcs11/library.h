// crypto/keystore/pkcs11/library.h: a PKCS#11 module in this process. Private to keystore/.
#pragma once
#include <p11-kit/pkcs11.h>

#include <memory>
#include <string>

#include "actors/base/expected.h"

namespace keystore::pkcs11 {
/// Loaded once and never unloaded: modules keep threads and exit handlers. One thread at a time.
class Library {
 public:
  /// Loads and initialises. Errors: a text for the operator.
  static Expected<std::unique_ptr<Library>, std::string> load(const std::string& path);
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  const CK_FUNCTION_LIST& api() const { return *api_; }
  /// Ends every session and handle, and reads what the module looks at only when it starts: its
  /// tokens, its connection. No call may be under way.
  CK_RV reinitialise();
  /// True for the client of `p11-kit server`: of several calls under way on its one connection it
  /// ends only one when the server dies, the others never. The server works on one at a time
  /// anyway.
  bool takes_one_call_at_a_time() const;

 private:
  explicit Library(CK_FUNCTION_LIST* api) : api_(api) {}
  CK_RV initialise();
  CK_FUNCTION_LIST* api_;
};
}  // namespace keystore::pkcs11
