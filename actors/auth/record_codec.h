// actors/auth/record_codec.h: the byte form of this slice's records: a version, then fields in
// order.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/byte_codec.h"
#include "crypto/secure_bytes.h"

namespace auth {
/// A number is 8 bytes; a text is its length and all of its bytes (keys and lists of roles are
/// longer than bytes::put_text keeps).
class RecordWriter {
 public:
  /// Writes of up to `bytes_expected` move nothing: a record that is wiped leaves no copy behind.
  explicit RecordWriter(uint8_t version, size_t bytes_expected = 0) {
    bytes_.reserve(bytes_expected);
    bytes_.push_back(static_cast<char>(version));
  }

  void number(uint64_t value) { bytes::put(bytes_, value); }
  void signed_number(int64_t value) { bytes::put(bytes_, value); }
  void text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const auto& value : values) text(value);
  }
  const std::string& bytes() const { return bytes_; }
  /// For records that hold a secret: overwrites what was written.
  void wipe() { crypto::wipe(std::as_writable_bytes(std::span{bytes_})); }

 private:
  std::string bytes_;
};

/// Reads what RecordWriter wrote. After the first field that is not there every read answers
/// nothing and ok() is false: callers look once, at the end.
class RecordReader {
 public:
  RecordReader(std::string_view record, uint8_t version)
      : reader_(record), ok_(reader_.take<uint8_t>() == version) {}

  uint64_t number() { return reader_.take<uint64_t>(); }
  int64_t signed_number() { return reader_.take<int64_t>(); }
  std::string_view view() {
    const uint64_t size = number();
    return reader_.take_bytes(size);
  }
  std::string text() { return std::string{view()}; }
  std::vector<std::string> texts() {
    std::vector<std::string> values;
    for (uint64_t count = number(); count > 0 && !reader_.is_short(); --count) {
      values.push_back(text());
    }
    return values;
  }
  bool ok() const { return ok_ && !reader_.is_short(); }
  /// Everything was there, and nothing more.
  bool finished() const { return ok_ && reader_.is_whole(); }

 private:
  bytes::Reader reader_;
  bool ok_;
};
}  // namespace auth
