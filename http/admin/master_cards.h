// http/admin/master_cards.h: the labels of the administration's start page (auth sheet 8.2).
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/base/expected.h"

namespace http {
struct MasterCard {
  std::string code;
  std::string label;
};

/// By language; the cards in the order of the file.
class MasterCards {
 public:
  /// `text` is a properties file of card.CODE-LANGUAGE=LABEL. Cards of other languages than
  /// `languages` (mosip.admin.masterdata.lang-code) are left out. Errors: what is wrong, and where.
  static Expected<MasterCards, std::string> read(std::string_view text,
                                                 std::vector<std::string> languages);

  /// Null when there is none of this language.
  const std::vector<MasterCard>* of(const std::string& language) const;
  /// The language of a request that names none; empty when there is none.
  const std::string& first_language() const { return first_; }

 private:
  std::map<std::string, std::vector<MasterCard>> by_language_;
  std::string first_;
};
}  // namespace http
