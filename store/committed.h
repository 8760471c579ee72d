// store/committed.h: what is committed below one owner, for code that reads through a transaction.
#pragma once
#include <stdexcept>

#include "store/transaction.h"
#include "store/view.h"

namespace store {
/// Reads alone: writing through it is a mistake of ours and throws std::logic_error.
class Committed final : public Transaction {
 public:
  Committed(const View& view, Owner owner) : view_(view), owner_(owner) {}

  Read<std::optional<std::string>> get(std::string_view key) override {
    return view_.get(owner_, key);
  }
  void wait_for(std::string_view) override {}
  bool is_uncommitted(std::string_view) const override { return false; }
  void put(std::string_view, std::string_view) override { refuse(); }
  void erase(std::string_view) override { refuse(); }
  void erase_range(std::string_view, std::string_view) override { refuse(); }
  void put_beside(Service, std::string_view, std::string_view) override { refuse(); }
  bool wrote() const override { return false; }
  Read<size_t> scan(
      std::string_view prefix, std::string_view from,
      const std::function<bool(std::string_view key, std::string_view value)>& visit) override {
    return view_.scan(owner_, prefix, from, visit);
  }

 private:
  [[noreturn]] static void refuse() { throw std::logic_error("a view of the store was written"); }

  const View& view_;
  Owner owner_;
};
}  // namespace store
