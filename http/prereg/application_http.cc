// http/prereg/application_http.cc: the wire form of applications. No rule, no storage.
#include "http/prereg/application_http.h"

#include <map>
#include <memory>

#include "http/context.h"
#include "http/prereg/application_json.h"
#include "http/prereg/application_request.h"
#include "http/prereg/prereg_envelope.h"

namespace http {
namespace {
using prereg::Application;
using Owner = Partition<prereg::Actor>;

/// Ids that one request may ask for.
constexpr size_t times_ids_max = 100;

/// Sends an order about the application that the path names to its partition.
template <class Order, class Atom, class Render>
void order_named(const Context& context, const Call& call, const Reply& reply, Atom atom,
                 Render render, Order order) {
  const auto id = prereg_id_in(call, reply);
  if (!id) return;
  order.id = *id;
  order.by = prereg_caller(context, call);
  const Owner& owner = context.actors.applications.partitions.of(*id);
  forward<Application>(*context.gateway, owner, reply, render, atom, std::move(order));
}

std::string status_updated_json(const Application&) { return R"("STATUS_UPDATED_SUCESSFULLY")"; }

/// Asks one partition after the other when theirs changed.
class TimesWalk : public std::enable_shared_from_this<TimesWalk> {
 public:
  TimesWalk(const Context& context, Reply reply, prereg::Caller by)
      : context_(context), reply_(std::move(reply)), by_(std::move(by)) {}

  void add(const std::string& id) {
    ids_[&context_.actors.applications.partitions.of(id)].push_back(id);
  }
  void step() {
    if (ids_.empty()) return answer();
    auto next = ids_.extract(ids_.begin());
    const auto me = shared_from_this();
    const auto on_times = [me](const Result<prereg::Times>& times) {
      if (!times.ok()) return me->reply_.faults(times.faults());
      me->found_.insert(me->found_.end(), times.value().begin(), times.value().end());
      me->step();
    };
    ask<prereg::Times>(*context_.gateway, *next.key(), reply_, on_times, prereg::times_atom::value,
                       prereg::AskTimes{std::move(next.mapped()), by_});
  }

 private:
  void answer() const {
    if (found_.empty()) return reply_.fault(Errc::prereg_not_found);
    reply_.value(application_times_json(found_));
  }

  const Context& context_;
  Reply reply_;
  prereg::Caller by_;
  std::map<const Owner*, std::vector<std::string>> ids_;
  prereg::Times found_;
};
}  // namespace

void create_application(const Context& context, const Call& call, Reply reply) {
  auto filed = filed_details(context, call, reply, application_create_id);
  if (!filed) return;
  prereg::Create order{prereg_caller(context, call), std::move(filed->language),
                       std::move(filed->details)};
  const Owner& owner = context.actors.applications.partitions.of(order.by.user_key);
  forward<Application>(*context.gateway, owner, reply, created_application_json,
                       prereg::create_atom::value, std::move(order));
}

void change_application(const Context& context, const Call& call, Reply reply) {
  auto filed = filed_details(context, call, reply, application_update_id);
  if (!filed) return;
  order_named(context, call, reply, prereg::change_atom::value, changed_application_json,
              prereg::Change{{}, {}, std::move(filed->language), std::move(filed->details)});
}

void read_application(const Context& context, const Call& call, Reply reply) {
  order_named(context, call, reply, prereg::read_atom::value, application_json, prereg::Named{});
}

void application_info(const Context& context, const Call& call, Reply reply) {
  const auto id = prereg_id_in(call, reply);
  if (!id) return;
  const prereg::Named wish{*id, prereg_caller(context, call)};
  const Owner& owner = context.actors.applications.partitions.of(*id);
  const auto on_application = [&context, &owner, reply,
                               wish](const Result<Application>& application) {
    if (!application.ok()) return reply.faults(application.faults());
    const auto on_documents =
        [reply, found = application.value()](const Result<prereg::DocumentList>& documents) {
          if (!documents.ok() && documents.error() != Errc::document_none)
            return reply.faults(documents.faults());
          reply.value(application_info_json(
              found, documents.ok() ? documents.value() : prereg::DocumentList{}));
        };
    ask<prereg::DocumentList>(*context.gateway, owner, reply, on_documents,
                              prereg::list_documents_atom::value, wish);
  };
  ask<Application>(*context.gateway, owner, reply, on_application, prereg::read_atom::value, wish);
}

void discard_application(const Context& context, const Call& call, Reply reply) {
  order_named(context, call, reply, prereg::discard_atom::value, discarded_application_json,
              prereg::Named{});
}

void application_status(const Context& context, const Call& call, Reply reply) {
  order_named(context, call, reply, prereg::look_atom::value, application_status_json,
              prereg::Named{});
}

void set_application_status(const Context& context, const Call& call, Reply reply) {
  prereg::SetStatus order;
  order.status = trimmed(call.query("statusCode").value_or(""));
  order_named(context, call, reply, prereg::status_atom::value, status_updated_json,
              std::move(order));
}

void list_applications(const Context& context, const Call& call, Reply reply) {
  const auto page = prereg::page_index_of(trimmed(call.query("pageIndex").value_or("")));
  if (!page) return reply.fault(Errc::prereg_page_index);
  prereg::List wish{prereg_caller(context, call), *page};
  const Owner& owner = context.actors.applications.partitions.of(wish.by.user_key);
  forward<prereg::Page>(*context.gateway, owner, reply, application_page_json,
                        prereg::list_atom::value, std::move(wish));
}

void application_times(const Context& context, const Call& call, Reply reply) {
  const Faults faults =
      prereg_envelope_faults(call.body(), application_times_id, context.wire.clock());
  if (!faults.empty()) return reply.faults(faults);
  const auto ids = call.request().texts("preRegistrationIds");
  if (!ids || ids->size() > times_ids_max) return reply.fault(Errc::prereg_body);
  if (ids->empty()) return reply.fault(Errc::prereg_parameter);
  const auto walk = std::make_shared<TimesWalk>(context, reply, prereg_caller(context, call));
  for (const std::string& id : *ids) walk->add(id);
  walk->step();
}
}  // namespace http
