"""The checker: planted violations are found, right histories are not blamed, and it agrees with trying every order."""

import itertools
import os
import random
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import history  # noqa: E402
from checker import check  # noqa: E402
from history import UNKNOWN, Operation, by_key  # noqa: E402
from models import LicenseModel, OtpModel, RidModel, UinModel  # noqa: E402

UIN = ("uin", "4209273618")
OTP = ("otp", "key")
CODE, WRONG = "123456", "1234567"


def operations(key, *rows):
    """Rows are (called, ended, action, input, output)."""
    return [Operation(key, action, given, output, called, ended) for called, ended, action, given, output in rows]


def in_a_row(key, *rows):
    """Rows are (action, input, output), one after the other."""
    return operations(key, *((10 * n, 10 * n + 5, *row) for n, row in enumerate(rows)))


def at_once(key, *rows, called=0, ended=1000):
    return operations(key, *((called + n, ended + n, *row) for n, row in enumerate(rows)))


class CheckerCase(unittest.TestCase):
    def assert_right(self, model, rows):
        verdict = check(rows, model)
        self.assertTrue(verdict.is_linearizable, verdict)

    def assert_wrong(self, model, rows):
        verdict = check(rows, model)
        self.assertFalse(verdict.is_linearizable)
        self.assertFalse(verdict.is_undecided)
        return verdict


class Uin(CheckerCase):
    model = UinModel()

    def test_a_life(self):
        self.assert_right(self.model, in_a_row(
            UIN, ("issue", None, "issued"), ("put", "CHECK", "KER-UIG-003"), ("valid", None, "Invalid"), ("put", "UNASSIGNED", "UNUSED"),
            ("put", "CHECK", "KER-UIG-004"), ("issue", None, "issued"), ("put", "ASSIGNED", "ASSIGNED"), ("valid", None, "Valid"),
            ("put", "UNASSIGNED", "KER-UIG-004")))

    def test_a_number_that_is_drawn_twice(self):
        verdict = self.assert_wrong(self.model, at_once(UIN, ("issue", None, "issued"), ("issue", None, "issued")))
        self.assertEqual(verdict.placed, 1)
        self.assertIn("issued", str(verdict))
        self.assert_wrong(self.model, in_a_row(UIN, ("issue", None, "issued"), ("put", "ASSIGNED", "ASSIGNED"), ("issue", None, "issued")))

    def test_a_number_that_came_back_may_be_drawn_again(self):
        back = ("put", "UNASSIGNED", "UNUSED")
        self.assert_right(self.model, operations(UIN, (0, 5, "issue", None, "issued"), (10, 30, *back), (15, 25, "issue", None, "issued")))
        self.assert_wrong(self.model, operations(UIN, (0, 5, "issue", None, "issued"), (10, 30, *back), (6, 9, "issue", None, "issued")))

    def test_a_stale_status(self):
        assign = ("put", "ASSIGNED", "ASSIGNED")
        for stale in (("put", "CHECK", "KER-UIG-003"), ("valid", None, "Invalid")):
            self.assert_wrong(self.model, in_a_row(UIN, ("issue", None, "issued"), assign, stale))
            self.assert_right(self.model, operations(UIN, (0, 5, "issue", None, "issued"), (10, 30, *assign), (20, 25, *stale)))

    def test_a_status_that_was_seen_stays(self):
        # Both reads lie within the assignment, one after the other: once the first has seen it, the second must.
        rows = [(0, 5, "issue", None, "issued"), (10, 90, "put", "ASSIGNED", "ASSIGNED"),
                (20, 30, "valid", None, "Valid"), (40, 50, "valid", None, "Invalid")]
        self.assert_wrong(self.model, operations(UIN, *rows))

    def test_two_confirmations(self):
        rows = [(0, 5, "issue", None, "issued"), (10, 20, "put", "ASSIGNED", "ASSIGNED"), (11, 21, "put", "ASSIGNED", "ASSIGNED")]
        self.assert_wrong(self.model, operations(UIN, *rows))

    def test_an_assignment_that_a_restart_lost(self):
        rows = [("issue", None, "issued"), ("put", "ASSIGNED", "ASSIGNED"), ("put", "CHECK", "KER-UIG-003")]
        self.assert_wrong(self.model, in_a_row(UIN, *rows))
        rows[1] = ("put", "ASSIGNED", UNKNOWN)
        self.assert_right(self.model, in_a_row(UIN, *rows))

    def test_what_got_no_answer_happened_before_the_kill_or_never(self):
        rows = [(0, 5, "issue", None, "issued"), (10, 20, "put", "ASSIGNED", UNKNOWN), (30, 35, "valid", None, "Invalid"), (40, 45, "valid", None, "Valid")]
        self.assert_wrong(self.model, operations(UIN, *rows))
        rows[1] = (10, None, "put", "ASSIGNED", UNKNOWN)
        self.assert_right(self.model, operations(UIN, *rows))

    def test_a_draw_without_an_answer_may_explain_a_number_that_came_back(self):
        rows = [(0, 5, "issue", None, "issued"), (10, 15, "put", "UNASSIGNED", "UNUSED"), (30, 35, "put", "CHECK", "KER-UIG-003")]
        lost = Operation(("uin", None), "issue", None, UNKNOWN, 12, 20)
        for extra, is_right in (([], False), ([lost], True)):
            parts = by_key(operations(UIN, *rows) + extra)
            self.assertEqual([check(part, self.model).is_linearizable for part in parts.values()], [is_right])
        kept = by_key(operations(UIN, rows[0]) + [lost])
        self.assertEqual([len(part) for part in kept.values()], [1])


