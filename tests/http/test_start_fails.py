"""A start that fails while a call of the token hangs beside it, or its own last calls do: it says why and ends by itself. The store is as it
was."""

import os
import socket
import tempfile
import unittest

from hsm_tools import HANGING, TokenInAFolder
from idkernel import NO_BOOT_KEYS, NO_RATE_LIMITS, SMALL_POOLS, Server, run, sets, write

EXIT_UNAVAILABLE = 69
BOOT_KEYS = "mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN"


def hanging(directory):
    """The setting by which a token is reached through the library that hangs."""
    return "mosip.kernel.keymanager.hsm.config-path=" + write(directory, "hangs.cfg", f"name = lost\nlibrary = {HANGING}\nslotListIndex = 0\n")


class StartFails(unittest.TestCase):
    def test_beside_a_call_that_hangs_it_says_why_and_ends(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            hsm, data_dir = TokenInAFolder(directory), os.path.join(directory, "data")

            def server():
                return Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets(BOOT_KEYS), *hsm.settings, data_dir=data_dir, environment=hsm.environment)

            def keys(verb):
                return run("keys", verb, "--dev", "--data-dir", data_dir, *hsm.settings, environment=hsm.environment)

            with server():
                pass
            before = keys("list")
            # A call may take so long that run() gives up a start that waits for it.
            code, text = run("serve", "--dev", "--data-dir", data_dir, "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0",
                             *NO_RATE_LIMITS, *SMALL_POOLS, *hsm.settings,
                             *sets(hanging(directory), BOOT_KEYS + ",PMS:CACHE,REGISTRATION", "idkernel.hsm.call-timeout-ms=600000"),
                             environment={**hsm.environment, "HANGS_AT": "pairs"})
            self.assertEqual(code, EXIT_UNAVAILABLE, text)
            self.assertIn("idkernel: the key PMS:CACHE could not be made: ", text.splitlines()[-1])
            self.assertNotIn("ready", text)
            self.assertEqual(keys("list"), before)
            self.assertEqual(keys("verify")[0], 0)
            with server() as again:
                self.assertEqual(again.sign_in().status, 200)

    def test_beside_sessions_that_cannot_be_closed_it_says_why_and_ends(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory, socket.create_server(("127.0.0.1", 0)) as taken:
            hsm, address = TokenInAFolder(directory), f"127.0.0.1:{taken.getsockname()[1]}"
            data_dir = os.path.join(directory, "data")
            with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets(BOOT_KEYS), *hsm.settings, data_dir=data_dir, environment=hsm.environment):
                pass  # All keys are there: looking for one that is not opens the token anew, which closes sessions.
            code, text = run("serve", "--dev", "--data-dir", data_dir, "--listen", "127.0.0.1:0", "--management", address,
                             *NO_RATE_LIMITS, *SMALL_POOLS, *NO_BOOT_KEYS, *hsm.settings, *sets(hanging(directory), BOOT_KEYS),
                             environment={**hsm.environment, "HANGS_AT": "close"})
            self.assertEqual(code, EXIT_UNAVAILABLE, text)
            self.assertIn("Address already in use", text.splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
