// http/startup/outbox_command.cc: the store and the heads of its messages. What is personal stays
// sealed; the store key is for the audit records of what is changed.
#include "http/startup/outbox_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <set>

#include "actors/audit/trail.h"
#include "actors/json/json_read.h"
#include "actors/json/json_write.h"
#include "actors/outbox/outbox_state.h"
#include "crypto/random.h"
#include "http/console/outbox_line.h"
#include "http/startup/audit_store.h"
#include "http/startup/console_line.h"
#include "http/startup/console_pages.h"
#include "http/startup/problem.h"
#include "http/startup/process.h"
#include "http/startup/settings.h"
#include "http/startup/store_room.h"
#include "store/rocks_store.h"
#include "store/workspace.h"

namespace startup {
namespace {
using outbox::Id;
using outbox::Listed;

/// One partition's messages, read and written without an actor: no server runs.
class Drawer {
 public:
  Drawer(store::RocksStore& store, uint16_t partition, const OutboxSettings& settings,
         audit::Trail trail)
      : store_(store),
        tx_({partition, store::Service::outbox}, store),
        outbox_(parts(store, partition, settings)),
        trail_(std::move(trail)) {}

  std::vector<Listed> rows() {
    tx_.begin();
    const auto listed = outbox_.list({false, {}, std::numeric_limits<size_t>::max()}, tx_);
    if (!listed.ok()) throw Problem(exit_unavailable, "the messages could not be read");
    return listed.value();
  }
  /// False when there is no such message here.
  bool apply(OutboxVerb verb, const Id& id) {
    tx_.begin();
    const bool is_retry = verb == OutboxVerb::retry;
    const UtcTime now = system_now();
    const auto done = is_retry ? outbox_.retry(id, now, tx_) : outbox_.drop(id, tx_);
    const auto operation =
        is_retry ? audit::Operation::message_retried : audit::Operation::message_dropped;
    if (done.ok()) trail_.record({operation, audit::of_console(), outbox::text_of(id)}, now, tx_);
    tx_.keep();
    return done.ok();
  }
  void write() {
    tx_.begin();
    trail_.keep_head(tx_);
    tx_.keep();
    const auto taken = tx_.take_batch();
    if (!taken.batch.empty()) store_.write({&taken.batch, 1});
  }

 private:
  static outbox::Parts parts(const store::View& view, uint16_t partition,
                             const OutboxSettings& settings) {
    outbox::Parts parts;
    parts.rules = settings.rules;
    parts.partition = partition;
    parts.view = &view;
    parts.waiting = std::make_shared<outbox::Waiting>(settings.waiting_max);
    return parts;
  }

