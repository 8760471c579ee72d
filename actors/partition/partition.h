// actors/partition/partition.h: how a slice's actor runs its requests. README.md tells the story.
#pragma once
#include <memory>
#include <type_traits>
#include <utility>

#include "actors/partition/desk.h"
#include "actors/partition/host.h"

namespace partition {
namespace detail {
/// Takes the host's own mail (flush, durable) beside the slice's typed interface, and the actor's
/// end.
void attend(caf::scheduled_actor* self, const std::shared_ptr<Desk>& desk);

template <class Fn>
using AnswerOf = std::decay_t<std::invoke_result_t<Fn&, store::Transaction&>>;

template <class Fn>
caf::result<AnswerOf<Fn>> answer(Desk& desk, Desk::Access access, Fn& fn) {
  using Answer = AnswerOf<Fn>;
  if (const auto refused = desk.refusal(access)) return caf::result<Answer>{Answer{*refused}};
  Answer answered;
  const bool ran = desk.run(access, [&](store::Transaction& tx) { answered = fn(tx); });
  if (!ran) return caf::result<Answer>{Answer{Errc::internal}};
  const store::Epoch epoch = desk.waits_for();
  if (epoch == 0) return caf::result<Answer>{std::move(answered)};
  desk.hold(epoch, caf::make_message(std::move(answered)));
  return caf::result<Answer>{caf::delegated<Answer>{}};
}
}  // namespace detail

/// Runs requests that only read: never refused for want of disk space. One that writes all the same
/// is a mistake of ours: nothing is written and it answers Errc::internal.
class Reader {
 public:
  explicit Reader(std::shared_ptr<Desk> desk) : desk_(std::move(desk)) {}
  template <class Fn>
  auto operator()(Fn&& fn) const {
    return detail::answer(*desk_, Desk::Access::read, fn);
  }

 private:
  std::shared_ptr<Desk> desk_;
};

/// Runs requests that read what is recorded when it is read (DECISIONS 34): as Reader, but they may
/// write, and mean to write that record alone. The answer waits for it as any write's.
class RecordingReader {
 public:
  explicit RecordingReader(std::shared_ptr<Desk> desk) : desk_(std::move(desk)) {}
  template <class Fn>
  auto operator()(Fn&& fn) const {
    return detail::answer(*desk_, Desk::Access::record, fn);
  }

 private:
  std::shared_ptr<Desk> desk_;
};

/// A handler returns `write([&](store::Transaction& tx) { return state.verb(..., tx); })`, where
/// the function answers a Result<T>. Writes and answer hold even when the answer is a fault; only
/// an exception undoes the writes (Errc::internal). The reply leaves at once when the request
/// touched nothing uncommitted, else when the newest batch that it wrote or read is durable.
/// Refused with Errc::storage_full while the disk is low. Memory of the slice that mirrors a key
/// must still be read through `tx` (or the key named to tx.wait_for) where the answer shows it:
/// that is what makes the reply wait. The actor's default handler belongs to the host. Copies share
/// one desk.
template <class Self>
class Writer {
 public:
  Writer(Self* self, const Host& host, Hooks hooks)
      : desk_(std::make_shared<Desk>(self, host, std::move(hooks))) {
    detail::attend(self, desk_);
  }
  template <class Fn>
  auto operator()(Fn&& fn) const {
    return detail::answer(*desk_, Desk::Access::write, fn);
  }
  Reader reader() const { return Reader{desk_}; }
  RecordingReader recording_reader() const { return RecordingReader{desk_}; }

 private:
  std::shared_ptr<Desk> desk_;
};
}  // namespace partition
