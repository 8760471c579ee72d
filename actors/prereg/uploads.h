// actors/prereg/uploads.h: documents that come into the store in several commits, a piece each, so
// that of a file there are never more than its bytes and one sealed piece in memory.
#pragma once
#include <caf/all.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "actors/prereg/prereg_actor.h"

namespace prereg {
/// Owned by one actor, which outlives it in use. How many are under way is bounded by who sends
/// them (idkernel.prereg.files-max).
class Uploads : public std::enable_shared_from_this<Uploads> {
 public:
  using Promise = caf::typed_response_promise<Result<Document>>;

  /// What could not be taken away for want of disk space is tried again so often.
  static constexpr std::chrono::seconds sweep_pause{60};

  explicit Uploads(Actor::pointer self) : self_(self) {}

  /// `order.document` has its id. Keeps the present request until the document is there or refused,
  /// and answers it then.
  Promise begin(AddDocument order);
  /// The one under way of this document id; null: there is none.
  std::shared_ptr<const AddDocument> find(const std::string& id) const;
  /// Sends the actor a sweep, at once or after the pause, unless one is on its way: how many were
  /// refused meanwhile, what they left takes one.
  void sweep_soon();
  void sweep_later();
  /// The one that was on its way is here.
  void sweep_arrived() { is_sweep_pending_ = false; }
  /// The actor ends: whoever still waits hears that it will not answer.
  void abandon();

 private:
  struct Upload {
    std::shared_ptr<const AddDocument> order;
    Promise promise;
    uint32_t pieces = 0;
  };

  void put_piece(const std::string& id, uint32_t number);
  void complete(const std::string& id);
  void give_up(const std::string& id, const Result<Document>& why);
  void end(const std::string& id, const Result<Document>& answer);

  Actor::pointer self_;
  std::map<std::string, Upload> under_way_;  ///< by document id
  bool is_sweep_pending_ = false;
};
}  // namespace prereg
