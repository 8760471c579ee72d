// http/startup/repository_figures.cc: names, help texts and sources.
#include "http/startup/repository_figures.h"

namespace startup {
namespace {
using http::Figure;
using http::Figures;

Figures total_of(const RepositoryStatePtr& state, std::string name, std::string help,
                 std::atomic<uint64_t> identity::RepositoryState::* what) {
  return {std::move(name), std::move(help), true,
          [state, what] { return std::vector<Figure>{{{}, static_cast<double>((*state).*what)}}; }};
}
}  // namespace

std::vector<Figures> repository_figures(const RepositoryStatePtr& state) {
  if (!state) return {};
  using State = identity::RepositoryState;
  return {total_of(state, "idkernel_idrepo_questions_total", "Questions to the identity repository",
                   &State::asked),
          total_of(state, "idkernel_idrepo_failures_total", "Those that were not answered",
                   &State::failed),
          total_of(state, "idkernel_idrepo_remembered_total",
                   "Answers of the identity repository that were remembered", &State::remembered)};
}

std::vector<http::Health> repository_health(const RepositoryStatePtr& state) {
  if (!state) return {};
  if (!state->away) return {{"identityRepository", http::Health::Status::up, ""}};
  return {{"identityRepository", http::Health::Status::warning,
           "it does not answer, and is left alone for a while"}};
}
}  // namespace startup
