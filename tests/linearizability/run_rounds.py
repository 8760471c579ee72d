"""Plays histories against the real server and has them judged."""

import collections
import dataclasses
import random
import time

from checker import check
from clients import Session
from history import by_key
from models import models
from players import Players

FAR_SECONDS = 86_400
EXTRA_LIVES_MAX, EXTRA_LIFE_SECONDS = 20, 0.3
# No code expires and no freeze ends while a history is played: the models know no time.
TIMELESS = ("mosip.kernel.otp.expiry-time", "mosip.kernel.otp.key-freeze-time", "idkernel.otp.generations-window")


def settings():
    """Arguments of the server."""
    from idkernel import NO_RATE_LIMITS, SMALL_POOLS, sets
    return [*NO_RATE_LIMITS, *SMALL_POOLS, *sets(*(f"{name}={FAR_SECONDS}" for name in TIMELESS))]


@dataclasses.dataclass
class Result:
    """What a round of play gave: all operations, faults of the wire, and the keys whose history is none that can be ordered."""
    operations: list
    faults: list
    violations: dict
    keys: collections.Counter
    unanswered: int
    steps: int
    check_seconds: float

    def is_good(self):
        """Whether each service was really used and every history can be ordered."""
        return not self.faults and not self.violations and set(self.keys) == set(models())

    def __str__(self):
        counts = collections.Counter(operation.key[0] for operation in self.operations)
        told = ", ".join(f"{service} {counts[service]} on {self.keys[service]} keys" for service in sorted(counts))
        return (f"{len(self.operations)} operations ({told}), {self.unanswered} without an answer; checked in "
                f"{self.check_seconds:.1f} s, {self.steps} steps: {len(self.violations)} not linearizable, {len(self.faults)} faults")


def judge(operations, faults=()):
    """The Result on a history of all services."""
    began, violations, steps, keys = time.monotonic(), {}, 0, collections.Counter()
    of_service = models()
    for key, part in by_key(operations).items():
        verdict = check(part, of_service[key[0]])
        keys[key[0]] += 1
        steps += verdict.steps
        if not verdict.is_linearizable:
            violations[key] = verdict
    unanswered = sum(not operation.answered() for operation in operations)
    return Result(operations, list(faults), violations, keys, unanswered, steps, time.monotonic() - began)


def play(server, lives, clients, seed):
    """The history of `clients` clients over the lives of a running server, each so many seconds, with a SIGKILL between two of them.

    On a busy machine every request may have been answered before the kill came: short lives are then put in until one kill met some.
    """
    players = Players(random.Random(seed))
    operations, faults = [], []
    waiting = list(lives)
    extra = EXTRA_LIVES_MAX
    while waiting:
        seconds = waiting.pop(0)
        session = Session(server.port, server.token(), clients, players)
        session.play(seconds, server.kill if waiting else None)
        operations += session.history
        faults += session.faults
        if waiting:
            server.start()
            if extra and all(operation.answered() for operation in operations):
                waiting.insert(0, EXTRA_LIFE_SECONDS)
                extra -= 1
    return operations, faults
