"""What the services of the crash run look at: in the last check of a store also what was looked at in an earlier cycle."""

import os
import random
import stat
import sys
import tempfile
import types
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "http")]
os.environ.setdefault("IDKERNEL", "/nowhere/idkernel")
import ledger  # noqa: E402
import services  # noqa: E402
from caller import Answer  # noqa: E402


class Says:
    """A caller that is answered as told: (status, codes, response) of a path."""

    def __init__(self, answer):
        self.answer = answer

    def ask(self, _method, path, request=None, token=None):
        status, codes, response = self.answer(path, request, token)
        return Answer(status, codes, response, None)

    def good(self, method, path, request=None, token=None):
        return self.ask(method, path, request, token).response


class LastLooks(unittest.TestCase):
    def setUp(self):
        self.faults = ledger.Faults()

    def check_twice(self, service, good, bad):
        """All is well in one cycle, and in the next one, which has touched nothing: it takes the last check to see that."""
        service.check(good)
        service.check(bad)
        self.assertEqual(self.faults.texts, [])
        service.touch_all()
        service.check(good)
        self.assertEqual(self.faults.texts, [])
        service.touch_all()
        service.check(bad)
        return self.faults.broken

    def test_an_old_envelope(self):
        keys = services.Keys(self.faults)
        keys.references.append("NEW_1")
        chance = types.SimpleNamespace(choices=lambda *_: ["encrypt"], choice=lambda of: of[0])
        keys.step(Says(lambda *_: (200, [], {"data": "sealed"})), chance)
        text = keys.sealed[0][1]
        broken = self.check_twice(keys, *(Says(lambda *_, told=told: (200, [], {"data": told})) for told in (text, "another")))
        self.assertEqual(broken, ["what was encrypted for NEW_1 is another text"])

    def test_an_old_certificate(self):
        keys = services.Keys(self.faults)
        keys.note(("REGISTRATION", "NEW_1"), "certificate")
        there = Says(lambda *_: (200, [], {"allCertificates": [{"certificateData": "certificate"}]}))
        broken = self.check_twice(keys, there, Says(lambda *_: (200, [], {"allCertificates": []})))
        self.assertEqual(broken, ["1 acknowledged keys of ('REGISTRATION', 'NEW_1') are lost"])

    def test_an_old_maker(self):
        devices = services.Devices(self.faults)
        devices.new_maker(Says(lambda *_: (200, [], {"id": "maker"})))
        known = Says(lambda path, *_: (200, ["ADM-DPM-011" if path.endswith("deviceprovider") else "ADM-DPM-021"], None))
        broken = self.check_twice(devices, known, Says(lambda *_: (200, ["ADM-DPM-011"], None)))
        self.assertEqual(broken, ["mosipdeviceservice again: expected ADM-DPM-021, the server says ['ADM-DPM-011']"])

    def test_an_old_session(self):
        users = services.Users(self.faults)
        users.sign_in = lambda *_: "token"
        users.sign_in_and_out(Says(lambda *_: (200, [], None)), "user", "password")
        broken = self.check_twice(users, Says(lambda *_: (401, [], None)), Says(lambda *_: (200, [], None)))
        self.assertEqual(broken, ["a session whose end was acknowledged is answered 200"])

    def test_a_used_code(self):
        codes = services.Codes(self.faults)
        codes.codes["key"] = "123456"
        codes.states.made("key", "open")
        codes.states.will("key", "used")
        codes.states.done("key", "used", is_last=True)
        broken = self.check_twice(codes, Says(lambda *_: (200, ["KER-OTV-005"], None)), Says(lambda *_: (200, [], None)))
        self.assertEqual(broken, ["code of key: the server says 'open', and clients were told ['used']"])

    def test_an_old_message(self):
        def page(texts):
            rows = [{"text": text} for text in texts]
            return types.SimpleNamespace(server=types.SimpleNamespace(manage=lambda _: types.SimpleNamespace(json=lambda: rows)))

        messages = services.Messages(self.faults)
        messages.step(Says(lambda *_: (200, [], None)), random.Random(1))
        text = messages.cycle[0]
        self.assertEqual(self.check_twice(messages, page([text]), page([])), [f"acknowledged message {text} is lost"])


# In place of stored_numbers: says of each UIN what is in STATES, of all others that they are there.
STORED = """#!/usr/bin/env python3
import sys
states = STATES
lines = sys.stdin.read().splitlines()
for line in lines:
    print(line.strip(), states.get(line.strip(), "there"))
print("checked", len(lines) + MORE)
"""


class Stores(unittest.TestCase):
    def looked_at(self, states, more=0):
        """The faults of a store that says so of a confirmed UIN, one that is not, and a PRID."""
        faults = ledger.Faults()
        with tempfile.TemporaryDirectory() as folder:
            program = os.path.join(folder, "stored_numbers")
            with open(program, "w", encoding="utf-8") as file:
                file.write(STORED.replace("STATES", repr(states)).replace("MORE", str(more)))
            os.chmod(program, stat.S_IRWXU)
            drawn = services.Drawn(faults, program)
            for kind, number in (("uin", "1"), ("prid", "3"), ("uin", "2")):
                drawn.ledger.drawn(kind, number)
            drawn.ledger.assigned_now(drawn.ledger.will_assign())
            drawn.check_store(folder, None)
        return faults

    def test_all_as_told(self):
        self.assertEqual(self.looked_at({"uin 1": "ISSUED", "uin 2": "ASSIGNED"}).texts, [])

    def test_a_confirmed_one_that_fell_back(self):
        self.assertEqual(self.looked_at({"uin 1": "ISSUED", "uin 2": "ISSUED"}).broken,
                         ["acknowledged uin 2: the store says ISSUED, and not ASSIGNED"])

    def test_one_that_is_gone(self):
        self.assertEqual(self.looked_at({"uin 1": "ISSUED", "uin 2": "ASSIGNED", "prid 3": "has no record"}).broken,
                         ["acknowledged prid 3: the store says has no record, and not there"])

    def test_a_part_of_them(self):
        self.assertIn("not every number was looked up", self.looked_at({"uin 1": "ISSUED", "uin 2": "ASSIGNED"}, more=1).texts[0])


if __name__ == "__main__":
    unittest.main()
