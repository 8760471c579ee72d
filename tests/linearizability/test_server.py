"""The real server: 64 clients at once, a SIGKILL in the middle, and an order for all that they were told."""

import dataclasses
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "http")]
import run_rounds  # noqa: E402
from idkernel import Server  # noqa: E402

CLIENTS = 64
LIFE_SECONDS = 2.5
SEED = 20260301


class RealServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with Server(*run_rounds.settings()) as server:
            cls.operations, cls.faults = run_rounds.play(server, [LIFE_SECONDS, LIFE_SECONDS], CLIENTS, SEED)
            assert server.stop() == 0
        cls.result = run_rounds.judge(cls.operations, cls.faults)
        print(cls.result, file=sys.stderr)

    def test_every_history_can_be_ordered(self):
        self.assertEqual(self.result.faults, [])
        self.assertEqual({key: str(verdict) for key, verdict in self.result.violations.items()}, {})
        self.assertTrue(self.result.is_good(), self.result)

    def test_the_clients_were_at_once_and_met_the_kill(self):
        self.assertGreater(self.result.unanswered, 0)
        times = sorted([(one.called, 1) for one in self.operations] + [(one.ended, -1) for one in self.operations])
        under_way, most = 0, 0
        for _, change in times:
            under_way += change
            most = max(most, under_way)
        self.assertGreater(most, CLIENTS // 2)

    def assert_found(self, index, **changes):
        """That a history with one operation told otherwise is refused, for that operation's key."""
        rows = list(self.operations)
        rows[index] = dataclasses.replace(rows[index], **changes)
        result = run_rounds.judge([one for one in rows if one.key == rows[index].key])
        self.assertEqual(list(result.violations), [rows[index].key])
        self.assertFalse(result.violations[rows[index].key].is_undecided)

    def indexes(self, service, action, fits):
        found = [index for index, one in enumerate(self.operations) if one.key[0] == service and one.action == action and fits(one)]
        self.assertTrue(found, f"no {action} of {service} to change")
        return found

    def test_a_repeated_rid_would_be_found(self):
        rids = self.indexes("rid", "next", lambda one: one.answered() and one.output[0] > 20)
        for index in rids[::len(rids) // 8 + 1]:
            number, second = self.operations[index].output
            self.assert_found(index, output=(number - 1, second))

    def test_a_uin_that_is_drawn_twice_would_be_found(self):
        kept = {one.key for one in self.operations if one.action == "put" and one.output == "ASSIGNED"}
        valid = self.indexes("uin", "valid", lambda one: one.output == "Valid" and one.key in kept)
        self.assert_found(valid[0], action="issue", output="issued")

    def test_a_stale_status_would_be_found(self):
        assigned = {one.key: one.ended for one in self.operations if one.action == "put" and one.output == "ASSIGNED"}
        later = self.indexes("uin", "valid", lambda one: one.output == "Valid" and one.called > assigned.get(one.key, one.called))
        for index in later[:8]:
            self.assert_found(index, output="Invalid")

    def test_a_second_success_of_a_code_would_be_found(self):
        # A code that nobody was told could be any.
        doubtful = {one.key for one in self.operations if one.action == "generate" and not one.answered()}
        used = {(one.key, one.input): one.ended for one in self.operations if one.output == "success" and one.key not in doubtful}
        later = self.indexes("otp", "validate", lambda one: one.output == "none" and one.called > used.get((one.key, one.input), one.called))
        for index in later[:8]:
            self.assert_found(index, output="success")

    def test_a_guess_beyond_the_threshold_would_be_found(self):
        frozen = {}
        for one in self.operations:
            if one.action == "validate" and one.output == "blocked":
                frozen[one.key] = min(frozen.get(one.key, one.ended), one.ended)
        later = self.indexes("otp", "validate", lambda one: one.output == "blocked" and one.called > frozen[one.key])
        for index in later[:8]:
            self.assert_found(index, output="wrong")

    def test_permissions_that_nobody_mapped_would_be_found(self):
        looks = self.indexes("license", "look", lambda one: isinstance(one.output, tuple))
        self.assert_found(looks[len(looks) // 2], output=("nobody's",))


if __name__ == "__main__":
    unittest.main()
