"""The plans of the crash runs: what a server may end with, and that the library knows every point they name."""

import os
import random
import re
import subprocess
import sys
import tempfile
import unittest

import faults

HERE = os.path.dirname(os.path.abspath(__file__))


def mode(**chosen):
    """Without asking what the program is linked with."""
    made = faults.Mode("/nowhere/idkernel")
    made.preload = ["library"]
    for name, value in chosen.items():
        setattr(made, name, value)
    return made


def plans(count=300, with_keystore=True, **chosen):
    chance = random.Random(1)
    return [mode(**chosen).plan(chance, "/watched", with_keystore) for _ in range(count)]


class Points(unittest.TestCase):
    MERGES = ("compaction-write:1", "compaction-install:1", "table-delete:1")

    def test_the_library_knows_each(self):
        source = ""
        for name in ("crash_points.cc", "crash_marks.h"):
            with open(os.path.join(HERE, name), encoding="utf-8") as file:
                source += file.read()
        code = "\n".join(line for line in source.splitlines() if not line.startswith("//"))
        known = set(re.findall(r'reached\("([a-z-]+)"\)', code))
        steps = set(re.findall(r'reached_in_log\(\*?file, "([a-z]+)"\)', code))
        fronts = re.findall(r'Mark\{"([a-z]+-)"', code) + ["wal-"]
        known |= {front + step for front in fronts for step in steps}
        named = {*faults.POINTS, *faults.KEYSTORE_POINTS, *faults.DOCUMENT_POINTS}
        self.assertEqual(named - known, set())
        self.assertEqual(known - named, set())

    def test_all_of_them_come_up(self):
        self.assertEqual({plan.word() for plan in plans(2000, points=True)}, {*faults.POINTS, *faults.KEYSTORE_POINTS})
        self.assertEqual({plan.word() for plan in plans(2000, with_keystore=False, points=True)}, set(faults.POINTS))

    def test_a_point_of_the_recovery_is_not_met_before(self):
        for plan in plans(points=True):
            environment = plan.loaded if plan.when != "recovery" else plan.restarted
            self.assertEqual(environment["IDKERNEL_CRASH_AT"], plan.name)
            if plan.when == "recovery":
                self.assertNotIn("IDKERNEL_CRASH_AT", plan.loaded)

    def test_a_document_run_comes_to_those_of_documents(self):
        found = plans(2000, points=True, points_of=faults.DOCUMENT_POINTS)
        self.assertEqual({plan.word() for plan in found}, set(faults.DOCUMENT_POINTS))

    def test_tables_pile_up_until_a_compaction_begins(self):
        environment = faults.before_merging(mode(points=True, unsynced=True), "/watched")
        self.assertEqual(environment, {"LD_PRELOAD": "library", "IDKERNEL_CRASH_DIR": "/watched/", "IDKERNEL_CRASH_DROP": "1",
                                       "IDKERNEL_CRASH_AT": "compaction-write:1"})
        merging = {plan.word() for plan in plans(2000, points=True) if plan.merges()}
        self.assertEqual(merging, {"compaction-write", "compaction-install", "table-delete"})

    def test_a_merge_that_does_not_come(self):
        """A second table need not be replaced, nor another point be met in each cycle."""
        for plan in plans(2000, points=True):
            expected = f"the server did not come to {plan.name}" if plan.name in self.MERGES else None
            self.assertEqual(plan.fault_of_going_on(), expected)

    def test_a_merge_has_longer(self):
        seconds = {plan.word(): plan.own_end_seconds() for plan in plans(2000, points=True)}
        self.assertEqual(seconds["compaction-install"], faults.MERGE_SECONDS)
        self.assertEqual(seconds["wal-sync"], faults.OWN_END_SECONDS)
        self.assertEqual(seconds["table-write"], 0)

    def test_those_that_are_asked_for(self):
        self.assertEqual({plan.word() for plan in plans(points=True, only_points=["wal-sync"])}, {"wal-sync"})


# What a thread of compactions does, as the library sees it: it says how long each write took.
MERGE = """
import ctypes, os, sys, time
ctypes.CDLL(None).prctl(15, b"rocksdb:low")
table = os.open(os.path.join(sys.argv[1], "000001.sst"), os.O_WRONLY | os.O_CREAT)
for _ in range(4):
    began = time.monotonic()
    os.write(table, b"x")
    print(time.monotonic() - began)
"""


