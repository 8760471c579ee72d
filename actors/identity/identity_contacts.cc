// actors/identity/identity_contacts.cc: from UIN to hash to owner, and the answer in sign-in's
// words.
#include "actors/identity/identity_contacts.h"

#include <functional>

#include "actors/base/partition_of.h"
#include "actors/identity/identity_key.h"
#include "actors/partition/flow.h"

namespace identity {
static Result<auth::Contact> contact_of(const Result<Found>& found) {
  if (!found.ok()) return found.faults();
  const Found& person = found.value();
  const bool is_active = person.is_known && person.person.status == Status::activated;
  if (!is_active) return Errc::sendotp_user_not_found;
  return auth::Contact{person.person.email, person.person.phone};
}

using Tell = std::function<void(const Result<Found>&)>;
using Fail = std::function<void(Faults)>;
static void find(auth::IdentityLookup::pointer self, const ContactsConfig& config,
                 const std::string& uin, const audit::Origin& by, const Tell& tell,
                 const Fail& fail) {
  if (!is_uin(uin)) return fail(Faults{Fault{Errc::sendotp_user_not_found, {}}});
  const auto no_answer = [fail](const caf::error&) { fail(Faults{Fault{Errc::internal, {}}}); };
  if (config.search) {
    self->request(config.search, caf::infinite, search_atom::value, uin, by)
        .then([tell](const Result<Found>& found) { tell(found); }, no_answer);
    return;
  }
  const std::string hash = hash_of(*config.index_key, uin);
  const auto count = static_cast<uint16_t>(config.partitions.size());
  self->request(config.partitions[partition_of(hash, count)], caf::infinite, find_atom::value, hash,
                by)
      .then([tell](const Result<Found>& found) { tell(found); }, no_answer);
}

auth::IdentityLookup::behavior_type contacts(auth::IdentityLookup::pointer self,
                                             ContactsConfig config) {
  const auto shared = std::make_shared<const ContactsConfig>(std::move(config));
  return {[=](auth::identity_atom, const std::string& uin,
              const audit::Origin& by) -> caf::result<Result<auth::Contact>> {
    auto promise = self->make_response_promise<Result<auth::Contact>>();
    const Fail fail = [promise](Faults faults) mutable {
      promise.deliver(Result<auth::Contact>{std::move(faults)});
    };
    const Tell tell = [promise, fail](const Result<Found>& found) mutable {
      partition::guarded("identity", [&] { promise.deliver(contact_of(found)); }, fail);
    };
    partition::guarded("identity", [&] { find(self, *shared, uin, by, tell, fail); }, fail);
    return promise;
  }};
}
}  // namespace identity
