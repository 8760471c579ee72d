"""The management port, and how a server ends: requests in flight are answered, new ones are not."""

import http.client
import json
import re
import socket
import unittest
from pathlib import Path

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, sets, wait_until
from server_case import ServerCase

LOGIN = "/v1/authmanager/authenticate/internal/useridPwd"
UIN = "/v1/uingenerator/uin"


class Management(ServerCase):
    def test_health(self):
        health = self.server.manage("/actuator/health")
        self.assertEqual((health.status, health.json()["status"]), (200, "UP"))
        self.assertEqual(set(health.json()["components"]),
                         {"diskSpace", "store", "uinPool", "pridPool", "vidPool", "keystore", "keyExpiry", "keyRenewal", "smsProvider", "emailProvider", "auditChains",
                          "preregConfig"})
        self.assertEqual(health.json()["components"]["keystore"], {"status": "UP", "detail": "SOFT"})
        self.assertEqual(health.json()["components"]["keyRenewal"], {"status": "UP", "detail": "none is overdue"})
        for part in ("liveness", "readiness"):
            answer = self.server.manage("/actuator/health/" + part)
            self.assertEqual((answer.status, answer.json()), (200, {"status": "UP"}))

    def test_info(self):
        build = self.server.manage("/actuator/info").json()["build"]
        self.assertEqual(build["name"], "idkernel")
        self.assertRegex(build["version"], r"^\d+\.\d+\.\d+$")

    def test_memory_comes_from_jemalloc(self):
        # Its settings, too, are those of http/main.cc: without them there is no thread that gives memory back.
        process = Path(f"/proc/{self.server.process.pid}")
        if "libasan" in (process / "maps").read_text():
            self.skipTest("the sanitizer brings its own")
        self.assertIn("libjemalloc", (process / "maps").read_text())
        self.assertIn("jemalloc_bg_thd\n", [name.read_text() for name in process.glob("task/*/comm")])

    def test_methods_and_paths(self):
        self.assertEqual(self.server.manage("/actuator/nothing").status, 404)
        answer = self.server.manage("/actuator/health", "POST")
        self.assertEqual((answer.status, answer.headers["Allow"]), (405, "GET, HEAD"))
        self.assertEqual((self.server.manage("/actuator/health", "HEAD").status, self.server.manage("/v1/uingenerator/uin").status), (200, 404))

    def test_metrics_count_requests(self):
        def count(metrics, status="200"):
            return metrics[f'idkernel_http_requests_total{{route="uin_issue",status="{status}"}}']

        before = self.server.metrics()
        for path in (UIN, "/v1/idgenerator/uin"):  # an alias is the same endpoint
            self.call("GET", path)
        self.server.call("GET", UIN)
        after = self.server.metrics()
        self.assertEqual((count(after) - count(before), count(after, "401") - count(before, "401")), (2, 1))
        buckets = 'idkernel_http_request_seconds_bucket{route="uin_issue",le="+Inf"}'
        self.assertEqual(after[buckets] - before[buckets], 3)
        self.assertGreater(after["idkernel_journal_synced_writes_total"], before["idkernel_journal_synced_writes_total"])
        self.assertGreater(after["idkernel_journal_commit_seconds_count"], before["idkernel_journal_commit_seconds_count"])

    def test_metrics_are_all_there(self):
        text = self.server.manage("/actuator/prometheus")
        self.assertTrue(text.headers["Content-Type"].startswith("text/plain; version=0.0.4"))
        for line in text.body.decode().splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? \S+)$')
        names = {re.split(r"[{ ]", line)[0] for line in text.body.decode().splitlines() if not line.startswith("#")}
        wanted = {"idkernel_partition_in_flight", "idkernel_partition_refused_total", "idkernel_partition_batches_total", "idkernel_pool_numbers",
                  "idkernel_pool_space_numbers", "idkernel_pool_space_used_ratio", "idkernel_crypto_fast_queued", "idkernel_crypto_fast_cancelled_total", "idkernel_crypto_slow_queued", "idkernel_crypto_device_queued",
                  "idkernel_store_disk_bytes", "idkernel_store_free_bytes", "idkernel_journal_batches_total", "idkernel_http_connections",
                  "idkernel_http_in_flight", "idkernel_rate_limited_total", "idkernel_partition_commit_wait_seconds_total",
                  "idkernel_token_cache_hits_total", "idkernel_token_cache_misses_total", "idkernel_store_table_reader_bytes", "process_cpu_seconds_total", "process_resident_memory_bytes"}
        self.assertEqual(wanted - names, set())
        metrics = self.server.metrics()
        self.assertEqual(metrics['idkernel_pool_space_numbers{service="uin",kind="exact"}'], 58106898)
        self.assertEqual(sum(name.startswith('idkernel_partition_in_flight{service="uin"') for name in metrics), 16)
        self.assertGreater(metrics["process_resident_memory_bytes"], 1e6)

    def test_both_ports_are_on_loopback_alone(self):
        listening = set()
        for table, any_address in (("/proc/net/tcp", "00000000"), ("/proc/net/tcp6", "0" * 32)):
            for line in Path(table).read_text().splitlines()[1:]:
                address, port = line.split()[1].split(":")
                if line.split()[3] == "0A" and int(port, 16) in (self.server.port, self.server.management_port):
                    self.assertNotEqual(address, any_address)
                    listening.add(address)
        self.assertEqual(listening, {"0100007F"})