LIBRARY = os.environ.get("IDKERNEL_CRASH_LIBRARY")

# Writes to a log until one fails, and says after each whether the mark is there.
FAILING = """
import os, sys
log = os.open(os.path.join(sys.argv[1], "000001.log"), os.O_WRONLY | os.O_CREAT)
for _ in range(3):
    try:
        os.write(log, b"x")
        written = True
    except OSError:
        written = False
    print(written, os.path.isdir(sys.argv[2]))
"""

# What a process that is killed leaves of a log that it has synced, and of a table.
LYING = """
import os, signal, sys
for name in ("000001.log", "000002.sst"):
    file = os.open(os.path.join(sys.argv[1], name), os.O_WRONLY | os.O_CREAT)
    os.write(file, b"x")
    os.fsync(file)
os.kill(os.getpid(), signal.SIGKILL)
"""


@unittest.skipUnless(LIBRARY, "ctest names the library")
class Disk(unittest.TestCase):
    def run_with(self, script, folder, *words, **settings):
        environment = {**os.environ, "LD_PRELOAD": LIBRARY, "IDKERNEL_CRASH_DIR": folder + "/", **settings}
        return subprocess.run([sys.executable, "-c", script, folder, *words], env=environment, capture_output=True, text=True, check=False, timeout=50)

    def test_the_first_failed_write_is_marked(self):
        with tempfile.TemporaryDirectory() as folder:
            mark = os.path.join(folder, "failed")
            answer = self.run_with(FAILING, folder, mark, IDKERNEL_CRASH_FAIL="EIO:2", IDKERNEL_CRASH_FAILED=mark)
            self.assertEqual(answer.stdout.splitlines(), ["True False", "False True", "False True"])

    def test_a_disk_that_lies_loses_the_log(self):
        with tempfile.TemporaryDirectory() as folder:
            answer = self.run_with(LYING, folder, IDKERNEL_CRASH_DROP="lie")
            self.assertEqual(answer.returncode, -9)
            sizes = [os.path.getsize(os.path.join(folder, name)) for name in ("000001.log", "000002.sst")]
            self.assertEqual(sizes, [0, 1])


class Merging(unittest.TestCase):
    @unittest.skipUnless(LIBRARY, "ctest names the library")
    def test_a_compaction_waits_once_for_load_that_does_not_come(self):
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "LD_PRELOAD": LIBRARY, "IDKERNEL_CRASH_DIR": folder + "/",
                           "IDKERNEL_CRASH_MERGE_AFTER": "1"}
            answer = subprocess.run([sys.executable, "-c", MERGE, folder], env=environment, capture_output=True, text=True, check=True,
                                    timeout=50)
        first, *others = [float(line) for line in answer.stdout.split()]
        self.assertGreater(first, 2.5)
        self.assertEqual(len(others), 3)
        self.assertLess(max(others), 2.5)


class Ends(unittest.TestCase):
    def test_after_a_failed_write(self):
        for plan in plans(write_errors=True):
            self.assertIsNone(plan.fault_of_end(74))
            for code in (0, 1, -9, -11):
                self.assertIn(str(code), plan.fault_of_end(code))

    def test_at_a_point(self):
        for plan in plans(points=True):
            self.assertIsNone(plan.fault_of_end(-9))
            self.assertEqual(plan.fault_of_end(0) is None, plan.when == "stop")
            for code in (1, 74, -6, -11):
                self.assertIsNotNone(plan.fault_of_end(code))

    def test_what_each_mode_sets(self):
        dropped, = plans(1, unsynced=True)
        self.assertEqual(dropped.loaded, {"LD_PRELOAD": "library", "IDKERNEL_CRASH_DIR": "/watched/", "IDKERNEL_CRASH_DROP": "1"})
        self.assertFalse(dropped.ends_by_itself)
        plain = faults.Mode("/nowhere/idkernel").plan(random.Random(1), "/watched", False)
        self.assertEqual((plain.loaded, plain.restarted, plain.name, plain.may_refuse()), ({}, None, "kill", False))


if __name__ == "__main__":
    unittest.main()
