"""A stub server that is a process of its own, as the server that it stands for. The test gives it orders, one JSON object a line, and it
answers each with one; when the test ends, so does it."""

import json
import os
import subprocess
import sys

END_SECONDS = 30


class StubProcess:
    """`script` is one of this folder's files, run with `config`, as it is then, as JSON in its first argument. It says on which `port` it
    listens; another start is on the same one."""

    def __init__(self, script, **config):
        self.script, self.config, self.port, self.process = script, config, 0, None

    @property
    def is_running(self):
        return self.process is not None

    def start(self):
        path = os.path.join(os.path.dirname(os.path.abspath(__file__)), self.script)
        config = json.dumps({**self.config, "port": self.port})
        self.process = subprocess.Popen([sys.executable, path, config], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = self._heard()["port"]

    def ask(self, **order):
        """What it answers. Its own complaints are on standard error."""
        print(json.dumps(order), file=self.process.stdin, flush=True)
        return self._heard()

    def end(self, **order):
        """Its last answer, to an order to stop."""
        last = self.ask(stop=True, **order)
        self.process.stdin.close()
        code = self.process.wait(END_SECONDS)
        self.process.stdout.close()
        self.process = None
        assert code == 0, f"{self.script} ended with {code}"
        return last

    def _heard(self):
        line = self.process.stdout.readline()
        assert line, f"{self.script} has ended"
        return json.loads(line)


def told():
    """In the process: its configuration."""
    return json.loads(sys.argv[1])


def tell(**what):
    """In the process: an answer, and at first the port."""
    print(json.dumps(what), flush=True)