class Rid(CheckerCase):
    model, key = RidModel(), ("rid", "10001")

    def next(self, *numbers):
        return in_a_row(self.key, *(("next", None, (number, "20260301100000") if number else UNKNOWN) for number in numbers))

    def test_in_order(self):
        self.assert_right(self.model, self.next(1, 2, 3))
        rows = [(0, 90, "next", None, (3, "20260301100001")), (1, 91, "next", None, (1, "20260301100000")), (2, 92, "next", None, (2, "20260301100000"))]
        self.assert_right(self.model, operations(self.key, *rows))

    def test_a_repeated_number(self):
        self.assert_wrong(self.model, self.next(1, 2, 2))
        self.assert_wrong(self.model, at_once(self.key, *(("next", None, (number, "20260301100000")) for number in (1, 2, 2, 3))))

    def test_a_gap(self):
        self.assert_wrong(self.model, self.next(1, 3))
        self.assert_right(self.model, self.next(1, None, 3))
        self.assert_right(self.model, self.next(1, None, 2))
        self.assert_wrong(self.model, self.next(1, None, 4))

    def test_a_number_that_was_given_before_its_turn(self):
        self.assert_wrong(self.model, self.next(2, 1))

    def test_a_second_that_steps_back(self):
        rows = [("next", None, (1, "20260301100001")), ("next", None, (2, "20260301100000"))]
        self.assert_wrong(self.model, in_a_row(self.key, *rows))


