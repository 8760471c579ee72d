"""When a run that kills a server does so: after so many answers."""

import threading

CYCLE_SECONDS_MAX = 120


class Cycle:
    """The time from one start of the server to its end: who still asks, and how much was acknowledged."""

    def __init__(self, clients):
        self.changed = threading.Condition()
        self.done, self.living, self.is_over = 0, clients, False

    def add(self, done=0, gone=0):
        with self.changed:
            self.done += done
            self.living -= gone
            self.changed.notify_all()

    def wait(self, done):
        """Until so much was acknowledged, or nobody asks any more."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.done >= done or self.living == 0, CYCLE_SECONDS_MAX):
                raise AssertionError(f"{self.done} of {done} were acknowledged in {CYCLE_SECONDS_MAX} s")
