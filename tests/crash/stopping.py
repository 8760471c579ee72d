"""SIGTERM of a run: its server and its directories go with it."""

import signal


class Stopped(SystemExit):
    """Somebody ended the run before it was through."""


def on_sigterm(name):
    """From now on SIGTERM raises Stopped in the main thread, once: whoever cleans up then is not disturbed."""
    def stop(*_):
        # Not SIG_IGN, which every process that is started from now on would inherit.
        signal.signal(signal.SIGTERM, lambda *_: None)
        raise Stopped(f"{name}: stopped")
    signal.signal(signal.SIGTERM, stop)

