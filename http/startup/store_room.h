// http/startup/store_room.h: how a command comes by the store of a stopped server.
#pragma once
#include <functional>
#include <memory>

#include "actors/base/config.h"
#include "http/startup/arguments.h"
#include "http/startup/settings.h"
#include "store/rocks_store.h"

namespace startup {
/// The store in the data directory. Throws Problem when there is none, for that is a mistyped
/// directory, and while a server runs on it.
std::unique_ptr<store::RocksStore> open_existing_store(const Settings& settings);

/// Loads the configuration and runs `work`. Answers its exit code, or that of what is wrong, which
/// is then on standard error: problems of the configuration, a Problem, another exception.
int run_command(const Arguments& arguments,
                const std::function<int(const config::Config&, const Settings&)>& work);
}  // namespace startup
