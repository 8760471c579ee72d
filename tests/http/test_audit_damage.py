"""Audit chains that were damaged while the server was stopped: what then starts, what is answered, what is told."""

import subprocess
import unittest
from pathlib import Path

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets, wait_until
from store_damage import change_row

PATH = "/v1/auditmanager/audits"
PARTITIONS = 4
COUNT = sets(f"idkernel.partitions={PARTITIONS}")
AT_ONCE = sets("idkernel.audit.retention-days=0", "idkernel.audit.archive-every-seconds=1")
EXIT_UNAVAILABLE = 69
RECORD = {
    "eventId": "DMG_1", "eventName": "KEEP", "eventType": "DAMAGE", "actionTimeStamp": "2026-03-01T08:15:29.929Z", "hostName": "node-1",
    "hostIp": "10.0.0.7", "applicationId": "TEST", "applicationName": "Test", "sessionUserId": "u-17", "sessionUserName": "asha",
    "id": "1", "idType": "NUMBER", "createdBy": "u-17"}


def add(server):
    return server.call("POST", PATH, envelope(RECORD), server.token())


def chains(server):
    return server.manage("/actuator/health").json()["components"]["auditChains"]


class Damage(unittest.TestCase):
    def start_refused(self, server):
        """What a start says that ends at once."""
        process = subprocess.run(server.command(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        self.assertEqual(process.returncode, EXIT_UNAVAILABLE, process.stdout)
        return process.stdout

    def test_one_broken_chain_gives_its_turn_to_the_next(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *COUNT, *sets("idkernel.audit.archive=false")) as server:
            for _ in range(2 * PARTITIONS):
                self.assertEqual(add(server).response(), {"status": True})
            self.assertEqual(chains(server), {"status": "UP", "detail": "all can be read"})
            server.stop()
            change_row(server.data_dir, 1, "audit", "flip", "G")
            server.start()
            for _ in range(2 * PARTITIONS):
                self.assertEqual(add(server).response(), {"status": True})
            self.assertEqual(chains(server), {"status": "WARNING", "detail": "cannot be read: audit 1"})
            self.assertEqual(server.metrics()['idkernel_audit_chain_broken{service="audit",partition="1"}'], 1)
            self.assertEqual(server.metrics()['idkernel_audit_chain_broken{service="audit",partition="2"}'], 0)
            server.wait_for_line("the audit chain of service 13, partition 1 cannot be read")
            code, output = run("audit", "verify", "--dev", "--data-dir", server.data_dir, *COUNT)
            self.assertEqual(code, 1)
            self.assertRegex(output, r"(?m)^service audit\tpartition 1\tsequence \d+\tstore\tthe head cannot be read$")
            self.assertEqual(server.stop(), 0)

    def test_without_a_whole_chain_nothing_is_taken(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *COUNT, *sets("idkernel.audit.archive=false")) as server:
            for _ in range(2 * PARTITIONS):
                add(server)
            server.stop()
            for partition in range(PARTITIONS):
                change_row(server.data_dir, partition, "audit", "flip", "G")
            server.start()
            answer = add(server)
            self.assertEqual((answer.status, answer.error_codes(), answer.response()), (500, ["KER-AUD-500"], None))
            self.assertEqual(chains(server)["detail"], "cannot be read: " + ", ".join(f"audit {n}" for n in range(PARTITIONS)))
            uin = server.call("GET", "/v1/uingenerator/uin", token=server.token())
            self.assertIn("uin", uin.response(), "other services go on")
            self.assertEqual(server.stop(), 0)

    def test_links_without_a_head_are_not_written_over(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *COUNT, *sets("idkernel.audit.archive=false")) as server:
            for _ in range(2 * PARTITIONS):
                add(server)
            server.stop()
            change_row(server.data_dir, 2, "audit", "erase", "G")
            server.start()
            for _ in range(2 * PARTITIONS):
                self.assertEqual(add(server).response(), {"status": True})
            self.assertEqual(chains(server)["detail"], "cannot be read: audit 2")
            self.assertEqual(server.stop(), 0)

    def test_a_chain_whose_ends_are_gone_while_its_archive_is_there_refuses_the_start(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *COUNT, *AT_ONCE) as server:
            for _ in range(4 * PARTITIONS):
                add(server)
            wait_until(lambda: server.metrics()["idkernel_audit_archived_records_total"] >= 4 * PARTITIONS, "archived records")
            wait_until(lambda: (Path(server.data_dir) / "audit-archive" / "audit-3" / "manifest.jsonl").exists(), "a manifest")
            server.stop()
            server.start()  # A second start finds everything in order.
            server.stop()
            change_row(server.data_dir, 3, "audit", "erase", "G", "Z")
            told = self.start_refused(server)
            self.assertIn("the audit chain of service audit partition 3 has archived records in", told)
            self.assertIn("Bring back a backup", told)
            code, output = run("user", "add", "anna", "--no-password", "--dev", "--data-dir", server.data_dir, *COUNT)
            self.assertEqual(code, EXIT_UNAVAILABLE, output)
            self.assertIn("has archived records", output)
            code, output = run("audit", "verify", "--dev", "--data-dir", server.data_dir, *COUNT)
            self.assertEqual(code, 1)
            self.assertIn("service audit\tpartition 3\tsequence 1\tmanifest.jsonl\t", output)
            server.arguments += sets("idkernel.audit.archive-dir=" + server.own_dir + "/empty")
            server.start()
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
