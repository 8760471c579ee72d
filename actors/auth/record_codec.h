// actors/auth/record_codec.h: the byte form of this slice's records: a version, then fields in
// order.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/secure_bytes.h"

namespace auth {
/// Numbers are 8 bytes big-endian, so that keys made with it sort by value; a text is its length
/// and its bytes.
class RecordWriter {
 public:
  explicit RecordWriter(uint8_t version) { bytes_.push_back(static_cast<char>(version)); }

  void number(uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes_.push_back(static_cast<char>((value >> shift) & 0xff));
    }
  }
  void signed_number(int64_t value) { number(static_cast<uint64_t>(value)); }
  void text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const auto& value : values) text(value);
  }
  const std::string& bytes() const { return bytes_; }
  void wipe() { crypto::wipe(std::as_writable_bytes(std::span{bytes_})); }

 private:
  std::string bytes_;
};

/// Reads what RecordWriter wrote. After the first field that is not there every read answers
/// nothing and ok() is false: callers look once, at the end.
class RecordReader {
 public:
  RecordReader(std::string_view bytes, uint8_t version) : rest_(bytes) {
    ok_ = !rest_.empty() && static_cast<uint8_t>(rest_.front()) == version;
    if (ok_) rest_.remove_prefix(1);
  }

  uint64_t number() {
    if (!ok_ || rest_.size() < 8) return fail();
    uint64_t value = 0;
    for (size_t i = 0; i < 8; ++i) value = value << 8 | static_cast<uint8_t>(rest_[i]);
    rest_.remove_prefix(8);
    return value;
  }
  int64_t signed_number() { return static_cast<int64_t>(number()); }
  std::string_view view() {
    const uint64_t size = number();
    if (!ok_ || size > rest_.size()) return fail(), std::string_view{};
    const auto value = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return value;
  }
  std::string text() { return std::string{view()}; }
  std::vector<std::string> texts() {
    std::vector<std::string> values;
    for (uint64_t count = number(); ok_ && count > 0; --count) values.push_back(text());
    return values;
  }
  bool ok() const { return ok_; }
  /// Everything was there, and nothing more.
  bool finished() const { return ok_ && rest_.empty(); }

 private:
  uint64_t fail() {
    ok_ = false;
    return 0;
  }

  std::string_view rest_;
  bool ok_ = false;
};
}  // namespace auth
