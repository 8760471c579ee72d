"""What happens to a server under trial, and the environment that makes it happen: see crash_points.cc."""

import os
import re
import subprocess

# Point: how often it is passed within a cycle at most, about, and when a cycle comes to it. "load": while clients ask; "stop": they
# still ask, and it is told to end; "recovery": it was killed under load, and starts again.
POINTS = {
    "wal-append": (300, "load"), "wal-sync": (300, "load"), "wal-synced": (300, "load"),
    "refill-append": (4, "load"), "refill-sync": (4, "load"), "refill-synced": (4, "load"),
    "rotation-append": (4, "load"), "rotation-sync": (4, "load"), "rotation-synced": (4, "load"),
    "trim-append": (8, "load"), "trim-sync": (8, "load"), "trim-synced": (8, "load"),
    "archive-write": (30, "load"), "archive-sync": (4, "load"), "archive-rename": (10, "load"),
    "list-write": (10, "load"), "list-synced": (10, "load"),
    "compaction-write": (1, "load"), "compaction-install": (1, "load"), "table-delete": (4, "load"),
    "flush-write": (1, "stop"), "table-write": (2, "recovery"), "manifest-write": (4, "recovery"), "rename": (2, "recovery"),
}
KEYSTORE_POINTS = {"keystore-write": (6, "load"), "keystore-rename": (4, "load")}
# Of documents, whose content comes in pieces: `prereg_run --points`.
DOCUMENT_POINTS = {"piece-append": (12, "load"), "piece-sync": (12, "load"), "piece-synced": (12, "load")}
ERRORS = ("EIO", "ENOSPC", "EROFS")
IO_FAULT_CODE = 74
KILLED = -9
CYCLE_SECONDS = (0.3, 1.5)
MERGE_AFTER_WRITES = 400
# How much longer than a cycle clients ask a server that is to come to its point.
OWN_END_SECONDS = 5
# A merge is computed at low priority, beside clients that leave little of the machine when it is slow or the program has a sanitizer.
MERGE_SECONDS = 60


def runtime_of(program):
    """The sanitizer's library that a program is linked with, if any: it wants to come before what else is preloaded."""
    linked = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    found = re.search(r"lib[at]san\.so\S* => (\S+)", linked)
    return [found.group(1)] if found else []


def beside(program, name):
    """What is built together with the program."""
    return os.path.join(os.path.dirname(os.path.abspath(program)), "tests", "crash", name)


def before_merging(mode, directory):
    """The environment of a server that dies in front of the first write of a compaction."""
    return {**mode.environment(directory), "IDKERNEL_CRASH_AT": "compaction-write:1"}


class Mode:
    """Of a run: `points`, `unsynced`, `write_errors`; with none of them a plain SIGKILL. `lying`: the disk only claims to sync.

    The points are `points_of`, those of the whole server unless told, or `only_points` of them."""

    def __init__(self, program, points=False, unsynced=False, write_errors=False, only_points=(), lying=False, points_of=None):
        self.points, self.unsynced, self.write_errors, self.lying = points, unsynced, write_errors, lying
        self.only_points, self.points_of = only_points, points_of
        self.preload = []
        if points or unsynced or write_errors or lying:
            runtime = runtime_of(program)
            self.preload = [*runtime, beside(program, "libcrash_points.so")]

    def __str__(self):
        chosen = [name for name in ("points", "unsynced", "write_errors", "lying") if getattr(self, name)]
        return " and ".join(chosen).replace("_", " ") or "kill"

    def environment(self, directory):
        """Of every server of the run; `directory` is watched."""
        always = {}
        if self.preload:
            always = {"LD_PRELOAD": " ".join(self.preload), "IDKERNEL_CRASH_DIR": directory + "/"}
        if self.unsynced:
            always["IDKERNEL_CRASH_DROP"] = "1"
        if self.lying:
            always["IDKERNEL_CRASH_DROP"] = "lie"
        return always

    def plan(self, chance, directory, with_keystore):
        """The Plan of one cycle; `directory` is watched."""
        return Plan(self, chance, directory, with_keystore)


class Plan:
    """`loaded` is the environment while clients ask, `restarted` that of the first start after it, which a recovery alone has."""

    def __init__(self, mode, chance, directory, with_keystore):
        self.seconds = chance.uniform(*CYCLE_SECONDS)
        self.name, self.when = "kill", "load"
        self.write_errors, self.mark = mode.write_errors, None
        always = mode.environment(directory)
        fault = {}
        if mode.points:
            points = mode.points_of or {**POINTS, **(KEYSTORE_POINTS if with_keystore else {})}
            word = chance.choice(mode.only_points or list(points))
            times, self.when = {**POINTS, **KEYSTORE_POINTS, **DOCUMENT_POINTS}[word]
            self.name = f"{word}:{chance.randint(1, times)}"
            fault = {"IDKERNEL_CRASH_AT": self.name}
            if self.merges():  # A start begins to; by then clients ask.
                fault["IDKERNEL_CRASH_MERGE_AFTER"] = str(MERGE_AFTER_WRITES)
        elif mode.write_errors:
            self.name = f"{chance.choice(ERRORS)}:{chance.randint(20, 300)}"
            self.mark = os.path.join(directory, f"failed-{chance.getrandbits(32):08x}")
            fault = {"IDKERNEL_CRASH_FAIL": self.name, "IDKERNEL_CRASH_FAILED": self.mark}
        self.ends_by_itself = bool(fault)
        self.loaded = {**always, **(fault if self.when != "recovery" else {})}
        self.restarted = {**always, **fault} if self.when == "recovery" else None

    def word(self):
        return self.name.partition(":")[0]

    def merges(self):
        """Whether it takes a compaction to come there."""
        return self.word().startswith("compaction-") or self.word() == "table-delete"

    def own_end_seconds(self):
        """How much longer than the cycle clients ask, until the server has come to its point."""
        if not self.ends_by_itself or self.when != "load":
            return 0
        return MERGE_SECONDS if self.merges() else OWN_END_SECONDS

    def may_refuse(self):
        """Whether requests may be answered with errors: the server is ending, or cannot write."""
        return self.write_errors or self.when == "stop"

    def fault_of_going_on(self):
        """What is wrong with a server that did not end by itself, if anything."""
        # A merge may be of one table: a second one need not be replaced.
        if self.merges() and self.name.endswith(":1"):
            return f"the server did not come to {self.name}"
        if self.mark is not None and os.path.isdir(self.mark):
            return f"after a failed write ({self.name}) the server did not end"
        return None

    def fault_of_end(self, code):
        """What is wrong with how the server ended by itself, if anything."""
        if self.write_errors:
            return None if code == IO_FAULT_CODE else f"after a failed write ({self.name}) the server ended with {code}"
        allowed = [KILLED, 0] if self.when == "stop" else [KILLED]
        return None if code in allowed else f"at {self.name} the server ended with {code}"
