// actors/prereg/uploads.cc: one message to its own actor a piece; the next when it is durable.
#include "actors/prereg/uploads.h"

#include <utility>

#include "actors/prereg/document_record.h"

namespace prereg {
Uploads::Promise Uploads::begin(AddDocument order) {
  const std::string id = order.document.id;
  Upload& upload = under_way_[id];
  upload.pieces = static_cast<uint32_t>(chunks_of(order.content.bytes.size()));
  upload.order = std::make_shared<const AddDocument>(std::move(order));
  upload.promise = self_->make_response_promise<Result<Document>>();
  put_piece(id, 0);
  return upload.promise;
}

std::shared_ptr<const AddDocument> Uploads::find(const std::string& id) const {
  const auto found = under_way_.find(id);
  return found == under_way_.end() ? nullptr : found->second.order;
}

void Uploads::abandon() {
  for (auto& [id, upload] : std::exchange(under_way_, {}))
    upload.promise.deliver(caf::make_error(caf::sec::runtime_error));
}

void Uploads::put_piece(const std::string& id, uint32_t number) {
  if (number == under_way_.at(id).pieces) return complete(id);
  const auto me = shared_from_this();
  self_->request(caf::actor_cast<Actor>(self_), caf::infinite, piece_atom::value, id, number)
      .then(
          [me, id, number](const Result<Done>& kept) {
            if (kept.ok()) return me->put_piece(id, number + 1);
            // Without its first piece there is no mark, and nothing to be swept.
            number == 0 ? me->end(id, kept.faults()) : me->give_up(id, kept.faults());
          },
          [me, id](const caf::error&) { me->give_up(id, Errc::internal); });
}

void Uploads::complete(const std::string& id) {
  const auto me = shared_from_this();
  self_->request(caf::actor_cast<Actor>(self_), caf::infinite, whole_atom::value, id)
      .then(
          [me, id](const Result<Document>& added) {
            added.ok() ? me->end(id, added) : me->give_up(id, added);
          },
          [me, id](const caf::error&) { me->give_up(id, Errc::internal); });
}

void Uploads::give_up(const std::string& id, const Result<Document>& why) {
  end(id, why);
  sweep_soon();
}

void Uploads::sweep_soon() {
  if (std::exchange(is_sweep_pending_, true)) return;
  caf::anon_send(caf::actor_cast<Actor>(self_), sweep_atom::value);
}

void Uploads::sweep_later() {
  if (std::exchange(is_sweep_pending_, true)) return;
  caf::delayed_anon_send(caf::actor_cast<Actor>(self_), sweep_pause, sweep_atom::value);
}

void Uploads::end(const std::string& id, const Result<Document>& answer) {
  const auto found = under_way_.find(id);
  if (found == under_way_.end()) return;
  Promise promise = std::move(found->second.promise);
  under_way_.erase(found);
  promise.deliver(answer);
}
}  // namespace prereg
