// crypto/keystore/pkcs11/connection.h: one token of a module, found and logged in to. Private to
// keystore/.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "crypto/keystore/pkcs11.h"
#include "crypto/keystore/pkcs11/library.h"

namespace keystore::pkcs11 {
/// What works on a session may be called from many threads; find_token and reinitialise while no
/// other call is under way.
class Connection {
 public:
  Connection(std::unique_ptr<Library> library, const Pkcs11Options& options)
      : library_(std::move(library)), options_(options) {}

  const CK_FUNCTION_LIST& api() const { return library_->api(); }
  CK_SLOT_ID slot() const { return slot_; }
  /// Which token the options mean: by label when one is given, else by slot. Answers
  /// CKR_TOKEN_NOT_PRESENT when there is none.
  CK_RV find_token();
  /// A session that is logged in. The login belongs to all sessions of this process and ends with
  /// the last of them.
  CK_RV open_session(CK_SESSION_HANDLE& session) const;
  void close_session(CK_SESSION_HANDLE session) const { api().C_CloseSession(session); }
  /// Whether the module says that nobody is logged in there.
  bool is_logged_out(CK_SESSION_HANDLE session) const;
  CK_RV reinitialise() { return library_->reinitialise(); }

  /// Who made the token, as it says itself; empty when it does not say.
  std::string manufacturer() const;
  /// What the token can do, and for which uses.
  std::map<CK_MECHANISM_TYPE, CK_FLAGS> mechanisms() const;

  /// "label LABEL" or "slot index N", for messages.
  std::string token_name() const;
  /// The labels of the tokens that are there, for a message.
  std::string tokens_there() const;

 private:
  std::unique_ptr<Library> library_;
  const Pkcs11Options& options_;
  CK_SLOT_ID slot_ = 0;
};
}  // namespace keystore::pkcs11
