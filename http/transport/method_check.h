// http/transport/method_check.h: Pistache's RequestParser on a request line that framing let pass.
#pragma once
#include <memory>
#include <string>

#include "http/transport/framing.h"

namespace http::transport {

/// Framing has decided by itself where the request begins, ends and what its headers say, because
/// Pistache's typed header parsers throw on values that are legal. The parser therefore sees a
/// normalised head without query, headers and body, and settles whether HTTP knows the method.
class MethodCheck {
 public:
  MethodCheck();
  ~MethodCheck();
  /// False: 501. Not for several threads.
  bool accepts(const Head& head);

 private:
  struct Parser;
  const std::unique_ptr<Parser> parser_;
  std::string line_;
};

}  // namespace http::transport
