// tests/fakes/held_journal.h: a journal actor that keeps what it gets until the test releases it.
#pragma once
#include <memory>
#include <utility>
#include <vector>

#include "actors/partition/host.h"
#include "actors/partition/journal_actor.h"
#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/memory_store.h"

class HeldJournal {
 public:
  /// `store` is what a journal before this one left.
  explicit HeldJournal(ActorFixture& actors, MemoryStore store = {})
      : actors_(actors), held_(std::make_shared<Held>()), store_(std::move(store)) {
    actor_ = actors.spawn([held = held_]() -> partition::JournalActor::behavior_type {
      return {
          [held](partition::commit_atom, partition::Commit& c) { held->push_back(std::move(c)); },
          [](partition::flush_atom) {},
      };
    });
  }

  /// A host on this journal and its store.
  partition::Host host(store::Owner owner = {3, store::Service::rid}) {
    partition::Host host;
    host.owner = owner;
    host.view = &store_;
    host.journal = actor_;
    return host;
  }

  /// Batches that arrived and are not durable.
  const std::vector<partition::Commit>& held() const { return *held_; }
  /// What is durable.
  MemoryStore& store() { return store_; }

  /// Forgets everything held, as a crash does. The partitions that sent it hear nothing.
  void lose() { held_->clear(); }

  /// Makes everything held durable, tells the partitions, and runs until nothing moves. Batches
  /// that arrive meanwhile are held.
  void release() { release(held_->size()); }

  /// The oldest `count` only.
  void release(size_t count) {
    const auto end = held_->begin() + static_cast<std::ptrdiff_t>(count);
    const std::vector<partition::Commit> now(held_->begin(), end);
    held_->erase(held_->begin(), end);
    for (const auto& commit : now) store_.apply(commit.batch);
    for (const auto& commit : now) partition::send_durable(commit.partition, commit.epoch);
    actors_.run();
  }

 private:
  using Held = std::vector<partition::Commit>;
  ActorFixture& actors_;
  std::shared_ptr<Held> held_;
  MemoryStore store_;
  partition::JournalActor actor_;
};
