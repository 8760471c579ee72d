// actors/partition/flow.h: a request that an actor answers by asking others, step by step.
#pragma once
#include <caf/all.hpp>
#include <functional>
#include <memory>
#include <string_view>
#include <typeinfo>
#include <utility>

#include "actors/base/result.h"

namespace partition {
/// Runs a step of a request that is under way. What it throws would end the actor: it is logged, by
/// its type and by `what` was under way, and `fail` hears Errc::internal.
void guarded(std::string_view what, const std::function<void()>& step,
             const std::function<void(Faults)>& fail);

/// One request under way in the actor `Self` points to: it asks, step by step, and answers once.
/// Steps are member functions; the callbacks they leave behind keep the flow alive, and are copied:
/// what is large belongs in a member. Made as a shared_ptr and started by run().
template <class Self, class Answer>
class Flow : public std::enable_shared_from_this<Flow<Self, Answer>> {
 public:
  using Promise = caf::typed_response_promise<Result<Answer>>;

  explicit Flow(Self self)
      : self_(self), promise_(self->template make_response_promise<Result<Answer>>()) {}
  virtual ~Flow() = default;
  Flow(const Flow&) = delete;
  Flow& operator=(const Flow&) = delete;

  /// Runs the first step and answers later.
  Promise run() {
    guard([this] { start(); });
    return promise_;
  }

 protected:
  virtual void start() = 0;

  void answer(Answer value) { promise_.deliver(Result<Answer>{std::move(value)}); }
  void fail(Faults faults) { promise_.deliver(Result<Answer>{std::move(faults)}); }
  void fail(Errc errc) { fail(Faults{Fault{errc, {}}}); }

  /// Asks `actor` and goes on with `next(result)`; `silent` is the result of one that does not
  /// answer.
  template <class T, class Handle, class Next, class... Message>
  void hear(Errc silent, const Handle& actor, Next next, Message&&... message) {
    const auto me = this->shared_from_this();
    auto heard = [me, next](Result<T>& result) { me->guard([&] { next(result); }); };
    auto unheard = [me, silent, next = std::move(next)](const caf::error&) {
      me->guard([&] {
        Result<T> none{silent};
        next(none);
      });
    };
    self_->request(actor, caf::infinite, std::forward<Message>(message)...)
        .then(std::move(heard), std::move(unheard));
  }
  /// Goes on with `next(value)`, or with `on_fault(faults)`.
  template <class T, class Handle, class Next, class OnFault, class... Message>
  void ask_or(const Handle& actor, Next next, OnFault on_fault, Message&&... message) {
    hear<T>(
        Errc::internal, actor,
        [next = std::move(next), on_fault = std::move(on_fault)](Result<T>& result) {
          result.ok() ? next(std::move(result).value()) : on_fault(result.faults());
        },
        std::forward<Message>(message)...);
  }
  /// The same; a fault is the flow's answer.
  template <class T, class Handle, class Next, class... Message>
  void ask(const Handle& actor, Next next, Message&&... message) {
    ask_or<T>(
        actor, std::move(next), [this](const Faults& faults) { fail(faults); },
        std::forward<Message>(message)...);
  }

  Self self_;

 private:
  void guard(const std::function<void()>& step) {
    guarded(typeid(*this).name(), step, [this](Faults faults) { fail(std::move(faults)); });
  }

  Promise promise_;
};
}  // namespace partition
