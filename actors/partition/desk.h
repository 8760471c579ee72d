// actors/partition/desk.h: what the host keeps for one partition actor. Slices use partition.h.
#pragma once
#include <caf/all.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <vector>

#include "actors/partition/host.h"

namespace partition {
/// The open transaction, the batches on their way and the replies that wait for them. Owned by one
/// actor, touched only while that actor runs.
class Desk {
 public:
  /// record: a read that writes nothing but who did it.
  enum class Access { read, record, write };
  using Request = std::function<void(store::Transaction&)>;

  /// `self` is the actor that owns the desk and outlives it in use.
  Desk(caf::scheduled_actor* self, const Host& host, Hooks hooks);

  /// Why a request cannot run at present, if anything: storage_full for writes.
  std::optional<Errc> refusal(Access access);
  /// Runs one request. False when it threw: it then wrote nothing, and memory is loaded anew before
  /// the next one. With a before_commit hook the open batch falls with it: whoever waits for that
  /// batch hears that it failed, and until the batches before it are durable every request is
  /// `overloaded`.
  bool run(Access access, const Request& request);
  /// What the last run's reply must wait for; 0: nothing.
  store::Epoch waits_for() const { return workspace_.waits_for(); }
  /// Keeps the answer to the present mail until `epoch` is durable.
  void hold(store::Epoch epoch, caf::message answer);

  void on_flush();
  void on_durable(store::Epoch epoch);
  /// Answers the present mail, now or when the trim is durable.
  caf::result<caf::message> on_trim(uint64_t last);
  /// The actor ends: whoever still waits hears that it will not answer.
  void abandon();

 private:
  struct Held {
    caf::response_promise promise;
    caf::message answer;
  };
  using Answers = std::vector<Held>;

  void begin_recovery();
  void end_recovery();
  static void fail(Answers& answers);
  void evaluate(Access access, const Request& request);
  void request_flush();
  void append_before_commit();
  void send_batch();
  Answers& answers_of(store::Epoch epoch);

  caf::scheduled_actor* self_;
  Host host_;
  Hooks hooks_;
  store::Workspace workspace_;
  std::deque<Answers> held_;  ///< by epoch, the first is durable_ + 1
  std::deque<std::chrono::steady_clock::time_point> sent_at_;  ///< of the batches on their way
  store::Epoch durable_ = 0;
  bool loaded_ = false;
  bool flush_queued_ = false;
  bool recovering_ = false;  ///< the open batch is to be dropped
};
}  // namespace partition
