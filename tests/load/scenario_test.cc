#include "bench/load/generator/scenario.h"

#include <gtest/gtest.h>

namespace load {
namespace {
Scenario parsed(std::string_view text) { return parse_scenario(text, "day.json"); }

std::string fault_of(std::string_view text) {
  try {
    parsed(text);
  } catch (const ScenarioFault& fault) {
    return fault.what();
  }
  return "none";
}

TEST(Scenarios, EveryShippedOneIsRead) {
  size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(IDKERNEL_SCENARIOS)) {
    if (file.path().extension() != ".json") continue;
    EXPECT_NO_THROW({
      const Scenario scenario = read_scenario(file.path());
      EXPECT_EQ(scenario.name, file.path().stem());
    }) << file.path();
    ++count;
  }
  EXPECT_GE(count, 12u);
}

TEST(Scenarios, StepsCaptureForTheStepsBehindThem) {
  const Scenario scenario = parsed(R"({"name":"n","description":"d","lists":{"city":["KNT"]},
    "preparations":[{"times":3,"steps":[{"name":"p","path":"/p","capture":{"key":"/response"}}]}],
    "operations":[{"name":"o","weight":2.5,"steps":[
      {"name":"a","method":"POST","path":"/a/{{city}}","body":{"k":"{{key}}"},"capture":{"otp":"/response/otp"}},
      {"name":"b","path":"/b?otp={{otp}}&o={{operation}}","unique":"/response/id","status":201,"envelope":false}]}]})");
  EXPECT_EQ(scenario.preparations.at(0).times, 3u);
  const Operation& operation = scenario.operations.at(0);
  EXPECT_EQ(operation.weight, 2.5);
  EXPECT_EQ(operation.steps.at(0).captures.at("otp"), "/response/otp");
  EXPECT_EQ(operation.steps.at(1).unique, "/response/id");
  EXPECT_EQ(operation.steps.at(1).status, 201);
  EXPECT_FALSE(operation.steps.at(1).envelope);
}

TEST(Scenarios, AFaultNamesFileAndPlace) {
  const auto with = [](const std::string& steps) {
    return R"({"name":"n","description":"d","operations":[{"name":"o","steps":)" + steps + "}]}";
  };
  EXPECT_EQ(fault_of(R"({"name":"n","description":"d"})"), "day.json: operations is missing");
  EXPECT_EQ(fault_of(R"({"name":"n","description":"d","operations":[]})"),
            "day.json: operations is empty");
  EXPECT_EQ(fault_of(R"({"name":1})"), "day.json: the scenario.name has the wrong type");
  EXPECT_EQ(fault_of(R"({"name":"n","other":1})"),
            "day.json: the scenario has an unknown member other");
  EXPECT_EQ(fault_of(with("[]")), "day.json: o has no steps");
  EXPECT_EQ(fault_of(with(R"([{"name":"s"}])")), "day.json: s has no path");
  EXPECT_EQ(fault_of(with(R"([{"name":"s","path":"/{{x}}"}])")),
            "day.json: s uses {{x}}, which nothing gives");
  EXPECT_EQ(fault_of(with(R"([{"name":"s","path":"/{{digits:0}}"}])")),
            "day.json: s: {{digits:0}} is no place of a template");
  EXPECT_EQ(fault_of(with(R"([{"name":"s","path":"/","body":{}}])")),
            "day.json: s is a GET with a body");
  EXPECT_EQ(
      fault_of(
          R"({"name":"n","description":"d","operations":[{"name":"o","weight":0,"steps":[]}]})"),
      "day.json: o.weight is not above 0");
  EXPECT_NE(fault_of("{").find("day.json: "), std::string::npos);
  EXPECT_THROW(read_scenario("/nowhere/day.json"), ScenarioFault);
}
}  // namespace
}  // namespace load
