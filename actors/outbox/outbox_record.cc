// actors/outbox/outbox_record.cc: codecs of rows and keys.
#include "actors/outbox/outbox_record.h"

#include <algorithm>

#include "actors/base/byte_codec.h"
#include "actors/base/hex.h"

namespace outbox {
namespace {
constexpr uint8_t head_format = 1;
constexpr uint8_t message_format = 1;
constexpr uint8_t body_format = 1;
constexpr size_t due_prefix_bytes = 2;
constexpr size_t kept_prefix_bytes = 1;

/// put_text cuts; here every byte counts.
void put_long(std::string& out, std::string_view text) {
  bytes::put(out, static_cast<uint32_t>(text.size()));
  out.append(text);
}
std::string take_long(bytes::Reader& reader) {
  return std::string{reader.take_bytes(reader.take<uint32_t>())};
}

void put_list(std::string& out, const std::vector<std::string>& list) {
  bytes::put(out, static_cast<uint32_t>(list.size()));
  for (const std::string& text : list) put_long(out, text);
}
std::vector<std::string> take_list(bytes::Reader& reader) {
  std::vector<std::string> list;
  const auto count = reader.take<uint32_t>();
  for (uint32_t i = 0; i < count && !reader.is_short(); ++i) list.push_back(take_long(reader));
  return list;
}

bool is_channel(uint8_t number) { return number == 1 || number == 2; }
bool is_state(uint8_t number) { return number >= 1 && number <= 3; }

template <class Unit>
uint64_t count_of(UtcTime time) {
  const auto count = std::chrono::floor<Unit>(time).time_since_epoch().count();
  return static_cast<uint64_t>(std::max<int64_t>(count, 0));
}

template <class Unit>
Timed timed(std::string_view key, size_t prefix_bytes) {
  bytes::Reader reader{key.substr(prefix_bytes)};
  const auto count = static_cast<int64_t>(reader.take_ordered<uint64_t>());
  return {UtcTime{Unit{count}}, Id{reader.take_bytes(id_bytes)}};
}
}  // namespace

Id draw_id(Random& random) {
  Id id(id_bytes, '\0');
  random.fill(std::as_writable_bytes(std::span{id}));
  return id;
}

std::string text_of(std::string_view id) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char byte : id) {
    text.push_back(digits[static_cast<unsigned char>(byte) >> 4]);
    text.push_back(digits[static_cast<unsigned char>(byte) & 15]);
  }
  return text;
}

std::optional<Id> id_of(std::string_view text) {
  if (text.size() != 2 * id_bytes) return std::nullopt;
  auto id = hex::bytes_of(text);
  // One message has one name.
  if (id && text_of(*id) != text) return std::nullopt;
  return id;
}

std::string_view name_of(State state) {
  if (state == State::dead) return "dead";
  return state == State::captured ? "captured" : "waiting";
}

std::string_view text_of(Fault fault) {
  switch (fault) {
    case Fault::none:
      return "none";
    case Fault::unreachable:
      return "provider not reached in time";
    case Fault::sign_in:
      return "provider refuses our credentials";
    case Fault::busy:
      return "provider cannot at present";
    case Fault::refused:
      return "provider refuses the message";
    case Fault::unreadable:
      return "stored message does not open";
  }
  return "unknown";
}

std::string encoded(const Head& head) {
  std::string record;
  bytes::put(record, head_format);
  bytes::put(record, static_cast<uint8_t>(head.channel));
  bytes::put(record, static_cast<uint8_t>(head.state));
  bytes::put(record, head.attempts);
  bytes::put(record, static_cast<uint8_t>(head.fault));
  bytes::put(record, head.reply_code);
  bytes::put<int64_t>(record, head.queued_at.time_since_epoch().count());
  bytes::put<int64_t>(record, head.due.time_since_epoch().count());
  return record;
}

