// http/license/license_http.cc: the wire form of licence keys. No rule, no storage.
#include "http/license/license_http.h"

#include "http/context.h"
#include "http/json_text.h"

namespace http {
namespace {
// The seed says MISPId, the reference tspId (keys sheet D18).
constexpr std::string_view misp_name = "MISPId";
constexpr std::string_view misp_alias = "tspId";

std::string generated_json(const std::string& key) { return one_field("licenseKey", key); }
std::string mapped_json(const Done&) {
  return one_field("status", "Mapped License with the permissions");
}
// The blank at its end is the contract's.
std::string status_json(const Done&) {
  return one_field("message", "The status had been changed successfully. ");
}

std::string permissions_json(const std::vector<std::string>& permissions) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_key(writer, "permissions");
  writer.StartArray();
  for (const std::string& permission : permissions) write_text(writer, permission);
  writer.EndArray();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string own(std::string_view text) { return std::string{trimmed(text)}; }

std::string misp_of(const Fields& request) {
  return own(request.text({misp_name, misp_alias}).value);
}

/// Text alone is accepted: a number or an object in its place is an unreadable request.
bool is_unreadable(const TextField& field) { return field.kind == TextField::Kind::other; }
}  // namespace

void generate_license(const Context& context, const Call& call, Reply reply) {
  const Fields request = call.request();
  if (!request.present()) return reply.fault(Errc::license_unreadable);
  const auto expiry = request.text({"licenseExpiryTime"});
  license::Generate message{misp_of(request), {}, call.origin()};
  const bool is_dated = !expiry.blank();
  if (is_unreadable(expiry) || is_unreadable(request.text({misp_name, misp_alias})) ||
      (is_dated && !parse_iso_utc(trimmed(expiry.value), message.expires)))
    return reply.fault(Errc::license_unreadable);
  forward<std::string>(*context.gateway, context.actors.license.at(context.next_partition()), reply,
                       generated_json, license::make_atom::value, std::move(message));
}

void map_license(const Context& context, const Call& call, Reply reply) {
  const Fields request = call.request();
  if (!request.present()) return reply.fault(Errc::license_unreadable);
  auto permissions = request.texts("permissions");
  const auto key = request.text({"licenseKey"});
  if (!permissions || is_unreadable(key) || is_unreadable(request.text({misp_name, misp_alias})))
    return reply.fault(Errc::license_unreadable);
  license::Map message{{misp_of(request), own(key.value)}, std::move(*permissions), call.origin()};
  const auto& owner = context.actors.license.of(message.pair.license_key);
  forward<Done>(*context.gateway, owner, reply, mapped_json, license::map_atom::value,
                std::move(message));
}

void license_permissions(const Context& context, const Call& call, Reply reply) {
  auto misp_id = call.query(misp_name);
  if (!misp_id) misp_id = call.query(misp_alias);
  license::Pair pair{own(misp_id.value_or("")), own(call.query("licenseKey").value_or(""))};
  const auto& owner = context.actors.license.of(pair.license_key);
  forward<std::vector<std::string>>(*context.gateway, owner, reply, permissions_json,
                                    license::read_atom::value, std::move(pair));
}

void set_license_status(const Context& context, const Call& call, Reply reply) {
  const Fields request = call.request();
  if (!request.present()) return reply.fault(Errc::license_unreadable);
  const auto key = request.text({"licenseKey"});
  const auto status = request.text({"status"});
  if (is_unreadable(key) || is_unreadable(status)) return reply.fault(Errc::license_unreadable);
  license::SetStatus message{own(key.value), own(status.value), call.origin()};
  const auto& owner = context.actors.license.of(message.license_key);
  forward<Done>(*context.gateway, owner, reply, status_json, license::status_atom::value,
                std::move(message));
}
}  // namespace http
