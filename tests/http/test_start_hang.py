"""A start while the token hangs: SIGTERM ends it at once, and without one it is refused in plain words after its limit. The store is
as it was. A server whose token hangs when it is to end, and nothing waits for it, ends all the same."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from hsm_tools import TokenBehindAServer
from idkernel import NO_RATE_LIMITS, PROGRAM, SMALL_POOLS, Server, run, sets, wait_until

EXIT_UNAVAILABLE = 69
LISTS = sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN")
END_SECONDS = 30


class StartHang(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="idkernel-test-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.hsm = TokenBehindAServer(self.directory)
        self.addCleanup(self.hsm.close)
        self.addCleanup(self.hsm.go_on)
        self.data_dir = os.path.join(self.directory, "data")

    def server(self):
        return Server(*NO_RATE_LIMITS, *SMALL_POOLS, *LISTS, *self.hsm.settings, data_dir=self.data_dir, environment=self.hsm.environment)

    def started(self, *more):
        """The process of a start that will wait for the token; it has read the store, if there was one."""
        arguments = ["--dev", "--data-dir", self.data_dir, "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0",
                     *NO_RATE_LIMITS, *SMALL_POOLS, *LISTS, *self.hsm.settings, *more]
        process = subprocess.Popen([PROGRAM, "serve", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                   env={**os.environ, **self.hsm.environment})
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def waits_for_the_token(self, process):
        """A descriptor of a socket, of which there are none before the token's is asked for."""
        def has_socket():
            try:
                folder = f"/proc/{process.pid}/fd"
                return any(os.readlink(os.path.join(folder, number)).startswith("socket:") for number in os.listdir(folder))
            except FileNotFoundError:  # Closed meanwhile.
                return False

        wait_until(has_socket, "a start that asks the token")

    def ended(self, process):
        """(exit code, what it printed, seconds until then)"""
        begin = time.monotonic()
        text = process.communicate(timeout=END_SECONDS)[0]
        return process.returncode, text, time.monotonic() - begin

    def assert_serves(self):
        self.hsm.go_on()
        with self.server() as server:
            self.assertEqual(server.sign_in().status, 200)
        code, text = run("keys", "verify", "--dev", "--data-dir", self.data_dir, *self.hsm.settings, environment=self.hsm.environment)
        self.assertEqual(code, 0, text)

    def test_sigterm_and_sigint_end_a_start_that_waits_for_the_token(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                self.hsm.hang()
                process = self.started()
                self.waits_for_the_token(process)
                process.send_signal(number)
                code, text, seconds = self.ended(process)
                self.assertEqual((code, text.splitlines()[-1]), (0, "stopped"), text)
                self.assertNotIn("ready", text)
                self.assertLess(seconds, 10)
                self.assert_serves()  # The first time in a new store, then in one that has keys.

    def test_a_start_is_refused_in_words_when_the_token_does_not_answer(self):
        with self.server():
            pass
        self.hsm.hang()
        process = self.started(*sets("idkernel.hsm.call-timeout-ms=500"))
        code, text, _ = self.ended(process)
        self.assertEqual(code, EXIT_UNAVAILABLE, text)
        self.assertIn("idkernel: the token hangs: a step of opening it and the server's own keys took longer than 3000 ms, six times "
                      "idkernel.hsm.call-timeout-ms", text)
        self.assert_serves()

    def test_a_server_ends_beside_an_idle_token_that_hangs(self):
        with self.server() as server:
            self.hsm.hang()
            self.assertEqual(server.stop(), 0)
            self.assertEqual(server.lines[-1], "stopped")
            self.assertIn("the token does not answer: its sessions are not closed", "\n".join(server.lines))
        self.assert_serves()


if __name__ == "__main__":
    unittest.main()
