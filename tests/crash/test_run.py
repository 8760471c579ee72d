"""The verdicts of the crash run: which ends of a client and of a cycle are faults, what a run must have tried, what its row says."""

import csv
import http.client
import itertools
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import types
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "http")]
os.environ.setdefault("IDKERNEL", "/nowhere/idkernel")
import faults as trial  # noqa: E402
import idkernel  # noqa: E402
import ledger  # noqa: E402
import life  # noqa: E402
from loaded import loaded  # noqa: E402

run = loaded("run")
otp_rounds = loaded("otp_rounds")


def made_run(**chosen):
    options = types.SimpleNamespace(program="/nowhere/build/release/idkernel", points=False, unsynced=False, write_errors=False, lying_disk=False,
                                    point=[], seed=1, cycles=5)
    whole = run.Run(options)
    for name, value in chosen.items():
        setattr(options if hasattr(options, name) else whole, name, value)
    whole.mode.write_errors, whole.mode.points = options.write_errors, options.points
    return whole


class LiveServer:
    """Answers each connection as told, and lives on."""

    def __init__(self, answer):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, args=(answer,), daemon=True).start()

    def serve(self, answer):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

    def close(self):
        self.listener.close()


class Asking:
    """A service that asks one thing again and again."""

    def step(self, caller, _chance):
        caller.good("GET", "/")