# A password check takes a tenth of a second or more, so that many are under way at once.
SLOW = NO_RATE_LIMITS + SMALL_POOLS + sets("auth.argon2.iterations=4")


def wait_for_requests(server, count):
    """Until so many have come whole: whatever comes after the signal is refused."""
    wait_until(lambda: server.metrics()["idkernel_http_framed_requests_total"] >= count, "requests")


class Ending(unittest.TestCase):
    def test_requests_in_flight_are_answered(self):
        """Password checks take long: a stop in the middle of many must answer each of them."""
        with Server(*SLOW) as server:
            idle = server.connect()
            idle.connect()
            body = json.dumps(envelope({"appId": "admin", "userName": "110006", "password": "mosip"}))
            connections = [server.connect() for _ in range(12)]
            for user, connection in enumerate(connections):
                connection.request("POST", LOGIN, body.replace("110006", "110006" if user == 0 else f"nobody{user}"))
            wait_for_requests(server, 12)
            server.process.terminate()
            server.wait_for_line("draining")
            answers = [connection.getresponse() for connection in connections]
            bodies = [json.loads(answer.read()) for answer in answers]
            self.assertEqual({answer.status for answer in answers}, {200})
            self.assertIsNone(bodies[0]["errors"])
            self.assertEqual({error["errorCode"] for body in bodies[1:] for error in body["errors"]}, {"KER-ATH-023"})
            self.assertEqual(server.wait(), 0)
            self.assertIn("stopped", server.lines)
            with self.assertRaises(OSError):
                socket.create_connection(("127.0.0.1", server.port), timeout=5)
            for connection in connections + [idle]:
                connection.close()

    def test_a_drain_that_takes_too_long_drops_what_is_in_flight(self):
        """A job that ends after the drain must find nobody to answer and nothing that is gone."""
        with Server(*SLOW, *sets("idkernel.http.drain-timeout-ms=0")) as server:
            body = json.dumps(envelope({"appId": "admin", "userName": "nobody", "password": "mosip"}))
            connections = [server.connect() for _ in range(12)]
            for connection in connections:
                connection.request("POST", LOGIN, body)
            wait_for_requests(server, 12)
            server.process.terminate()
            self.assertEqual(server.wait(), 0)
            self.assertTrue(any("requests were still in flight" in line for line in server.lines))
            self.assertIn("stopped", server.lines)
            unanswered = 0
            for connection in connections:
                try:
                    connection.getresponse()
                except (OSError, http.client.HTTPException):
                    unanswered += 1
                connection.close()
            self.assertGreater(unanswered, 0)

    def test_sigint_ends_it_too(self):
        with Server(*SMALL_POOLS) as server:
            server.process.send_signal(2)
            self.assertEqual(server.wait(), 0)

    def test_while_draining_new_requests_on_old_connections_are_refused(self):
        with Server(*SLOW) as server:
            kept = server.connect()
            kept.request("GET", "/v1/nothing")
            kept.getresponse().read()
            body = json.dumps(envelope({"appId": "admin", "userName": "nobody", "password": "mosip"}))
            slow = [server.connect() for _ in range(12)]
            for connection in slow:
                connection.request("POST", LOGIN, body)
            wait_for_requests(server, 13)
            server.process.terminate()
            server.wait_for_line("draining")
            try:
                kept.request("GET", "/v1/nothing")
                answer = kept.getresponse()
                self.assertEqual((answer.status, answer.headers["Connection"].lower()), (503, "close"))
            except (OSError, http.client.HTTPException):
                pass  # Closed already: as good.
            for connection in slow:
                self.assertEqual(connection.getresponse().status, 200)
                connection.close()
            kept.close()
            self.assertEqual(server.wait(), 0)


if __name__ == "__main__":
    unittest.main()
