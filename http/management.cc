// http/management.cc: Spring's actuator paths and words, because operators' probes know them.
#include "http/management.h"

#include <prometheus/text_serializer.h>

#include <algorithm>

#include "http/json_text.h"

namespace http {
namespace {
std::string_view word_of(Health::Status status) {
  switch (status) {
    case Health::Status::up:
      return "UP";
    case Health::Status::warning:
      return "WARNING";
    case Health::Status::down:
      break;
  }
  return "DOWN";
}

transport::Response json(int status, std::string body) {
  transport::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

transport::Response state(bool good, std::string_view good_word, std::string_view bad_word) {
  return json(good ? 200 : 503, one_field("status", good ? good_word : bad_word));
}
}  // namespace

void Management::operator()(const transport::Request& request, transport::Reply reply) const {
  if (request.method() == "GET" || request.method() == "HEAD") {
    if (sources_.dev_messages && request.path() == "/dev/messages")
      return sources_.dev_messages(request.query(), std::move(reply));
    return reply.send(answer(request.path()));
  }
  auto refusal = json(405, one_field("status", "Method Not Allowed"));
  refusal.headers.emplace_back("Allow", "GET, HEAD");
  reply.send(std::move(refusal));
}

transport::Response Management::answer(std::string_view path) const {
  if (path == "/actuator/health") return health();
  if (path == "/actuator/health/liveness") return state(true, "UP", "DOWN");
  if (path == "/actuator/health/readiness") return state(sources_.ready(), "UP", "OUT_OF_SERVICE");
  if (path == "/actuator/info") {
    return json(200, R"({"build":{"name":"idkernel","version":")" + sources_.version + R"("}})");
  }
  if (path == "/actuator/prometheus") {
    transport::Response response;
    response.content_type = "text/plain; version=0.0.4";
    response.body = prometheus::TextSerializer{}.Serialize(sources_.metrics());
    return response;
  }
  return json(404, one_field("status", "Not Found"));
}

transport::Response Management::health() const {
  const std::vector<Health> parts = sources_.health();
  const auto worst = std::max_element(
      parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.status < b.status; });
  const auto overall = worst == parts.end() ? Health::Status::up : worst->status;
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  writer.StartObject();
  write_field(writer, "status", word_of(overall));
  write_key(writer, "components");
  writer.StartObject();
  for (const Health& part : parts) {
    write_key(writer, part.name);
    writer.StartObject();
    write_field(writer, "status", word_of(part.status));
    if (!part.detail.empty()) write_field(writer, "detail", part.detail);
    writer.EndObject();
  }
  writer.EndObject();
  writer.EndObject();
  return json(overall == Health::Status::down ? 503 : 200, {buffer.GetString(), buffer.GetSize()});
}
}  // namespace http
