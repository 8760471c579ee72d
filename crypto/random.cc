// crypto/random.cc: random bytes, or no process.
#include "crypto/random.h"

#include <openssl/rand.h>

#include <algorithm>

#include "crypto/digest.h"
#include "crypto/openssl_handles.h"

namespace crypto {
// RAND_bytes takes an int: larger requests are cut.
static void fill_in_pieces(std::span<std::byte> bytes, int (*draw)(unsigned char*, int)) {
  constexpr size_t piece_bytes_max = 1 << 20;
  while (!bytes.empty()) {
    const size_t piece = std::min(bytes.size(), piece_bytes_max);
    if (draw(bytes_of(bytes), static_cast<int>(piece)) != 1) die("random number generator");
    bytes = bytes.subspan(piece);
  }
}

void SystemRandom::fill(std::span<std::byte> bytes) { fill_in_pieces(bytes, RAND_bytes); }
void SystemKeyRandom::fill(std::span<std::byte> bytes) { fill_in_pieces(bytes, RAND_priv_bytes); }

BufferedRandom::~BufferedRandom() { wipe(block_); }

void BufferedRandom::fill(std::span<std::byte> bytes) {
  if (bytes.size() > block_bytes) return source_.fill(bytes);
  if (bytes.size() > block_bytes - used_) {
    source_.fill(block_);
    used_ = 0;
  }
  const std::span<std::byte> taken = std::span{block_}.subspan(used_, bytes.size());
  std::ranges::copy(taken, bytes.data());
  wipe(taken);
  used_ += bytes.size();
}

std::string uuid_v4(::Random& random) {
  std::array<std::byte, 16> bytes;
  random.fill(bytes);
  bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};
  bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
  std::string text = hex_lower(bytes);
  for (const size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, 1, '-');
  return text;
}
}  // namespace crypto
