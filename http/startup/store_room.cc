// http/startup/store_room.cc: what every command does first and last.
#include "http/startup/store_room.h"

#include <filesystem>
#include <iostream>

#include "http/startup/problem.h"
#include "http/startup/process.h"

namespace startup {
std::unique_ptr<store::RocksStore> open_existing_store(const Settings& settings) {
  // Opening would make a new store.
  if (!std::filesystem::exists(settings.store.dir))
    throw Problem(exit_unavailable, "no data directory " + settings.store.dir +
                                        ": start the server once, it makes the store");
  auto store = store::RocksStore::open(settings.store);
  if (!store.ok()) throw Problem(exit_unavailable, store.error().text);
  return std::move(store).value();
}

int run_command(const Arguments& arguments,
                const std::function<int(const config::Config&, const Settings&)>& work) {
  raise_descriptor_limit();
  auto loaded =
      config::load({arguments.config_files, config::process_environment(), arguments.sets});
  auto problems = loaded.problems;
  if (problems.empty()) {
    const Settings settings = settings_of(loaded.config, arguments, problems);
    try {
      if (problems.empty()) return work(loaded.config, settings);
    } catch (const Problem& problem) {
      std::cerr << "idkernel: " << problem.what() << '\n';
      return problem.exit_code();
    } catch (const std::exception& e) {
      std::cerr << "idkernel: " << e.what() << '\n';
      return exit_unavailable;
    }
  }
  for (const std::string& problem : problems) std::cerr << "idkernel: " << problem << '\n';
  return exit_config;
}
}  // namespace startup
