// tests/audit/archive_fixture.h: a chain in some store, and an archiver that moves it.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "actors/audit/archiver.h"
#include "actors/audit/audit_verify.h"
#include "actors/audit/whole_chain.h"
#include "store/journal.h"
#include "store/workspace.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temporary_directory.h"

namespace audit {
/// 2024-01-02 12:00:00 UTC.
inline constexpr UtcTime archived_from{std::chrono::seconds{1'704'196'800}};

/// What the actor of an owner and its host do, in one thread.
class ArchiveFixture : public ::testing::Test {
 protected:
  static constexpr store::Owner whose{2, store::Service::audit};

  /// Once, before anything else.
  void use(const store::View& view, store::Journal& journal) {
    view_ = &view;
    journal_ = &journal;
    rules.dir = directory.path() + "/archive";
    rules.records_max = 50;
    rules.bytes_max = uint64_t{1} << 20;
  }

  /// One commit. Record number i is logged i minutes after the first.
  void append(int records) {
    write([&](Chain& chain, store::Transaction& tx) {
      for (int i = 0; i < records; ++i, ++appended) {
        const UtcTime logged = archived_from + std::chrono::minutes{appended};
        if (!chain.append(text(appended), logged, tx).ok()) return false;
      }
      chain.keep_head(tx);
      return true;
    });
  }
  static std::string text(int number) {
    return R"({"id":")" + std::to_string(number) + R"(","description":"ordinary text"})";
  }

  /// One pass over the chain, at a time when all is due unless there is a retention.
  std::string move(UtcTime now = archived_from + std::chrono::days{365}) {
    Archiver archiver{rules,
                      *view_,
                      store_key,
                      random,
                      [this](store::Owner, uint64_t last) {
                        return trims && write([&](Chain& chain, store::Transaction& tx) {
                                 return chain.trim(last, tx).ok();
                               });
                      },
                      figures};
    return archiver.move(whose, now, stop);
  }

  Verdict verdict() { return verify(whose, *view_, *sealer(), rules.dir); }
  /// What is broken, or "".
  std::string broken() {
    const auto found = verdict().broken;
    return found ? std::to_string(found->sequence) + " " + found->place + ": " + found->what : "";
  }

  /// Texts of a period, as an export reads them.
  std::vector<std::string> read(const Period& period = {}) {
    WholeChain chain{whose, at_rest(whose, *view_, rules.dir), store_key};
    std::vector<std::string> texts;
    if (!chain.open(period).ok()) return {"cannot be opened"};
    for (;;) {
      const auto entry = chain.next();
      if (!entry.ok()) return {"cannot be read"};
      if (!entry.value()) return texts;
      texts.push_back(entry.value()->text);
    }
  }
  std::vector<std::string> expected(int from, int to) const {
    std::vector<std::string> texts;
    for (int i = from; i < to; ++i) texts.push_back(text(i));
    return texts;
  }

  size_t stored_links() const {
    return view_->scan(whose, link_prefix, {}, [](auto, auto) { return true; }).value();
  }
  std::string folder() const { return folder_of(rules.dir, whose); }
  std::string manifest_path() const { return folder() + "/manifest.jsonl"; }
  static std::string content(const std::string& path) { return read_file(path).value_or("?"); }
  static void replace(const std::string& path, const std::string& text) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << text;
  }
  std::shared_ptr<seal::Sealer> sealer() {
    return std::make_shared<seal::Sealer>(store_key, random, whose);
  }

  TemporaryDirectory directory;
  SeededRandom random{7};
  std::shared_ptr<const seal::MasterKey> store_key =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
  ArchiveRules rules;
  ArchiveFigures figures;
  std::atomic<bool> stop{false};
  bool trims = true;  ///< false: a crash in front of the trim
  int appended = 0;

 private:
  template <class Request>
  bool write(Request request) {
    store::Workspace tx{whose, *view_};
    Chain chain{sealer(), whose};
    tx.begin();
    const bool done = chain.load(tx).ok() && request(chain, tx);
    const auto taken = tx.take_batch();
    if (done && !taken.batch.empty()) journal_->write({&taken.batch, 1});
    return done;
  }

  const store::View* view_ = nullptr;
  store::Journal* journal_ = nullptr;
};
}  // namespace audit