class Otp(CheckerCase):
    model = OtpModel()
    made = ("generate", None, CODE)
    right, wrong, blocked, none = (("validate", CODE, "success"), ("validate", WRONG, "wrong"), ("validate", WRONG, "blocked"),
                                   ("validate", CODE, "none"))

    def after_made(self, *rows):
        return operations(OTP, (-10, -5, *self.made)) + at_once(OTP, *rows)

    def test_a_code_is_good_once(self):
        self.assert_right(self.model, in_a_row(OTP, self.made, self.right, self.none))
        self.assert_right(self.model, self.after_made(*[self.none] * 31, self.right, *[self.none] * 32))

    def test_a_double_success(self):
        self.assert_wrong(self.model, in_a_row(OTP, self.made, self.right, self.right))
        self.assert_wrong(self.model, self.after_made(*[self.none] * 31, self.right, self.right, *[self.none] * 31))

    def test_of_64_wrong_guesses_ten_are_looked_at(self):
        self.assert_right(self.model, self.after_made(*[self.wrong] * 9, *[self.blocked] * 55))
        self.assert_right(self.model, self.after_made(*[self.blocked] * 55, *[self.wrong] * 9))

    def test_an_eleventh_guess_that_was_looked_at(self):
        self.assert_wrong(self.model, self.after_made(*[self.wrong] * 10, *[self.blocked] * 54))
        self.assert_wrong(self.model, self.after_made(*[self.wrong] * 9, *[self.blocked] * 54, self.right))
        self.assert_wrong(self.model, in_a_row(OTP, self.made, *[self.wrong] * 9, self.blocked, self.wrong))

    def test_a_block_that_came_too_early(self):
        self.assert_wrong(self.model, in_a_row(OTP, self.made, *[self.wrong] * 8, self.blocked))

    def test_a_new_code_keeps_the_count(self):
        other = ("generate", None, "654321")
        self.assert_right(self.model, in_a_row(OTP, self.made, *[self.wrong] * 5, other, *[self.wrong] * 4, self.blocked))
        self.assert_wrong(self.model, in_a_row(OTP, self.made, *[self.wrong] * 5, other, *[self.wrong] * 5))

    def test_a_code_that_was_replaced(self):
        other = ("generate", None, "654321")
        self.assert_wrong(self.model, in_a_row(OTP, self.made, other, self.right))
        self.assert_right(self.model, in_a_row(OTP, self.made, other, ("validate", CODE, "wrong"), ("validate", "654321", "success")))

    def test_success_that_a_restart_forgot(self):
        self.assert_right(self.model, in_a_row(OTP, self.made, ("validate", CODE, UNKNOWN), self.right))
        self.assert_right(self.model, in_a_row(OTP, self.made, ("validate", CODE, UNKNOWN), self.none))
        self.assert_wrong(self.model, in_a_row(OTP, self.made, ("validate", CODE, UNKNOWN), self.right, self.right))

    def test_guesses_without_an_answer_may_have_counted(self):
        lost = ("validate", WRONG, UNKNOWN)
        for answered in range(6, 10):
            self.assert_right(self.model, in_a_row(OTP, self.made, *[lost] * 3, *[self.wrong] * answered, self.blocked))
        self.assert_wrong(self.model, in_a_row(OTP, self.made, *[lost] * 3, *[self.wrong] * 5, self.blocked))
        self.assert_wrong(self.model, in_a_row(OTP, self.made, *[lost] * 3, *[self.wrong] * 10))

    def test_a_code_that_nobody_was_told(self):
        lost = ("generate", None, UNKNOWN)
        self.assert_right(self.model, in_a_row(OTP, self.made, lost, ("validate", CODE, "wrong")))
        self.assert_right(self.model, in_a_row(OTP, self.made, lost, self.right))
        self.assert_wrong(self.model, in_a_row(OTP, self.made, lost, self.none))

    def test_the_budget(self):
        codes = [("generate", None, str(number)) for number in range(100_000, 100_005)]
        self.assert_right(self.model, in_a_row(OTP, *codes, ("generate", None, "blocked")))
        self.assert_wrong(self.model, in_a_row(OTP, *codes, ("generate", None, "100005")))
        self.assert_wrong(self.model, in_a_row(OTP, *codes[:4], ("generate", None, "blocked")))


class License(CheckerCase):
    model, key = LicenseModel(), ("license", "Qk3vT9bZ0xLm7RaE")

    def test_a_life(self):
        self.assert_right(self.model, in_a_row(
            self.key, ("look", None, "KER-LKM-009"), ("map", ("a",), "ok"), ("look", None, ("a",)), ("map", ("b", "a"), "ok"),
            ("look", None, ("b", "a")), ("status", "BLOCKED", "ok"), ("look", None, "KER-LKM-004"), ("status", "ACTIVE", "ok"), ("look", None, ("b", "a"))))

    def test_a_suspended_key_that_still_tells(self):
        rows = [("map", ("a",), "ok"), ("status", "SUSPENDED", "ok"), ("look", None, ("a",))]
        self.assert_wrong(self.model, in_a_row(self.key, *rows))
        rows = [(0, 5, *rows[0]), (10, 30, *rows[1]), (20, 25, *rows[2])]
        self.assert_right(self.model, operations(self.key, *rows))

    def test_a_mapping_that_was_lost(self):
        both = [(0, 50, "map", ("a",), "ok"), (1, 51, "map", ("b",), "ok")]
        for seen, is_right in ((("a", "b"), True), (("b", "a"), True), (("a",), False), (("a", "b", "c"), False)):
            verdict = check(operations(self.key, *both, (60, 65, "look", None, seen)), self.model)
            self.assertEqual(verdict.is_linearizable, is_right, seen)


def is_linearizable_by_trying(rows, model):
    """Every order of every choice of those unanswered that happened. For some operations only."""
    lost = [row for row in rows if row.output == UNKNOWN]
    for count in range(len(lost) + 1):
        for dropped in itertools.combinations(lost, count):
            kept = [row for row in rows if not any(row is one for one in dropped)]
            if any(is_right_order(order, model) for order in itertools.permutations(kept)):
                return True
    return False


