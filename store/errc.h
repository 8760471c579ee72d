// store/errc.h: what a read of the store can fail with. A failed write has no code: it stops the
// process.
#pragma once
#include <cstdint>

#include "actors/base/expected.h"

namespace store {
enum class Errc : uint8_t {
  io,       ///< the device or the file system failed
  corrupt,  ///< a checksum or a record's form is wrong, or a sealed value does not open
};

template <class T>
using Read = Expected<T, Errc>;
}  // namespace store
