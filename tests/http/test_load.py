"""idkernel-load against the real server, and against stubs that answer wrongly or late."""

import csv
import http.server
import json
import os
import subprocess
import tempfile
import threading
import time
import unittest

from idkernel import NO_RATE_LIMITS
from server_case import ServerCase

LOAD = os.path.join(os.path.dirname(os.environ["IDKERNEL"]), "idkernel-load")
SCENARIOS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../bench/scenarios")
RUN_SECONDS_MAX = 120


def scenario(name):
    return os.path.join(SCENARIOS, name + ".json")


def load(scenario_file, url, *arguments):
    """The finished process, the rows of its CSV by step, and its page."""
    with tempfile.TemporaryDirectory(prefix="idkernel-load-") as directory:
        files = {kind: os.path.join(directory, "out." + kind) for kind in ("csv", "html")}
        done = subprocess.run([LOAD, scenario_file, "--url", url, "--quiet", "--csv", files["csv"], "--html", files["html"],
                               *arguments], capture_output=True, text=True, timeout=RUN_SECONDS_MAX)
        texts = {}
        for kind, file in files.items():
            if os.path.exists(file):
                with open(file, encoding="utf-8") as opened:
                    texts[kind] = opened.read()
    table = texts.get("csv", "").split("\n\n")[0].splitlines()
    rows = {row["step"]: row for row in csv.DictReader(line for line in table if not line.startswith("#"))}
    return done, rows, texts.get("html", "")


class Stub:
    """A server of one answer; `pause` holds the first request up, and with it whoever waits for it."""

    def __init__(self, status, body, pause=0):
        stub = self
        self.pause = pause
        self.lock = threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with stub.lock:
                    pause, stub.pause = stub.pause, 0
                time.sleep(pause)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class AgainstTheServer(ServerCase):
    arguments = NO_RATE_LIMITS
    boot_keys = True

    def run_load(self, name, *arguments):
        return load(scenario(name), f"http://127.0.0.1:{self.server.port}", "--management",
                    f"http://127.0.0.1:{self.server.management_port}", *arguments)

    def test_every_scenario_gets_right_answers(self):
        for file in sorted(os.listdir(SCENARIOS)):
            if not file.endswith(".json"):
                continue
            with self.subTest(file):
                name = file[:-len(".json")]
                with open(scenario(name), encoding="utf-8") as opened:
                    steps = [step["name"] for operation in json.load(opened)["operations"] for step in operation["steps"]]
                done, rows, _ = self.run_load(name, "--connections", "4", "--seconds", "1")
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertEqual(set(rows) - set(steps), {"all"})
                self.assertGreater(int(rows["all"]["right"]), 0)

    def test_an_open_loop_sends_what_it_says(self):
        done, rows, page = self.run_load("token-id", "--rate", "200", "--arrivals", "even", "--seconds", "3", "--ramp", "2")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        # 600 after the ramp; the ends of the last ones of the ramp may fall behind it.
        self.assertAlmostEqual(int(rows["all"]["right"]), 600, delta=30)
        self.assertIn("us CPU per right answer", done.stdout)
        self.assertEqual(page.count("<svg"), 5)

    def test_a_wrong_secret_is_no_run(self):
        done, _, _ = self.run_load("uin", "--secret", "wrong", "--seconds", "1")
        self.assertEqual(done.returncode, 2)
        self.assertIn("without a token", done.stderr)


class AgainstStubs(unittest.TestCase):
    def test_a_number_that_comes_twice_is_noticed(self):
        with Stub(200, b'{"response":{"uin":"5193698130"},"errors":null}') as stub:
            done, rows, page = load(scenario("uin"), stub.url, "--client", "", "--connections", "2", "--seconds", "1")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(rows["uin issue"]["right"], "1")
        self.assertGreater(int(rows["uin issue"]["wrong"]), 0)
        self.assertIn("uin issue: answered twice", done.stdout)
        self.assertIn("uin issue: answered twice", page)

    def test_refusals_are_counted_apart(self):
        with Stub(503, b"{}") as stub:
            done, rows, _ = load(scenario("uin"), stub.url, "--client", "", "--connections", "2", "--seconds", "1")
        self.assertEqual((done.returncode, rows["all"]["right"], rows["all"]["wrong"]), (1, "0", "0"))
        self.assertGreater(int(rows["all"]["refused"]), 0)

    def test_a_server_that_is_not_there_is_told(self):
        with Stub(200, b"") as stub:
            url = stub.url
        done, _, _ = load(scenario("uin"), url, "--client", "", "--connections", "1", "--seconds", "1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("onnect", done.stdout)

    def test_a_stall_is_paid_by_all_that_should_have_started_in_it(self):
        answer = b'{"response":{"token":"1"},"errors":null}'
        arguments = ("--client", "", "--connections", "1", "--seconds", "3")
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({"name": "n", "description": "d", "operations": [{"name": "read", "steps": [{"name": "read", "path": "/v1/any"}]}]}, file)
            file.flush()
            with Stub(200, answer, pause=1) as stub:
                _, closed, _ = load(file.name, stub.url, *arguments)
            with Stub(200, answer, pause=1) as stub:
                _, opened, _ = load(file.name, stub.url, *arguments, "--rate", "100", "--arrivals", "even")
        # Of 300 that should start in 3 s, 50 should start in the first half of the stall.
        self.assertGreater(float(opened["all"]["p90_ms"]), 400)
        self.assertGreaterEqual(float(closed["all"]["max_ms"]), 1000)

    def test_a_bad_scenario_or_argument_is_no_run(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write('{"name":"n","description":"d","operations":[]}')
            file.flush()
            done, _, _ = load(file.name, "http://127.0.0.1:1", "--client", "")
        self.assertEqual(done.returncode, 2)
        self.assertIn("operations is empty", done.stderr)
        done, _, _ = load(scenario("uin"), "http://127.0.0.1:1", "--connections", "0")
        self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
