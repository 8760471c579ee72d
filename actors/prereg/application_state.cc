// actors/prereg/application_state.cc: "A" + id: the application; "H" + id + when: what it was from
// then on; "U" + user + when + id: the user has it.
#include "actors/prereg/application_state.h"

#include <algorithm>

#include "actors/prereg/application_record.h"

namespace prereg {
namespace {
/// Behind every key that begins with `front`.
std::string end_of(std::string front) {
  front.back() = static_cast<char>(front.back() + 1);
  return front;
}

UtcTime later_than(UtcTime before, UtcTime now) {
  return std::max(now, before + UtcTime::duration{1});
}
}  // namespace

Result<Application> Applications::create(const Create& order, const std::string& id, UtcTime now,
                                         store::Transaction& tx) {
  const std::string key = application_key(id);
  const auto taken = tx.get(key);
  if (!taken.ok()) return Errc::prereg_table;
  if (taken.value()) return Errc::prereg_duplicate;
  Application application;
  application.id = id;
  application.user_key = order.by.user_key;
  application.created = application.updated = application.encrypted = now;
  application.language = order.language;
  application.created_by = application.updated_by = order.by.user_id;
  application.details = order.details;
  const auto record = sealed_record(application, now, *sealer_, tx);
  if (!record.ok()) return record.faults();
  tx.put(key, record.value());
  tx.put(list_key(application.user_key, now, id), "");
  return application;
}

Result<Application> Applications::change(const Change& order, UtcTime now, store::Transaction& tx) {
  const auto record = find(order.id, order.by, true, tx);
  if (!record.ok()) return record.faults();
  if (!may_be_changed(head_of(record.value())->status)) return Errc::prereg_fixed;
  auto opened = opened_record(order.id, record.value(), *sealer_, tx);
  if (!opened.ok()) return opened.faults();
  Application after = std::move(opened).value();
  after.language = order.language;
  after.details = order.details;
  after.updated_by = order.by.user_id;
  return put(std::move(after), record.value(), now, tx);
}

Result<Application> Applications::read(const Named& wish, store::Transaction& tx) {
  return open(wish.id, wish.by, false, tx);
}

Result<Page> Applications::list(const List& wish, store::Transaction& tx) {
  Page page;
  page.index = wish.page;
  std::vector<std::string> ids;
  const size_t first = wish.page * page_rows_;
  const auto visited =
      tx.scan(list_front(wish.by.user_key), {}, [&](std::string_view key, std::string_view) {
        if (page.total >= first && ids.size() < page_rows_) ids.emplace_back(id_in_list_key(key));
        return ++page.total < counted_max;
      });
  if (!visited.ok()) return Errc::prereg_table;
  if (page.total == 0) return Errc::prereg_none_of_user;
  if (ids.empty()) return Errc::prereg_no_page;
  for (const std::string& id : ids) {
    auto application = open(id, wish.by, true, tx);
    if (!application.ok()) return application.faults();
    auto proof = documents_->of_category(id, "POA", tx);
    if (!proof.ok()) return proof.faults();
    page.rows.push_back({std::move(application).value(), std::move(proof).value()});
  }
  return page;
}

Result<Application> Applications::set_status(const SetStatus& order, UtcTime now,
                                             store::Transaction& tx) {
  const auto record = find(order.id, order.by, false, tx);
  if (!record.ok()) return record.faults();
  const auto status = status_of(order.status);
  if (!status || (order.by.is_citizen && !is_for_citizens(*status))) return Errc::prereg_status;
  if (order.by.is_citizen && !may_be_changed(head_of(record.value())->status))
    return Errc::prereg_fixed;
  auto opened = opened_record(order.id, record.value(), *sealer_, tx);
  if (!opened.ok()) return opened.faults();
  Application after = std::move(opened).value();
  after.status = *status;
  after.updated_by = order.by.user_id;
  return put(std::move(after), record.value(), now, tx);
}

Result<Application> Applications::discard(const Named& order, UtcTime now, store::Transaction& tx) {
  auto opened = open(order.id, order.by, true, tx);
  if (!opened.ok()) return opened.faults();
  Application last = std::move(opened).value();
  if (!may_be_discarded(last.status)) return Errc::prereg_kept;
  last.status = Status::discarded;
  last.updated = last.encrypted = later_than(last.updated, now);
  last.updated_by = order.by.user_id;
  last.details.clear();
  const auto record = sealed_record(last, now, *sealer_, tx);
  if (!record.ok()) return record.faults();
  const auto without = documents_->remove_all(order.id, tx);
  if (!without.ok()) return Errc::prereg_discard_failed;
  // From here on nothing can fail.
  tx.erase(application_key(order.id));
  tx.erase(list_key(last.user_key, last.created, order.id));
  const std::string front = history_front(order.id);
  tx.erase_range(front, end_of(front));
  tx.put(history_key(order.id, last.updated), record.value());
  return last;
}

Result<Times> Applications::times(const AskTimes& wish, store::Transaction& tx) {
  Times times;
  for (const std::string& id : wish.ids) {
    const auto application = open(id, wish.by, false, tx);
    if (application.ok()) {
      times.emplace_back(id, application.value().updated);
    } else if (application.error() != Errc::prereg_not_found) {
      return application.faults();
    }
  }
  return times;
}

Result<Done> Applications::may_see(const Named& wish, store::Transaction& tx) {
  const auto record = find(wish.id, wish.by, false, tx);
  if (!record.ok()) return record.faults();
  return Done{};
}

Result<Done> Applications::may_change(const Named& wish, store::Transaction& tx) {
  const auto record = find(wish.id, wish.by, false, tx);
  if (!record.ok()) return record.faults();
  if (!may_be_changed(head_of(record.value())->status)) return Errc::prereg_fixed;
  return Done{};
}

Result<std::string> Applications::find(const std::string& id, const Caller& by,
                                       bool is_owners_alone, store::Transaction& tx) {
  if (!is_id(id)) return Errc::prereg_not_found;
  auto record = tx.get(application_key(id));
  if (!record.ok()) return Errc::prereg_table;
  if (!record.value()) return Errc::prereg_not_found;
  const auto head = head_of(*record.value());
  if (!head) return Errc::prereg_hash;
  if ((is_owners_alone || by.is_citizen) && head->user_key != by.user_key)
    return Errc::prereg_not_owner;
  return *std::move(record).value();
}

Result<Application> Applications::open(const std::string& id, const Caller& by,
                                       bool is_owners_alone, store::Transaction& tx) {
  const auto record = find(id, by, is_owners_alone, tx);
  if (!record.ok()) return record.faults();
  return opened_record(id, record.value(), *sealer_, tx);
}

Result<Application> Applications::put(Application after, const std::string& before, UtcTime now,
                                      store::Transaction& tx) {
  const UtcTime since = after.updated;
  after.updated = after.encrypted = later_than(since, now);
  const auto record = sealed_record(after, now, *sealer_, tx);
  if (!record.ok()) return record.faults();
  tx.put(history_key(after.id, since), before);
  tx.put(application_key(after.id), record.value());
  return after;
}
}  // namespace prereg
