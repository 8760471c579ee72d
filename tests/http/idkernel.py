"""Starts the real idkernel on free loopback ports and speaks HTTP to it. Standard library only."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

from log_secrets import LogSecrets

PROGRAM = os.environ["IDKERNEL"]
START_SECONDS = 120
STOP_SECONDS = 150
ANSWER_SECONDS = 150


class NotReady(AssertionError):
    """A server that neither was ready in time nor ended, and was killed for it."""


def sets(*assignments):
    """--set KEY=VALUE for each assignment."""
    return [word for assignment in assignments for word in ("--set", assignment)]


# Password checks run at low priority: on a machine busy with other work they may take long, and that is no fault.
PATIENCE = sets("idkernel.http.request-timeout-ms=120000", "idkernel.http.drain-timeout-ms=120000")
# Limits that a test does not mean to meet are out of its way.
NO_RATE_LIMITS = sets("idkernel.rate-limit.open.address=off", "idkernel.rate-limit.open.subject=off")
# Fifteen RSA keys at each start are slow; who tests keys wants them or orders its own.
NO_BOOT_KEYS = sets("mosip.kernel.keymanager.autogen.appids.list=", "mosip.kernel.keymanager.autogen.basekeys.list=")
# A first helping that is soon made, also by a sanitized program.
SMALL_POOLS = sets("mosip.kernel.uin.min-unused-threshold=2000", "mosip.kernel.uin.uins-to-generate=4000",
                   "mosip.kernel.vid.min-unused-threshold=1000", "mosip.kernel.vid.vids-to-generate=2000")


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

    def response(self):
        return self.json()["response"]

    def set_cookies(self):
        return self.headers.get_all("Set-Cookie") or []

    def cookie(self, name="Authorization"):
        for value in self.set_cookies():
            if value.startswith(name + "="):
                return value[len(name) + 1:].split(";")[0]
        return None


class Server:
    """A running server with a data directory of its own unless told. `arguments` go to `idkernel serve`;
    `bootstrap` is what the bootstrap file holds; `boot_keys` lets the configured lists of keys stand."""

    def __init__(self, *arguments, dev=True, data_dir=None, environment=None, bootstrap=None, boot_keys=False):
        self.own_dir = tempfile.mkdtemp(prefix="idkernel-test-")
        self.data_dir = data_dir or os.path.join(self.own_dir, "data")
        self.arguments = ([] if boot_keys else NO_BOOT_KEYS) + list(arguments)
        if bootstrap is not None:
            self.arguments += ["--bootstrap", write(self.own_dir, "bootstrap.json", json.dumps(bootstrap))]
        self.dev = dev
        self.environment = dict(os.environ, **(environment or {}))
        self.process = None
        self.lines = []
        self.token_cache = {}
        self.secrets = LogSecrets()

    def __enter__(self):
        try:
            self.start()
        except BaseException:  # Also what a SIGTERM of a test's run is turned into.
            if self.process is not None:
                self.process.kill()
            shutil.rmtree(self.own_dir, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.own_dir, ignore_errors=True)

    def command(self):
        command = [PROGRAM, "serve", "--data-dir", self.data_dir, "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0", *PATIENCE]
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
        if not ready.wait(START_SECONDS):
            self.kill()
            raise NotReady(f"the server was not ready after {START_SECONDS} s:\n" + "\n".join(self.lines))
        if not any(line.startswith("ready") for line in self.lines):
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
        faults = [line for line in self.lines if "runtime error: " in line or "Sanitizer" in line]
        assert not faults, "\n".join(self.lines[-80:])
        told = self.secrets.lines_with_one(self.lines)
        assert not told, "a log line tells what is secret or personal:\n" + "\n".join(told)
        return code

    def connect(self, port=None):
        return http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=ANSWER_SECONDS)

    def call(self, method, path, body=None, token=None, headers=None, port=None):
        """One request on a connection of its own. A dict goes as JSON."""
        headers = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        if token:
            headers["Cookie"] = "Authorization=" + token
        self.secrets.note(body, path.partition("?")[2], headers)
        connection = self.connect(port)
        try:
            connection.request(method, path, body, headers)
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        self.secrets.note(answer.body, headers=answer.headers)
        return answer

    def manage(self, path, method="GET"):
        return self.call(method, path, port=self.management_port)

    def metrics(self):
        """{'name{label="value"}': number}, as the server prints them."""
        lines = self.manage("/actuator/prometheus").body.decode().splitlines()
        pairs = (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))
        return {name: float(value) for name, value in pairs}

    def numbers(self, service):
        """How many numbers of a service are in each state: {'unused': 17, ...}."""
        found = {}
        for name, value in self.metrics().items():
            if name.startswith("idkernel_pool_numbers{") and f'service="{service}"' in name:
                found[re.search(r'state="(\w+)"', name).group(1)] = value
        return found

    def drawn_numbers(self, service):
        """As `numbers`, without the unused ones: more of those are made meanwhile, until the pool is full."""
        drawn = {state: count for state, count in self.numbers(service).items() if state != "unused"}
        assert drawn, "no figures of " + service
        return drawn

    def raw(self, data, port=None):
        """Sends bytes as they are, and answers all that comes back until the server closes."""
        self.secrets.note_raw(bytes(data))
        with socket.create_connection(("127.0.0.1", port or self.port), timeout=ANSWER_SECONDS) as connection:
            connection.sendall(data)
            received = bytearray()
            while chunk := connection.recv(65536):
                received += chunk
        self.secrets.note_raw(bytes(received))
        return bytes(received)

    def wait_for_line(self, part):
        """The first line of the server's output that contains `part`."""
        return wait_until(lambda: next((line for line in self.lines if part in line), None), "a line with " + part)

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


def write(directory, name, text, mode=0o600):
    """The path of a new file."""
    path = os.path.join(directory, name)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
    return path


def wait_until(condition, what, seconds=60):
    """What `condition` answers as soon as that is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("waited in vain for " + what)


def run(*arguments, environment=None):
    """Runs the program until it ends by itself: (exit code, all that it printed)."""
    process = subprocess.run([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             env=dict(os.environ, **(environment or {})), timeout=START_SECONDS)
    return process.returncode, process.stdout


def in_parallel(calls):
    """Runs all calls at once, each in a thread, and answers what they answered, in order."""
    results = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def work(index):
        start.wait()
        results[index] = calls[index]()

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def envelope(request, **more):
    """The seeds' request envelope."""
    return {"id": "string", "metadata": {}, "request": request, "requesttime": "2018-12-10T06:12:52.994Z", "version": "string", **more}
