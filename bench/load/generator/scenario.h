// bench/load/generator/scenario.h: what is asked of a server, in which shares, and what a right
// answer is.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/load/generator/template.h"

namespace load {
/// A file that cannot be read, or that says what a scenario cannot say: names the file and the
/// place.
class ScenarioFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A value that an answer must have.
struct Expectation {
  Template value;        ///< of what the operation knows when the step is sent
  bool is_text = false;  ///< a JSON string; else `value` is JSON, without needless blanks
};

/// One request and what its answer must be.
struct Step {
  std::string name;
  std::string method = "GET";
  Template path;
  Template body;
  std::map<std::string, std::string> captures;  ///< name -> JSON pointer in the answer
  std::optional<std::string> unique;            ///< JSON pointer: no two answers may be equal there
  long status = 200;
  bool envelope = true;  ///< the answer is an envelope with a response and no errors
  std::map<std::string, Expectation> expected{};  ///< JSON pointer in the answer -> what is there
};

/// Steps one after the other; the second begins when the first was answered.
struct Operation {
  std::string name;
  double weight = 1;
  std::vector<Step> steps;
};

/// Done `times` times before the load; what it captures becomes a list of that name.
struct Preparation {
  std::vector<Step> steps;
  unsigned times = 1;
};

struct Scenario {
  std::string name;
  std::string description;
  Lists lists;
  std::vector<Preparation> preparations;
  std::vector<Operation> operations;
};

/// Throws ScenarioFault.
Scenario read_scenario(const std::filesystem::path& file);
/// The same from a text; `origin` names it in faults.
Scenario parse_scenario(std::string_view text, const std::string& origin);
}  // namespace load