class Clients(unittest.TestCase):
    def ended(self, answer):
        server = LiveServer(answer)
        self.addCleanup(server.close)
        client = life.Client(server, "", [Asking()], [1], 1)
        client.start()
        client.join(20)
        self.assertFalse(client.is_alive())
        return client

    def test_a_live_server_may_not_break_a_connection(self):
        client = self.ended(b"")
        self.assertIn("while the server was there", client.fault(time.monotonic()))

    def test_a_live_server_may_not_send_what_is_no_http(self):
        client = self.ended(b"nonsense\r\n\r\n")
        self.assertIsInstance(client.failure, http.client.HTTPException)
        self.assertIn("while the server was there", client.fault(time.monotonic()))

    def test_nor_half_an_answer(self):
        client = self.ended(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        self.assertIn("while the server was there", client.fault(time.monotonic()))

    def test_what_breaks_behind_the_kill_was_cut_off(self):
        killed_at = time.monotonic()
        self.assertIsNone(self.ended(b"").fault(killed_at))

    def test_an_answer_that_never_comes(self):
        client = life.Client(types.SimpleNamespace(port=1), "", [], [], 1)
        client.failure, client.failed_at = socket.timeout("timed out"), time.monotonic()
        self.assertIn("not answered", client.fault(client.failed_at - 10))

    def test_a_step_that_is_wrong_itself(self):
        client = self.ended(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull")
        self.assertIn("TypeError", client.fault(0))


class WithOneClient(life.Life):
    """A life whose server is a process that sleeps, or is gone."""

    def __init__(self, process):
        self.server, self.faults = types.SimpleNamespace(process=process), ledger.Faults()


class Piling(life.Life):
    """A life whose first call breaks, and whose server then ends with `code`; None: it lives on."""

    def __init__(self, code):
        self.mode, self.plain, self.faults = trial.Mode("/nowhere/idkernel"), {}, ledger.Faults()
        self.code, self.is_waited_for = code, False
        process = types.SimpleNamespace(wait=self.waited)
        self.server = types.SimpleNamespace(own_dir="/nowhere", start=lambda: None, kill=lambda: None, process=process)

    def waited(self, seconds):
        self.is_waited_for = True
        if self.code is None:
            raise subprocess.TimeoutExpired("idkernel", seconds)
        return self.code

    def write_anything(self):
        raise ConnectionResetError("reset")


class Piles(unittest.TestCase):
    def faults(self, code):
        one = Piling(code)
        one.pile_up()
        return one.faults.texts

    def test_the_connection_breaks_with_the_server(self):
        self.assertEqual(self.faults(trial.KILLED), [])

    def test_one_that_breaks_without_it(self):
        self.assertEqual(self.faults(None), ["a call failed while the server was there: ConnectionResetError('reset')"])

    def test_a_start_that_hangs_is_no_end(self):
        one = Piling(trial.KILLED)  # By start() itself, when it has waited long enough.
        one.server.start = lambda: (_ for _ in ()).throw(idkernel.NotReady("not ready"))
        with self.assertRaises(idkernel.NotReady):
            one.pile_up()
        with self.assertRaises(idkernel.NotReady):
            one.token(types.SimpleNamespace(ends_by_itself=True))

    def test_a_sign_in_that_breaks_with_the_server(self):
        """Its end is waited for: it came to its point."""
        for ends_by_itself, code, is_told in ((True, trial.KILLED, False), (True, None, True), (False, trial.KILLED, True)):
            one = Piling(code)
            one.server.token = one.write_anything
            plan = types.SimpleNamespace(ends_by_itself=ends_by_itself)
            if is_told:
                with self.assertRaises(ConnectionResetError):
                    one.token(plan)
            else:
                self.assertIsNone(one.token(plan))
                self.assertTrue(one.is_waited_for)

    def test_a_server_that_nobody_killed(self):
        self.assertEqual(self.faults(1), ["while tables pile up the server ended with 1: reset"])


class Checks(unittest.TestCase):
    def test_what_is_refused_is_lost(self):
        def refuse(_):
            raise life.Refused("POST /decrypt: 500")
        one = Piling(0)
        one.server.port, one.server.token, one.server.stop = 0, lambda: "", lambda: 0
        one.services = {"keys": types.SimpleNamespace(NAME="keys", check=refuse)}
        one.check()
        self.assertEqual(one.faults.broken, ["keys: POST /decrypt: 500"])


class Ends(unittest.TestCase):
    def test_until_when_the_server_was_there(self):
        running = WithOneClient(types.SimpleNamespace(poll=lambda: None))
        gone = WithOneClient(types.SimpleNamespace(poll=lambda: -9))
        now = time.monotonic()
        self.assertGreaterEqual(running.gone_at(), now)
        self.assertLess(gone.gone_at(), now - life.NOTICE_SECONDS / 2)

    def test_faults_of_clients_are_those_of_the_run(self):
        one = WithOneClient(None)
        client = types.SimpleNamespace(join=lambda _: None, is_alive=lambda: False, refusals=[], fault=lambda gone_at: f"broken at {gone_at}")
        one.join([client], False, 7)
        self.assertEqual(one.faults.texts, ["broken at 7"])

    def test_each_call_under_way_is_waited_for(self):
        client = types.SimpleNamespace(is_alive=lambda: True, steps=1)
        threading.Timer(0.2, lambda: setattr(client, "steps", 2)).start()
        began = time.monotonic()
        WithOneClient(None).wait_for_answers([client, types.SimpleNamespace(is_alive=lambda: False, steps=1)])
        self.assertGreaterEqual(time.monotonic() - began, 0.15)


class Tried(unittest.TestCase):
    def test_a_service_that_nobody_used(self):
        counts = {"numbers": 100, "users": 0, "keys": 3}
        whole = made_run(whole=5)
        whole.acknowledged.update(counts)
        self.assertEqual(list(whole.not_tried()), ["nothing was acknowledged by users"])
        whole.whole = 4
        self.assertEqual(list(whole.not_tried()), [])

    def test_one_life_after_another_keeps_services_of_which_there_is_nothing(self):
        whole = made_run()
        for _ in range(2):
            whole.close(types.SimpleNamespace(server=types.SimpleNamespace(__exit__=lambda: None), looked_up=lambda: 1,
                                              acknowledged=lambda: {"numbers": 2, "users": 0}))
        self.assertEqual(dict(whole.acknowledged), {"numbers": 4, "users": 0})

    def test_points_that_are_never_reached(self):
        whole = made_run(cycles=10, points=True)
        whole.cycles = 10
        whole.planned["wal-sync"] = 10
        self.assertIn("no point was reached", "".join(whole.not_tried()))
        whole.reached["wal-sync"] = 1
        self.assertEqual(list(whole.not_tried()), [])
        whole.reached.clear()
        whole.planned.clear()
        whole.planned.update({"wal-sync": 5, "wal-append": 4})
        self.assertEqual(list(whole.not_tried()), [])

    def test_one_point_that_is_never_met(self):
        whole = made_run(points=True)
        whole.planned.update({"wal-sync": 8, "trim-sync": 7, "trim-append": 8})
        whole.reached.update({"wal-sync": 8, "trim-append": 0})
        self.assertEqual(list(whole.not_tried()), ["trim-append was planned 8 times and never met"])

    def test_writes_that_never_fail(self):
        whole = made_run(write_errors=True)
        whole.cycles = 10
        whole.planned["EIO"] = 10
        self.assertIn("no write failed", "".join(whole.not_tried()))


class LastLooks(unittest.TestCase):
    def calls(self, cycle, fresh_every):
        """What one cycle, the one behind so many, asks of its life, in a run of five."""
        made, told = [], itertools.count()
        plan = types.SimpleNamespace(restarted=None, ends_by_itself=False, when="load", name="kill", word=lambda: "kill",
                                     fault_of_going_on=lambda: None)
        one = types.SimpleNamespace(server=types.SimpleNamespace(own_dir=""), with_keystore=False, load=lambda _: None,
                                    told=lambda: next(told))
        for name in ("touch_all", "check", "check_store"):
            setattr(one, name, lambda name=name: made.append(name))
        whole = made_run()
        whole.cycles, whole.mode = cycle, types.SimpleNamespace(plan=lambda *_: plan)
        before, run.FRESH_EVERY = run.FRESH_EVERY, fresh_every
        try:
            whole.one(one)
        finally:
            run.FRESH_EVERY = before
        return made

    def test_the_last_check_of_a_store_looks_at_all(self):
        self.assertEqual(self.calls(2, 50), ["check"])
        self.assertEqual(self.calls(2, 3), ["touch_all", "check", "check_store"])
        self.assertEqual(self.calls(4, 50), ["touch_all", "check", "check_store"])


class LyingDisk(unittest.TestCase):
    def test_only_what_is_lost_counts_as_noticed(self):
        whole = made_run()
        whole.faults.add("a client hangs")
        whole.faults.add("the server does not come back: ...")
        self.assertFalse(whole.noticed())
        ledger.States("code of", whole.faults).made("key", "open")
        self.assertFalse(whole.noticed())
        states = ledger.States("code of", whole.faults)
        states.made("key", "used")
        states.found("key", "open")
        self.assertTrue(whole.noticed())

    def test_the_command_line(self):
        """A server that does not start: nothing was found lost, and there is a row all the same."""
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as rows:
            path = os.path.join(rows, "rows.csv")
            answer = subprocess.run([sys.executable, os.path.join(HERE, "run"), "--cycles", "1", "--lying-disk", "--program", "/bin/false",
                                     "--csv", path], capture_output=True, text=True, timeout=50, env={**os.environ, "TMPDIR": folder})
            self.assertEqual((answer.returncode, answer.stderr), (1, ""))
            self.assertIn("VIOLATION: the run cannot go on: the server did not start:", answer.stdout)
            self.assertIn("crash: no loss was noticed on a disk that lies\n", answer.stdout)
            self.assertEqual(os.listdir(folder), [])
            with open(path, encoding="utf-8") as file:
                self.assertEqual({(row["cycles"], row["faults"], row["lost"]) for row in csv.DictReader(file)}, {("0", "1", "0")})


class Rows(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = os.path.join(folder.name, "tree")
        self.build = os.path.join(self.tree, "build", "release")
        os.makedirs(self.build)
        os.makedirs(os.path.join(self.tree, "bench", "results"))
        for path in ("file", "bench/results/crash.csv", "build/release/program"):
            with open(os.path.join(self.tree, path), "w", encoding="utf-8") as file:
                file.write("text\n")
        self.git("init", "-q")
        self.git("add", ".")
        self.git("-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "first")
        self.head = self.git("rev-parse", "--short", "HEAD")

    def git(self, *words):
        return subprocess.run(["git", "-C", self.tree, *words], capture_output=True, text=True, check=True).stdout.strip()

    def change(self, path):
        with open(os.path.join(self.tree, path), "a", encoding="utf-8") as file:
            file.write("more\n")

    def test_a_tree_with_changes_is_named_so(self):
        self.assertEqual(run.machine.commit_of(os.path.join(self.build, "program")), self.head)
        self.change("bench/results/crash.csv")
        self.assertEqual(run.machine.commit_of(os.path.join(self.build, "program")), self.head)
        self.change("file")
        self.assertEqual(run.machine.commit_of(os.path.join(self.build, "program")), self.head + "+changes")

    def test_a_run_that_was_stopped_is_marked(self):
        whole = made_run(is_stopped=True)
        whole.options.program = os.path.join(self.build, "program")
        whole.acknowledged.update({"numbers": 4, "users": 0})
        whole.faults.add("the run came to no point")
        path = os.path.join(self.tree, "rows.csv")
        run.add_row(path, whole, 12)
        with open(path, encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["mode"], row["build"], row["service"], row["acknowledged"]) for row in rows],
                         [("kill stopped", "release", "numbers", "4"), ("kill stopped", "release", "users", "0")])
        # What a run did not come to is a fault of it, and no loss.
        self.assertEqual({(row["faults"], row["lost"]) for row in rows}, {("1", "0")})

    def test_points_have_a_file_of_their_own(self):
        whole = made_run(points=True)
        whole.options.program = os.path.join(self.build, "program")
        whole.planned["wal-sync"], whole.reached["wal-sync"], whole.planned["trim-sync"] = 3, 2, 1
        for _ in range(2):
            run.add_row(os.path.join(self.tree, "rows.csv"), whole, 12)
        with open(os.path.join(self.tree, "rows_points.csv"), encoding="utf-8") as file:
            rows = [(row["mode"], row["point"], row["planned"], row["reached"]) for row in csv.DictReader(file)]
        self.assertEqual(rows, [("points", "trim-sync", "1", "0"), ("points", "wal-sync", "3", "2")] * 2)


STOPPED = """
import os, sys, tempfile, time
sys.path.insert(0, sys.argv[1])
import stopping
stopping.on_sigterm("trial")
with tempfile.TemporaryDirectory():
    try:
        print("here", flush=True)
        time.sleep(30)
    finally:
        print("cleaning", flush=True)
        time.sleep(0.5)
"""


class Stopping(unittest.TestCase):
    def test_what_was_made_is_taken_away_also_when_told_twice(self):
        with tempfile.TemporaryDirectory() as folder:
            process = subprocess.Popen([sys.executable, "-c", STOPPED, HERE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                       env={**os.environ, "TMPDIR": folder})
            self.assertEqual(process.stdout.readline(), "here\n")
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.stdout.readline(), "cleaning\n")
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=20)
            self.assertEqual((process.returncode, said), (1, "trial: stopped\n"))
            self.assertEqual(os.listdir(folder), [])


class Guessers(unittest.TestCase):
    def rounds(self):
        server = types.SimpleNamespace(port=1, token=lambda: "token")
        return otp_rounds.Rounds(server, 2)

    def test_one_that_fails_in_another_way_ends_no_round(self):
        rounds = self.rounds()
        for guesser in rounds.guessers:
            guesser.connection = types.SimpleNamespace(request=self.fail_to_ask)
        self.assertEqual(rounds.guess("key", "123456"), {"KeyError: 'response'": 2})
        rounds.end()

    def fail_to_ask(self, *_, **__):
        raise KeyError("response")

    def test_only_the_kill_may_lose_an_answer(self):
        guesser = otp_rounds.Guesser(threading.Barrier(1))
        guesser.outcome, guesser.failure, guesser.failed_at = otp_rounds.LOST, ConnectionResetError("reset"), 5
        self.assertEqual(guesser.seen(4), otp_rounds.LOST)
        for gone_at in (6, None):
            self.assertIn("while the server was there", guesser.seen(gone_at))
        guesser.failure = socket.timeout("timed out")
        self.assertIn("not answered", guesser.seen(4))
        guesser.outcome = otp_rounds.WRONG
        self.assertEqual(guesser.seen(None), otp_rounds.WRONG)

    def test_what_breaks_in_a_round_is_told(self):
        rounds = self.rounds()
        for guesser in rounds.guessers:
            guesser.connection = types.SimpleNamespace(request=self.break_off)
        self.assertEqual(rounds.guess("key", "123456"), {"a call failed while the server was there: ConnectionResetError('reset')": 2})
        rounds.end()

    def break_off(self, *_, **__):
        raise ConnectionResetError("reset")

    def test_one_that_does_not_come_back_is_no_wait_for_ever(self):
        rounds = self.rounds()
        release = threading.Event()
        rounds.guessers[0].guess = release.wait
        rounds.guessers[1].guess = lambda: "told"
        before, otp_rounds.ROUND_SECONDS = otp_rounds.ROUND_SECONDS, 0.3
        try:
            with self.assertRaisesRegex(AssertionError, "did not come back"):
                rounds.guess("key", "123456")
        finally:
            otp_rounds.ROUND_SECONDS = before
            release.set()
        for guesser in rounds.guessers:
            guesser.join(10)
            self.assertFalse(guesser.is_alive())


class WriteErrors(unittest.TestCase):
    def test_a_server_that_goes_on_behind_a_failed_write(self):
        with tempfile.TemporaryDirectory() as folder:
            plan = made_run(write_errors=True).mode.plan(random.Random(1), folder, False)
            self.assertIsNone(plan.fault_of_going_on())
            os.mkdir(plan.loaded["IDKERNEL_CRASH_FAILED"])
            self.assertIn("did not end", plan.fault_of_going_on())

    def test_one_that_was_killed_before(self):
        plan = trial.Mode("/nowhere/idkernel").plan(random.Random(1), "/nowhere", False)
        self.assertIsNone(plan.fault_of_going_on())


if __name__ == "__main__":
    unittest.main()
