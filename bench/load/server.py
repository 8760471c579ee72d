# bench/load/server.py: a server to put load on, and what the kernel says of it.
import http.client
import json
import os
import re
import signal
import subprocess
import tempfile
import threading
import time

import machine

START_SECONDS = 120
STOP_SECONDS = 60
POOL_SECONDS = 300
NO_RATE_LIMITS = [f"--set=idkernel.rate-limit.{what}=off" for what in ("open.address", "open.subject", "authenticated")]
SIGN_IN = {
    "id": "string", "version": "string", "requesttime": "2018-12-10T06:12:52.994Z", "metadata": {},
    "request": {"appId": "admin", "clientId": "idkernel-dev", "secretKey": "idkernel-dev"},
}


class Server:
    """`idkernel serve --dev` on free loopback ports. Ended by its process id, never by its name."""

    def __init__(self, program, data_dir, arguments=(), cores=None):
        """`cores`: those that it may use; None: all."""
        self.command = [program, "serve", "--dev", "--data-dir", data_dir, "--listen", "127.0.0.1:0",
                        "--management", "127.0.0.1:0", *NO_RATE_LIMITS, *arguments]
        self.cores = cores
        self.lines = []
        self.ready_seconds = None
        self.process = None

    def __enter__(self):
        # A file, since a pipe that nobody reads would stop the server in the end.
        self.log = tempfile.TemporaryFile("w+")
        began = time.monotonic()
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=self.log, text=True, preexec_fn=machine.on_cores(self.cores))
        self.reader = threading.Thread(target=self._drain, daemon=True)
        try:
            self._wait_until_ready(began)
            self.reader.start()
            self.port = self._port("API")
            self.management_port = self._port("management")
        except BaseException:  # Without __enter__ there is no __exit__.
            self._end()
            raise
        return self

    def __exit__(self, *_):
        self._end()

    def _wait_until_ready(self, began):
        watchdog = threading.Timer(START_SECONDS, self.process.kill)
        watchdog.start()
        try:
            for line in self.process.stdout:
                self.lines.append(line.rstrip())
                if line.startswith("ready"):
                    self.ready_seconds = time.monotonic() - began
                    return
        finally:
            watchdog.cancel()
        self.process.wait()
        self.log.seek(0)
        raise SystemExit("the server did not start:\n" + "\n".join(self.lines) + self.log.read())

    def _end(self):
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.reader.ident is not None:
            self.reader.join(STOP_SECONDS)
        self.process.stdout.close()
        self.log.close()

    def _drain(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def _port(self, what):
        for line in self.lines:
            match = re.match(what + r" on https?://.*:(\d+)$", line)
            if match:
                return int(match.group(1))
        raise SystemExit(f"the server did not say the port of its {what}")

    def call(self, method, path, body=None, port=None, token=None):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=30)
        try:
            headers = {"Content-Type": "application/json"}
            if token:
                headers["Cookie"] = "Authorization=" + token
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read().decode()
        finally:
            connection.close()

    def token(self):
        status, headers, body = self.call("POST", "/v1/authmanager/authenticate/clientidsecretkey", json.dumps(SIGN_IN))
        for cookie in headers.get_all("Set-Cookie") or []:
            if cookie.startswith("Authorization="):
                return cookie[len("Authorization="):].split(";")[0]
        raise SystemExit(f"no token: {status} {body}")

    def post(self, path, body, token):
        """The response of a success."""
        _, _, text = self.call("POST", path, body, token=token)
        answer = json.loads(text)
        if answer["errors"]:
            raise SystemExit(f"{path}: {text}")
        return answer["response"]

    def license_key(self, token):
        """A licence key of MISP 4411 with two permissions."""
        def post(what, request):
            return self.post("/v1/licensekeymanager/license/" + what, json.dumps({"request": request}), token)

        key = post("generate", {"MISPId": "4411", "licenseExpiryTime": "2099-01-01T00:00:00.000Z"})["licenseKey"]
        post("permission", {"MISPId": "4411", "licenseKey": key, "permissions": ["OTP Trigger", "OTP Authentication"]})
        return key

    def unused(self, service):
        """How many numbers of `service` the pools hold, over all partitions."""
        _, _, text = self.call("GET", "/actuator/prometheus", port=self.management_port)
        match = re.search(r'idkernel_pool_numbers\{service="%s",state="unused"\} (\d+)' % service, text)
        return int(match.group(1))

    def wait_for_pool(self, service, numbers):
        """The first fill of a pool competes for the processor: what is measured begins behind it."""
        deadline = time.monotonic() + POOL_SECONDS
        while self.unused(service) < numbers:
            if time.monotonic() > deadline:
                raise SystemExit(f"the {service} pool was not full after {POOL_SECONDS} s")
            time.sleep(0.25)

    def cpu_seconds(self):
        """User and system time of all threads, in the kernel's steps of 10 ms."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rss_mib(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+) kB", file.read()).group(1)) / 1024
