// actors/id_object/validator.cc: the stages, one after the other.
#include "actors/id_object/validator.h"

#include "actors/id_object/rules.h"

namespace id_object {
namespace {
/// One document, nested at most Validator::depth_max deep. Its copies of the text are wiped with
/// it.
class Details {
 public:
  explicit Details(std::string_view text) : padded_(text) {
    if (parser_.allocate(padded_.size(), Validator::depth_max) != simdjson::SUCCESS) return;
    is_object_ = parser_.parse(padded_).get(root_) == simdjson::SUCCESS && root_.is_object();
  }
  ~Details() {
    crypto::wipe(std::as_writable_bytes(std::span{padded_.data(), padded_.size()}));
    // The parser unescapes texts, with a length before each, into a buffer of more than this size.
    if (auto* const texts = parser_.doc.string_buf.get(); texts != nullptr)
      crypto::wipe(std::as_writable_bytes(std::span{texts, 5 * padded_.size() / 3}));
  }
  Details(const Details&) = delete;
  Details& operator=(const Details&) = delete;

  bool is_object() const { return is_object_; }
  const json::Value& root() const { return root_; }

 private:
  simdjson::padded_string padded_;
  simdjson::dom::parser parser_;
  json::Value root_;
  bool is_object_ = false;
};
}  // namespace

std::vector<Fault> Validator::check(std::string_view demographic_details,
                                    std::chrono::year_month_day today) const {
  Findings found;
  const Details details{demographic_details};
  if (!details.is_object()) {
    found.add(invalid_input, std::string{unreadable_path});
    return std::move(found).faults();
  }
  rules_->schema.check(details.root(), found);
  json::Object members;
  if (const auto value = json::find(json::Object{details.root()}, "identity");
      value && value->get(members) == simdjson::SUCCESS) {
    const Identity identity{*rules_, members};
    check_mandatory(*rules_, identity, found);
    if (!found.any()) check_patterns(*rules_, identity, found);
    if (!found.any()) check_reference(*rules_, identity, today, found);
  }
  return std::move(found).faults();
}
}  // namespace id_object
