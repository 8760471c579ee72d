"""A start that fails while a call of the token hangs beside it: it says why and ends by itself. The store is as it was."""

import os
import tempfile
import time
import unittest

from hsm_tools import TokenInAFolder
from idkernel import NO_RATE_LIMITS, PROGRAM, SMALL_POOLS, Server, run, sets, write

EXIT_UNAVAILABLE = 69
BOOT_KEYS = "mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN"
# Never comes back from making a pair, and refuses to make a symmetric key as soon as a pair hangs.
PAIRS_HANG = os.path.join(os.path.dirname(PROGRAM), "tests", "http", "libpairs_hang_pkcs11.so")


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
            hangs = write(directory, "hangs.cfg", f"name = lost\nlibrary = {PAIRS_HANG}\nslotListIndex = 0\n")
            begin = time.monotonic()
            code, text = run("serve", "--dev", "--data-dir", data_dir, "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0",
                             *NO_RATE_LIMITS, *SMALL_POOLS, *hsm.settings,
                             *sets("mosip.kernel.keymanager.hsm.config-path=" + hangs, BOOT_KEYS + ",PMS:CACHE,REGISTRATION"),
                             environment=hsm.environment)
            self.assertLess(time.monotonic() - begin, 40, "no limit of a call was waited for")
            self.assertEqual(code, EXIT_UNAVAILABLE, text)
            self.assertIn("idkernel: the key PMS:CACHE could not be made: ", text.splitlines()[-1])
            self.assertNotIn("ready", text)
            self.assertEqual(keys("list"), before)
            self.assertEqual(keys("verify")[0], 0)
            with server() as again:
                self.assertEqual(again.sign_in().status, 200)


if __name__ == "__main__":
    unittest.main()
