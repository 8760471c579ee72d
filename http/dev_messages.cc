// http/dev_messages.cc: one question to each partition, one answer of all.
#include "http/dev_messages.h"

#include <algorithm>
#include <memory>

#include "http/json_text.h"
#include "http/percent.h"

namespace http {
namespace {
constexpr size_t rows_max = 1'000;

void write_row(JsonWriter& writer, const outbox::Listed& row) {
  const outbox::Message& message = *row.message;
  writer.StartObject();
  write_field(writer, "channel", outbox::name_of(message.channel));
  std::string to;
  for (const std::string& address : message.to) to += (to.empty() ? "" : ",") + address;
  write_field(writer, "to", to);
  write_field(writer, "subject", message.subject);
  write_field(writer, "text", message.text);
  write_field(writer, "queuedAt", iso_utc(row.head.queued_at));
  write_field(writer, "state", row.in_flight ? "sending" : outbox::name_of(row.head.state));
  writer.EndObject();
}

/// What has come so far. The gateway actor alone touches it.
struct Gathered {
  transport::Reply reply;
  size_t missing = 0;
  outbox::Listing rows{};

  void add(const outbox::Listing& more) {
    rows.insert(rows.end(), more.begin(), more.end());
    ended();
  }
  void ended() {
    if (--missing == 0) answer();
  }
  void answer() {
    std::ranges::sort(rows, outbox::is_newer);
    JsonBuffer buffer;
    JsonWriter writer{buffer};
    writer.StartArray();
    for (const outbox::Listed& row : rows) write_row(writer, row);
    writer.EndArray();
    transport::Response response;
    response.body = text_in(buffer);
    reply.send(std::move(response));
  }
};
}  // namespace

void answer_dev_messages(const Gateway& gateway, const Partitions<outbox::Actor>& outboxes,
                         std::string_view query, transport::Reply reply) {
  const outbox::Query asked{true, query_value(query, "to").value_or(""), rows_max};
  const auto gathered = std::make_shared<Gathered>(Gathered{std::move(reply), outboxes.count()});
  gateway.post([=](caf::event_based_actor* self) {
    for (size_t i = 0; i < outboxes.count(); ++i) {
      self->request(outboxes.at(i).actor, caf::infinite, outbox::list_atom::value, asked)
          .then(
              [=](const Result<outbox::Listing>& rows) {
                guarded([&] { rows.ok() ? gathered->add(rows.value()) : gathered->ended(); });
              },
              [=](const caf::error&) { guarded([&] { gathered->ended(); }); });
    }
  });
}
}  // namespace http
