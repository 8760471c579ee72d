// bench/load/generator/scenario.cc: JSON, strict: an unknown member is a fault.
#include "bench/load/generator/scenario.h"

#include <simdjson.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace load {
namespace {
using Value = simdjson::dom::element;
using Object = simdjson::dom::object;
using Array = simdjson::dom::array;

constexpr unsigned times_max = 10'000;

class Reader {
 public:
  explicit Reader(const std::string& origin) : origin_(origin) {}

  Scenario scenario(Value root) const {
    const Object object = as<Object>(root, "the scenario");
    only(object, {"name", "description", "lists", "preparations", "operations"}, "the scenario");
    Scenario out;
    out.name = text(object, "name", "the scenario");
    out.description = text(object, "description", "the scenario");
    read_lists(object, out.lists);
    Names names;
    names.known.emplace(operation_value);
    names.fixed.emplace(operation_value);
    for (const auto& [name, list] : out.lists) names.give(name, list.size() == 1);
    Value member;
    if (!object["preparations"].get(member)) {
      for (const Value one : as<Array>(member, "preparations"))
        out.preparations.push_back(preparation(one, names));
    }
    if (object["operations"].get(member)) fault("operations is missing");
    for (const Value one : as<Array>(member, "operations"))
      out.operations.push_back(operation(one, names));
    if (out.operations.empty()) fault("operations is empty");
    return out;
  }

 private:
  /// What a step may name.
  struct Names {
    std::set<std::string> known;
    std::set<std::string> fixed;  ///< of these: one value alone, to hold an answer to

    void give(const std::string& name, bool once) {
      const bool is_new = known.insert(name).second;
      if (once && is_new) {
        fixed.insert(name);
      } else {
        fixed.erase(name);
      }
    }
  };

  [[noreturn]] void fault(const std::string& what) const {
    throw ScenarioFault(origin_ + ": " + what);
  }
  template <class T>
  T as(Value value, const std::string& where) const {
    T out;
    if (value.get(out)) fault(where + " has the wrong type");
    return out;
  }
  void only(Object object, std::initializer_list<std::string_view> allowed,
            const std::string& where) const {
    for (const auto member : object)
      if (std::ranges::find(allowed, member.key) == allowed.end())
        fault(where + " has an unknown member " + std::string{member.key});
  }
  std::string text(Object object, std::string_view key, const std::string& where) const {
    Value value;
    if (object[key].get(value)) fault(where + " has no " + std::string{key});
    return std::string{as<std::string_view>(value, where + "." + std::string{key})};
  }
  Template filled(std::string_view text, const std::string& where) const {
    try {
      return Template{text};
    } catch (const std::invalid_argument& refused) {
      fault(where + ": " + refused.what());
    }
  }

  void read_lists(Object object, Lists& lists) const {
    Value member;
    if (object["lists"].get(member)) return;
    for (const auto list : as<Object>(member, "lists")) {
      auto& values = lists[std::string{list.key}];
      for (const Value one : as<Array>(list.value, "a list"))
        values.emplace_back(as<std::string_view>(one, "a list's value"));
      if (values.empty()) fault("list " + std::string{list.key} + " is empty");
    }
  }

  Preparation preparation(Value value, Names& names) const {
    const Object object = as<Object>(value, "a preparation");
    only(object, {"times", "steps"}, "a preparation");
    Preparation out;
    Value times;
    if (!object["times"].get(times))
      out.times = static_cast<unsigned>(
          std::min<uint64_t>(as<uint64_t>(times, "a preparation's times"), times_max));
    out.steps = steps(object, "a preparation", names);
    for (const Step& step : out.steps)
      for (const auto& [name, pointer] : step.captures) names.give(name, out.times == 1);
    return out;
  }

  Operation operation(Value value, const Names& names) const {
    const Object object = as<Object>(value, "an operation");
    only(object, {"name", "weight", "steps"}, "an operation");
    Operation out;
    out.name = text(object, "name", "an operation");
    Value weight;
    if (!object["weight"].get(weight)) out.weight = as<double>(weight, out.name + ".weight");
    if (!(out.weight > 0)) fault(out.name + ".weight is not above 0");
    out.steps = steps(object, out.name, names);
    return out;
  }

  std::vector<Step> steps(Object object, const std::string& where, Names names) const {
    Value member;
    if (object["steps"].get(member)) fault(where + " has no steps");
    std::vector<Step> out;
    for (const Value one : as<Array>(member, where + ".steps")) {
      out.push_back(step(one, where));
      const Step& step = out.back();
      for (const Template& text : {step.path, step.body})
        for (const std::string& name : text.names())
          if (!names.known.contains(name))
            fault(step.name + " uses {{" + name + "}}, which nothing gives");
      for (const auto& [pointer, expectation] : step.expected)
        for (const std::string& name : expectation.value.names())
          if (!names.fixed.contains(name))
            fault(step.name + " expects {{" + name + "}}, which is not one value known before it");
      for (const auto& [name, pointer] : step.captures) {
        names.known.insert(name);
        names.fixed.insert(name);
      }
    }
    if (out.empty()) fault(where + " has no steps");
    return out;
  }

  Step step(Value value, const std::string& where) const {
    const Object object = as<Object>(value, where + ": a step");
    only(object,
         {"name", "method", "path", "body", "capture", "unique", "status", "envelope", "expect"},
         where + ": a step");
    Step out;
    out.name = text(object, "name", where + ": a step");
    out.path = filled(text(object, "path", out.name), out.name);
    Value member;
    if (!object["method"].get(member))
      out.method = as<std::string_view>(member, out.name + ".method");
    if (!object["body"].get(member)) {
      out.body = filled(simdjson::to_string(member), out.name);
      if (out.method == "GET") fault(out.name + " is a GET with a body");
    }
    if (!object["capture"].get(member))
      for (const auto one : as<Object>(member, out.name + ".capture"))
        out.captures.emplace(one.key, as<std::string_view>(one.value, out.name + ".capture"));
    if (!object["unique"].get(member))
      out.unique = as<std::string_view>(member, out.name + ".unique");
    if (!object["status"].get(member))
      out.status = static_cast<long>(as<int64_t>(member, out.name + ".status"));
    if (!object["envelope"].get(member)) out.envelope = as<bool>(member, out.name + ".envelope");
    if (!object["expect"].get(member)) read_expected(as<Object>(member, out.name + ".expect"), out);
    return out;
  }

  void read_expected(Object object, Step& step) const {
    for (const auto one : object) {
      const std::string pointer{one.key};
      const std::string where = step.name + " expects at " + pointer;
      if (!pointer.starts_with('/')) fault(where + ", which is no JSON pointer");
      std::string_view text;
      const bool is_text = !one.value.get(text);
      const std::string json = is_text ? std::string{text} : simdjson::to_string(one.value);
      Expectation expectation{filled(json, where), is_text};
      if (expectation.value.draws()) fault(where + " what is another each time");
      if (!step.expected.emplace(pointer, std::move(expectation)).second) fault(where + " twice");
    }
    if (step.expected.empty()) fault(step.name + ".expect is empty");
  }

  const std::string& origin_;
};
}  // namespace

Scenario parse_scenario(std::string_view text, const std::string& origin) {
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(text);
  Value root;
  if (const auto fault = parser.parse(padded).get(root))
    throw ScenarioFault(origin + ": " + simdjson::error_message(fault));
  return Reader{origin}.scenario(root);
}

Scenario read_scenario(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw ScenarioFault(file.string() + ": cannot be read");
  return parse_scenario(text.str(), file.string());
}
}  // namespace load
