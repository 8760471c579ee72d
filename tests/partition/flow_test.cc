// tests/partition/flow_test.cc: what a flow makes of values, faults, silence and throws.
#include "actors/partition/flow.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "tests/fakes/actor_fixture.h"

namespace {
using ask_atom = caf::atom_constant<caf::atom("ask")>;
using Text = std::string;
using Owner = caf::typed_actor<caf::replies_to<ask_atom, Text>::with<Result<Text>>>;

/// Answers what it is asked, and refuses "no".
Owner::behavior_type owner() {
  return {[](ask_atom, const Text& text) -> Result<Text> {
    if (text == "no") return Errc::forbidden;
    return text + "!";
  }};
}

/// Asks twice, and throws where it is told to.
class Twice : public partition::Flow<Owner::pointer, Text> {
 public:
  Twice(Owner::pointer self, Owner other, Text text)
      : Flow(self), other_(std::move(other)), text_(std::move(text)) {}

 private:
  void start() override {
    if (text_ == "throw at once") throw std::runtime_error("a mistake");
    ask<Text>(other_, [this](const Text& first) { again(first); }, ask_atom::value, text_);
  }
  void again(const Text& first) {
    if (text_ == "throw later") throw 7;
    ask_or<Text>(
        other_, [this](const Text& second) { answer(second); },
        [this](const Faults&) { fail(Errc::overloaded); }, ask_atom::value,
        text_ == "no longer" ? Text{"no"} : first);
  }

  const Owner other_;
  const Text text_;
};

class FlowTest : public ::testing::Test {
 protected:
  Asked<Text> ask(const Text& text) { return actors.ask<Text>(desk, ask_atom::value, text); }

  ActorFixture actors;
  Owner other = actors.spawn(owner);
  Owner desk = actors.spawn([other = other](Owner::pointer self) -> Owner::behavior_type {
    return {[=](ask_atom, const Text& text) {
      return std::make_shared<Twice>(self, other, text)->run();
    }};
  });
};

TEST_F(FlowTest, AStepAfterTheOtherLeadsToOneAnswer) { EXPECT_EQ(ask("hello").value(), "hello!!"); }
TEST_F(FlowTest, AFaultIsTheAnswerUnlessAStepKnowsBetter) {
  EXPECT_EQ(ask("no").error(), Errc::forbidden);
  EXPECT_EQ(ask("no longer").error(), Errc::overloaded);
}
TEST_F(FlowTest, AStepThatThrowsEndsTheRequestAndNotTheActor) {
  for (const char* text : {"throw at once", "throw later"})
    EXPECT_EQ(ask(text).error(), Errc::internal) << text;
  EXPECT_EQ(ask("hello").value(), "hello!!");
}
TEST_F(FlowTest, AnOwnerThatIsGoneIsAFault) {
  caf::anon_send_exit(other, caf::exit_reason::kill);
  actors.run();
  EXPECT_EQ(ask("hello").error(), Errc::internal);
}
}  // namespace