std::optional<Head> decoded_head(std::string_view record) {
  bytes::Reader reader{record};
  if (reader.take<uint8_t>() != head_format) return std::nullopt;
  const auto channel = reader.take<uint8_t>();
  const auto state = reader.take<uint8_t>();
  if (!is_channel(channel) || !is_state(state)) return std::nullopt;
  Head head;
  head.channel = static_cast<Channel>(channel);
  head.state = static_cast<State>(state);
  head.attempts = reader.take<uint32_t>();
  head.fault = static_cast<Fault>(reader.take<uint8_t>());
  head.reply_code = reader.take<uint16_t>();
  head.queued_at = UtcTime{UtcTime::duration{reader.take<int64_t>()}};
  head.due = UtcTime{UtcTime::duration{reader.take<int64_t>()}};
  if (!reader.is_whole()) return std::nullopt;
  return head;
}

std::string encoded(const Message& message) {
  std::string record;
  bytes::put(record, message_format);
  bytes::put(record, static_cast<uint8_t>(message.channel));
  put_list(record, message.to);
  put_list(record, message.cc);
  put_long(record, message.subject);
  put_long(record, message.text);
  bytes::put(record, static_cast<uint8_t>(message.html ? 1 : 0));
  bytes::put(record, static_cast<uint32_t>(message.attachments.size()));
  for (const Attachment& attachment : message.attachments) {
    put_long(record, attachment.name);
    put_long(record, attachment.content_type);
    put_long(record, attachment.bytes);
  }
  return record;
}

std::optional<Message> decoded_message(std::string_view record) {
  bytes::Reader reader{record};
  if (reader.take<uint8_t>() != message_format) return std::nullopt;
  const auto channel = reader.take<uint8_t>();
  if (!is_channel(channel)) return std::nullopt;
  Message message;
  message.channel = static_cast<Channel>(channel);
  message.to = take_list(reader);
  message.cc = take_list(reader);
  message.subject = take_long(reader);
  message.text = take_long(reader);
  message.html = reader.take<uint8_t>() == 1;
  const auto count = reader.take<uint32_t>();
  for (uint32_t i = 0; i < count && !reader.is_short(); ++i) {
    Attachment& attachment = message.attachments.emplace_back();
    attachment.name = take_long(reader);
    attachment.content_type = take_long(reader);
    attachment.bytes = take_long(reader);
  }
  if (!reader.is_whole()) return std::nullopt;
  return message;
}

std::string encoded(const Body& body) {
  std::string record;
  record.reserve(2 + body.sealed.size());
  bytes::put(record, body_format);
  bytes::put(record, static_cast<uint8_t>(body.sealed_by));
  return record.append(body.sealed);
}

std::optional<Body> decoded_body(std::string_view record) {
  bytes::Reader reader{record};
  if (reader.take<uint8_t>() != body_format) return std::nullopt;
  Body body;
  body.sealed_by = static_cast<store::Service>(reader.take<uint8_t>());
  if (reader.is_short()) return std::nullopt;
  body.sealed = record.substr(2);
  return body;
}

std::string aad_of(std::string_view id) { return std::string{"outbox/"}.append(id); }

std::string body_key(std::string_view id) { return std::string(1, body_letter).append(id); }
std::string head_key(std::string_view id) { return std::string(1, head_letter).append(id); }

std::string due_prefix(Channel channel) { return {due_letter, static_cast<char>(channel)}; }

std::string due_key(const Head& head, std::string_view id) {
  std::string key = due_prefix(head.channel);
  bytes::put_ordered(key, count_of<std::chrono::milliseconds>(head.due));
  return key.append(id);
}

std::string kept_key(UtcTime until, std::string_view id) {
  std::string key(1, kept_letter);
  bytes::put_ordered(key, count_of<std::chrono::seconds>(until));
  return key.append(id);
}

Timed due_in(std::string_view key) {
  return timed<std::chrono::milliseconds>(key, due_prefix_bytes);
}
Timed kept_in(std::string_view key) { return timed<std::chrono::seconds>(key, kept_prefix_bytes); }
}  // namespace outbox
