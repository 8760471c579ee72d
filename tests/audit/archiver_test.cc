// tests/audit/archiver_test.cc: links on their way to files, and what a crash leaves of it.
#include "actors/audit/archiver.h"

#include <gmock/gmock.h>

#include "actors/audit/lost_chain.h"
#include "actors/audit/segment_writer.h"
#include "tests/audit/archive_fixture.h"
#include "tests/fakes/memory_store.h"

namespace audit {
class AuditArchive : public ArchiveFixture {
 protected:
  void SetUp() override { use(stored, stored); }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& one : std::filesystem::directory_iterator{folder()})
      names.push_back(one.path().filename());
    std::ranges::sort(names);
    return names;
  }
  std::string file(uint64_t first) const { return folder() + '/' + segment_file_name(first); }
  /// Neither head nor tail: a store that knows nothing of the chain.
  void forget_ends() {
    store::Batch damage{whose};
    damage.erase(head_key);
    damage.erase(tail_key);
    stored.apply(damage);
  }

  MemoryStore stored;
};

TEST_F(AuditArchive, WhatIsDueMovesAndTheChainGoesOn) {
  append(120);
  EXPECT_EQ(move(), "");
  EXPECT_EQ(files(), (std::vector<std::string>{segment_file_name(1), segment_file_name(51),
                                               segment_file_name(101), "manifest.jsonl"}));
  EXPECT_EQ(stored_links(), 0u);
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(verdict().records, 120u);
  EXPECT_EQ(verdict().archived, 120u);
  EXPECT_EQ(figures.records, 120u);
  EXPECT_EQ(figures.files, 3u);
  append(30);
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(verdict().records, 150u);
  EXPECT_EQ(read(), expected(0, 150));
  EXPECT_EQ(move(), "");
  EXPECT_EQ(read(), expected(0, 150));
  EXPECT_EQ(broken(), "");
}

TEST_F(AuditArchive, NothingToMoveMakesNothing) {
  EXPECT_EQ(move(), "");
  EXPECT_FALSE(std::filesystem::exists(rules.dir));
}

TEST_F(AuditArchive, FilesAreForTheOwnerAndSayNothingInClear) {
  append(20);
  EXPECT_EQ(move(), "");
  const auto mode = std::filesystem::status(file(1)).permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(std::filesystem::status(rules.dir).permissions(), std::filesystem::perms::owner_all);
  EXPECT_EQ(content(file(1)).find("ordinary"), std::string::npos);
}

TEST_F(AuditArchive, BytesBoundAFileToo) {
  rules.records_max = 1000;
  rules.bytes_max = 2000;
  append(100);
  EXPECT_EQ(move(), "");
  EXPECT_GT(figures.files, 5u);
  EXPECT_EQ(read(), expected(0, 100));
  EXPECT_EQ(broken(), "");
}

TEST_F(AuditArchive, WholeDaysOfTheRetentionStay) {
  rules.retention = std::chrono::days{2};
  append(4 * 24 * 60);  // the first at noon
  const UtcTime now = archived_from + std::chrono::days{4};
  EXPECT_EQ(due_before(rules, now), archived_from + std::chrono::hours{36});
  rules.records_max = 1000;
  EXPECT_EQ(move(now), "");
  EXPECT_EQ(stored_links(), size_t{4 * 24 * 60 - 36 * 60});
  EXPECT_EQ(verdict().archived, 36u * 60);
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(move(now), "");
  EXPECT_EQ(verdict().archived, 36u * 60);
}

TEST_F(AuditArchive, APeriodIsReadFromFilesAndStore) {
  rules.retention = std::chrono::days{1};
  append(36 * 60);
  EXPECT_EQ(move(archived_from + std::chrono::hours{36}), "");
  ASSERT_EQ(verdict().archived, 12u * 60);
  for (int from = 0; from < 36 * 60; from += 67) {
    const int to = std::min(from + 131, 36 * 60);
    EXPECT_EQ(read({archived_from + std::chrono::minutes{from},
                    archived_from + std::chrono::minutes{to}}),
              expected(from, to));
  }
}

TEST_F(AuditArchive, AFileThatIsNotFinishedIsForgotten) {
  append(60);
  ASSERT_EQ(make_folder(folder()), "");
  replace(file(1) + ".new", "half");
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(move(), "");
  EXPECT_EQ(files().size(), 3u);
  EXPECT_EQ(read(), expected(0, 60));
}

