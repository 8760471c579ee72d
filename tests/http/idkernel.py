"""Starts the real idkernel on free loopback ports and speaks HTTP to it. Standard library only."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading

PROGRAM = os.environ["IDKERNEL"]
START_SECONDS = 60
STOP_SECONDS = 30

# Limits that a test does not mean to meet are out of its way.
NO_RATE_LIMITS = ["--set", "idkernel.rate-limit.open.address=off", "--set", "idkernel.rate-limit.open.subject=off"]


class Answer:
    """One HTTP answer: status, headers, cookies, body."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)

    def error_codes(self):
        return [error["errorCode"] for error in self.json()["errors"]]

    def cookie(self, name="Authorization"):
        for value in self.headers.get_all("Set-Cookie") or []:
            if value.startswith(name + "="):
                return value[len(name) + 1:].split(";")[0]
        return None


class Server:
    """A running server with a data directory of its own. `arguments` go to `idkernel serve`."""

    def __init__(self, *arguments, dev=True, data_dir=None, environment=None):
        self.own_dir = tempfile.mkdtemp(prefix="idkernel-test-") if data_dir is None else None
        self.data_dir = data_dir or os.path.join(self.own_dir, "data")
        self.arguments = list(arguments)
        self.dev = dev
        self.environment = dict(os.environ, **(environment or {}))
        self.process = None
        self.lines = []
        self.token_cache = {}

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        if self.own_dir:
            shutil.rmtree(self.own_dir, ignore_errors=True)

    def command(self):
        command = [PROGRAM, "serve", "--data-dir", self.data_dir, "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0"]
        return command + (["--dev"] if self.dev else []) + self.arguments

    def start(self):
        """Returns when the server says that it is ready; raises with its output when it ends instead."""
        self.lines = []
        self.token_cache = {}
        self.process = subprocess.Popen(self.command(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.environment)
        ready = threading.Event()

        def read():
            for line in self.process.stdout:
                self.lines.append(line.rstrip("\n"))
                if line.startswith("ready"):
                    ready.set()
            ready.set()

        self.reader = threading.Thread(target=read, daemon=True)
        self.reader.start()
        if not ready.wait(START_SECONDS) or not any(line.startswith("ready") for line in self.lines):
            self.kill()
            raise AssertionError("the server did not start:\n" + "\n".join(self.lines))
        self.port = self._port("API")
        self.management_port = self._port("management")

    def _port(self, what):
        for line in self.lines:
            match = re.match(what + r" on https?://.*:(\d+)$", line)
            if match:
                return int(match.group(1))
        raise AssertionError("no port of the " + what + " in:\n" + "\n".join(self.lines))

    def stop(self):
        """SIGTERM, and the exit code."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.wait()

    def wait(self):
        try:
            code = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("the server did not stop:\n" + "\n".join(self.lines[-40:]))
        self.reader.join(STOP_SECONDS)
        self.process.stdout.close()
        return code

    def connect(self, port=None):
        return http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=30)

    def call(self, method, path, body=None, token=None, headers=None, port=None):
        """One request on a connection of its own. A dict goes as JSON."""
        headers = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        if token:
            headers["Cookie"] = "Authorization=" + token
        connection = self.connect(port)
        try:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def manage(self, path):
        return self.call("GET", path, port=self.management_port)

    def sign_in(self, client="idkernel-dev", secret="idkernel-dev", app="admin"):
        """The answer to a client's sign-in."""
        return self.call("POST", "/v1/authmanager/authenticate/clientidsecretkey",
                         envelope({"appId": app, "clientId": client, "secretKey": secret}))

    def token(self, client="idkernel-dev", secret="idkernel-dev"):
        """A client's token, signed in once."""
        if client not in self.token_cache:
            answer = self.sign_in(client, secret)
            assert answer.status == 200, answer.body
            self.token_cache[client] = answer.cookie()
        return self.token_cache[client]


def envelope(request, **more):
    """The seeds' request envelope."""
    return {"id": "string", "metadata": {}, "request": request, "requesttime": "2018-12-10T06:12:52.994Z", "version": "string", **more}
