"""The examples of the API specifications (tests/golden/README.md): request by request, the printed answer."""

import base64
import json
import re
import unittest
from pathlib import Path

from device_tools import after, read_answer
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, sets, wait_until
from number_check import uin_faults
from server_case import ServerCase

FIXTURES = sorted((Path(__file__).resolve().parent.parent / "golden").glob("*.json"))
LIVE = {
    "$jwt": lambda text: re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", text),
    "$time": lambda text: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text),
    "$uin": lambda text: not uin_faults(text),
    "$uuid": lambda text: re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text),
    "$device_answer": lambda text: read_answer(text)[1]["status"] == "REGISTERED",
    "$digits6": lambda text: re.fullmatch(r"\d{6}", text),
    "$digits14": lambda text: re.fullmatch(r"\d{14}", text),
    "$digits29": lambda text: re.fullmatch(r"\d{29}", text),
    "$digits36": lambda text: re.fullmatch(r"\d{36}", text),
}


def filled(value, saved):
    """`value` with each ${name} replaced."""
    if isinstance(value, str):
        return re.sub(r"\$\{(\w+)\}", lambda match: saved[match.group(1)], value)
    if isinstance(value, list):
        return [filled(item, saved) for item in value]
    if isinstance(value, dict):
        inside = {key: filled(item, saved) for key, item in value.items()}
        return base64.b64encode(json.dumps(inside["$base64"]).encode()).decode() if "$base64" in inside else inside
    return value


def differences(expected, found, path="body"):
    """What in `found` is not as expected, one text each."""
    if isinstance(expected, str) and expected in LIVE:
        good = isinstance(found, str) and LIVE[expected](found)
        return [] if good else [f"{path}: {found!r} is no {expected}"]
    if type(expected) is not type(found):
        return [f"{path}: {found!r} instead of {expected!r}"]
    if isinstance(expected, dict):
        missing = [f"{path}.{key} is missing" for key in expected if key not in found]
        return missing + [line for key in expected if key in found for line in differences(expected[key], found[key], f"{path}.{key}")]
    if isinstance(expected, list) and len(expected) == len(found):
        return [line for i, item in enumerate(expected) for line in differences(item, found[i], f"{path}[{i}]")]
    return [] if expected == found else [f"{path}: {found!r} instead of {expected!r}"]


class Examples(ServerCase):
    kind = None  # what a fixture's `server` says

    @classmethod
    def setUpClass(cls):
        if cls is Examples:
            raise unittest.SkipTest("the base of the others")
        super().setUpClass()

    def fixtures(self):
        every = [fixture for file in FIXTURES for fixture in json.loads(file.read_text())]
        return [fixture for fixture in every if fixture.get("server") == self.kind]

    def send(self, request):
        body = request.get("body", request.get("text"))
        return self.server.call(request["method"], request["path"], body, headers=request.get("headers"))

    def saved_by(self, given, saved):
        answer = self.send(filled(given["request"], saved))
        self.assertEqual(answer.status, 200, answer.body)
        self.save(given["save"], answer, saved)

    def save(self, places, answer, saved):
        for name, place in places.items():
            kind, where = place.split(" ")
            found = answer.cookie(where) if kind == "cookie" else answer.json()
            if kind == "device_answer":
                found = read_answer(found["response"])[1]
            for key in where.split(".") if kind != "cookie" else []:
                found = found[key]
            saved[name] = found

    def check(self, fixture, saved):
        if not fixture.get("goes_on"):
            saved.clear()
        saved["now"] = after()
        for given in fixture.get("given", []):
            self.saved_by(given, saved)
        request = filled(fixture["request"], saved)
        expect = filled(fixture["expect"], saved)
        answer = self.send(request) if not fixture.get("until") else wait_until(
            lambda: next((one for one in [self.send(request)] if not differences(expect["body"], one.json())), None), fixture["name"])
        self.assertEqual(answer.status, expect["status"], answer.body)
        self.assertEqual(differences(expect.get("body", {}), answer.json()), [], answer.body)
        for name, value in expect.get("cookies", {}).items():
            self.assertEqual(differences(value, answer.cookie(name), name), [])
        self.save(fixture.get("save", {}), answer, saved)

    def test_each_example(self):
        saved = {}
        fixtures = self.fixtures()
        for fixture in fixtures:
            with self.subTest(fixture["name"]):
                self.check(fixture, saved)
        self.assertGreaterEqual(len(fixtures), self.count_min)


class Golden(Examples):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN",
                                                        "mosip.kernel.auth.proxy-otp=true", "mosip.kernel.auth.proxy-otp-value=345674")
    count_min = 100

    def test_every_fixture_is_of_a_server(self):
        kinds = {fixture.get("server") for file in FIXTURES for fixture in json.loads(file.read_text())}
        self.assertEqual(kinds, {Golden.kind, GoldenExpired.kind})

    def test_the_comparison_can_fail(self):
        for expected, found in (({"a": 1}, {}), ("x", "y"), (None, "x"), (1, "1"), (True, 1), ([1], []), ("$jwt", "a.b"),
                                ("$uin", "1234567890"), ({"a": [{"b": "$time"}]}, {"a": [{"b": "2021-01-06"}]})):
            self.assertNotEqual(differences(expected, found), [], (expected, found))


class GoldenExpired(Examples):
    """Where a code lives for a second, and guesses enough do not freeze it meanwhile."""
    kind = "codes expire at once"
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.otp.expiry-time=1", "mosip.kernel.otp.validation-attempt-threshold=1000")
    count_min = 3


if __name__ == "__main__":
    unittest.main()