TEST_F(AuditArchive, AStopLeavesNothingHalf) {
  append(60);
  stop = true;
  EXPECT_EQ(move(), "");
  EXPECT_EQ(stored_links(), 60u);
  EXPECT_FALSE(std::filesystem::exists(file(1)));
}

TEST_F(AuditArchive, AFileWithoutALineIsWrittenAgain) {
  append(60);
  ASSERT_EQ(make_folder(folder()), "");
  replace(file(1), "the file of a process that was killed in front of the manifest");
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(move(), "");
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(read(), expected(0, 60));
}

TEST_F(AuditArchive, ALineWhoseLinksAreStillThereCountsOnceAndIsTakenUp) {
  append(60);
  trims = false;
  EXPECT_NE(move(), "");
  EXPECT_EQ(stored_links(), 60u);
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(verdict().records, 60u);
  EXPECT_EQ(read(), expected(0, 60));
  const std::string line = content(manifest_path());
  trims = true;
  EXPECT_EQ(move(), "");
  EXPECT_EQ(stored_links(), 0u);
  EXPECT_TRUE(content(manifest_path()).starts_with(line));
  EXPECT_EQ(verdict().archived, 60u);
  EXPECT_EQ(read(), expected(0, 60));
}

TEST_F(AuditArchive, AFileThatIsFoundDamagedKeepsItsLinksInTheStore) {
  append(60);
  trims = false;
  EXPECT_NE(move(), "");
  trims = true;
  std::string damaged = content(file(1));
  damaged[damaged.size() / 2] ^= 1;
  replace(file(1), damaged);
  EXPECT_NE(move(), "");
  EXPECT_EQ(stored_links(), 60u);
  EXPECT_EQ(move(), "");
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(verdict().archived, 60u);
  EXPECT_EQ(read(), expected(0, 60));
}

TEST_F(AuditArchive, ATornLineIsNoLine) {
  append(50);
  EXPECT_EQ(move(), "");
  append(60);
  const std::string whole = content(manifest_path());
  for (const size_t length : {size_t{1}, whole.size() / 2, whole.size() - 1}) {
    replace(manifest_path(), whole + whole.substr(0, length));
    EXPECT_EQ(broken(), "") << length;
    EXPECT_EQ(read(), expected(0, 110));
  }
  EXPECT_EQ(move(), "");
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(verdict().archived, 110u);
  EXPECT_EQ(read(), expected(0, 110));
}

TEST_F(AuditArchive, AForeignLineIsFound) {
  append(50);
  EXPECT_EQ(move(), "");
  replace(manifest_path(), content(manifest_path()) + "{}\n");
  EXPECT_EQ(broken(), "51 manifest.jsonl: a line that is none");
}

TEST_F(AuditArchive, AChainWhoseManifestIsGoneIsBrokenAndMovesNoMore) {
  append(60);
  EXPECT_EQ(move(), "");
  append(60);
  std::filesystem::remove(manifest_path());
  EXPECT_EQ(broken(), "1 manifest.jsonl: a line is missing or was changed");
  EXPECT_EQ(read(), std::vector<std::string>{"cannot be opened"});
  EXPECT_NE(move(), "");
  EXPECT_EQ(stored_links(), 60u);
}

TEST_F(AuditArchive, AFileThatIsGoneIsNamed) {
  append(120);
  EXPECT_EQ(move(), "");
  std::filesystem::remove(file(51));
  EXPECT_EQ(broken(), "51 " + segment_file_name(51) + ": the file is missing or cannot be read");
  EXPECT_EQ(verdict().records, 50u);
}

TEST_F(AuditArchive, FilesInEachOthersPlaceAreFound) {
  append(120);
  EXPECT_EQ(move(), "");
  std::filesystem::rename(file(1), folder() + "/x");
  std::filesystem::rename(file(51), file(1));
  std::filesystem::rename(folder() + "/x", file(51));
  EXPECT_EQ(broken(), "1 " + segment_file_name(1) + ": a frame does not open");
}

TEST_F(AuditArchive, ABrokenChainDoesNotMove) {
  append(60);
  store::Batch damage{whose};
  damage.erase(link_key(20));
  stored.apply(damage);
  EXPECT_NE(move(), "");
  EXPECT_EQ(stored_links(), 59u);
  EXPECT_FALSE(std::filesystem::exists(manifest_path()));
  EXPECT_EQ(broken(), "20 store: a record is missing or out of its place");
}

TEST_F(AuditArchive, ATailThatIsTakenAwayIsFound) {
  append(60);
  EXPECT_EQ(move(), "");
  append(10);
  store::Batch damage{whose};
  damage.erase(tail_key);
  stored.apply(damage);
  EXPECT_NE(broken(), "");
}