  store::RocksStore& store_;
  store::Workspace tx_;
  outbox::Outbox outbox_;
  audit::Trail trail_;
};

void list(std::deque<Drawer>& drawers) {
  std::vector<Listed> all;
  for (Drawer& drawer : drawers) {
    auto rows = drawer.rows();
    all.insert(all.end(), rows.begin(), rows.end());
  }
  std::ranges::sort(all, outbox::is_newer);
  for (const Listed& row : all) say(console::outbox_line(row));
}

std::vector<Id> named(const OutboxOrder& order) {
  std::vector<Id> ids;
  for (const std::string& text : order.ids) {
    const auto id = outbox::id_of(text);
    if (!id) throw Problem(exit_usage, text + " is no id: it has 32 hexadecimal digits");
    ids.push_back(*id);
  }
  return ids;
}

/// The ids that the order names; nothing printed is left out.
std::vector<Id> named(const OutboxOrder& order, std::deque<Drawer>& drawers) {
  std::vector<Id> ids = named(order);
  if (!order.all_dead) return ids;
  for (Drawer& drawer : drawers) {
    for (const Listed& row : drawer.rows())
      if (row.head.state == outbox::State::dead) ids.push_back(row.id);
  }
  return ids;
}

void tell_changed(const OutboxOrder& order, size_t count) {
  say(fmt::format("{} {}", order.verb == OutboxVerb::retry ? "due again:" : "dropped:", count));
}

int change(const OutboxOrder& order, std::deque<Drawer>& drawers) {
  const auto ids = named(order, drawers);
  size_t missing = 0;
  for (const Id& id : ids) {
    const auto has = [&](Drawer& drawer) { return drawer.apply(order.verb, id); };
    if (std::ranges::any_of(drawers, has)) continue;
    ++missing;
    say("no message " + outbox::text_of(id));
  }
  for (Drawer& drawer : drawers) drawer.write();
  tell_changed(order, ids.size() - missing);
  return missing == 0 ? exit_ok : exit_fault;
}

std::vector<std::string> texts_at(const json::Object& answer, std::string_view key) {
  std::vector<std::string> texts;
  json::take(answer, key, texts);
  return texts;
}

/// The newest first, as is_newer says: by the column queued, then by the id.
bool is_newer_line(const std::string& one, const std::string& other) {
  const auto queued = [](const std::string& line) {
    size_t at = 0;
    for (int column = 0; column < 6; ++column) at = line.find('\t', at) + 1;
    return std::string_view{line}.substr(at, line.find('\t', at) - at);
  };
  return queued(one) != queued(other) ? queued(one) > queued(other) : one < other;
}

/// Messages go while their pages are asked for: one may be missed, none is told twice.
int list_of(ConsoleLine& server) {
  std::set<std::string> lines;
  for_each_page(server, "outbox list", [&](const json::Object& page) {
    for (auto& line : texts_at(page, "lines")) lines.insert(std::move(line));
  });
  std::vector<std::string> sorted(lines.begin(), lines.end());
  std::ranges::sort(sorted, is_newer_line);
  for (const std::string& line : sorted) say(line);
  return exit_ok;
}

int change_in(ConsoleLine& server, const OutboxOrder& order) {
  named(order);  // Says what is no id.
  std::set<std::string> done, going;
  int64_t partitions = 1;
  for (int64_t partition = 0; partition < partitions;) {
    json::ObjectWriter out{256 + order.ids.size() * 40};
    out.field("op", order.verb == OutboxVerb::retry ? "outbox retry" : "outbox drop");
    out.number("partition", partition);
    out.list("ids", order.ids);
    out.flag("allDead", order.all_dead);
    const std::string text = server.order(std::move(out).finish());
    const json::Document document{text};
    const auto answer = answer_in(document);
    json::take(answer, "partitions", partitions);
    bool more = false;
    json::take(answer, "more", more);
    const size_t before = done.size();
    for (auto& id : texts_at(answer, "done")) done.insert(std::move(id));
    // What is due again may have died again meanwhile: an order that changes nothing new is the
    // last.
    if (!order.all_dead || !more || done.size() == before) ++partition;
    for (auto& id : texts_at(answer, "going")) going.insert(std::move(id));
  }
  size_t missing = 0;
  for (const std::string& id : going) say("on its way at present: " + id);
  for (const Id& id : named(order)) {
    const std::string text = outbox::text_of(id);
    if (done.contains(text) || going.contains(text)) continue;
    ++missing;
    say("no message " + text);
  }
  tell_changed(order, done.size());
  return missing == 0 && going.empty() ? exit_ok : exit_fault;
}

int carry_out(const config::Config& config, const Settings& settings, const OutboxOrder& order) {
  if (const auto server = running_server(settings))
    return order.verb == OutboxVerb::list ? list_of(*server) : change_in(*server, order);
  const auto store = open_existing_store(settings);
  const bool is_change = order.verb != OutboxVerb::list;
  std::shared_ptr<const seal::WrappingKey> store_key;
  if (is_change) {
    refuse_lost_chains(settings, *store);
    store_key = opened_store_key(config, settings, *store);
  }
  crypto::SystemKeyRandom random;
  std::deque<Drawer> drawers;
  for (uint16_t i = 0; i < settings.store.partitions; ++i) {
    const store::Owner owner{i, store::Service::outbox};
    audit::Trail trail;
    if (is_change)
      trail = {std::make_shared<seal::Sealer>(store_key, random, owner), owner,
               settings.audit.trail};
    drawers.emplace_back(*store, i, settings.outbox, std::move(trail));
  }
  if (is_change) return change(order, drawers);
  list(drawers);
  return exit_ok;
}
}  // namespace

int outbox(const Arguments& arguments, const OutboxOrder& order) {
  return run_command(arguments, [&](const config::Config& config, const Settings& settings) {
    return carry_out(config, settings, order);
  });
}
}  // namespace startup
