// actors/id_object/findings.h: collecting what is wrong, and where.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "actors/id_object/validator.h"

namespace id_object {
/// A place in a document, as a chain of steps that lives on the stack; text is made for faults
/// only.
struct Place {
  const Place* up = nullptr;  ///< null: directly in the document
  std::string_view name;      ///< of a member; unused for an element
  size_t index = 0;           ///< of an element of an array
  bool is_element = false;

  static Place member(const Place* up, std::string_view name) { return {up, name, 0, false}; }
  static Place element(const Place* up, size_t index) { return {up, {}, index, true}; }

  void append_to(std::string& out) const {
    if (up != nullptr) {
      up->append_to(out);
      out += '/';
    }
    if (is_element) {
      out += std::to_string(index);
    } else if (name.empty()) {
      out += R"("")";  // A member without a name has a place too.
    } else {
      out += cut(name);
    }
  }
  std::string text() const {
    std::string out;
    append_to(out);
    return out;
  }

  static constexpr size_t name_bytes_max = 128;

 private:
  /// Names come from the client: no answer repeats much of them, nor half a character.
  static std::string_view cut(std::string_view name) {
    if (name.size() <= name_bytes_max) return name;
    size_t bytes = name_bytes_max;
    while (bytes > 0 && (static_cast<unsigned char>(name[bytes]) & 0xC0) == 0x80) --bytes;
    return name.substr(0, bytes);
  }
};

/// Faults in the order in which they were found, each once.
class Findings {
 public:
  void add(std::string_view code, std::string path) {
    if (is_full()) return;
    Fault fault{code, std::move(path)};
    if (std::ranges::find(faults_, fault) == faults_.end()) faults_.push_back(std::move(fault));
  }
  void invalid(const Place& place) { add(invalid_input, place.text()); }
  void missing(const Place& place) { add(missing_input, place.text()); }

  bool any() const { return !faults_.empty(); }
  /// What is found from now on is dropped: looking further is of no use.
  bool is_full() const { return faults_.size() >= Validator::faults_max; }
  std::vector<Fault> faults() && { return std::move(faults_); }

 private:
  std::vector<Fault> faults_;
};
}  // namespace id_object
