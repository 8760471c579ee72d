// tests/http/change_row.cc: damages rows in the store of a stopped server, as a bad disk or an
// intruder with its files would. Usage: change_row DATA_DIR PARTITION SERVICE flip|erase KEY...,
// where a KEY is a letter, or J and the number of a link. Fails when there is no such row.
#include <rocksdb/db.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "actors/audit/audit_chain.h"
#include "actors/audit/audit_owners.h"

namespace {
int fail(const std::string& what) {
  std::cerr << "change_row: " << what << '\n';
  return 1;
}

std::string own_key(std::string_view word) {
  if (!word.starts_with(audit::link_prefix)) return std::string{word};
  return audit::link_key(std::strtoull(word.data() + 1, nullptr, 10));
}

rocksdb::Status change(rocksdb::DB& db, const std::string& key, bool flips) {
  std::string value;
  if (const auto found = db.Get({}, key, &value); !found.ok()) return found;
  rocksdb::WriteOptions synced;
  synced.sync = true;
  if (!flips) return db.Delete(synced, key);
  value.back() = static_cast<char>(value.back() ^ 1);
  return db.Put(synced, key, value);
}
}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) return fail("DATA_DIR PARTITION SERVICE flip|erase KEY...");
  const auto service = audit::service_named(argv[3]);
  if (!service) return fail("no such service");
  const store::Owner owner{static_cast<uint16_t>(std::strtoul(argv[2], nullptr, 10)), *service};
  rocksdb::DB* opened = nullptr;
  const auto status = rocksdb::DB::Open({}, std::string{argv[1]} + "/store", &opened);
  const std::unique_ptr<rocksdb::DB> db{opened};
  if (!status.ok()) return fail(status.ToString());
  for (int i = 5; i < argc; ++i) {
    const auto done = change(*db, store::key_prefix(owner) + own_key(argv[i]),
                             argv[4] == std::string_view{"flip"});
    if (!done.ok()) return fail(std::string{argv[i]} + ": " + done.ToString());
  }
  return 0;
}
