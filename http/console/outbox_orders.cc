// http/console/outbox_orders.cc: orders about messages that wait or are dead. Nothing in an answer
// is personal.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "actors/json/json_write.h"
#include "http/console/orders.h"
#include "http/console/outbox_line.h"

namespace console {
namespace {
/// Of one page of `outbox list`, and of the dead that one order changes: answers stay far below
/// message_bytes_max.
constexpr size_t page_lines_max = 1'000;
constexpr size_t page_bytes_expected = page_lines_max * 160;

Expected<const outbox::Actor*, Refusal> owner_in(const Parts& parts, OrderFields& fields) {
  const int64_t partition = fields.number("partition");
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  const auto count = static_cast<int64_t>(parts.outboxes.size());
  if (partition < 0 || partition >= count) return Refusal{"there is no such partition"};
  return &parts.outboxes[static_cast<size_t>(partition)];
}

/// The row that a page begins with; nothing when no answer told of it.
std::optional<size_t> row_after(const std::string& text) {
  size_t row = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, row);
  if (!text.empty() && (read.ec != std::errc{} || read.ptr != end)) return std::nullopt;
  return row;
}

Result<outbox::Listing> rows_of(const Parts& parts, const outbox::Actor& owner) {
  const outbox::Query all{false, {}, std::numeric_limits<size_t>::max()};
  return ask<outbox::Listing>(parts, owner, outbox::list_atom::value, all);
}

/// Those that the order names, or the partition's dead ones.
Expected<std::vector<outbox::Id>, Refusal> ids_in(const Parts& parts, const outbox::Actor& owner,
                                                  OrderFields& fields) {
  const bool all_dead = fields.flag("allDead");
  const auto texts = fields.texts("ids");
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  std::vector<outbox::Id> ids;
  for (const auto& text : texts) {
    const auto id = outbox::id_of(text);
    if (!id) return Refusal{"an id has 32 hexadecimal digits"};
    ids.push_back(*id);
  }
  if (!all_dead) return ids;
  const auto rows = rows_of(parts, owner);
  if (!rows.ok()) return Refusal{told(rows.faults(), "")};
  for (const auto& row : rows.value())
    if (row.head.state == outbox::State::dead && ids.size() < page_lines_max) ids.push_back(row.id);
  return ids;
}

Result<Done> change(const Parts& parts, const outbox::Actor& owner, bool is_retry,
                    const outbox::Id& id) {
  return is_retry ? ask<Done>(parts, owner, outbox::retry_atom::value, id)
                  : ask<Done>(parts, owner, outbox::drop_atom::value, id);
}
}  // namespace

std::string outbox_line(const outbox::Listed& row) {
  const outbox::Head& head = row.head;
  return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", outbox::text_of(row.id),
                     outbox::name_of(head.channel), outbox::name_of(head.state), head.attempts,
                     outbox::text_of(head.fault), head.reply_code, iso_utc(head.queued_at),
                     iso_utc(head.due));
}

Answer list_outbox(const Parts& parts, OrderFields& fields) {
  const auto owner = owner_in(parts, fields);
  if (!owner.ok()) return owner.error();
  const auto from = row_after(fields.text("after"));
  if (!fields.fault().empty()) return Refusal{fields.fault()};
  if (!from) return Refusal{"after is not what an answer told"};
  const auto rows = rows_of(parts, *owner.value());
  if (!rows.ok()) return Refusal{told(rows.faults(), "")};
  const size_t end = rows.value().size();
  const size_t to = std::min(end, std::min(*from, end) + page_lines_max);
  std::vector<std::string> lines;
  for (size_t i = *from; i < to; ++i) lines.push_back(outbox_line(rows.value()[i]));
  json::ObjectWriter out{page_bytes_expected};
  out.number("partitions", static_cast<int64_t>(parts.outboxes.size()));
  out.list("lines", lines);
  if (to < end) out.field("after", std::to_string(to));
  return Answer{std::move(out).finish()};
}

Answer change_outbox(const Parts& parts, bool is_retry, OrderFields& fields) {
  const auto owner = owner_in(parts, fields);
  if (!owner.ok()) return owner.error();
  const auto ids = ids_in(parts, *owner.value(), fields);
  if (!ids.ok()) return ids.error();
  std::vector<std::string> done, going;
  for (const auto& id : ids.value()) {
    const auto changed = change(parts, *owner.value(), is_retry, id);
    if (changed.ok()) {
      done.push_back(outbox::text_of(id));
    } else if (changed.error() == Errc::overloaded) {
      going.push_back(outbox::text_of(id));
    } else if (changed.error() != Errc::not_found) {
      return Refusal{told(changed.faults(), "")};
    }
  }
  json::ObjectWriter out{page_bytes_expected};
  out.number("partitions", static_cast<int64_t>(parts.outboxes.size()));
  out.list("done", done);
  out.list("going", going);
  out.flag("more", ids.value().size() == page_lines_max);
  return Answer{std::move(out).finish()};
}
}  // namespace console