def is_right_order(order, model):
    for index, operation in enumerate(order):
        if any(later.ended is not None and later.ended < operation.called for later in order[index + 1:]):
            return False
    states = {model.initial}
    for operation in order:
        states = {after for state in states for after in model.step(state, operation)}
    return bool(states)


class AgainstEveryOrder(unittest.TestCase):
    """Small histories by chance, right and wrong ones: the search must say what trying every order says."""

    def history(self, chance, key, rows):
        made = []
        for action, given, output in rows:
            called = chance.randrange(20)
            lost = chance.random() < 0.15
            made.append(Operation(key, action, given, UNKNOWN if lost else output, called, called + chance.randrange(1, 12), len(made)))
        return made

    def agree(self, model, key, choices, seed):
        chance = random.Random(seed)
        seen = set()
        for _ in range(400):
            rows = self.history(chance, key, [chance.choice(choices) for _ in range(chance.randrange(2, 6))])
            expected = is_linearizable_by_trying(rows, model)
            self.assertEqual(check(rows, model).is_linearizable, expected, "\n".join(map(str, rows)))
            seen.add(expected)
        self.assertEqual(seen, {True, False})

    def test_uins(self):
        self.agree(UinModel(), UIN, [("issue", None, "issued"), ("put", "ASSIGNED", "ASSIGNED"), ("put", "ASSIGNED", "KER-UIG-004"),
                                     ("put", "UNASSIGNED", "UNUSED"), ("valid", None, "Valid"), ("valid", None, "Invalid")], 1)

    def test_rids(self):
        self.agree(RidModel(), Rid.key, [("next", None, (number, "s")) for number in (1, 2, 3)], 2)

    def test_codes(self):
        self.agree(OtpModel(threshold=2, generations_max=2), OTP, [Otp.made, Otp.made, Otp.right, Otp.wrong, Otp.blocked, Otp.none], 3)

    def test_licences(self):
        self.agree(LicenseModel(), License.key, [("status", "BLOCKED", "ok"), ("status", "ACTIVE", "ok"), ("map", ("a",), "ok"),
                                                 ("look", None, ("a",)), ("look", None, "KER-LKM-004"), ("look", None, "KER-LKM-009")], 4)


class Reads(unittest.TestCase):
    def test_what_a_model_calls_a_read_changes_no_state_that_can_be_reached(self):
        outputs = ["issued", "ASSIGNED", "UNUSED", "KER-UIG-003", "KER-UIG-004", "Valid", "Invalid", "success", "wrong", "blocked", "none", CODE, "ok",
                   "KER-LKM-004", "KER-LKM-009", (), ("a",), ("a", "b"), ("b", "a"), (1, "s"), (2, "s"), UNKNOWN]
        asked = {UinModel(): [("issue", None), ("put", "ASSIGNED"), ("put", "UNASSIGNED"), ("put", "CHECK"), ("valid", None)],
                 RidModel(): [("next", None)], OtpModel(threshold=2, generations_max=2): [("generate", None), ("validate", CODE), ("validate", WRONG)],
                 LicenseModel(): [("status", "ACTIVE"), ("status", "BLOCKED"), ("map", ("a",)), ("map", ("b",)), ("look", None)]}
        for model, actions in asked.items():
            every = [Operation(UIN, action, given, output, 0, 1) for action, given in actions for output in outputs
                     if not (isinstance(model, RidModel) and output != UNKNOWN and not (isinstance(output, tuple) and len(output) == 2 and isinstance(output[0], int)))]
            states, reads = {model.initial}, 0
            for _ in range(6):
                states |= {after for state in states for one in every for after in model.step(state, one)}
            for state in states:
                for one in every:
                    after = model.step(state, one)
                    if after and model.is_read(one):
                        reads += 1
                        self.assertEqual(after, [state], str(one))
            self.assertEqual(reads > 0, not isinstance(model, RidModel))


class Kept(unittest.TestCase):
    def test_a_history_that_is_written_and_read_is_the_same(self):
        rows = [*in_a_row(Rid.key, ("next", None, (1, "20260301100000"))), *operations(UIN, (0, None, "put", "ASSIGNED", UNKNOWN)),
                *in_a_row(License.key, ("map", ("a", "b"), "ok"), ("look", None, ("a", "b")))]
        with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
            history.write(file.name, rows)
            self.assertEqual(history.read(file.name), rows)


if __name__ == "__main__":
    unittest.main()
