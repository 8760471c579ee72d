// http/transport/method_check.cc: the only user of Pistache's request parser.
#include "http/transport/method_check.h"

#include <pistache/http.h>

namespace http::transport {

struct MethodCheck::Parser {
  // A head's bound in Options does not bound this: it holds one normalised request line.
  Pistache::Http::RequestParser parser{size_t{1} << 20};
};

MethodCheck::MethodCheck() : parser_(std::make_unique<Parser>()) {}
MethodCheck::~MethodCheck() = default;

bool MethodCheck::accepts(const Head& head) {
  auto& parser = parser_->parser;
  line_.assign(head.method).append(" ").append(head.path);
  line_.append(head.version_minor == 0 ? " HTTP/1.0\r\n\r\n" : " HTTP/1.1\r\n\r\n");
  bool accepted = false;
  try {
    accepted = parser.feed(line_.data(), line_.size()) &&
               parser.parse() == Pistache::Http::Private::State::Done &&
               parser.request.resource() == head.path;
  } catch (const std::exception&) {
    // An unknown method is an exception to Pistache; its text is nobody's business.
  }
  parser.reset();
  return accepted;
}

}  // namespace http::transport
