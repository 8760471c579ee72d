// actors/outbox/outbox_record.h: a message and its state as the store keeps them, and their keys.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "actors/base/random.h"
#include "actors/outbox/message.h"
#include "store/owner.h"

namespace outbox {
/// Names a message: 16 random bytes, on paper 32 hexadecimal digits.
using Id = std::string;
inline constexpr size_t id_bytes = 16;
Id draw_id(Random& random);
std::string text_of(std::string_view id);
std::optional<Id> id_of(std::string_view text);

enum class State : uint8_t { waiting = 1, dead = 2, captured = 3 };
/// "waiting", "dead" or "captured".
std::string_view name_of(State state);

/// Why the last delivery failed.
enum class Fault : uint8_t {
  none = 0,
  unreachable = 1,  ///< no connection, no TLS, the connection was lost, or time ran out
  sign_in = 2,      ///< the provider does not accept our credentials
  busy = 3,         ///< the provider answered that it cannot at present
  refused = 4,      ///< the provider answered that it does not take this message
  unreadable = 5,   ///< the row does not open
};
/// A few words for the operator.
std::string_view text_of(Fault fault);

/// What changes while a message waits. Nothing in it is personal.
struct Head {
  Channel channel = Channel::sms;
  State state = State::waiting;
  uint32_t attempts = 0;  ///< deliveries that failed
  Fault fault = Fault::none;
  uint16_t reply_code = 0;  ///< the provider's last answer; 0: none
  UtcTime queued_at{};
  UtcTime due{};  ///< of the next try; when a row is kept: until when

  friend bool operator==(const Head&, const Head&) = default;
};

std::string encoded(const Head& head);
std::optional<Head> decoded_head(std::string_view record);

/// The clear form, which only ever lies sealed.
std::string encoded(const Message& message);
std::optional<Message> decoded_message(std::string_view record);

/// The stored body: whose data key sealed it, and the sealed message.
struct Body {
  store::Service sealed_by = store::Service::outbox;
  std::string sealed;
};
std::string encoded(const Body& body);
std::optional<Body> decoded_body(std::string_view record);
/// Binds a sealed message to its row.
std::string aad_of(std::string_view id);

inline constexpr char body_letter = 'M';
inline constexpr char head_letter = 'S';
inline constexpr char due_letter = 'T';
inline constexpr char kept_letter = 'X';

std::string body_key(std::string_view id);
std::string head_key(std::string_view id);
/// Ordered by time within a channel, to the millisecond.
std::string due_prefix(Channel channel);
std::string due_key(const Head& head, std::string_view id);
/// Rows that are kept for a while, ordered by its end.
std::string kept_key(UtcTime until, std::string_view id);

/// What due_key and kept_key say. The key is one of theirs.
struct Timed {
  UtcTime time;
  Id id;
};
Timed due_in(std::string_view key);
Timed kept_in(std::string_view key);
}  // namespace outbox
