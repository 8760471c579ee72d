// http/prereg/ui_config_http.cc: what the portal is told, and reading it again. No rule, no
// storage.
#include "http/context.h"
#include "http/pool_job.h"
#include "http/prereg/login_http.h"

namespace http {
void prereg_ui_config(const Context& context, const Call&, Reply reply) {
  reply.value(context.prereg.board->settings()->ui_json);
}

// The slow lane: it may wait for a disk.
void refresh_prereg_config(const Context& context, const Call& call, Reply reply) {
  const auto work = [board = context.prereg.board]() -> Result<Done> {
    switch (board->reload()) {
      case PreregBoard::Outcome::done:
        return Done{};
      case PreregBoard::Outcome::busy:
        return Errc::overloaded;
      case PreregBoard::Outcome::failed:
        return Errc::prereg_config;
    }
    return Errc::internal;
  };
  run_in_pool<Done>(
      context, call, reply, work, [](Done) { return std::string{R"("success")"}; },
      crypto_pool::Speed::slow);
}
}  // namespace http
