"""The UIN's life: drawn, confirmed, given back; and that nothing else changes its state (ids sheet 2)."""

import json
import time
import unittest

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, envelope, in_parallel, sets, wait_until
from number_check import uin_faults
from server_case import ServerCase

UIN = "/v1/uingenerator/uin"
ALIAS = "/v1/idgenerator/uin"
UNKNOWN = "5193698131"


class UinCase(ServerCase):
    def draw(self, path=UIN):
        answer = self.call("GET", path)
        self.assertIsNone(answer.json()["errors"], answer.body)
        return answer.response()["uin"]

    def put(self, uin, status, path=UIN):
        return self.call("PUT", path, envelope({"uin": uin, "status": status}))

    def assert_updated(self, answer, uin, status):
        self.assertEqual((answer.status, answer.response()), (200, {"uin": uin, "status": status}), answer.body)


class Uin(UinCase):
    def test_assigning(self):
        for get, put in ((UIN, UIN), (ALIAS, UIN), (UIN, ALIAS)):
            uin = self.draw(get)
            self.assert_updated(self.put(uin, "ASSIGNED", put), uin, "ASSIGNED")
            for status in ("ASSIGNED", "UNASSIGNED", "nonsense", ""):
                self.assert_error(self.put(uin, status), 200, "KER-UIG-004")

    def test_giving_back(self):
        uin = self.draw()
        self.assert_updated(self.put(uin, "UNASSIGNED"), uin, "UNUSED")
        for status in ("ASSIGNED", "UNASSIGNED", "nonsense"):
            self.assert_error(self.put(uin, status), 200, "KER-UIG-004")

    def test_order_of_the_checks(self):
        for status in ("ASSIGNED", "nonsense", None):
            self.assert_error(self.put(UNKNOWN, status), 200, "KER-UIG-001")
        uin = self.draw()
        for status in ("nonsense", "assigned", "ISSUED", "UNUSED", "", " ASSIGNED", None):
            self.assert_error(self.put(uin, status), 200, "KER-UIG-003")
        self.assert_error(self.call("PUT", UIN, envelope({"uin": uin})), 200, "KER-UIG-003")
        self.assert_updated(self.put(uin, "ASSIGNED"), uin, "ASSIGNED")

    def test_what_is_no_uin(self):
        for uin in ("", " ", "x", "0", "1" * 5000, "519369813", "51936981300", "-5193698130", "519369813O", "５１９３６９８１３０", None, 5193698130, ["5193698130"], {}):
            self.assert_error(self.put(uin, "ASSIGNED"), 200, "KER-UIG-001")
        self.assert_error(self.call("PUT", UIN, envelope({"status": "ASSIGNED"})), 200, "KER-UIG-001")

    def test_a_uin_is_trimmed(self):
        uin = self.draw()
        self.assert_updated(self.put(f" {uin}\t", "ASSIGNED"), uin, "ASSIGNED")

    def test_unreadable_bodies(self):
        uin = self.draw()
        good = json.dumps(envelope({"uin": uin, "status": "ASSIGNED"}))
        bodies = ["", " ", "{", good[:-1], good + "x", "[]", "null", "1", '"text"', "{}", '{"request":null}', '{"request":"x"}',
                  '{"request":[]}', '{"id":1}', "[" * 70000, '{"request":' * 70 + "1" + "}" * 70, good.replace("ASSIGNED", "ASSI\udc80GNED"),
                  good.replace('"status"', '"status":"ASSIGNED","x"', 1)[:-3], "uin=1&status=ASSIGNED"]
        before = self.server.drawn_numbers("uin")
        for body in bodies:
            with self.subTest(body=body[:60]):
                data = body.encode("utf-8", "surrogateescape")
                answer = self.call("PUT", UIN, data, headers={"Content-Type": "application/json"})
                self.assert_error(answer, 200, "KER-UIG-005")
                self.assertEqual(answer.json()["errors"][0]["message"], "Internal Server Error")
        self.assertEqual(self.server.drawn_numbers("uin"), before)
        self.assert_updated(self.put(uin, "ASSIGNED"), uin, "ASSIGNED")

    def test_a_put_must_say_that_it_is_json(self):
        uin = self.draw()
        data = json.dumps(envelope({"uin": uin, "status": "ASSIGNED"})).encode()
        for headers in ({}, {"Content-Type": "text/plain"}):
            with self.subTest(headers=headers):
                self.assert_error(self.call("PUT", UIN, data, headers=headers), 415, "IDK-415")
        self.assert_updated(self.put(uin, "ASSIGNED"), uin, "ASSIGNED")

    def test_bad_input_changes_nothing(self):
        issued, assigned, unused = self.draw(), self.draw(), self.draw()
        self.put(assigned, "ASSIGNED")
        self.put(unused, "UNASSIGNED")
        before = self.server.drawn_numbers("uin")
        for uin in (issued, UNKNOWN, ""):
            self.put(uin, "nonsense")
        for uin in (assigned, unused, UNKNOWN):
            self.put(uin, "ASSIGNED")
        for token in (None, "garbage", self.server.token("mosip-abis-client", "abc123")):
            self.server.call("GET", UIN, token=token)
            self.server.call("PUT", UIN, envelope({"uin": issued, "status": "ASSIGNED"}), token)
        self.assertEqual(self.server.drawn_numbers("uin"), before)
        self.assert_updated(self.put(issued, "ASSIGNED"), issued, "ASSIGNED")

    def test_the_figures_follow(self):
        before = self.server.numbers("uin")
        first, second, third = self.draw(), self.draw(), self.draw()
        self.put(first, "ASSIGNED")
        self.put(second, "UNASSIGNED")
        after = self.server.numbers("uin")
        self.assertEqual(after["assigned"] - before["assigned"], 1)
        self.assertEqual(after["issued"] - before["issued"], 1)
        self.assert_updated(self.put(third, "ASSIGNED"), third, "ASSIGNED")

    def test_many_clients_never_get_the_same_number(self):
        def draw_some():
            connection = self.server.connect()
            headers = {"Cookie": "Authorization=" + self.server.token()}
            drawn = []
            for _ in range(20):
                connection.request("GET", UIN, headers=headers)
                drawn.append(json.loads(connection.getresponse().read())["response"]["uin"])
            connection.close()
            return drawn

        self.server.token()
        drawn = [uin for some in in_parallel([draw_some] * 64) for uin in some]
        self.assertEqual(len(drawn), 64 * 20)
        self.assertEqual(len(set(drawn)), len(drawn))
        self.assertEqual([uin for uin in drawn if uin_faults(uin)], [])

    def test_of_many_confirmations_one_succeeds(self):
        uin = self.draw()
        answers = in_parallel([lambda status=status: self.put(uin, status) for status in ("ASSIGNED", "UNASSIGNED") * 8])
        self.assertEqual(sum(answer.json()["errors"] is None for answer in answers), 1)
        self.assertEqual({code for answer in answers if answer.json()["errors"] for code in answer.error_codes()}, {"KER-UIG-004"})


