// store/transaction.h: how a request reads and writes its partition: through what is not committed
// yet.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "store/errc.h"
#include "store/owner.h"

namespace store {
/// The open transaction of one (service, partition), as a request sees it. Keys are relative to the
/// owner. Nothing that was put is durable until the partition host has the journal's word; the host
/// holds the reply back until then.
class Transaction {
 public:
  virtual ~Transaction() = default;

  /// The newest value, committed or not. Reading an uncommitted one makes the reply wait for that
  /// commit.
  virtual Read<std::optional<std::string>> get(std::string_view key) = 0;

  /// The reply waits for an uncommitted write of `key`, as if it had been read: for memory that
  /// already knows the value.
  virtual void wait_for(std::string_view key) = 0;

  /// Whether `key` was put or erased by a write that is not known to be durable, and may yet be
  /// given up with its request.
  virtual bool is_uncommitted(std::string_view key) const = 0;

  virtual void put(std::string_view key, std::string_view value) = 0;
  virtual void erase(std::string_view key) = 0;
  /// Every key from `first` on that lies in front of `end`: one write, however many they are.
  virtual void erase_range(std::string_view first, std::string_view end) = 0;

  /// Whether the present request put or erased anything so far.
  virtual bool wrote() const = 0;

  /// A new row below another service of the same partition, in the same commit: how one slice hands
  /// work to another so that neither can be lost alone. `key` is relative to that service and must
  /// be one that nobody wrote before (a random id in it): nothing reads through to it, and its
  /// owner sees it once it is committed.
  virtual void put_beside(Service service, std::string_view key, std::string_view value) = 0;

  /// Committed and uncommitted entries whose keys start with `prefix`, in byte order from `from` on
  /// (empty: the first), until `visit` answers false. Answers how many were visited.
  virtual Read<size_t> scan(
      std::string_view prefix, std::string_view from,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) = 0;
};
}  // namespace store
