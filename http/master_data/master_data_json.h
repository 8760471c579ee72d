// http/master_data/master_data_json.h: rows of master data on the wire.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "actors/master_data/master_data.h"
#include "http/context.h"
#include "http/json_text.h"

namespace http {
/// The tables as they were read last. Whoever holds them sees one state of all of them.
inline std::shared_ptr<const master_data::MasterData> master_data_of(const Context& context) {
  return context.prereg.board->settings()->master_data;
}

/// Lists of up to so many rows leave in one answer: what the reactor writes at a time has a bound.
inline constexpr size_t master_data_rows_max = 10'000;

/// {"KEY":[..]}, row by row. `count` says how many there are.
class RowList {
 public:
  explicit RowList(std::string_view key) {
    writer.StartObject();
    write_key(writer, key);
    writer.StartArray();
  }
  std::string finish() {
    writer.EndArray();
    writer.EndObject();
    return text_in(buffer_);
  }

 private:
  JsonBuffer buffer_;

 public:
  JsonWriter writer{buffer_};
  size_t count = 0;
};

inline void write_active(JsonWriter& writer, bool active) {
  write_key(writer, "isActive");
  writer.Bool(active);
}
}  // namespace http
