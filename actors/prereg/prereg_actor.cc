// actors/prereg/prereg_actor.cc: the mailbox around Applications and Documents. Wiring, no rule.
#include "actors/prereg/prereg_actor.h"

#include "actors/prereg/document_requests.h"
#include "actors/prereg/prid_intake.h"
#include "actors/prereg/uploads.h"
#include "crypto/random.h"

namespace prereg {
namespace {
using audit::Operation;
using Tx = store::Transaction;

/// A number that somebody has is a mistake of ours elsewhere: the next one is tried.
constexpr int prids_tried_max = 3;

Result<Application> create(const Parts& parts, PridStock& stock, const Create& order, Tx& tx) {
  const UtcTime now = parts.clock();
  Result<Application> created{Errc::prereg_no_prid};
  for (int i = 0; i < prids_tried_max; ++i) {
    const auto prid = stock.take();
    if (!prid) return created;
    created = parts.applications->create(order, *prid, now, tx);
    if (created.ok() || created.error() != Errc::prereg_duplicate) break;
  }
  if (created.ok())
    parts.record(Operation::application_created, order.by.origin, created.value().id, now, tx);
  return created;
}
}  // namespace

Actor::behavior_type partition(Actor::pointer self, Config config, partition::Host host,
                               Clock clock) {
  const auto documents = std::make_shared<Documents>(host.sealer);
  const auto applications =
      std::make_shared<Applications>(host.sealer, documents, config.page_rows);
  const auto parts = std::make_shared<const Parts>(
      Parts{applications, documents, std::move(config.random), host.trail, std::move(clock)});
  const auto intake = std::make_shared<PridIntake>(self, std::move(config.prids));
  const auto uploads = std::make_shared<Uploads>(self);
  self->attach_functor([intake, uploads] {
    intake->abandon();
    uploads->abandon();
  });
  // In front of every request: nothing is under way.
  uploads->sweep_soon();
  const auto write = host.writer(self);
  const auto read_only = write.reader();
  const auto read_and_record = write.recording_reader();
  return {
      [=](create_atom, const Create& order) -> caf::result<Result<Application>> {
        if (intake->stock().is_empty()) return intake->wait(order);
        auto created = write([&](Tx& tx) { return create(*parts, intake->stock(), order, tx); });
        intake->refill_if_low();
        return created;
      },
      [=](change_atom, const Change& order) {
        return write([&](Tx& tx) {
          const UtcTime now = parts->clock();
          auto changed = applications->change(order, now, tx);
          if (changed.ok())
            parts->record(Operation::application_changed, order.by.origin, order.id, now, tx);
          return changed;
        });
      },
      // Who reads what is known of a person is recorded before it is told.
      [=](read_atom, const Named& wish) {
        return read_and_record([&](Tx& tx) {
          auto found = applications->read(wish, tx);
          if (found.ok())
            parts->record(Operation::application_read, wish.by.origin, wish.id, parts->clock(), tx);
          return found;
        });
      },
      [=](list_atom, const List& wish) {
        return read_and_record([&](Tx& tx) {
          auto page = applications->list(wish, tx);
          if (page.ok())
            parts->record(Operation::applications_listed, wish.by.origin, "", parts->clock(), tx,
                          std::to_string(page.value().rows.size()));
          return page;
        });
      },
      [=](discard_atom, const Named& order) {
        return write([&](Tx& tx) {
          const UtcTime now = parts->clock();
          auto discarded = applications->discard(order, now, tx);
          if (discarded.ok())
            parts->record(Operation::application_discarded, order.by.origin, order.id, now, tx);
          return discarded;
        });
      },
      [=](look_atom, const Named& wish) {
        return read_only([&](Tx& tx) { return applications->read(wish, tx); });
      },
      [=](status_atom, const SetStatus& order) {
        return write([&](Tx& tx) {
          const UtcTime now = parts->clock();
          auto changed = applications->set_status(order, now, tx);
          if (changed.ok())
            parts->record(Operation::application_status, order.by.origin, order.id, now, tx,
                          text_of(changed.value().status));
          return changed;
        });
      },
      [=](times_atom, const AskTimes& wish) {
        return read_only([&](Tx& tx) { return applications->times(wish, tx); });
      },
      [=](add_document_atom, const AddDocument& order) -> caf::result<Result<Document>> {
        AddDocument named = order;
        named.document.id = crypto::uuid_v4(*parts->random);
        named.document.uploaded_by = order.application.by.user_id;
        if (order.content.bytes.size() > chunk_bytes) return uploads->begin(std::move(named));
        return write([&](Tx& tx) { return add_document(*parts, named, false, tx); });
      },
      [=](piece_atom, const std::string& id, uint32_t number) {
        return write([&](Tx& tx) -> Result<Done> {
          const auto order = uploads->find(id);
          if (!order) return Errc::internal;
          return add_document_piece(*parts, *order, number, tx);
        });
      },
      [=](whole_atom, const std::string& id) {
        return write([&](Tx& tx) -> Result<Document> {
          const auto order = uploads->find(id);
          if (!order) return Errc::internal;
          return add_document(*parts, *order, true, tx);
        });
      },
      [=](sweep_atom) {
        uploads->sweep_arrived();
        bool is_swept = false;
        auto answer = write([&](Tx& tx) {
          auto swept = sweep_documents(
              *parts, [&](const std::string& id) { return uploads->find(id) != nullptr; }, tx);
          is_swept = swept.ok();
          return swept;
        });
        if (!is_swept) uploads->sweep_later();
        return answer;
      },
      [=](reference_atom, const SetReference& order) {
        return write([&](Tx& tx) { return refer_to_document(*parts, order, tx); });
      },
      [=](list_documents_atom, const Named& wish) {
        return read_and_record([&](Tx& tx) -> Result<DocumentList> {
          const auto allowed = applications->may_see(wish, tx);
          if (!allowed.ok()) return allowed.faults();
          auto found = documents->list(wish.id, tx);
          if (found.ok())
            parts->record(Operation::documents_listed, wish.by.origin, wish.id, parts->clock(), tx);
          return found;
        });
      },
      [=](read_document_atom, const NamedDocument& wish) {
        return read_and_record([&](Tx& tx) { return read_document(*parts, wish, tx); });
      },
      [=](drop_document_atom, const NamedDocument& order) {
        return write([&](Tx& tx) { return drop_document(*parts, order, tx); });
      },
      [=](drop_documents_atom, const Named& order) {
        return write([&](Tx& tx) { return drop_documents(*parts, order, tx); });
      },
      [=, sealer = host.sealer](reencrypt_atom, const ReencryptOrder& order) {
        return write([&](Tx& tx) {
          const UtcTime now = parts->clock();
          auto done = reencrypt(order, now, *sealer, tx);
          if (done.ok() && done.value().moved > 0)
            parts->record(Operation::applications_reencrypted, order.by, "", now, tx,
                          std::to_string(done.value().moved));
          return done;
        });
      },
      [=](refill_atom) { intake->refill(); },
  };
}
}  // namespace prereg
