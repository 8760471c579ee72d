"""The ledgers of the crash runs: what is lost, doubled, or another than clients were told is noticed, and nothing else."""

import collections
import random
import unittest

from ledger import Faults, Numbers, Sightings, States


class Case(unittest.TestCase):
    def setUp(self):
        self.faults = Faults()
        self.chance = random.Random(1)

    def assert_faults(self, *parts):
        self.assertEqual(len(self.faults.texts), len(parts), self.faults.texts)
        for text, part in zip(self.faults.texts, parts):
            self.assertIn(part, text)


class OfStates(Case):
    def setUp(self):
        super().setUp()
        self.states = States("key", self.faults)
        self.states.made("a", "ACTIVE")

    def change(self, state, is_acknowledged):
        key, _ = self.states.take(self.chance)
        self.states.will(key, state)
        if is_acknowledged:
            self.states.done(key, state)

    def test_an_acknowledged_change_is_the_only_state(self):
        self.change("SUSPENDED", True)
        self.assertEqual(self.states.look(), [("a", ["SUSPENDED"])])
        self.states.found("a", "SUSPENDED")
        self.assert_faults()

    def test_a_lost_change_is_noticed(self):
        self.change("SUSPENDED", True)
        self.states.look()
        self.states.found("a", "ACTIVE")
        self.assert_faults("the server says 'ACTIVE', and clients were told ['SUSPENDED']")

    def test_either_is_right_while_in_doubt_and_nothing_else(self):
        for found, count in (("ACTIVE", 0), ("SUSPENDED", 0), ("BLOCKED", 1)):
            self.setUp()
            self.change("SUSPENDED", False)
            self.assertEqual(self.states.look(), [("a", ["ACTIVE", "SUSPENDED"])])
            self.states.found("a", found)
            self.assertEqual(len(self.faults.texts), count, found)

    def test_what_is_found_is_no_longer_in_doubt(self):
        self.change("SUSPENDED", False)
        self.states.look()
        self.states.found("a", "SUSPENDED", "ACTIVE")
        self.assertEqual((self.states.look(), self.states.take(self.chance)), ([], ("a", "ACTIVE")))

    def test_who_changes_a_thing_has_it_alone(self):
        self.states.take(self.chance)
        self.assertEqual(self.states.take(self.chance), (None, None))

    def test_the_same_name_twice(self):
        self.states.made("a", "ACTIVE")
        self.assert_faults("key a was given out twice")

    def test_a_thing_that_its_client_names(self):
        self.states.begin("b", "absent", "there")
        self.assertEqual(self.states.look(), [("a", ["ACTIVE"]), ("b", ["absent", "there"])])
        self.states.found("b", "absent", "there")
        self.assert_faults()
        self.states.begin("c", "absent", "there")
        self.states.done("c", "there")
        self.states.look()
        self.states.found("c", "absent")
        self.assert_faults("key c")

    def test_after_its_last_state_a_thing_is_left_alone(self):
        key, _ = self.states.take(self.chance)
        self.states.will(key, "REVOKED")
        self.states.done(key, "REVOKED", is_last=True)
        self.assertEqual(self.states.take(self.chance), (None, None))
        self.states.look()
        self.states.found(key, "REVOKED", is_last=True)
        self.assertEqual((self.states.count(), self.states.take(self.chance)), (0, (None, None)))


class OfSightings(Case):
    def setUp(self):
        super().setUp()
        self.records = Sightings("record", self.faults)
        for name in ("told", "doubtful"):
            self.records.will(name)
        self.records.done("told")

    def test_what_was_not_answered_may_be_there(self):
        self.records.found(collections.Counter(["told"]))
        self.records.found(collections.Counter(["told", "doubtful"]))
        self.assert_faults()

    def test_what_is_lost_doubled_or_nobodys_is_noticed(self):
        self.records.found(collections.Counter(["doubtful", "doubtful", "strange"]))
        self.assert_faults("told is lost", "doubtful is there 2 times", "strange is there, and nobody asked")

    def test_a_part_is_looked_for(self):
        self.records.found(collections.Counter(), [])
        self.assert_faults()


class OfNumbers(Case):
    def setUp(self):
        super().setUp()
        self.numbers = Numbers(self.faults)

    def test_a_number_twice(self):
        for kind in ("uin", "vid", "uin"):
            self.numbers.drawn(kind, "5193698130")
        self.assert_faults("uin 5193698130 was given out twice")

    def test_what_a_uin_may_be(self):
        for uin in "123":
            self.numbers.drawn("uin", uin)
        self.assertEqual(self.numbers.will_assign(), "3")
        self.numbers.assigned_now("3")
        self.assertEqual(self.numbers.will_assign(), "2")
        self.assertEqual(self.numbers.look(), [("1", ["ISSUED"]), ("3", ["ASSIGNED"]), ("2", ["ISSUED", "ASSIGNED"])])
        self.assertEqual((self.numbers.look(), self.numbers.acknowledged()), ([], 4))
        self.assertEqual(self.numbers.stored(), [("uin", "1"), ("uin", "2"), ("uin", "3")])

    def test_a_sequence_that_steps_back(self):
        def rid(sequence):
            return f"1000110002{sequence:05d}20260101000000"
        self.numbers.drawn_rid(rid(7))
        self.numbers.next_rid(rid(8))
        self.assert_faults()
        self.numbers.next_rid(rid(6))
        self.assert_faults("sequence 6 after acknowledged 8")


if __name__ == "__main__":
    unittest.main()
