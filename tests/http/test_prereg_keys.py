"""What applications are sealed under: the key manager's PRE_REGISTRATION wraps their data keys; after a rotation the next data key is
under the new one, old data stay readable and `idkernel prereg reencrypt` moves them, whatever kills the server or the command."""

import array
import base64
import fcntl
import os
import re
import subprocess
import termios
import unittest

from application_tools import BASE, DOCUMENTS, PDF, created, filing, identity, upload
from idkernel import NO_RATE_LIMITS, PROGRAM, SMALL_POOLS, Server, envelope, in_parallel, run, sets, wait_until
from prereg_tools import sign_in
from test_operator import command
from test_prereg_applications import ordered

KEYS = sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,PRE_REGISTRATION", "mosip.kernel.keymanager.autogen.basekeys.list=")
LARGE = PDF + bytes(range(256)) * 1000  # Four pieces.
ROWS_AN_ORDER = 256
F_SETPIPE_SZ = 1031  # Of Linux; fcntl names it since Python 3.10.
LINE_ROOM = 64  # Bytes: one line of the command's progress, not two.


def waiting_bytes(pipe):
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


class Halfway:
    """`prereg reencrypt`, which has told that rows of one partition moved and cannot tell of a second one: its pipe has no room until
    `end` reads it. So rows have moved, and others will not have while it lives."""

    def __init__(self, server):
        self.pipe, write_end = os.pipe()
        size = fcntl.fcntl(write_end, F_SETPIPE_SZ, 4096)
        self.filler = size - LINE_ROOM
        os.write(write_end, b"-" * (self.filler - 1) + b"\n")
        self.process = subprocess.Popen([PROGRAM, "prereg", "reencrypt", "--dev", "--data-dir", server.data_dir],
                                        stdout=subprocess.DEVNULL, stderr=write_end)
        os.close(write_end)
        wait_until(lambda: waiting_bytes(self.pipe) > self.filler or self.process.poll() is not None, "the command's progress")

    def end(self):
        """(exit code, how many rows its first line told)"""
        with os.fdopen(self.pipe) as lines:
            told = lines.read()[self.filler:]
        found = re.match(r"idkernel: (\d+) rows moved, \d+ of 16 partitions done\n", told)
        assert found, told
        return self.process.wait(60), int(found.group(1))


