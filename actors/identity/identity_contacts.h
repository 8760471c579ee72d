// actors/identity/identity_contacts.h: the directory as sign-in asks it.
#pragma once
#include <memory>
#include <vector>

#include "actors/auth/identity_lookup.h"
#include "actors/identity/identity_actor.h"
#include "actors/identity/identity_search.h"
#include "actors/seal/index_key.h"

namespace identity {
struct ContactsConfig {
  std::shared_ptr<const seal::IndexKey> index_key;
  std::vector<Actor> partitions;
  Search search = {};  ///< null: the directory alone is asked
};

/// For spawn. Answers where an ACTIVATED person is to be found. It keeps nothing.
auth::IdentityLookup::behavior_type contacts(auth::IdentityLookup::pointer self,
                                             ContactsConfig config);
}  // namespace identity
