// actors/number/generator.cc: digits and restarts.
#include "actors/number/generator.h"

namespace number {
unsigned DigitSource::next() {
  for (;;) {
    if (used_ == block_bytes) {
      random_.fill(block_);
      used_ = 0;
    }
    const auto byte = std::to_integer<unsigned>(block_[used_++]);
    // 250 to 255 would favour the digits 0 to 5.
    if (byte < 250) return byte % 10;
  }
}

bool Generator::attempt() {
  const auto drawn = static_cast<size_t>(draft_.rules().digits) - 1;
  draft_.clear();
  while (draft_.size() < drawn) {
    if (!draft_.push(digits_.next())) return false;
  }
  return draft_.finish();
}

std::optional<Packed> Generator::next() {
  for (size_t tries = 0; tries < tries_max; ++tries) {
    if (attempt()) return pack(draft_.text());
  }
  return std::nullopt;
}
}  // namespace number
