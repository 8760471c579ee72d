// store/wal_damage.cc: RocksDB's log format (log_format.h): blocks of 32 KiB, in each a row of
// fragments: u32 masked crc32c of type and payload, u16 length, u8 type, payload.
#include "store/wal_damage.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

namespace store {
namespace {
constexpr size_t block_bytes = 32 * 1024;
constexpr size_t header_bytes = 7;
enum FragmentType : uint8_t { zero = 0, full = 1, first = 2, middle = 3, last = 4 };

constexpr std::array<uint32_t, 256> crc32c_table() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >> 1) ^ 0x82f63b78u : crc >> 1;
    table[i] = crc;
  }
  return table;
}

uint32_t masked_crc32c(std::string_view bytes) {
  static constexpr auto table = crc32c_table();
  uint32_t crc = 0xffffffffu;
  for (const char c : bytes) crc = table[(crc ^ static_cast<uint8_t>(c)) & 0xff] ^ (crc >> 8);
  crc = ~crc;
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

struct Fragment {
  FragmentType type;
  size_t bytes;  ///< with its header
};

/// The fragment at the front of what is left of a block, if its checksum holds.
std::optional<Fragment> fragment_at(std::string_view rest) {
  if (rest.size() < header_bytes) return std::nullopt;
  uint32_t crc = 0;
  uint16_t length = 0;
  std::memcpy(&crc, rest.data(), sizeof crc);
  std::memcpy(&length, rest.data() + 4, sizeof length);
  const auto type = static_cast<uint8_t>(rest[6]);
  if (type < full || type > last || header_bytes + length > rest.size()) return std::nullopt;
  if (masked_crc32c(rest.substr(6, size_t{1} + length)) != crc) return std::nullopt;
  return Fragment{static_cast<FragmentType>(type), header_bytes + length};
}

bool is_zero(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == 0; });
}

/// How many bytes of a block read well, from its front.
size_t sound_bytes(std::string_view block) {
  size_t at = 0;
  while (const auto fragment = fragment_at(block.substr(at))) at += fragment->bytes;
  return is_zero(block.substr(at)) ? block.size() : at;
}

/// Whether a write begins anywhere in what is left of a block, at whatever offset.
bool write_begins_in(std::string_view rest) {
  for (size_t at = 0; at + header_bytes <= rest.size(); ++at) {
    const auto fragment = fragment_at(rest.substr(at));
    if (fragment && fragment->type <= first) return true;
  }
  return false;
}

/// The damage of one log; `torn_tail` when no write begins behind it.
WalDamage damage_of(std::string_view log) {
  for (size_t block = 0; block < log.size(); block += block_bytes) {
    const std::string_view bytes = log.substr(block, block_bytes);
    const size_t sound = sound_bytes(bytes);
    if (sound == bytes.size()) continue;
    // One byte on: the damaged fragment itself may not count as a later write.
    if (write_begins_in(bytes.substr(sound + 1))) return WalDamage::inside;
    for (size_t later = block + block_bytes; later < log.size(); later += block_bytes) {
      if (write_begins_in(log.substr(later, block_bytes))) return WalDamage::inside;
    }
    return WalDamage::torn_tail;
  }
  return WalDamage::none;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}
}  // namespace

WalDamage wal_damage(const std::string& dir) {
  std::vector<std::filesystem::path> logs;
  std::error_code fault;
  for (std::filesystem::directory_iterator at{dir, fault}, end; !fault && at != end;
       at.increment(fault)) {
    if (at->path().extension() == ".log") logs.push_back(at->path());
  }
  if (fault) return WalDamage::inside;  // it cannot be judged
  std::sort(logs.begin(), logs.end());  // six digits and more: older numbers come first
  for (const auto& log : logs) {
    const WalDamage damage = damage_of(content_of(log));
    if (damage == WalDamage::none) continue;
    return log == logs.back() ? damage : WalDamage::inside;
  }
  return WalDamage::none;
}
}  // namespace store
