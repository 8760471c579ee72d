// actors/device/trust_record.cc: the codecs.
#include "actors/device/trust_record.h"

#include "actors/device/record_codec.h"

namespace device {
namespace {
constexpr uint8_t company_format = 1;
constexpr uint8_t mds_format = 1;
}  // namespace

std::string encoded(const Company& company) {
  std::string record;
  bytes::put(record, company_format);
  for (const auto* text : {&company.id, &company.name, &company.address, &company.email,
                           &company.contact, &company.certificate_alias})
    put_long(record, *text);
  bytes::put<uint8_t>(record, company.is_active ? 1 : 0);
  put_stamp(record, company.stamp);
  return record;
}

std::optional<Company> decoded_company(std::string_view record) {
  bytes::Reader reader{record};
  if (reader.take<uint8_t>() != company_format) return std::nullopt;
  Company company;
  for (auto* text : {&company.id, &company.name, &company.address, &company.email, &company.contact,
                     &company.certificate_alias})
    *text = take_long(reader);
  company.is_active = reader.take<uint8_t>() == 1;
  company.stamp = take_stamp(reader);
  if (!reader.is_whole()) return std::nullopt;
  return company;
}

std::string encoded(const Mds& mds) {
  std::string record;
  bytes::put(record, mds_format);
  for (const auto* text : {&mds.id, &mds.version, &mds.provider_id, &mds.type_code,
                           &mds.sub_type_code, &mds.make, &mds.model, &mds.binary_hash})
    put_long(record, *text);
  put_time(record, mds.software_created);
  put_time(record, mds.software_expires);
  bytes::put<uint8_t>(record, mds.is_active ? 1 : 0);
  put_stamp(record, mds.stamp);
  return record;
}

std::optional<Mds> decoded_mds(std::string_view record) {
  bytes::Reader reader{record};
  if (reader.take<uint8_t>() != mds_format) return std::nullopt;
  Mds mds;
  for (auto* text : {&mds.id, &mds.version, &mds.provider_id, &mds.type_code, &mds.sub_type_code,
                     &mds.make, &mds.model, &mds.binary_hash})
    *text = take_long(reader);
  mds.software_created = take_time(reader);
  mds.software_expires = take_time(reader);
  mds.is_active = reader.take<uint8_t>() == 1;
  mds.stamp = take_stamp(reader);
  if (!reader.is_whole()) return std::nullopt;
  return mds;
}
}  // namespace device
