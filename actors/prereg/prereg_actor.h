// actors/prereg/prereg_actor.h: what a partition of applications is asked, and how one is made.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <string>

#include "actors/base/random.h"
#include "actors/partition/partition.h"
#include "actors/prereg/application_state.h"
#include "actors/prereg/reencryption.h"
#include "actors/prid/prid_actor.h"

namespace prereg {
/// `document` has no id, digest, size nor times: these come of the order.
struct AddDocument {
  Named application;
  Document document;
  FileBytes content;
};
struct NamedDocument {
  Named application;
  std::string id;
};
struct SetReference {
  NamedDocument document;
  std::string reference;
};

using create_atom = caf::atom_constant<caf::atom("pre_create")>;
using change_atom = caf::atom_constant<caf::atom("pre_change")>;
using read_atom = caf::atom_constant<caf::atom("pre_read")>;
using list_atom = caf::atom_constant<caf::atom("pre_list")>;
using discard_atom = caf::atom_constant<caf::atom("pre_drop")>;
using look_atom = caf::atom_constant<caf::atom("pre_look")>;
using status_atom = caf::atom_constant<caf::atom("pre_status")>;
using times_atom = caf::atom_constant<caf::atom("pre_times")>;
using add_document_atom = caf::atom_constant<caf::atom("pre_doc")>;
using list_documents_atom = caf::atom_constant<caf::atom("pre_docs")>;
using read_document_atom = caf::atom_constant<caf::atom("pre_open")>;
using drop_document_atom = caf::atom_constant<caf::atom("pre_undoc")>;
using drop_documents_atom = caf::atom_constant<caf::atom("pre_undocs")>;
using reference_atom = caf::atom_constant<caf::atom("pre_ref")>;
using piece_atom = caf::atom_constant<caf::atom("pre_piece")>;
using whole_atom = caf::atom_constant<caf::atom("pre_whole")>;
using sweep_atom = caf::atom_constant<caf::atom("pre_sweep")>;
using reencrypt_atom = caf::atom_constant<caf::atom("pre_rekey")>;
using refill_atom = caf::atom_constant<caf::atom("pre_refill")>;
}  // namespace prereg

// They hold times and what is personal, and never leave the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(prereg::Create)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(prereg::Change)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(prereg::Named)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(prereg::List)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(prereg::SetStatus)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(prereg::AskTimes)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(prereg::AddDocument)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(prereg::NamedDocument)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(prereg::SetReference)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(prereg::ReencryptOrder)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<prereg::Application>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<prereg::Page>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<prereg::Times>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<prereg::Document>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<prereg::DocumentList>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<prereg::DocumentWithContent>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<prereg::Reencrypted>)

namespace prereg {
/// - pre_create and pre_list go to the partition of the user's key, the others to that of the id,
///   which is the same. pre_create errors: those of Applications::create, prereg_no_prid.
/// - pre_read, pre_list, pre_open are recorded, and answered when the record is durable
///   (DECISIONS 34); pre_look tells the status, pre_times times, which are not personal.
/// - pre_doc: a file of more than one piece is kept in as many commits as it has pieces, and is
///   there with one more. Who may add it is asked at the first and at the last.
/// - pre_piece, pre_whole, pre_sweep are the actor's own; nobody else sends them. The last takes
///   away what a crash, or a refusal, left of documents that never were whole.
/// - Else errors are those of Applications, Documents and reencrypt.
using Actor = caf::typed_actor<
    caf::replies_to<create_atom, Create>::with<Result<Application>>,
    caf::replies_to<change_atom, Change>::with<Result<Application>>,
    caf::replies_to<read_atom, Named>::with<Result<Application>>,
    caf::replies_to<list_atom, List>::with<Result<Page>>,
    caf::replies_to<discard_atom, Named>::with<Result<Application>>,
    caf::replies_to<look_atom, Named>::with<Result<Application>>,
    caf::replies_to<status_atom, SetStatus>::with<Result<Application>>,
    caf::replies_to<times_atom, AskTimes>::with<Result<Times>>,
    caf::replies_to<add_document_atom, AddDocument>::with<Result<Document>>,
    caf::replies_to<piece_atom, std::string, uint32_t>::with<Result<Done>>,
    caf::replies_to<whole_atom, std::string>::with<Result<Document>>,
    caf::replies_to<sweep_atom>::with<Result<Done>>,
    caf::replies_to<reference_atom, SetReference>::with<Result<Document>>,
    caf::replies_to<list_documents_atom, Named>::with<Result<DocumentList>>,
    caf::replies_to<read_document_atom, NamedDocument>::with<Result<DocumentWithContent>>,
    caf::replies_to<drop_document_atom, NamedDocument>::with<Result<Done>>,
    caf::replies_to<drop_documents_atom, Named>::with<Result<Done>>,
    caf::replies_to<reencrypt_atom, ReencryptOrder>::with<Result<Reencrypted>>,
    caf::reacts_to<refill_atom>>;

struct Config {
  prid::Actor prids;               ///< of the same partition: its numbers are of this one
  std::shared_ptr<Random> random;  ///< this actor's own: ids of documents
  size_t page_rows = 20;
};

/// For spawn. Replies leave after the journal has made their writes durable.
Actor::behavior_type partition(Actor::pointer self, Config config, partition::Host host,
                               Clock clock);
}  // namespace prereg
