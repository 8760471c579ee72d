// http/admin/master_cards.cc: one property a card.
#include "http/admin/master_cards.h"

#include "actors/base/properties.h"

namespace http {
namespace {
constexpr std::string_view front = "card.";
}  // namespace

Expected<MasterCards, std::string> MasterCards::read(std::string_view text,
                                                     std::vector<std::string> languages) {
  const auto entries = properties::parse(text);
  if (!entries.ok())
    return "line " + std::to_string(entries.error().line) + ": " +
           std::string{entries.error().what};
  MasterCards made;
  for (const auto& language : languages) made.by_language_[language];
  if (!languages.empty()) made.first_ = languages.front();
  for (const auto& entry : entries.value()) {
    const size_t dash = entry.key.rfind('-');
    if (!entry.key.starts_with(front) || dash == std::string::npos || dash <= front.size())
      return "line " + std::to_string(entry.line) + ": expected card.CODE-LANGUAGE";
    const auto found = made.by_language_.find(entry.key.substr(dash + 1));
    if (found == made.by_language_.end()) continue;
    found->second.push_back({entry.key.substr(front.size(), dash - front.size()), entry.value});
  }
  return made;
}

const std::vector<MasterCard>* MasterCards::of(const std::string& language) const {
  const auto found = by_language_.find(language);
  return found == by_language_.end() || found->second.empty() ? nullptr : &found->second;
}
}  // namespace http
