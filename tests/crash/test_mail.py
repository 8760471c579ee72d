"""The verdicts of mail_run: on what arrived, on what the server answered, and on whether a kill met anything."""

import os
import sys
import types
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "http")]
os.environ.setdefault("IDKERNEL", "/nowhere/idkernel")
from cycle import Cycle  # noqa: E402
from loaded import loaded  # noqa: E402

mail_run = loaded("mail_run")


def mail(number, name, content=None):
    """One that arrived under that Message-ID."""
    content = mail_run.content_of(number) if content is None else content
    return types.SimpleNamespace(recipients=[f"u{number}@example.org"], message={"Message-ID": name, "Subject": f"mail {number}"},
                                 attachments=lambda: [("card", "application/octet-stream", content)])


class Arrivals(unittest.TestCase):
    def faults(self, mails, sends):
        """When all that was sent was acknowledged, the last time."""
        ledger = mail_run.Ledger()
        ledger.sends.update(sends)
        ledger.acknowledged.update(sends)
        return mail_run.faults_of_arrivals(mails, ledger)

    def test_one_that_comes_again_is_the_same(self):
        self.assertEqual(self.faults([mail(7, "<a>"), mail(7, "<a>"), mail(8, "<b>")], {7: 1, 8: 1}), [])

    def test_a_new_id_when_it_comes_again(self):
        self.assertEqual(self.faults([mail(7, "<a>"), mail(7, "<b>")], {7: 1}), ["mail 7 was sent 1 times and has 2 Message-IDs"])

    def test_each_time_that_it_was_sent_may_have_an_id(self):
        self.assertEqual(self.faults([mail(7, "<a>"), mail(7, "<b>"), mail(7, "<b>")], {7: 2}), [])
        self.assertEqual(self.faults([mail(7, "<a>"), mail(7, "<b>"), mail(7, "<c>")], {7: 2}), ["mail 7 was sent 2 times and has 3 Message-IDs"])

    def test_two_with_one_id(self):
        self.assertEqual(self.faults([mail(7, "<a>"), mail(8, "<a>")], {7: 1, 8: 1}), ["mails [7, 8] have the Message-ID <a>"])

    def test_lost_damaged_and_nobodys(self):
        self.assertEqual(self.faults([mail(7, "<a>", b"x"), mail(9, "<b>")], {7: 1, 8: 1}),
                         ["mail 7 is damaged", "mail 9 was never sent", "mail 8 was acknowledged and did not arrive"])


class Senders(unittest.TestCase):
    def sent(self, call, numbers=(1, 2)):
        """(sender, ledger) that has ended."""
        ledger = mail_run.Ledger()
        server = types.SimpleNamespace(token=lambda: "token", call=call)
        sender = mail_run.Sender(server, iter(numbers), ledger, Cycle(1))
        sender.start()
        sender.join(10)
        self.assertEqual(sender.cycle.living, 0)
        return sender, ledger

    def test_all_taken(self):
        sender, ledger = self.sent(lambda *_: types.SimpleNamespace(status=200, json=lambda: {"errors": None}))
        self.assertEqual((sender.fault(None), ledger.acknowledged, ledger.sends), (None, {1, 2}, {1: 1, 2: 1}))

    def test_a_refusal_is_a_fault(self):
        for status in (500, 503):
            sender, ledger = self.sent(lambda *_, status=status: types.SimpleNamespace(status=status, body=b"no"))
            self.assertEqual(sender.fault(0), f"AssertionError: mail 1 was refused: {status} no")
            self.assertEqual((ledger.unanswered(), sender.cycle.done), ([1], 0))

    def test_only_the_kill_may_break_a_call(self):
        def broken(*_):
            raise ConnectionResetError("reset")
        sender, ledger = self.sent(broken)
        self.assertIsNone(sender.fault(sender.failed_at - 1))
        for killed_at in (None, sender.failed_at + 1):
            self.assertIn("while the server was there", sender.fault(killed_at))
        self.assertEqual(ledger.unanswered(), [1])


class Tried(unittest.TestCase):
    def faults(self, calls, deliveries, acknowledged=3):
        run = mail_run.Run.__new__(mail_run.Run)
        run.options, run.ledger = types.SimpleNamespace(kills=len(calls), mails=3), mail_run.Ledger()
        run.calls_cut, run.deliveries_cut = calls, deliveries
        run.ledger.acknowledged.update(range(acknowledged))
        return list(run.not_tried())

    def test_kills_that_met_something(self):
        self.assertEqual(self.faults([0, 3, 0], [0, 1]), [])
        self.assertEqual(self.faults([], []), [])

    def test_kills_that_met_nothing(self):
        self.assertEqual(self.faults([0, 0], [1]), ["no kill cut off a call: nothing was tried"])
        self.assertEqual(self.faults([1, 0], [0]), ["no kill cut off a delivery: nothing was tried"])

    def test_too_few(self):
        self.assertEqual(self.faults([1], [1], 2), ["only 2 of 3 mails were acknowledged"])


if __name__ == "__main__":
    unittest.main()
