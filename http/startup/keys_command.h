// http/startup/keys_command.h: `idkernel keys`: looking after the keys of a stopped server.
#pragma once
#include "http/startup/arguments.h"

namespace startup {
enum class KeysVerb {
  bootstrap,      ///< makes those keys of the boot list that are not there or not current
  list,           ///< one line per key version, tab-separated; or, of Arguments::orphans, an alias
  verify,         ///< one line per fault; exit_fault when there is one
  export_master,  ///< writes the master key into a new file, Arguments::keys_to
  rewrap,         ///< puts all that lies under the master key under the one in Arguments::keys_to
  forget,         ///< takes the row of Arguments::alias out, a key that the keystore has lost
  migrate,        ///< copies all into the keystore of Arguments::keys_to and says so in the rows
};

/// Opens the data directory itself; a server that runs on it makes that fail. Answers the exit
/// code.
int keys(const Arguments& arguments, KeysVerb verb);
}  // namespace startup
