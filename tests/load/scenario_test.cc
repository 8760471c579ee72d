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
      {"name":"b","path":"/b?otp={{otp}}&o={{operation}}","unique":"/response/id","status":201,"envelope":false,
       "expect":{"/response/otp":"{{otp}}","/response/list":[1, true]}}]}]})");
  EXPECT_EQ(scenario.preparations.at(0).times, 3u);
  const Operation& operation = scenario.operations.at(0);
  EXPECT_EQ(operation.weight, 2.5);
  EXPECT_EQ(operation.steps.at(0).captures.at("otp"), "/response/otp");
  EXPECT_EQ(operation.steps.at(1).unique, "/response/id");
  EXPECT_EQ(operation.steps.at(1).status, 201);
  EXPECT_FALSE(operation.steps.at(1).envelope);
  const auto& expected = operation.steps.at(1).expected;
  EXPECT_TRUE(expected.at("/response/otp").is_text);
  EXPECT_EQ(expected.at("/response/otp").value.filled(Values{{"otp", "012345"}}, {}), "012345");
  EXPECT_FALSE(expected.at("/response/list").is_text);
  EXPECT_EQ(expected.at("/response/list").value.filled(Values{}, {}), "[1,true]");
}

TEST(Scenarios, AWrongExpectationIsAFault) {
  const auto expecting = [](const std::string& expect) {
    return fault_of(
        R"({"name":"n","description":"d","lists":{"one":["KNT"],"two":["KNT","BNMR"]},
        "preparations":[{"steps":[{"name":"p","path":"/","capture":{"once":"/response"}}]},
        {"times":2,"steps":[{"name":"p","path":"/","capture":{"twice":"/response"}}]},
        {"steps":[{"name":"p","path":"/","capture":{"again":"/response"}}]},
        {"steps":[{"name":"p","path":"/","capture":{"again":"/response"}}]}],
        "operations":[{"name":"o","steps":
        [{"name":"s","path":"/","capture":{"own":"/response"},"expect":)" +
        expect + "}]}]}");
  };
  EXPECT_EQ(expecting(R"({"/response/o":"{{operation}} {{one}} {{once}}"})"), "none");
  EXPECT_EQ(expecting(R"("success")"), "day.json: s.expect has the wrong type");
  EXPECT_EQ(expecting("{}"), "day.json: s.expect is empty");
  EXPECT_EQ(expecting(R"({"response":1})"),
            "day.json: s expects at response, which is no JSON pointer");
  EXPECT_EQ(expecting(R"({"/a":1,"/a":2})"), "day.json: s expects at /a twice");
  EXPECT_EQ(expecting(R"({"/a":"{{now}}"})"),
            "day.json: s expects at /a what is another each time");
  EXPECT_EQ(expecting(R"({"/a":"{{digits:0}}"})"),
            "day.json: s expects at /a: {{digits:0}} is no place of a template");
  for (const std::string name : {"two", "twice", "again", "own", "x"})
    EXPECT_EQ(expecting(R"({"/a":"{{)" + name + R"(}}"})"),
              "day.json: s expects {{" + name + "}}, which is not one value known before it");
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
