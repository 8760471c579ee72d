// http/startup/issuer_figures.cc: names, help texts and sources.
#include "http/startup/issuer_figures.h"

namespace startup {
namespace {
using auth::IssuerState;
using http::Figure;
using http::Figures;

Figures by_issuer(const ExternalKeyBoardPtr& board, std::string name, std::string help,
                  bool is_counter, std::function<double(const IssuerState&)> read) {
  return {std::move(name), std::move(help), is_counter, [board, read = std::move(read)] {
            std::vector<Figure> out;
            for (const IssuerState& one : board->states())
              out.push_back({{{"issuer", one.url}}, read(one)});
            return out;
          }};
}
}  // namespace

std::vector<Figures> issuer_figures(const ExternalKeyBoardPtr& board, const Clock& clock) {
  if (!board) return {};
  std::vector<Figures> out;
  out.push_back(by_issuer(board, "idkernel_issuer_keys", "Keys known of another issuer", false,
                          [](const auto& s) { return static_cast<double>(s.keys); }));
  out.push_back(by_issuer(board, "idkernel_issuer_keys_age_seconds",
                          "Time since another issuer's keys were fetched; -1: never", false,
                          [clock](const auto& s) {
                            const int64_t age = epoch_seconds(clock()) - s.fetched;
                            return s.fetched == 0 ? -1.0 : static_cast<double>(age);
                          }));
  out.push_back(by_issuer(board, "idkernel_issuer_fetches_total",
                          "Fetches of another issuer's keys", true,
                          [](const auto& s) { return static_cast<double>(s.fetches); }));
  out.push_back(by_issuer(board, "idkernel_issuer_fetch_failures_total",
                          "Those that brought no keys", true,
                          [](const auto& s) { return static_cast<double>(s.failures); }));
  return out;
}

std::vector<http::Health> issuer_health(const ExternalKeyBoardPtr& board) {
  if (!board) return {};
  http::Health part{"externalIssuers", http::Health::Status::up, ""};
  for (const IssuerState& one : board->states()) {
    if (one.fault.empty() && one.keys > 0) continue;
    part.status = http::Health::Status::warning;
    if (!part.detail.empty()) part.detail += "; ";
    part.detail += one.url + ": " + (one.fault.empty() ? "no keys yet" : one.fault);
    if (one.keys > 0) part.detail += " (the keys that came before stay good)";
  }
  return {part};
}
}  // namespace startup
