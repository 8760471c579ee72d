// http/transport/render.h: an answer as bytes.
#pragma once
#include <ctime>
#include <string>
#include <string_view>

#include "http/transport/options.h"

namespace http::transport {

/// `Date: ...` with its line end, made once a second. One per reactor.
class DateLine {
 public:
  std::string_view at(std::time_t now);

 private:
  std::time_t second_ = -1;
  char text_[64] = {};
  size_t bytes_ = 0;
};

/// What the request asks of the form of its answer.
struct AnswerForm {
  bool head_only = false;       ///< HEAD: everything but the body
  bool close = false;           ///< say `Connection: close`
  bool say_keep_alive = false;  ///< HTTP/1.0 with keep-alive wants to be told
};

/// Appends the whole answer. 1xx, 204 and 304 have no body, 1xx and 204 no Content-Length.
void render(const Response& response, AnswerForm form, std::string_view date_line,
            std::string_view fixed_headers, std::string& out);

/// Header lines, cleaned as Response::headers says.
std::string render_headers(const std::vector<std::pair<std::string, std::string>>& headers);

/// The reason phrase of a status; "Unknown" for one without.
std::string_view reason_of(int status);

/// The default of Options::on_error.
Response plain_error(int status, std::string_view reason);

}  // namespace http::transport
