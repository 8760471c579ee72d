// http/device/trust_http.cc: the wire form of providers and device services. No rule, no storage.
#include "http/context.h"
#include "http/device/device_fields.h"
#include "http/device/device_http.h"
#include "http/json_text.h"

namespace http {
namespace {
using device::Company;
using device::CompanyKind;
using device::Mds;

constexpr size_t id_chars = 36;
constexpr size_t name_chars = 128;
constexpr size_t address_chars = 512;
constexpr size_t email_chars = 256;
constexpr size_t contact_chars = 16;
constexpr size_t version_chars = 64;

/// What the two kinds of companies call the same things.
struct CompanyNames {
  std::string_view name, contact, alias;
};
constexpr CompanyNames names_of(CompanyKind kind) {
  if (kind == CompanyKind::provider) return {"vendorName", "contactNumber", "certificateAlias"};
  return {"name", "contactNo", "certAlias"};
}

void write_null(JsonWriter& writer, std::string_view key) {
  write_key(writer, key);
  writer.Null();
}
void write_flag(JsonWriter& writer, std::string_view key, bool flag) {
  write_key(writer, key);
  writer.Bool(flag);
}
void write_updated_by(JsonWriter& writer, const device::Stamp& stamp) {
  if (stamp.updated) return write_field(writer, "updatedBy", stamp.updated_by);
  write_null(writer, "updatedBy");
}
void write_times(JsonWriter& writer, const device::Stamp& stamp) {
  write_field(writer, "createdBy", stamp.created_by);
  write_field(writer, "createdDateTime", iso_utc(stamp.created));
  write_updated_by(writer, stamp);
  if (stamp.updated) {
    write_field(writer, "updatedDateTime", iso_utc(*stamp.updated));
  } else {
    write_null(writer, "updatedDateTime");
  }
  write_null(writer, "isDeleted");
  write_null(writer, "deletedDateTime");
}

void write_company(JsonWriter& writer, CompanyKind kind, const Company& company) {
  const CompanyNames names = names_of(kind);
  write_field(writer, "id", company.id);
  write_field(writer, names.name, company.name);
  write_field(writer, "address", company.address);
  write_field(writer, "email", company.email);
  write_field(writer, names.contact, company.contact);
  write_field(writer, names.alias, company.certificate_alias);
  write_flag(writer, "isActive", company.is_active);
}

std::string provider_json(const Company& provider) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_company(writer, CompanyKind::provider, provider);
  write_field(writer, "createdBy", provider.stamp.created_by);
  write_updated_by(writer, provider.stamp);
  write_null(writer, "isDeleted");
  writer.EndObject();
  return text_in(buffer);
}

std::string trust_provider_json(const Company& trust_provider) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_company(writer, CompanyKind::trust_provider, trust_provider);
  write_times(writer, trust_provider.stamp);
  writer.EndObject();
  return text_in(buffer);
}

std::string mds_json(const Mds& mds) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_flag(writer, "isActive", mds.is_active);
  write_times(writer, mds.stamp);
  write_field(writer, "id", mds.id);
  write_field(writer, "swVersion", mds.version);
  write_field(writer, "deviceProviderId", mds.provider_id);
  write_field(writer, "regDeviceTypeCode", mds.type_code);
  write_field(writer, "regDeviceSubCode", mds.sub_type_code);
  write_field(writer, "make", mds.make);
  write_field(writer, "model", mds.model);
  write_field(writer, "swCreateDateTime", iso_utc(mds.software_created));
  write_field(writer, "swExpiryDateTime", iso_utc(mds.software_expires));
  write_field(writer, "swBinaryHash", mds.binary_hash);
  writer.EndObject();
  return text_in(buffer);
}

enum class Deed { add, change };

void put_company(const Context& context, const Call& call, const Reply& reply, CompanyKind kind,
                 Deed verb, Errc missing) {
  const CompanyNames names = names_of(kind);
  device::FieldFaults faults{missing};
  DeviceFields fields{call.request(), faults};
  Company company;
  if (verb == Deed::change) company.id = fields.required("id", id_chars);
  company.name = fields.required(names.name, name_chars);
  company.address = fields.required("address", address_chars);
  company.email = fields.required("email", email_chars);
  company.contact = fields.required(names.contact, contact_chars);
  company.certificate_alias = fields.required(names.alias, id_chars);
  company.is_active = fields.required_activity();
  if (!faults.ok()) return reply.faults(faults.faults());
  forward<Company>(*context.gateway, context.actors.devices.trust, reply,
                   kind == CompanyKind::provider ? provider_json : trust_provider_json,
                   device::company_atom::value,
                   device::CompanyOrder{kind, std::move(company), actor_name(call), call.origin()});
}

void put_mds(const Context& context, const Call& call, const Reply& reply, Deed verb) {
  device::FieldFaults faults{Errc::mds_missing};
  DeviceFields fields{call.request(), faults};
  device::MdsOrder order;
  Mds& mds = order.mds;
  if (verb == Deed::change) mds.id = fields.required("id", id_chars);
  mds.provider_id = fields.required("deviceProviderId", id_chars);
  mds.type_code = fields.required("regDeviceTypeCode", id_chars);
  mds.sub_type_code = fields.required("regDeviceSubCode", id_chars);
  mds.version = fields.required("swVersion", version_chars);
  mds.binary_hash = fields.required("swBinaryHash", id_chars);
  mds.make = fields.required("make", id_chars);
  mds.model = fields.required("model", id_chars);
  mds.software_created = fields.required_time("swCreateDateTime");
  mds.software_expires = fields.required_time("swExpiryDateTime");
  if (verb == Deed::add) {
    mds.is_active = fields.required_activity();
  } else {
    order.is_active = fields.activity();
  }
  if (!faults.ok()) return reply.faults(faults.faults());
  order.by = actor_name(call);
  order.origin = call.origin();
  forward<Mds>(*context.gateway, context.actors.devices.trust, reply, mds_json,
               device::mds_atom::value, std::move(order));
}
}  // namespace

void add_device_provider(const Context& context, const Call& call, Reply reply) {
  put_company(context, call, reply, CompanyKind::provider, Deed::add, Errc::provider_missing);
}
void change_device_provider(const Context& context, const Call& call, Reply reply) {
  put_company(context, call, reply, CompanyKind::provider, Deed::change,
              Errc::provider_change_missing);
}
void add_trust_provider(const Context& context, const Call& call, Reply reply) {
  put_company(context, call, reply, CompanyKind::trust_provider, Deed::add,
              Errc::trust_provider_missing);
}
void change_trust_provider(const Context& context, const Call& call, Reply reply) {
  put_company(context, call, reply, CompanyKind::trust_provider, Deed::change,
              Errc::trust_provider_change_missing);
}
void add_device_service(const Context& context, const Call& call, Reply reply) {
  put_mds(context, call, reply, Deed::add);
}
void change_device_service(const Context& context, const Call& call, Reply reply) {
  put_mds(context, call, reply, Deed::change);
}
}  // namespace http
