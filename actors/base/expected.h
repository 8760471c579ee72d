// actors/base/expected.h: a value or an error code of the layer that failed (store, crypto).
// Services use Result.
#pragma once
#include <cassert>
#include <utility>
#include <variant>

/// Either a T or an E. `E` is a small enum; `error()` may be asked only when `!ok()`.
template <class T, class E>
class Expected {
 public:
  Expected(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Expected(E error) : held_(std::in_place_index<1>, error) {}

  bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }
  const T& value() const& {
    assert(ok());
    return *std::get_if<0>(&held_);
  }
  T& value() & {
    assert(ok());
    return *std::get_if<0>(&held_);
  }
  T&& value() && {
    assert(ok());
    return std::move(*std::get_if<0>(&held_));
  }
  E error() const {
    assert(!ok());
    return *std::get_if<1>(&held_);
  }

 private:
  std::variant<T, E> held_;
};
