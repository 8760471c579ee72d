// actors/prereg/prereg_actor.cc: the mailbox around Applications and Documents. Wiring, no rule.
#include "actors/prereg/prereg_actor.h"

#include "actors/prereg/prid_intake.h"
#include "crypto/random.h"

namespace prereg {
namespace {
using audit::Operation;
using Tx = store::Transaction;

/// What every handler shares.
struct Parts {
  std::shared_ptr<Applications> applications;
  std::shared_ptr<Documents> documents;
  std::shared_ptr<Random> random;
  audit::Trail trail;
  Clock clock;

  void record(Operation operation, const audit::Origin& by, std::string_view id, UtcTime now,
              Tx& tx, std::string_view outcome = {}) const {
    trail.record({operation, by, id, outcome}, now, tx);
  }
};

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

Result<Document> add(const Parts& parts, const AddDocument& order, Tx& tx) {
  const auto allowed = parts.applications->may_change(order.application, tx);
  if (!allowed.ok()) return allowed.faults();
  const UtcTime now = parts.clock();
  Document document = order.document;
  document.id = crypto::uuid_v4(*parts.random);
  document.uploaded_by = order.application.by.user_id;
  auto added =
      parts.documents->put(order.application.id, std::move(document), *order.content, now, tx);
  if (added.ok())
    parts.record(Operation::document_added, order.application.by.origin, order.application.id, now,
                 tx, added.value().id);
  return added;
}

Result<DocumentWithContent> read(const Parts& parts, const NamedDocument& wish, Tx& tx) {
  const auto allowed = parts.applications->may_see(wish.application, tx);
  if (!allowed.ok()) return allowed.faults();
  auto document = parts.documents->read(wish.application.id, wish.id, tx);
  if (document.ok())
    parts.record(Operation::document_read, wish.application.by.origin, wish.application.id,
                 parts.clock(), tx, wish.id);
  return document;
}

Result<Done> drop(const Parts& parts, const NamedDocument& order, Tx& tx) {
  const auto allowed = parts.applications->may_change(order.application, tx);
  if (!allowed.ok()) return allowed.faults();
  auto removed = parts.documents->remove(order.application.id, order.id, tx);
  if (removed.ok())
    parts.record(Operation::document_dropped, order.application.by.origin, order.application.id,
                 parts.clock(), tx, order.id);
  return removed;
}

Result<Done> drop_all(const Parts& parts, const Named& order, Tx& tx) {
  const auto allowed = parts.applications->may_change(order, tx);
  if (!allowed.ok()) return allowed.faults();
  const auto removed = parts.documents->remove_all(order.id, tx);
  if (!removed.ok()) return removed.faults();
  if (removed.value() == 0) return Errc::document_none;
  parts.record(Operation::document_dropped, order.by.origin, order.id, parts.clock(), tx, "all");
  return Done{};
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
  self->attach_functor([intake] { intake->abandon(); });
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
      [=](add_document_atom, const AddDocument& order) {
        return write([&](Tx& tx) { return add(*parts, order, tx); });
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
        return read_and_record([&](Tx& tx) { return read(*parts, wish, tx); });
      },
      [=](drop_document_atom, const NamedDocument& order) {
        return write([&](Tx& tx) { return drop(*parts, order, tx); });
      },
      [=](drop_documents_atom, const Named& order) {
        return write([&](Tx& tx) { return drop_all(*parts, order, tx); });
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
