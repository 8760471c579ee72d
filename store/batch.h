// store/batch.h: the effects that one owner wants made durable together: puts and erases in order.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "store/owner.h"

namespace store {
/// Encoded as it will travel: per write a flag byte, key length, key, and for a put value length,
/// value, for a range the length of its end, the end (u32 little-endian lengths). Keys are relative
/// to the owner, or for a put beside it, which carries the service after the flag, to that service
/// of the owner's partition.
class Batch {
 public:
  Batch() = default;
  explicit Batch(Owner owner) : owner_(owner) {}

  void put(std::string_view key, std::string_view value) {
    writes_.push_back(put_flag);
    append(key);
    append(value);
    ++count_;
  }
  void erase(std::string_view key) {
    writes_.push_back(erase_flag);
    append(key);
    ++count_;
  }
  /// Every key from `first` on that lies in front of `end`.
  void erase_range(std::string_view first, std::string_view end) {
    writes_.push_back(range_flag);
    append(first);
    append(end);
    ++count_;
  }
  /// A put below another service of the owner's partition.
  void put_beside(Service service, std::string_view key, std::string_view value) {
    writes_.push_back(beside_flag);
    writes_.push_back(static_cast<char>(service));
    append(key);
    append(value);
    ++count_;
  }

  /// How far the batch was written; `rewind` forgets what was appended since.
  struct Mark {
    size_t bytes = 0;
    uint32_t count = 0;
  };
  Mark mark() const { return {writes_.size(), count_}; }
  void rewind(Mark mark) {
    writes_.resize(mark.bytes);
    count_ = mark.count;
  }

  Owner owner() const { return owner_; }
  bool empty() const { return count_ == 0; }
  uint32_t count() const { return count_; }
  size_t bytes() const { return writes_.size(); }

  /// Calls put(owner, key, value), erase(key) or erase_range(first, end) for each write, in order.
  /// Answers false, having stopped, when the encoding is not whole (a batch that came over a
  /// network).
  template <class Put, class Erase, class EraseRange>
  bool replay(Put&& put_one, Erase&& erase_one, EraseRange&& erase_many) const {
    std::string_view rest = writes_;
    while (!rest.empty()) {
      const char flag = rest.front();
      rest.remove_prefix(1);
      Owner owner = owner_;
      if (flag == beside_flag && !take_service(rest, owner)) return false;
      std::string_view key, value;
      if (!take(rest, key)) return false;
      if (flag == erase_flag) {
        erase_one(key);
      } else if ((flag == put_flag || flag == beside_flag) && take(rest, value)) {
        put_one(owner, key, value);
      } else if (flag == range_flag && take(rest, value)) {
        erase_many(key, value);
      } else {
        return false;
      }
    }
    return true;
  }

  template <class Inspector>
  friend typename Inspector::result_type inspect(Inspector& f, Batch& x) {
    return f(x.owner_.partition, x.owner_.service, x.count_, x.writes_);
  }

 private:
  static constexpr char put_flag = 1;
  static constexpr char erase_flag = 2;
  static constexpr char beside_flag = 3;
  static constexpr char range_flag = 4;

  static bool take_service(std::string_view& rest, Owner& owner) {
    if (rest.empty()) return false;
    owner.service = static_cast<Service>(rest.front());
    rest.remove_prefix(1);
    return true;
  }

  void append(std::string_view bytes) {
    const auto size = static_cast<uint32_t>(bytes.size());
    char length[sizeof size];
    std::memcpy(length, &size, sizeof size);
    writes_.append(length, sizeof size);
    writes_.append(bytes);
  }
  static bool take(std::string_view& rest, std::string_view& bytes) {
    uint32_t size = 0;
    if (rest.size() < sizeof size) return false;
    std::memcpy(&size, rest.data(), sizeof size);
    rest.remove_prefix(sizeof size);
    if (rest.size() < size) return false;
    bytes = rest.substr(0, size);
    rest.remove_prefix(size);
    return true;
  }

  Owner owner_;
  uint32_t count_ = 0;
  std::string writes_;
};
}  // namespace store
