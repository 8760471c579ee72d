// http/console/orders.h: one function per order. Used by the desk's sources alone.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"
#include "actors/base/partition_of.h"
#include "actors/json/json_read.h"
#include "http/console/console_desk.h"
#include "http/console/long_answer.h"

namespace console {
struct Refusal {
  std::string why;
};
/// What an order gives, a JSON object; or why nothing was done, for the operator.
using Answer = Expected<std::string, Refusal>;

/// One order's fields. Reading one that has another type makes it faulty.
class OrderFields {
 public:
  OrderFields(std::string_view text, const json::Object& object, const Send& send)
      : text_(text), object_(object), send_(send) {}

  /// Empty when it is not there.
  std::string text(std::string_view key) { return take<std::string>(key); }
  std::vector<std::string> texts(std::string_view key) {
    return take<std::vector<std::string>>(key);
  }
  bool flag(std::string_view key) { return take<bool>(key); }
  int64_t number(std::string_view key) { return take<int64_t>(key); }
  crypto_pool::Secret secret(std::string_view key) {
    std::string_view bytes;
    const auto value = json::find(object_, key);
    if (value && value->get(bytes)) fault_ = std::string{key} + " has a wrong type";
    return crypto_pool::Secret{bytes};
  }
  /// The whole order, as it came.
  std::string_view whole() const { return text_; }
  const std::string& fault() const { return fault_; }
  /// Takes messages in front of the answer.
  const Send& send() const { return send_; }

 private:
  template <class T>
  T take(std::string_view key) {
    T value{};
    if (!json::take(object_, key, value)) fault_ = std::string{key} + " has a wrong type";
    return value;
  }

  std::string_view text_;
  json::Object object_;
  const Send& send_;
  std::string fault_;
};

/// Sends one message and waits for the answer; an actor that does not answer is `internal`.
template <class T, class Handle, class... Message>
Result<T> ask(const Parts& parts, const Handle& actor, Message... message) {
  constexpr std::chrono::seconds answer_max{60};
  caf::scoped_actor self{*parts.system};
  Result<T> answer;
  self->request(actor, answer_max, std::move(message)...)
      .receive([&](Result<T>& result) { answer = std::move(result); }, [](const caf::error&) {});
  return answer;
}

template <class Handle>
const Handle& owner_of(const std::vector<Handle>& partitions, std::string_view key) {
  return partitions[partition_of(key, static_cast<uint16_t>(partitions.size()))];
}

inline constexpr size_t names_max = 128;
inline constexpr size_t name_bytes_max = 128;
/// What is wrong with names of roles, applications, users or clients: too many, empty or too long;
/// empty: nothing.
std::string fault_of_names(const std::vector<std::string>& names);

/// What is wrong with names of roles, as registration would have them too; empty: nothing.
std::string fault_of_roles(const std::vector<std::string>& roles);

/// What is wrong with the realm of users or clients; empty: nothing.
std::string fault_of_realm(const Parts& parts, std::string_view realm);

/// The fault in an operator's words; `none` and `one` say that there is no such thing, or already
/// one.
std::string told(const Faults& faults, const char* none, const char* one = "");

/// {"identities":[entries]} -> {"added":n,"changed":n,"unchanged":n}. Who is not ACTIVATED is
/// signed out, here and below.
Answer import_identities(const Parts& parts, OrderFields& fields);
/// {"uin"} -> {"status","email","phone","languages"}.
Answer show_identity(const Parts& parts, OrderFields& fields);
/// {"uin","status"} -> the same.
Answer set_identity_status(const Parts& parts, OrderFields& fields);

/// {"realm","name"} and, to add, {"password"} (empty: no login by password), {"roles"},
/// {"firstName","lastName","displayName","mail","mobile","language"}; to set a password,
/// {"password"}; to change roles, {"grant","withdraw"} ->
/// {"name","active","roles","password":true|false}.
Answer order_user(const Parts& parts, auth::AccountVerb verb, OrderFields& fields);

/// {"realm","name"} -> {"history":[{"since","name","active","roles",..}]}, the newest first.
Answer user_history(const Parts& parts, OrderFields& fields);

/// {"realm","name"} and, to add, {"roles","appIds"}; to add or set a secret, {"secret"} (empty: one
/// is made); to change roles, {"grant","withdraw"} -> {"name","active","roles","appIds"} and
/// {"secret"} when one was made.
Answer order_client(const Parts& parts, auth::AccountVerb verb, OrderFields& fields);
/// {"partition":n,"after":""} -> {"partitions":n,"clients":[..],"after"}: one page of one
/// partition; no "after": it was the last.
Answer list_clients(const Parts& parts, OrderFields& fields);

/// {"partition":n,"after":""} -> {"partitions":n,"moved":n,"failed":n,"after"}: some rows of one
/// partition; no "after": they were its last.
Answer reencrypt_applications(const Parts& parts, OrderFields& fields);

/// {"partition":n,"after":""} -> {"partitions":n,"lines":[..],"after"}: messages of one partition,
/// the newest first; no "after": they were its last.
Answer list_outbox(const Parts& parts, OrderFields& fields);
/// {"partition":n,"ids":[..],"allDead":b} -> {"partitions":n,"done":[..],"going":[..],"more":b}:
/// the named messages that are the partition's, or some of its dead ones and perhaps there are
/// more, are due at once (`is_retry`) or forgotten; those that are on their way at present are not.
Answer change_outbox(const Parts& parts, bool is_retry, OrderFields& fields);

/// {"heads":b,"against":[lines of heads]} -> {"whole":b}, behind lines as audit::check_chains tells
/// them (LongAnswer). One such order reads at a time, this or the next.
Answer verify_audit(const Parts& parts, OrderFields& fields);
/// {"from","to","filters":[..]} -> {"records":n}, or {"unreadable":"which chain"}; behind lines as
/// audit::copy_chains tells them. The reading is recorded.
Answer export_audit(const Parts& parts, OrderFields& fields);

/// The hash of a secret that nothing more is asked of. Errors: why not.
Expected<std::string, Refusal> hashed(const Parts& parts, const crypto_pool::Secret& secret);
/// That of a new password, which the policy must accept; `who` for the policy. Errors: why not.
Expected<std::string, Refusal> hashed(const Parts& parts, const crypto_pool::Secret& password,
                                      const auth::PasswordOwner& who);
}  // namespace console
