// http/startup/prereg_figures.cc: names, help texts and sources.
#include "http/startup/prereg_figures.h"

namespace startup {
namespace {
using http::Figure;
using http::Figures;

Figures counter(std::string name, std::string help, std::function<uint64_t()> read) {
  return {std::move(name), std::move(help), true, [read = std::move(read)] {
            return std::vector<Figure>{{{}, static_cast<double>(read())}};
          }};
}
}  // namespace

std::vector<Figures> prereg_figures(const std::shared_ptr<const http::PreregBoard>& board) {
  return {counter("idkernel_prereg_config_reloads_total",
                  "Readings of pre-registration's configuration while the server ran",
                  [board] { return board->reloads().done; }),
          counter("idkernel_prereg_config_reload_failures_total",
                  "Those that left the configuration as it was",
                  [board] { return board->reloads().failed; })};
}

http::Health prereg_health(const http::PreregBoard& board) {
  const std::string fault = board.reloads().fault;
  if (fault.empty()) return {"preregConfig", http::Health::Status::up, "as the files said"};
  return {"preregConfig", http::Health::Status::warning, "the old one stays: " + fault};
}
}  // namespace startup
