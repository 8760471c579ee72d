// http/gateway.h: the bridge from reactor threads to actors: one message there, one answer back,
// nobody waits.
#pragma once
#include <caf/all.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "actors/base/partition_of.h"
#include "actors/base/result.h"
#include "actors/partition/gate.h"
#include "http/reply.h"

namespace http {
/// Work for the gateway actor. It holds a reply handle, so it never leaves the process.
using GatewayJob = std::function<void(caf::event_based_actor*)>;

/// Posts jobs to the gateway actor, which sends their requests and hears the answers.
class Gateway {
 public:
  explicit Gateway(caf::actor_system& system);
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  /// A job that comes when the actor has ended is dropped: its client hears `internal`.
  void post(GatewayJob job) const;

  /// Ends the actor and waits until it has: nothing that a job refers to is used afterwards. Not
  /// for CAF's testing scheduler, where nobody would run the actor meanwhile.
  void end();

 private:
  caf::actor_system& system_;
  caf::actor actor_;
};

/// An actor and the count of requests on their way to it.
template <class Handle>
struct Partition {
  Handle actor;
  std::shared_ptr<partition::Gate> gate;
};

/// The partitions of one service.
template <class Handle>
class Partitions {
 public:
  Partitions() = default;
  explicit Partitions(std::vector<Partition<Handle>> all) : all_(std::move(all)) {}

  const Partition<Handle>& of(std::string_view key) const {
    return all_[partition_of(key, static_cast<uint16_t>(all_.size()))];
  }
  const Partition<Handle>& at(size_t index) const { return all_[index % all_.size()]; }
  size_t count() const { return all_.size(); }

 private:
  std::vector<Partition<Handle>> all_;
};

/// One request's place in a partition's count. Whatever becomes of the request - answered, refused,
/// thrown away with its job - the place is given back once.
class Passage {
 public:
  explicit Passage(std::shared_ptr<partition::Gate> entered) : gate_(std::move(entered)) {}
  ~Passage() { leave(); }
  Passage(const Passage&) = delete;
  Passage& operator=(const Passage&) = delete;

  void leave() {
    if (const auto gate = std::exchange(gate_, nullptr)) gate->leave();
  }

 private:
  std::shared_ptr<partition::Gate> gate_;
};

/// Runs `work` and logs what it throws: an exception that left a handler would end the gateway. The
/// client then hears `internal`, from its reply handle.
void guarded(const std::function<void()>& work);

/// One line that ties a failure inside the server to the request that the client knows.
void log_internal(const Reply& reply);

/// Sends `message` to `to` and hands the answer, a Result<T>, to `answer`. When the partition has
/// too many requests on their way the client is told at once (`overloaded`); when the actor does
/// not answer, the route's `silent` code.
template <class T, class Handle, class Answer, class... Message>
void ask(const Gateway& gateway, const Partition<Handle>& to, Reply reply, Answer answer,
         Message... message) {
  if (!to.gate->try_enter()) return reply.fault(Errc::overloaded);
  const auto passage = std::make_shared<Passage>(to.gate);
  gateway.post([=, actor = to.actor](caf::event_based_actor* self) {
    self->request(actor, caf::infinite, message...)
        .then(
            [=](const Result<T>& result) {
              passage->leave();
              if (!result.ok() && result.error() == Errc::internal) log_internal(reply);
              guarded([&] { answer(result); });
            },
            [=](const caf::error&) {
              passage->leave();
              guarded([&] { reply.silent(); });
            });
  });
}

/// As `ask`, and answers the client: `render(value)` in the success envelope, or the faults.
template <class T, class Handle, class Render, class... Message>
void forward(const Gateway& gateway, const Partition<Handle>& to, const Reply& reply, Render render,
             Message... message) {
  const auto answer = [reply, render](const Result<T>& result) {
    if (!result.ok()) return reply.faults(result.faults());
    reply.value(render(result.value()));
  };
  ask<T>(gateway, to, reply, answer, std::move(message)...);
}

/// As `forward`, to partition `first`, and on `nothing_here` to each of the others in turn (a pool
/// that is empty here may have numbers there).
template <class T, class Handle, class Render, class... Message>
void forward_to_any(const Gateway& gateway, const Partitions<Handle>& all, size_t first,
                    Errc nothing_here, const Reply& reply, Render render, Message... message) {
  struct Walk {
    static void step(const Gateway& gateway, const Partitions<Handle>& all, size_t at, size_t left,
                     Errc nothing_here, const Reply& reply, const Render& render,
                     const Message&... message) {
      const auto answer = [=, &gateway, &all](const Result<T>& result) {
        if (result.ok()) return reply.value(render(result.value()));
        if (result.error() != nothing_here || left == 1) return reply.faults(result.faults());
        step(gateway, all, at + 1, left - 1, nothing_here, reply, render, message...);
      };
      ask<T>(gateway, all.at(at), reply, answer, message...);
    }
  };
  Walk::step(gateway, all, first, all.count(), nothing_here, reply, render, message...);
}
}  // namespace http

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(http::GatewayJob)
