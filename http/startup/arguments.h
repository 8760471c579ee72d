// http/startup/arguments.h: the command line (design.md section 7).
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace startup {
/// What a command of idkernel was told.
struct Arguments {
  bool dev = false;
  std::string data_dir;    ///< empty: idkernel.data-dir, or ./data under --dev
  std::string listen;      ///< empty: idkernel.http.listen
  std::string management;  ///< empty: idkernel.management.listen
  std::vector<std::string> config_files;
  std::vector<std::string> sets;
  std::string bootstrap;  ///< a file, or empty
  std::string keys_to;    ///< `keys migrate`, `rewrap`, `export-master`: the file of --to
  bool renew_secrets = false;
  bool orphans = false;    ///< `keys list`: what no row names, in place of the rows
  std::string alias;       ///< `keys forget`
  bool lose_data = false;  ///< `keys forget`: what others lie under goes with it
};

/// Exit codes: of sysexits.h, but for exit_fault.
inline constexpr int exit_ok = 0;
inline constexpr int exit_fault = 1;  ///< `keys verify` found one
inline constexpr int exit_usage = 64;
inline constexpr int exit_unavailable = 69;
inline constexpr int exit_config = 78;
}  // namespace startup
