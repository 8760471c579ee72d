// http/console/identity_orders.cc: orders about persons of the identity directory.
#include <map>

#include "actors/auth/user_key.h"
#include "actors/identity/identity_entry.h"
#include "actors/identity/identity_key.h"
#include "actors/json/json_write.h"
#include "crypto/random.h"
#include "http/console/orders.h"

namespace console {
namespace {
constexpr const char* no_person = "the directory knows nobody of that UIN";

std::string person_json(const identity::Person& person) {
  json::ObjectWriter out{256};
  out.field("status", identity::text_of(person.status));
  out.field("email", person.email);
  out.field("phone", person.phone);
  out.list("languages", person.languages);
  return std::move(out).finish();
}

Answer shown(const Result<identity::Found>& found) {
  if (!found.ok()) return Refusal{told(found.faults(), no_person)};
  if (!found.value().is_known) return Refusal{no_person};
  return Answer{person_json(found.value().person)};
}

/// Ends what a person is signed in with; nothing when it never was.
Result<Done> sign_out(const Parts& parts, const std::string& uin) {
  crypto::SystemRandom random;
  auth::UserOrder order;
  order.by = audit::of_console();
  order.verb = auth::AccountVerb::end_sessions;
  order.user_key = auth::user_key_of(*parts.index_key, parts.person_realm, uin);
  order.session_group = crypto::uuid_v4(random);
  const auto& owner = owner_of(parts.accounts, order.user_key);
  const auto ended = ask<auth::UserOrdered>(parts, owner, auth::order_atom::value, order);
  if (!ended.ok() && ended.error() == Errc::user_not_found) return Done{};
  if (!ended.ok()) return ended.faults();
  parts.board->publish(ended.value().revoked, epoch_seconds(parts.clock()));
  return Done{};
}

using ByPartition = std::map<uint16_t, std::vector<identity::Filed>>;
ByPartition filed(const Parts& parts, const std::vector<identity::Entry>& entries) {
  ByPartition by_partition;
  for (const auto& entry : entries) {
    std::string hash = identity::hash_of(*parts.index_key, entry.uin);
    const auto owner = partition_of(hash, static_cast<uint16_t>(parts.identities.size()));
    by_partition[owner].push_back({std::move(hash), entry.person});
  }
  return by_partition;
}

/// Asks every owner at once: their writes then share a sync.
Result<identity::PutCounts> put(const Parts& parts, const ByPartition& by_partition) {
  constexpr std::chrono::seconds answer_max{60};
  caf::scoped_actor self{*parts.system};
  identity::PutCounts counts;
  Faults faults;
  const auto ask_owner = [&](uint16_t owner, const std::vector<identity::Filed>& persons) {
    return self->request(parts.identities[owner], answer_max, identity::put_atom::value, persons,
                         audit::of_console());
  };
  std::vector<decltype(ask_owner(0, {}))> asked;
  for (const auto& [owner, persons] : by_partition) asked.push_back(ask_owner(owner, persons));
  for (auto& one : asked) {
    one.receive(
        [&](const Result<identity::PutCounts>& result) {
          if (result.ok()) return counts.add(result.value());
          faults = result.faults();
        },
        [&](const caf::error&) { faults = {{Errc::internal, {}}}; });
  }
  if (!faults.empty()) return faults;
  return counts;
}
}  // namespace

Answer import_identities(const Parts& parts, OrderFields& fields) {
  const auto entries = identity::parse_entries(fields.whole(), "identities");
  if (!entries.ok()) return Refusal{entries.error()};
  const auto counts = put(parts, filed(parts, entries.value()));
  if (!counts.ok()) return Refusal{told(counts.faults(), no_person)};
  for (const auto& entry : entries.value()) {
    if (entry.person.status == identity::Status::activated) continue;
    const auto ended = sign_out(parts, entry.uin);
    if (!ended.ok()) return Refusal{told(ended.faults(), no_person)};
  }
  json::ObjectWriter out{64};
  out.number("added", static_cast<int64_t>(counts.value().added));
  out.number("changed", static_cast<int64_t>(counts.value().changed));
  out.number("unchanged", static_cast<int64_t>(counts.value().unchanged));
  return Answer{std::move(out).finish()};
}

Answer show_identity(const Parts& parts, OrderFields& fields) {
  const std::string hash = identity::hash_of(*parts.index_key, fields.text("uin"));
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  return shown(ask<identity::Found>(parts, owner_of(parts.identities, hash),
                                    identity::find_atom::value, hash, audit::of_console()));
}

Answer set_identity_status(const Parts& parts, OrderFields& fields) {
  const std::string uin = fields.text("uin");
  const std::string hash = identity::hash_of(*parts.index_key, uin);
  const auto status = identity::status_of(fields.text("status"));
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  if (!status) return Refusal{"the status is ACTIVATED, DEACTIVATED or BLOCKED"};
  const auto found =
      ask<identity::Found>(parts, owner_of(parts.identities, hash), identity::status_atom::value,
                           hash, *status, audit::of_console());
  if (found.ok() && found.value().is_known && status != identity::Status::activated) {
    const auto ended = sign_out(parts, uin);
    if (!ended.ok()) return Refusal{told(ended.faults(), no_person)};
  }
  return shown(found);
}
}  // namespace console
