// actors/base/byte_codec.h: numbers and texts as the bytes of a stored record or key.
#pragma once
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace bytes {
/// Appends `number` little-endian, as in every stored value.
template <std::integral Int>
void put(std::string& out, Int number) {
  auto rest = static_cast<std::make_unsigned_t<Int>>(number);
  for (size_t i = 0; i < sizeof(Int);
       ++i, rest = static_cast<decltype(rest)>(uint64_t{rest} >> 8)) {
    out.push_back(static_cast<char>(rest & 0xff));
  }
}

/// Appends `number` big-endian, as in a key: byte order is then the order of the numbers.
template <std::unsigned_integral Int>
void put_ordered(std::string& out, Int number) {
  for (size_t i = sizeof(Int); i-- > 0;) {
    out.push_back(static_cast<char>((uint64_t{number} >> (8 * i)) & 0xff));
  }
}

/// Longest text that put_text keeps; the rest is cut off.
inline constexpr size_t text_bytes_max = 256;

/// Appends a length (u16) and at most text_bytes_max bytes of `text`.
inline void put_text(std::string& out, std::string_view text) {
  text = text.substr(0, text_bytes_max);
  put(out, static_cast<uint16_t>(text.size()));
  out.append(text);
}

/// Reads what the functions above wrote. A read past the end answers 0 or "" and is remembered.
class Reader {
 public:
  explicit Reader(std::string_view record) : rest_(record) {}

  template <std::integral Int>
  Int take() {
    return static_cast<Int>(take_raw(sizeof(Int), false));
  }
  template <std::unsigned_integral Int>
  Int take_ordered() {
    return static_cast<Int>(take_raw(sizeof(Int), true));
  }
  std::string_view take_text() { return take_bytes(take<uint16_t>()); }
  std::string_view take_bytes(size_t count) {
    whole_ = whole_ && rest_.size() >= count;
    if (!whole_) return {};
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  /// True when every read found its bytes and none are left over.
  bool is_whole() const { return whole_ && rest_.empty(); }

 private:
  uint64_t take_raw(size_t count, bool ordered) {
    const auto taken = take_bytes(count);
    uint64_t number = 0;
    for (size_t i = 0; i < taken.size(); ++i) {
      const size_t shift = 8 * (ordered ? taken.size() - 1 - i : i);
      number |= uint64_t{static_cast<unsigned char>(taken[i])} << shift;
    }
    return number;
  }

  std::string_view rest_;
  bool whole_ = true;
};
}  // namespace bytes
