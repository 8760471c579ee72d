// actors/identity/identity_contacts.cc: from UIN to hash to owner, and the answer in sign-in's
// words.
#include "actors/identity/identity_contacts.h"

#include "actors/base/partition_of.h"
#include "actors/identity/identity_key.h"

namespace identity {
static Result<auth::Contact> contact_of(const Result<Found>& found) {
  if (!found.ok()) return found.faults();
  const Found& person = found.value();
  const bool is_active = person.is_known && person.person.status == Status::activated;
  if (!is_active) return Errc::sendotp_user_not_found;
  return auth::Contact{person.person.email, person.person.phone};
}

auth::IdentityLookup::behavior_type contacts(auth::IdentityLookup::pointer self,
                                             ContactsConfig config) {
  const auto shared = std::make_shared<const ContactsConfig>(std::move(config));
  return {[=](auth::identity_atom, const std::string& uin) -> caf::result<Result<auth::Contact>> {
    auto promise = self->make_response_promise<Result<auth::Contact>>();
    if (!is_uin(uin)) {
      promise.deliver(Result<auth::Contact>{Errc::sendotp_user_not_found});
      return promise;
    }
    const std::string hash = hash_of(*shared->index_key, uin);
    const auto count = static_cast<uint16_t>(shared->partitions.size());
    self->request(shared->partitions[partition_of(hash, count)], caf::infinite, find_atom::value,
                  hash)
        .then([promise](const Result<Found>& found) mutable { promise.deliver(contact_of(found)); },
              [promise](const caf::error& error) mutable { promise.deliver(error); });
    return promise;
  }};
}
}  // namespace identity
