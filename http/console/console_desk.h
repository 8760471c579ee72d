// http/console/console_desk.h: what an operator's command orders, carried out by the owners of
// persons, users and clients.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "actors/audit/audit_actor.h"
#include "actors/audit/moment.h"
#include "actors/auth/app_ids.h"
#include "actors/auth/auth_actor.h"
#include "actors/auth/password_policy.h"
#include "actors/auth/revocations.h"
#include "actors/auth/sign_in.h"
#include "actors/base/clock.h"
#include "actors/crypto_pool/crypto_pool_actor.h"
#include "actors/identity/identity_actor.h"
#include "actors/outbox/outbox_actor.h"
#include "actors/prereg/prereg_actor.h"
#include "actors/seal/index_key.h"
#include "http/console/long_answer.h"

namespace console {
struct Parts {
  caf::actor_system* system = nullptr;
  std::vector<identity::Actor> identities;  ///< by partition
  std::vector<auth::Actor> accounts;        ///< by partition
  std::vector<prereg::Actor> applications;  ///< by partition
  std::vector<outbox::Actor> outboxes;      ///< by partition; none without a running server
  std::vector<audit::Actor> audits;         ///< by partition; none without a running server
  audit::Chains chains;                     ///< of all services
  /// Held by the one order that reads them.
  std::shared_ptr<std::mutex> trail_reading = std::make_shared<std::mutex>();
  auth::SignIn sign_in;
  crypto_pool::SlowLane slow;
  std::shared_ptr<const seal::IndexKey> index_key;
  auth::AppIds apps = auth::AppIds::defaults();  ///< users and clients are of their realms
  std::string person_realm;  ///< where persons of the identity directory are users
  std::shared_ptr<const auth::PasswordPolicy> password_policy;
  auth::RevocationBoard* board = nullptr;
  Clock clock;
};

/// Thread-safe. Everything that an answer says is durable and, for sessions that ended, published.
class Desk {
 public:
  explicit Desk(Parts parts) : parts_(std::move(parts)) {}

  /// `order` is {"op":"identity show",..}; see orders.h for what each takes and gives. Answers an
  /// object: {"error":"why nothing was done"}, or what the order gives. Logs which order it was,
  /// and nothing of whom it is about. Waits for actors: not for their threads nor for reactors.
  /// `send` takes messages in front of the answer, which some orders have.
  std::string carry_out(std::string_view order, const Send& send = {}) const;

 private:
  Parts parts_;
};
}  // namespace console
