"""The ledgers of the crash runs: what is lost, doubled, or another than clients were told is noticed, and nothing else."""

import collections
import random
import unittest

from ledger import Faults, LAST_LOOK, Numbers, Sample, Sightings, States


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


    def test_a_later_loss_is_noticed_by_the_last_look(self):
        self.states.look()
        self.states.found("a", "ACTIVE")
        self.assertEqual(self.states.look(), [])
        self.states.touch_all()
        self.assertEqual(self.states.look(), [("a", ["ACTIVE"])])
        self.states.found("a", "lost")
        self.assert_faults("the server says 'lost', and clients were told ['ACTIVE']")

    def test_also_of_what_has_come_to_its_last_state(self):
        self.states.look()
        self.states.found("a", "open", "used", is_last=True)
        for _ in range(2):
            self.faults.texts.clear()
            self.states.touch_all()
            self.assertEqual(self.states.look(), [("a", ["used"])])
            self.states.found("a", "used", is_last=True)
            self.assert_faults()
        self.states.touch_all()
        self.states.look()
        self.states.found("a", "open", "used", is_last=True)
        self.assert_faults("the server says 'open', and clients were told ['used']")

    def test_a_last_look_is_bounded(self):
        states = States("key", self.faults, last_look=10)
        for key in range(30):
            states.made(f"{key:02d}", "open")
        for key, _ in states.look()[:15]:
            states.found(key, "used", is_last=True)
        self.faults.texts.clear()
        states.touch_all()
        looked_at = states.look()
        self.assertEqual(sorted(state for _, [state] in looked_at), ["open"] * 10 + ["used"] * 10)


class OfSamples(unittest.TestCase):
    def test_early_and_late_ones(self):
        sample = Sample(100)
        for one in range(50):
            sample.add(one)
        self.assertEqual(sample.kept, list(range(50)))
        for one in range(50, 1000):
            sample.add(one)
        self.assertEqual(len(set(sample.kept)), 100)
        self.assertGreater(sum(one < 500 for one in sample.kept), 25)
        self.assertGreater(sum(one >= 500 for one in sample.kept), 25)


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
        self.assertEqual(self.numbers.look(), ["1", "2", "3"])
        self.assertEqual((self.numbers.look(), self.numbers.acknowledged()), ([], 4))
        self.assertEqual(self.numbers.stored(), [("uin", "1"), ("uin", "2"), ("uin", "3")])
        self.assertEqual(self.numbers.states, {"1": ["ISSUED"], "2": ["ISSUED", "ASSIGNED"], "3": ["ASSIGNED"]})
        self.numbers.found("2", "ASSIGNED")
        self.assert_faults()
        self.numbers.found("3", "ISSUED")
        self.numbers.found("2", "ISSUED")
        self.assert_faults("UIN 3: the server says ISSUED", "UIN 2: the server says ISSUED, and clients were told ['ASSIGNED']")

    def test_a_uin_of_an_earlier_cycle_is_looked_at_once_more(self):
        self.numbers.drawn("uin", "1")
        self.numbers.look()
        self.assertIsNone(self.numbers.will_assign())
        self.numbers.touch_all()
        self.assertEqual(self.numbers.look(), ["1"])
        for number in range(2 * LAST_LOOK):
            self.numbers.drawn("uin", str(number + 2))
        self.numbers.look()
        self.numbers.touch_all()
        self.assertEqual(len(self.numbers.look()), LAST_LOOK)

    def test_what_the_store_says(self):
        for kind, number in (("uin", "1"), ("uin", "2"), ("prid", "3")):
            self.numbers.drawn(kind, number)
        self.numbers.assigned_now(self.numbers.will_assign())
        for kind, number, said in (("uin", "1", "ISSUED"), ("uin", "2", "ASSIGNED"), ("prid", "3", "there")):
            self.numbers.found_stored(kind, number, said)
        self.assert_faults()
        self.numbers.found_stored("uin", "2", "ISSUED")
        self.numbers.found_stored("prid", "3", "lies in the pool")
        self.assert_faults("acknowledged uin 2: the store says ISSUED, and not ASSIGNED", "acknowledged prid 3: the store says lies in the pool")

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
