// actors/identity/identity_record.cc: the record's codec.
#include "actors/identity/identity_record.h"

#include "actors/base/byte_codec.h"

namespace identity {
namespace {
constexpr uint8_t record_format = 1;
}

std::string encoded(const Person& person) {
  std::string record;
  bytes::put(record, record_format);
  bytes::put(record, static_cast<uint8_t>(person.status));
  bytes::put_text(record, person.email);
  bytes::put_text(record, person.phone);
  bytes::put(record, static_cast<uint8_t>(person.languages.size()));
  for (const auto& language : person.languages) bytes::put_text(record, language);
  return record;
}

std::optional<Person> decoded(std::string_view record) {
  bytes::Reader reader{record};
  if (reader.take<uint8_t>() != record_format) return std::nullopt;
  Person person;
  person.status = static_cast<Status>(reader.take<uint8_t>());
  person.email = reader.take_text();
  person.phone = reader.take_text();
  for (auto left = reader.take<uint8_t>(); left > 0; --left)
    person.languages.emplace_back(reader.take_text());
  if (!reader.is_whole() || text_of(person.status).empty()) return std::nullopt;
  return person;
}
}  // namespace identity
