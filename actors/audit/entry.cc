// actors/audit/entry.cc: the line of an export and of an archive file.
#include "actors/audit/entry.h"

#include <fmt/format.h>

#include <charconv>

#include "actors/audit/audit_owners.h"
#include "actors/audit/hex.h"

namespace audit {
namespace {
constexpr std::string_view sequence_name = R"("sequence":)";
constexpr std::string_view time_name = R"(,"loggedAt":")";
constexpr std::string_view hash_name = R"(","hash":")";
constexpr std::string_view record_name = R"(","record":)";

std::string members_of(const Entry& entry) {
  std::string out;
  out.reserve(entry.text.size() + 192);
  fmt::format_to(std::back_inserter(out), "{}{}{}{}{}{}{}{}}}", sequence_name, entry.sequence,
                 time_name, iso_utc(entry.logged), hash_name, hex_of(entry.hash), record_name,
                 entry.text);
  return out;
}

/// Takes `expected` off the front; false when it is not there.
bool skip(std::string_view& rest, std::string_view expected) {
  if (!rest.starts_with(expected)) return false;
  rest.remove_prefix(expected.size());
  return true;
}

/// The text up to `end`, which is taken off as well.
std::optional<std::string_view> take_until(std::string_view& rest, std::string_view end) {
  const size_t length = rest.find(end);
  if (length == std::string_view::npos) return std::nullopt;
  const auto taken = rest.substr(0, length);
  rest.remove_prefix(length + end.size());
  return taken;
}

}  // namespace

std::string line_of(const Entry& entry) { return '{' + members_of(entry); }

std::string line_of(store::Owner owner, const Entry& entry) {
  return fmt::format(R"({{"service":"{}","partition":{},{})", service_name(owner.service),
                     owner.partition, members_of(entry));
}

std::optional<Entry> entry_of(std::string_view line) {
  std::string_view rest = line;
  if (!skip(rest, "{") || !skip(rest, sequence_name) || !rest.ends_with('}')) return std::nullopt;
  Entry entry;
  const auto number = take_until(rest, time_name);
  if (!number) return std::nullopt;
  const auto* const number_end = number->data() + number->size();
  if (std::from_chars(number->data(), number_end, entry.sequence).ptr != number_end)
    return std::nullopt;
  const auto time = take_until(rest, hash_name);
  if (!time || !parse_iso_utc(*time, entry.logged)) return std::nullopt;
  const auto hash = take_until(rest, record_name);
  auto raw = hash ? raw_of_hex(*hash) : std::nullopt;
  if (!raw) return std::nullopt;
  entry.hash = std::move(*raw);
  entry.text = rest.substr(0, rest.size() - 1);
  return entry;
}
}  // namespace audit