class PreregKeys(unittest.TestCase):
    # Some hundred numbers of one partition are asked for at once.
    arguments = NO_RATE_LIMITS + SMALL_POOLS + KEYS + sets("mosip.kernel.prid.prids-to-generate=40000", "mosip.kernel.prid.min-unused-threshold=20000")

    def setUp(self):
        self.server = Server(*self.arguments, boot_keys=True)
        self.addCleanup(self.server.__exit__)
        self.server.start()
        self.tokens = []
        self.filed = {}  # id: (token, person)
        self.documents = {}  # id of a document: (application, content)

    def sign_in(self, count=1):
        self.tokens += [sign_in(self.server, f"98000000{len(self.tokens) + number:02d}") for number in range(count)]

    def file(self, count, users=None):
        """That many applications, by the users in turn."""
        users = users or self.tokens
        first = len(self.filed)

        def share(index):
            return [(created(self.server, users[index], identity(number)), users[index], identity(number))
                    for number in range(first + index, first + count, len(users))]

        for some in in_parallel([lambda index=index: share(index) for index in range(len(users))]):
            for application, token, person in some:
                self.filed[application] = token, person
        self.assertEqual(len(self.filed), first + count)

    def change(self, application, seed):
        token, _ = self.filed[application]
        answer = self.server.call("PUT", f"{BASE}/{application}", filing({"identity": identity(seed)}, "update"), token)
        self.assertIsNone(answer.json()["errors"], answer.body)
        self.filed[application] = token, identity(seed)

    def add(self, application, content):
        answer = upload(self.server, self.filed[application][0], application, content)
        self.assertIsNone(answer.json()["errors"], answer.body)
        self.documents[answer.response()["docId"]] = application, content

    def rotate(self, force=True):
        answer = self.server.call("POST", "/v1/keymanager/generateMasterKey/CERTIFICATE",
                                  envelope({"applicationId": "PRE_REGISTRATION", "referenceId": "", "force": force}), self.server.token())
        self.assertEqual((answer.status, answer.json()["errors"] or None), (200, None), answer.body)

    def reencrypt(self):
        code, output = command(self.server, "prereg", "reencrypt")
        self.assertEqual(code, 0, output)
        told = re.search(r"^moved: (\d+)\n\Z", output, re.MULTILINE)
        self.assertTrue(told, output)
        return int(told.group(1))

    def restart(self):
        """Tokens outlive it."""
        self.server.kill()
        self.server.start()

    def assert_all_readable(self):
        def share(some):
            for application, (token, person) in some:
                found = self.server.call("GET", f"{BASE}/{application}", token=token).json()
                if found["errors"] or found["response"]["demographicDetails"] != {"identity": person}:
                    return f"{application}: {found['errors']}"
            return None

        everything = list(self.filed.items())
        self.assertEqual(set(in_parallel([lambda at=at: share(everything[at::8]) for at in range(8)])), {None})
        for document, (application, content) in self.documents.items():
            found = self.server.call("GET", f"{DOCUMENTS}/{document}?preRegistrationId={application}", token=self.filed[application][0])
            self.assertEqual(found.response()["document"], base64.b64encode(content).decode())

    def assert_sound(self):
        """As the operator sees it, without the server."""
        self.assertEqual(self.server.stop(), 0)
        directory = ("--dev", "--data-dir", self.server.data_dir)
        code, output = run("audit", "verify", *directory)
        self.assertEqual(code, 0, output)
        code, output = run("keys", "verify", *directory)
        self.assertEqual(code, 0, output)

    def test_a_rotation_leaves_all_readable_and_reencrypt_moves_it(self):
        self.sign_in(6)
        self.file(60)
        applications = sorted(self.filed)
        for number, application in enumerate(applications[:10]):
            self.change(application, 1000 + number)
        self.add(applications[20], PDF)
        self.add(applications[21], LARGE)
        old_rows = 60 + 10 + (1 + 1) + (1 + 4)
        self.assertEqual(self.reencrypt(), 0)
        self.rotate()
        self.assert_all_readable()
        self.file(6)  # Under the new key: they are left alone.
        self.assertEqual(self.reencrypt(), old_rows)
        self.assertEqual(self.reencrypt(), 0)
        self.assert_all_readable()
        self.rotate()
        self.rotate()
        self.restart()
        self.assert_all_readable()
        self.assertEqual(self.reencrypt(), old_rows + 6)
        self.assertEqual(self.reencrypt(), 0)
        self.assert_all_readable()
        self.assert_sound()
        self.assertEqual(command(self.server, "prereg", "reencrypt"), (0, "moved: 0\n"))  # In the store of a stopped server.

    def test_a_run_that_is_killed_is_gone_on_with(self):
        self.sign_in()
        self.file(3 * ROWS_AN_ORDER)  # All in one partition: three orders and the look that finds the end.
        self.rotate()
        partition, first = next((number, answer) for number, answer in enumerate(
            ordered(self.server, [{"op": "prereg reencrypt", "partition": number} for number in range(16)])) if answer["moved"])
        self.assertEqual((first["moved"], first["failed"]), (ROWS_AN_ORDER, 0))
        self.assertTrue(first["after"])
        self.restart()  # What an answer told is durable.
        self.assert_all_readable()
        again = next(ordered(self.server, [{"op": "prereg reencrypt", "partition": partition}]))
        self.assertEqual(again["moved"], 0, "these are done")
        self.assertEqual(again["after"], first["after"])
        self.assertEqual(self.reencrypt(), 2 * ROWS_AN_ORDER)
        self.assertEqual(self.reencrypt(), 0)
        self.assert_all_readable()

    def test_server_and_command_are_killed_while_rows_move(self):
        self.sign_in(12)  # In three partitions or more.
        self.file(800)
        self.add(sorted(self.filed)[0], LARGE)
        rows = 800 + 1 + 4
        for victim in ("server", "command", "server"):
            self.rotate()
            halfway = Halfway(self.server)
            if victim == "server":
                self.server.kill()
            else:
                halfway.process.kill()
            code, told = halfway.end()
            self.assertNotEqual(code, 0)
            if victim == "server":
                self.server.start()
            self.assert_all_readable()
            rest = self.reencrypt()
            self.assertTrue(0 < told < rows, told)
            self.assertTrue(0 < rest <= rows - told, (told, rest))
            self.assertEqual(self.reencrypt(), 0)
            self.assert_all_readable()
        self.assert_sound()


class WithoutTheKeyAtFirst(PreregKeys):
    """A server that was never told to make PRE_REGISTRATION: data keys lie under the store key until there is one."""

    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT",
                                                    "mosip.kernel.keymanager.autogen.basekeys.list=")

    def test_a_rotation_leaves_all_readable_and_reencrypt_moves_it(self):
        self.sign_in(2)
        self.file(10)
        self.rotate(force=False)  # The first one.
        self.file(2)
        self.assertEqual(self.reencrypt(), 10)
        self.restart()
        self.assertEqual(self.reencrypt(), 0)
        self.assert_all_readable()
        self.assert_sound()

    test_a_run_that_is_killed_is_gone_on_with = None
    test_server_and_command_are_killed_while_rows_move = None


if __name__ == "__main__":
    unittest.main()