TEST_F(AuditArchive, AnArchivedChainWhoseEndsAreTakenAwayIsFound) {
  const std::string unknown = ": the archive has records of which the store knows nothing";
  const std::string in_manifest = " manifest.jsonl";
  append(50);
  EXPECT_EQ(move(), "");
  forget_ends();
  EXPECT_EQ(broken(), "1" + in_manifest + unknown);
  EXPECT_EQ(read(), std::vector<std::string>{"cannot be opened"});
  append(20);  // Begun anew.
  EXPECT_EQ(broken(), "21" + in_manifest + unknown);
  EXPECT_EQ(read(), std::vector<std::string>{"cannot be opened"});
  append(40);
  EXPECT_EQ(broken(), "51" + in_manifest + ": the store holds other records than a line names");
  EXPECT_EQ(read(), std::vector<std::string>{"cannot be opened"});
}

TEST_F(AuditArchive, AChainOfSeveralFilesWhoseEndsAreTakenAwayIsFound) {
  append(120);
  EXPECT_EQ(move(), "");
  forget_ends();
  EXPECT_EQ(broken(), "1 manifest.jsonl: the archive has records of which the store knows nothing");
  EXPECT_EQ(read(), std::vector<std::string>{"cannot be opened"});
}

TEST_F(AuditArchive, AChainThatWouldBeginAgainIsNotToBeWrittenOn) {
  EXPECT_EQ(fault_of_start(whose, stored, rules.dir), "") << "a new one";
  append(50);
  trims = false;
  EXPECT_NE(move(), "");
  EXPECT_EQ(fault_of_start(whose, stored, rules.dir), "") << "a crash in front of the first trim";
  trims = true;
  EXPECT_EQ(move(), "");
  EXPECT_EQ(fault_of_start(whose, stored, rules.dir), "");
  replace(manifest_path(), content(manifest_path()) + "half a li");
  EXPECT_EQ(fault_of_start(whose, stored, rules.dir), "");
  forget_ends();
  EXPECT_NE(fault_of_start(whose, stored, rules.dir), "");
  EXPECT_EQ(fault_of_start(whose, stored, directory.path() + "/new"), "");
  replace(manifest_path(), "no line\n");
  EXPECT_NE(fault_of_start(whose, stored, rules.dir), "");
}

TEST_F(AuditArchive, StoreAndManifestAreLookedAtUntilTheyFit) {
  append(120);
  Chains chains;
  chains.store_key = store_key;
  chains.archive_dir = rules.dir;
  int looks = 0;
  // The archiver moves two files between the look at the store and that at the manifest.
  chains.look = [&] {
    auto copy = std::make_shared<MemoryStore>(stored);
    if (++looks == 1) {
      EXPECT_EQ(move(), "");
    }
    return copy;
  };
  chains.looks_max = 1;
  EXPECT_TRUE(verify(whose, moment_of(chains, whose), *sealer()).broken) << "seen once";
  append(120);
  chains.looks_max = 3;
  looks = 0;
  EXPECT_FALSE(verify(whose, moment_of(chains, whose), *sealer()).broken);
  EXPECT_EQ(looks, 2);
}

TEST_F(AuditArchive, AnEarlierEndMustBeOnTheChain) {
  append(120);
  const Head end = verdict().end;
  EXPECT_EQ(end.sequence, 120u);
  const auto fault = [this](const Head& earlier) {
    const auto found = verify(whose, stored, *sealer(), rules.dir, earlier).broken;
    return found ? found->sequence : 0;
  };
  EXPECT_EQ(fault(end), 0u);
  EXPECT_EQ(move(), "");
  append(10);
  EXPECT_EQ(fault(end), 0u);
  EXPECT_EQ(fault({131, end.hash}), 131u);
  EXPECT_EQ(fault({120, std::string(32, 'h')}), 121u);
  EXPECT_EQ(fault({125, end.hash}), 126u);
}

TEST_F(AuditArchive, ADirectoryThatCannotBeMadeIsTold) {
  append(60);
  replace(directory.path() + "/file", "in the way");
  rules.dir = directory.path() + "/file/archive";
  EXPECT_THAT(move(), ::testing::StartsWith("cannot "));
  EXPECT_EQ(stored_links(), 60u);
}

TEST_F(AuditArchive, AFailedReadMovesNothing) {
  append(60);
  stored.fail_reads = store::Errc::io;
  EXPECT_NE(move(), "");
}
}  // namespace audit
