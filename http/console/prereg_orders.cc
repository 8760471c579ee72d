// http/console/prereg_orders.cc: the order about applications for registration.
#include "actors/json/json_write.h"
#include "actors/prereg/reencryption.h"
#include "crypto/base64.h"
#include "http/console/orders.h"

namespace console {
Answer reencrypt_applications(const Parts& parts, OrderFields& fields) {
  const int64_t partition = fields.number("partition");
  const auto after = crypto::base64url_decode(fields.text("after"));
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  const auto count = static_cast<int64_t>(parts.applications.size());
  if (partition < 0 || partition >= count) return Refusal{"there is no such partition"};
  if (!after) return Refusal{"after is not what an answer told"};
  const auto& owner = parts.applications[static_cast<size_t>(partition)];
  const auto done = ask<prereg::Reencrypted>(parts, owner, prereg::reencrypt_atom::value,
                                             prereg::ReencryptOrder{*after, audit::of_console()});
  if (!done.ok()) return Refusal{told(done.faults(), "")};
  json::ObjectWriter out{128};
  out.number("partitions", count);
  out.number("moved", static_cast<int64_t>(done.value().moved));
  out.number("failed", static_cast<int64_t>(done.value().failed));
  out.field_if_known("after", crypto::base64url_encode(done.value().after));
  return Answer{std::move(out).finish()};
}
}  // namespace console
