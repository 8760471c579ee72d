// actors/keymanager/snapshot_map.h: a map whose copies are cheap and independent.
#pragma once
#include <array>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

namespace keymanager {
/// A copy shares all parts with its origin; set() and erase() first copy the one part that they
/// change, unless nobody else holds it. Many threads may read one that nobody changes.
template <class Value>
class SnapshotMap {
 public:
  SnapshotMap() {
    for (auto& part : parts_) part = std::make_shared<Part>();
  }

  /// Null when there is none.
  const Value* find(const std::string& key) const {
    const Part& part = *parts_[index_of(key)];
    const auto found = part.find(key);
    return found == part.end() ? nullptr : &found->second;
  }
  void set(const std::string& key, Value value) {
    own_part_of(key).insert_or_assign(key, std::move(value));
  }
  void erase(const std::string& key) { own_part_of(key).erase(key); }

  template <class Visit>
  void for_each(const Visit& visit) const {
    for (const auto& part : parts_)
      for (const auto& [key, value] : *part) visit(key, value);
  }

 private:
  static constexpr size_t parts_count = 256;
  using Part = std::unordered_map<std::string, Value>;

  static size_t index_of(const std::string& key) {
    return std::hash<std::string>{}(key) % parts_count;
  }
  Part& own_part_of(const std::string& key) {
    auto& part = parts_[index_of(key)];
    if (part.use_count() > 1) part = std::make_shared<Part>(*part);
    return *part;
  }

  std::array<std::shared_ptr<Part>, parts_count> parts_;
};
}  // namespace keymanager
