// actors/prereg/reencryption.cc: rows by their letter; each is opened and sealed again.
#include "actors/prereg/reencryption.h"

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/base/byte_codec.h"
#include "actors/prereg/application_record.h"

namespace prereg {
namespace {
/// Letters of rows that hold something sealed, in the order of the keys.
constexpr std::string_view letters = "ADFH";

using Row = std::pair<std::string, std::string>;
struct Window {
  std::vector<Row> rows;
  std::string last;
  size_t seen = 0;
  size_t bytes = 0;

  bool is_full() const { return seen == reencrypt_rows_max || bytes >= reencrypt_bytes_max; }
};

bool is_application(std::string_view key) { return key.front() == 'A' || key.front() == 'H'; }

/// The id of the application whose row, or whose history's row, this is.
std::string_view application_of(std::string_view key) {
  if (key.front() == 'A') return key.substr(1);
  bytes::Reader reader{key.substr(1)};
  return reader.take_text();
}

/// The data key that the row is under; nothing when it is not what this service wrote.
std::optional<uint32_t> data_key_in(std::string_view key, std::string_view value) {
  if (!is_application(key)) return seal::data_key_of(value);
  const auto head = head_of(value);
  return head ? seal::data_key_of(head->sealed) : std::nullopt;
}

/// Which data keys are of before the last rotation; each is looked up once.
class OldKeys {
 public:
  /// `current`: the one that is sealed with now.
  OldKeys(std::optional<uint32_t> current, seal::Sealer& sealer, store::Transaction& tx)
      : sealer_(sealer), tx_(tx) {
    // To move from this one would lead to it again.
    if (current) known_.emplace(*current, false);
  }

  store::Read<bool> contain(uint32_t number) {
    const auto known = known_.find(number);
    if (known != known_.end()) return known->second;
    const auto newest = sealer_.is_under_newest(tx_, number);
    if (!newest.ok()) return newest.error();
    return known_.emplace(number, !newest.value()).first->second;
  }

 private:
  seal::Sealer& sealer_;
  store::Transaction& tx_;
  std::map<uint32_t, bool> known_;
};

/// Those of one letter that are under an old key, until the window is full. False: the store cannot
/// be read.
bool look(char letter, const std::string& from, OldKeys& old, Window& window,
          store::Transaction& tx) {
  bool is_read = true;
  const auto visited =
      tx.scan(std::string(1, letter), from, [&](std::string_view key, std::string_view value) {
        ++window.seen;
        window.bytes += value.size();
        window.last = key;
        const auto number = data_key_in(key, value);
        if (!number) return !window.is_full();
        const auto is_old = old.contain(*number);
        is_read = is_old.ok();
        if (is_read && is_old.value()) window.rows.emplace_back(key, value);
        return is_read && !window.is_full();
      });
  return visited.ok() && is_read;
}

/// The same row under the key of now; nothing when it does not open.
std::optional<std::string> moved(const Row& row, UtcTime now, seal::Sealer& sealer,
                                 store::Transaction& tx) {
  const auto& [key, value] = row;
  if (is_application(key)) {
    auto application = opened_record(application_of(key), value, sealer, tx);
    if (!application.ok()) return std::nullopt;
    Application anew = std::move(application).value();
    anew.encrypted = now;
    auto record = sealed_record(anew, now, sealer, tx);
    if (!record.ok()) return std::nullopt;
    return std::move(record).value();
  }
  const auto plain = sealer.open(tx, {key}, value);
  if (!plain.ok()) return std::nullopt;
  auto sealed = sealer.seal(tx, now, {key}, plain.value());
  if (!sealed.ok()) return std::nullopt;
  return std::move(sealed).value();
}
}  // namespace

Result<Reencrypted> reencrypt(const ReencryptOrder& order, UtcTime now, seal::Sealer& sealer,
                              store::Transaction& tx) {
  const auto current = sealer.data_key_at(tx, now);
  if (!current.ok()) return Errc::prereg_table;
  OldKeys old{current.value(), sealer, tx};
  Window window;
  for (const char letter : letters) {
    if (window.is_full()) break;
    if (!order.after.empty() && letter < order.after.front()) continue;
    const bool is_within = !order.after.empty() && letter == order.after.front();
    const std::string from = is_within ? order.after + '\0' : std::string{};
    if (!look(letter, from, old, window, tx)) return Errc::prereg_table;
  }
  Reencrypted done;
  for (const Row& row : window.rows) {
    const auto anew = moved(row, now, sealer, tx);
    if (!anew) {
      ++done.failed;
      continue;
    }
    tx.put(row.first, *anew);
    ++done.moved;
  }
  if (window.is_full()) done.after = window.last;
  return done;
}
}  // namespace prereg
