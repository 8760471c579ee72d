// actors/outbox/outbox_state.cc: what becomes of a message, row by row.
#include "actors/outbox/outbox_state.h"

#include <algorithm>

#include "actors/base/log.h"
#include "store/committed.h"

namespace outbox {
namespace {
using std::chrono::seconds;

/// A row that is queued now is due now, but is committed a little later: looks begin this much
/// before the time that the last one reached. They skip what was delivered since, which the store
/// only remembers as erased and would wade through.
constexpr seconds look_back{5};
/// Every so often a look begins at the very front: for clocks that were set back.
constexpr seconds full_look_every{60};
/// Rows that one take() buries before it answers.
constexpr int unreadable_max = 8;

/// The store answered: the row is whole, or it is lost for good.
bool was_read(const auto& read) { return read.ok() || read.error() == store::Errc::corrupt; }

/// No wait is longer than `longest`: what is due later was put there while the clock was ahead, and
/// does not wait for as long as the clock was set back.
bool is_due(UtcTime due, UtcTime now, std::chrono::milliseconds longest) {
  return due <= now || due - now > longest;
}

std::string kept_value(State state) { return std::string(1, static_cast<char>(state)); }
}  // namespace

Result<Done> Outbox::load(store::Transaction& tx) {
  captured_ = dead_ = 0;
  looks_ = {};
  kept_fronts_ = {};
  for (const Channel channel : channels) {
    const auto count = tx.scan(due_prefix(channel), "", [](auto, auto) { return true; });
    if (!count.ok()) return Errc::internal;
    parts_.waiting->set(channel, count.value());
  }
  const auto kept = tx.scan(std::string(1, kept_letter), "", [&](auto, std::string_view value) {
    ++kept_count(value == kept_value(State::dead) ? State::dead : State::captured);
    return true;
  });
  if (!kept.ok()) return Errc::internal;
  return Done{};
}

Result<std::optional<Timed>> Outbox::first_due(Channel channel, UtcTime now,
                                               store::Transaction& tx) {
  Look& look = look_of(channel);
  const bool is_full = now < look.full_at || now - look.full_at >= full_look_every;
  Head at;
  at.channel = channel;
  at.due = look.from;
  const uint64_t counted = parts_.waiting->count(channel);
  std::optional<UtcTime> front;
  std::optional<Timed> found;
  const auto seen = tx.scan(due_prefix(channel), is_full ? std::string{} : due_key(at, ""),
                            [&](std::string_view key, std::string_view) {
                              Timed row = due_in(key);
                              if (!front) front = row.time;
                              if (in_flight_.contains(row.id)) return true;
                              found = std::move(row);
                              return false;
                            });
  if (!seen.ok()) return Errc::internal;
  look.from = std::min(front.value_or(now), now) - look_back;
  if (is_full) look.full_at = now;
  if (is_full && !front) parts_.waiting->clear(channel, counted);
  const auto longest = parts_.rules.retry.longest;
  if (!found || is_due(found->time, now, longest)) return found;
  // Behind those that wait: rows of a clock that was ahead, which are due.
  at.due = now + longest + std::chrono::milliseconds{1};
  const auto ahead =
      tx.scan(due_prefix(channel), due_key(at, ""), [&](std::string_view key, std::string_view) {
        Timed row = due_in(key);
        if (in_flight_.contains(row.id)) return true;
        found = std::move(row);
        return false;
      });
  if (!ahead.ok()) return Errc::internal;
  return found;
}

Result<std::optional<UtcTime>> Outbox::next_due(Channel channel, UtcTime now,
                                                store::Transaction& tx) {
  const auto first = first_due(channel, now, tx);
  if (!first.ok()) return first.faults();
  if (!first.value()) return std::optional<UtcTime>{};
  const UtcTime due = first.value()->time;
  return std::optional<UtcTime>{is_due(due, now, parts_.rules.retry.longest) ? std::min(due, now)
                                                                             : due};
}

Result<std::optional<Job>> Outbox::take(Channel channel, UtcTime now, store::Transaction& tx) {
  for (int unreadable = 0; unreadable < unreadable_max; ++unreadable) {
    const auto first = first_due(channel, now, tx);
    if (!first.ok()) return first.faults();
    if (!first.value() || !is_due(first.value()->time, now, parts_.rules.retry.longest))
      return std::optional<Job>{};
    const Id& id = first.value()->id;
    const auto head = head_of(id, tx);
    const auto message = message_of(id, tx);
    if (head.ok() && message.ok()) {
      in_flight_.emplace(id, channel);
      return std::optional<Job>{{id, message.value(), head.value().queued_at}};
    }
    if (!was_read(head) || !was_read(message)) return Errc::internal;
    logging::error("outbox: message " + text_of(id) + " does not open");
    Head lost = head.ok() ? head.value() : Head{};
    lost.channel = channel;
    lost.due = first.value()->time;
    bury(id, lost, {Attempt::Outcome::failed, Fault::unreadable, 0}, now, tx);
  }
  return std::optional<Job>{};
}

Result<Done> Outbox::settle(const Id& id, const Attempt& attempt, UtcTime now,
                            store::Transaction& tx) {
  const auto read = head_of(id, tx);
  if (!was_read(read)) return Errc::internal;
  in_flight_.erase(id);
  if (!read.ok()) return Errc::not_found;
  const Head& head = read.value();
  Figures& figures = of(*parts_.figures, head.channel);
  switch (attempt.outcome) {
    case Attempt::Outcome::sent:
      erase(id, head, tx);
      ++figures.sent;
      break;
    case Attempt::Outcome::captured:
      keep(id, head, State::captured, now, tx);
      ++figures.captured;
      break;
    case Attempt::Outcome::failed:
      ++figures.failed;
      try_later(id, head, attempt, now, tx);
  }
  return Done{};
}

void Outbox::try_later(const Id& id, Head head, const Attempt& attempt, UtcTime now,
                       store::Transaction& tx) {
  ++head.attempts;
  if (is_dead(parts_.rules.retry, head.attempts)) return bury(id, head, attempt, now, tx);
  erase_place(id, head, tx);
  head.fault = attempt.fault;
  head.reply_code = attempt.reply_code;
  parts_.waiting->add(head.channel);
  head.due = now + wait_after(parts_.rules.retry, head.attempts, *parts_.random);
  tx.put(head_key(id), encoded(head));
  tx.put(due_key(head, id), {});
}

void Outbox::bury(const Id& id, Head head, const Attempt& attempt, UtcTime now,
                  store::Transaction& tx) {
  head.fault = attempt.fault;
  head.reply_code = attempt.reply_code;
  ++of(*parts_.figures, head.channel).dead;
  logging::warning("outbox: message " + text_of(id) + " is dead after " +
                   std::to_string(head.attempts) +
                   " deliveries: " + std::string{text_of(head.fault)});
  keep(id, head, State::dead, now, tx);
}

void Outbox::keep(const Id& id, Head head, State state, UtcTime now, store::Transaction& tx) {
  if (parts_.rules.kept.count() == 0) return erase(id, head, tx);
  erase_place(id, head, tx);
  head.state = state;
  head.due = now + parts_.rules.kept;
  tx.put(head_key(id), encoded(head));
  const std::string place = kept_key(head.due, id);
  tx.put(place, kept_value(state));
  kept_front(state) = std::min(kept_front(state), place);
  ++kept_count(state);
  make_room(state, tx);
}

void Outbox::make_room(State state, store::Transaction& tx) {
  const uint64_t dead_max = parts_.waiting->messages_max();
  if (kept_count(state) <= (state == State::dead ? dead_max : parts_.rules.captured_max)) return;
  std::optional<Id> oldest;
  std::string& front = kept_front(state);
  const auto visit = [&](std::string_view key, std::string_view value) {
    if (value != kept_value(state)) return true;
    oldest = kept_in(key).id;
    front = key;
    return false;
  };
  tx.scan(std::string(1, kept_letter), std::string{front}, visit);
  if (!oldest) return;
  if (const auto head = head_of(*oldest, tx); head.ok()) erase(*oldest, head.value(), tx);
}

Result<size_t> Outbox::forget_old(UtcTime now, size_t rows_max, store::Transaction& tx) {
  std::vector<Timed> old;
  std::optional<std::string> front;
  const auto visit = [&](std::string_view key, auto) {
    if (!front) front = key;
    Timed row = kept_in(key);
    if (row.time > now || old.size() == rows_max) return false;
    old.push_back(std::move(row));
    return true;
  };
  const auto seen = tx.scan(std::string(1, kept_letter), std::ranges::min(kept_fronts_), visit);
  if (!seen.ok()) return Errc::internal;
  if (front) {
    for (std::string& of_state : kept_fronts_) of_state = std::max(of_state, *front);
  }
  for (const Timed& row : old) {
    if (const auto head = head_of(row.id, tx); head.ok())
      erase(row.id, head.value(), tx);
    else
      tx.erase(kept_key(row.time, row.id));
  }
  return old.size();
}

Result<std::vector<Listed>> Outbox::list(const Query& query, store::Transaction& tx) {
  std::vector<Listed> rows;
  const auto seen =
      tx.scan(std::string(1, head_letter), "", [&](std::string_view key, std::string_view record) {
        const auto head = decoded_head(record);
        Id id{key.substr(1)};
        const bool flies = in_flight_.contains(id);
        if (head) rows.push_back({std::move(id), *head, flies, nullptr});
        return true;
      });
  if (!seen.ok()) return Errc::internal;
  std::ranges::sort(rows, is_newer);
  std::vector<Listed> listed;
  for (Listed& row : rows) {
    if (listed.size() == query.rows_max) break;
    if (query.with_messages) {
      const auto message = message_of(row.id, tx);
      if (!message.ok()) continue;
      const auto& to = message.value()->to;
      if (!query.to.empty() && std::ranges::find(to, query.to) == to.end()) continue;
      row.message = message.value();
    }
    listed.push_back(std::move(row));
  }
  return listed;
}

Result<Done> Outbox::retry(const Id& id, UtcTime now, store::Transaction& tx) {
  if (is_in_flight(id)) return Errc::overloaded;
  const auto read = head_of(id, tx);
  if (!read.ok()) return Errc::not_found;
  Head head = read.value();
  erase_place(id, head, tx);
  head.state = State::waiting;
  head.attempts = 0;
  head.due = now;
  tx.put(head_key(id), encoded(head));
  tx.put(due_key(head, id), {});
  parts_.waiting->add(head.channel);
  return Done{};
}

Result<Done> Outbox::drop(const Id& id, store::Transaction& tx) {
  if (is_in_flight(id)) return Errc::overloaded;
  const auto head = head_of(id, tx);
  if (!head.ok()) return Errc::not_found;
  erase(id, head.value(), tx);
  return Done{};
}

store::Read<Head> Outbox::head_of(const Id& id, store::Transaction& tx) {
  const auto record = tx.get(head_key(id));
  if (!record.ok()) return record.error();
  const auto head = decoded_head(record.value().value_or(""));
  if (!head) return store::Errc::corrupt;
  return *head;
}

store::Read<std::shared_ptr<const Message>> Outbox::message_of(const Id& id,
                                                               store::Transaction& tx) {
  const auto record = tx.get(body_key(id));
  if (!record.ok()) return record.error();
  const auto body = decoded_body(record.value().value_or(""));
  if (!body) return store::Errc::corrupt;
  const auto opened = open(*body, id, tx);
  if (!opened.ok()) return opened.error();
  auto message = decoded_message(opened.value());
  if (!message) return store::Errc::corrupt;
  return std::make_shared<const Message>(std::move(*message));
}

store::Read<std::string> Outbox::open(const Body& body, const Id& id, store::Transaction& tx) {
  if (body.sealed_by == store::Service::outbox)
    return parts_.sealer->open(tx, {aad_of(id)}, body.sealed);
  const store::Owner owner{parts_.partition, body.sealed_by};
  auto at = sealers_.find(body.sealed_by);
  if (at == sealers_.end())
    at = sealers_.emplace(body.sealed_by, seal::Sealer{parts_.store_key, *parts_.random, owner})
             .first;
  store::Committed committed{*parts_.view, owner};
  return at->second.open(committed, {aad_of(id)}, body.sealed);
}

void Outbox::erase(const Id& id, const Head& head, store::Transaction& tx) {
  erase_place(id, head, tx);
  tx.erase(head_key(id));
  tx.erase(body_key(id));
}

/// The row that says where in time the message stands, and its place in the counts.
void Outbox::erase_place(const Id& id, const Head& head, store::Transaction& tx) {
  if (head.state == State::waiting) {
    tx.erase(due_key(head, id));
    parts_.waiting->remove(head.channel);
  } else {
    tx.erase(kept_key(head.due, id));
    size_t& count = kept_count(head.state);
    if (count > 0) --count;
  }
}
}  // namespace outbox
