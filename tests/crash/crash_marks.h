// tests/crash/crash_marks.h: by which key a write to the log is known for one that a point is named
// after. crash_marks_test.cc holds it against the keys of today's code.
#pragma once
#include <array>
#include <string_view>

namespace crash {
/// A put in a write to the log, known by its key: length with the owner's three bytes, services
/// (empty: any), shape. As RocksDB writes it: 1, length, partition, service, shape.
struct Mark {
  std::string_view name;
  unsigned char key_bytes;
  std::string_view services;
  char shape;

  constexpr bool is_in(std::string_view bytes) const {
    constexpr size_t front_bytes = 6;
    const std::array<char, 2> octets{1, static_cast<char>(key_bytes)};
    const std::string_view front{octets.data(), octets.size()};
    for (size_t at = bytes.find(front); at != std::string_view::npos;
         at = bytes.find(front, at + 1)) {
      const std::string_view key = bytes.substr(at, front_bytes);
      if (key.size() < front_bytes) return false;
      const bool is_service = services.empty() || services.find(key[4]) != std::string_view::npos;
      if (is_service && key[5] == shape) return true;
    }
    return false;
  }
};

inline constexpr std::array marks{
    Mark{"refill-", 8, "\x02\x04\x05", 'P'},  // a block of a pool
    Mark{"rotation-", 40, "\x08", 'V'},       // a version of a key
    Mark{"trim-", 4, "", 'Z'},                // where the archived part of a chain ends
    Mark{"piece-", 62, "\x10", 'F'},          // 64 KiB of a document
};
}  // namespace crash
