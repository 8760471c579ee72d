"""The base of tests that share one server."""

import unittest

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server


class ServerCase(unittest.TestCase):
    """Tests that share one server; it must be alive after each of them and end well."""

    arguments = NO_RATE_LIMITS + SMALL_POOLS
    dev = True
    bootstrap = None
    boot_keys = False

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.arguments, dev=cls.dev, bootstrap=cls.bootstrap, boot_keys=cls.boot_keys)
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.start()

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        assert code == 0, f"exit code {code}:\n" + "\n".join(cls.server.lines[-40:])

    def tearDown(self):
        self.assertIsNone(self.server.process.poll(), "the server has ended")

    def call(self, method, path, body=None, **more):
        """A request with the token of a client that holds every role."""
        more.setdefault("token", self.server.token())
        return self.server.call(method, path, body, **more)

    def assert_error(self, answer, status, *codes):
        self.assertEqual((answer.status, answer.error_codes()), (status, list(codes)), answer.body)
        self.assertIsNone(answer.response())
