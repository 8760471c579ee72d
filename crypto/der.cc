// crypto/der.cc: tags and lengths, and no meaning.
#include "crypto/der.h"

#include <cstdint>
#include <optional>

namespace crypto {
namespace {
constexpr int depth_max = 32;
constexpr unsigned long_form = 0x80;
constexpr unsigned constructed = 0x20, number_mask = 0x1f, class_mask = 0xc0;
constexpr unsigned number_sequence = 16, number_set = 17;

struct Element {
  unsigned tag;
  std::string_view content;
};
constexpr unsigned byte_at(std::string_view bytes, size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// A long number is written in bytes of its own, and end-of-contents stands for an indefinite
/// length.
bool is_allowed(unsigned tag) {
  const unsigned number = tag & number_mask;
  if (number == number_mask) return false;
  if ((tag & class_mask) != 0) return true;
  const bool holds_elements = number == number_sequence || number == number_set;
  return number != 0 && holds_elements == ((tag & constructed) != 0);
}

/// The element in front; `bytes` then begin behind it.
std::optional<Element> take(std::string_view& bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const unsigned tag = byte_at(bytes, 0);
  size_t length = byte_at(bytes, 1);
  bytes.remove_prefix(2);
  if (length >= long_form) {
    const size_t length_bytes = length - long_form;
    if (length_bytes == 0 || length_bytes > sizeof(uint32_t) || bytes.size() < length_bytes)
      return std::nullopt;
    length = 0;
    for (size_t i = 0; i < length_bytes; ++i) length = length << 8 | byte_at(bytes, i);
    if (length < long_form || byte_at(bytes, 0) == 0) return std::nullopt;  // not the shortest
    bytes.remove_prefix(length_bytes);
  }
  if (!is_allowed(tag) || bytes.size() < length) return std::nullopt;
  const Element element{tag, bytes.substr(0, length)};
  bytes.remove_prefix(length);
  return element;
}

bool are_der(std::string_view elements, int depth) {
  while (!elements.empty()) {
    const auto element = take(elements);
    if (!element) return false;
    const bool holds_elements = (element->tag & constructed) != 0;
    if (holds_elements && (depth > depth_max || !are_der(element->content, depth + 1)))
      return false;
  }
  return true;
}
}  // namespace

bool is_der(std::string_view bytes) {
  std::string_view behind = bytes;
  return take(behind) && behind.empty() && are_der(bytes, 1);
}
}  // namespace crypto