class SmallestPool(UinCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets(
        "idkernel.partitions=1", "mosip.kernel.uin.min-unused-threshold=1", "mosip.kernel.uin.uins-to-generate=1")

    def draw(self, path=UIN):
        """Waits for the refill: between two numbers the pool of one is empty."""
        def attempt():
            answer = self.call("GET", path)
            if answer.json()["errors"]:
                self.assert_error(answer, 200, "KER-UIG-001")
            return answer.response()

        return wait_until(attempt, "a number")["uin"]

    def test_a_number_that_was_given_back_is_issued_again_and_no_other(self):
        kept = [self.draw() for _ in range(3)]
        uin = self.draw()
        self.assert_updated(self.put(uin, "UNASSIGNED"), uin, "UNUSED")
        drawn = []
        while uin not in drawn and len(drawn) < 50:
            drawn.append(self.draw())
        self.assertIn(uin, drawn)
        self.assertEqual(len(set(drawn)), len(drawn))
        self.assertFalse(set(kept) & set(drawn))
        self.assertFalse([line for line in self.server.lines if "no candidate of a whole round" in line])
        self.assert_updated(self.put(uin, "ASSIGNED"), uin, "ASSIGNED")
        self.server.kill()
        self.server.start()
        self.assert_error(self.put(uin, "ASSIGNED"), 200, "KER-UIG-004")
        for issued in kept:
            self.assert_updated(self.put(issued, "ASSIGNED"), issued, "ASSIGNED")


class IssuedTimeout(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.uin.issued-timeout=1", "idkernel.partitions=2")

    def test_what_nobody_confirms_is_unused_again(self):
        def codes(uin, status):
            answer = self.call("PUT", UIN, envelope({"uin": uin, "status": status}))
            return [error["errorCode"] for error in answer.json()["errors"] or []]

        confirmed, forgotten = (self.call("GET", UIN).response()["uin"] for _ in range(2))
        self.assertEqual(codes(confirmed, "ASSIGNED"), [])
        deadline = time.monotonic() + 20
        while codes(forgotten, "CHECK") == ["KER-UIG-003"] and time.monotonic() < deadline:
            self.call("GET", UIN).response()  # the next issues of a partition give back what is overdue
        self.assertEqual(codes(forgotten, "CHECK"), ["KER-UIG-004"])
        self.assertEqual(codes(confirmed, "CHECK"), ["KER-UIG-004"])
        self.assertEqual(self.server.numbers("uin")["assigned"], 1)


if __name__ == "__main__":
    unittest.main()
