// actors/base/partition_of.h: which partition owns a key. Stored data depends on it: it never
// changes.
#pragma once
#include <cstdint>
#include <string_view>

/// 64-bit FNV-1a with a finishing mix, so that short keys that differ in one digit spread as well.
/// With a secret `basis` nobody can choose keys that meet.
constexpr uint64_t stable_hash(std::string_view key, uint64_t basis = 0xcbf29ce484222325ULL) {
  uint64_t hash = basis;
  for (const char c : key) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdULL;
  return hash ^ (hash >> 33);
}

/// The partition in [0, partitions) that owns `key`, the same for ever and on every machine.
constexpr uint16_t partition_of(std::string_view key, uint16_t partitions) {
  return static_cast<uint16_t>(stable_hash(key) % partitions);
}
