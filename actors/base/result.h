// actors/base/result.h: what a slice answers: a value, or the faults that the client is told.
#pragma once
#include <cassert>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include "actors/base/error.h"

/// A T or one to n faults. It travels between actors, so T is default constructible.
template <class T>
class Result {
 public:
  Result() : faults_{Fault{Errc::internal, {}}} {}
  Result(T value) : value_(std::move(value)) {}
  Result(Errc errc) : faults_{Fault{errc, {}}} {}
  Result(Fault fault) : faults_{std::move(fault)} {}
  Result(Faults faults) : faults_(std::move(faults)) { assert(!faults_.empty()); }

  bool ok() const { return faults_.empty(); }
  const T& value() const& {
    assert(ok());
    return value_;
  }
  T&& value() && {
    assert(ok());
    return std::move(value_);
  }
  /// The first fault's code. Only when `!ok()`.
  Errc error() const {
    assert(!ok());
    return faults_.front().errc;
  }
  const Faults& faults() const { return faults_; }

  /// For CAF's inspectors: field by field, so that a result can cross nodes.
  template <class Inspector>
  friend typename Inspector::result_type inspect(Inspector& f, Result& x) {
    return f(x.value_, x.faults_);
  }

 private:
  T value_{};
  Faults faults_;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Fault& x) {
  return f(x.errc, x.args);
}

/// The value of an operation that has nothing to say but "done".
struct Done {
  friend bool operator==(const Done&, const Done&) = default;
};
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Done&) {
  return f();
}
