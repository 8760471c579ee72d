"""`idkernel audit verify` and `audit export` while the server runs, takes records and archives them."""

import json
import random
import subprocess
import threading
import time
import unittest
from pathlib import Path

from idkernel import NO_RATE_LIMITS, PROGRAM, SMALL_POOLS, Server, envelope, in_parallel, run, sets, wait_until

PATH = "/v1/auditmanager/audits"
PARTITIONS = sets("idkernel.partitions=4")
ARCHIVING = sets("idkernel.audit.retention-days=0", "idkernel.audit.archive-every-seconds=1", "idkernel.audit.archive-records-max=10")
KEEPING = sets("idkernel.audit.archive=false")
RECORD = {
    "eventId": "RUN_1", "eventName": "KEEP", "eventType": "RUNNING", "actionTimeStamp": "2026-03-01T08:15:29.929Z", "hostName": "node-1",
    "hostIp": "10.0.0.7", "applicationId": "TEST", "applicationName": "Test", "sessionUserId": "u-17", "sessionUserName": "asha",
    "idType": "NUMBER", "createdBy": "u-17"}
EXIT_FAULT, EXIT_USAGE, EXIT_UNAVAILABLE = 1, 64, 69
BUSY = "idkernel: an audit verify or export is under way already: try again when it has ended\n"
SUMMARY = r"(?m)^\d+ records in \d+ chains, \d+ of them archived, 0 chains broken$"


def server(*arguments):
    return Server(*NO_RATE_LIMITS, *SMALL_POOLS, *PARTITIONS, *arguments)


def command(data_dir, verb, *arguments):
    return run("audit", verb, "--dev", "--data-dir", data_dir, *PARTITIONS, *arguments)


class Load:
    """Records that are added while the body of the `with` runs. What a thread throws is thrown at its end."""

    def __init__(self, to):
        self.server = to
        self.acknowledged = []
        self.faults = []
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(client,)) for client in range(2)]

    def work(self, client):
        try:
            token = self.server.token()
            number = 0
            while not self.stop.is_set():
                name = f"{client}-{number}"
                answer = self.server.call("POST", PATH, envelope({**RECORD, "id": name}), token)
                assert answer.response() == {"status": True}, answer.body
                self.acknowledged.append(name)
                number += 1
        except BaseException as fault:  # noqa: B902: told in __exit__
            self.faults.append(fault)

    def __enter__(self):
        self.server.token()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()
        assert not self.faults, self.faults


class Beside(unittest.TestCase):
    def check_verify(self, data_dir, *arguments):
        code, output = command(data_dir, "verify", *arguments)
        self.assertEqual(code, 0, output)
        self.assertRegex(output, SUMMARY)
        return output

    def exported(self, data_dir, *arguments):
        code, output = command(data_dir, "export", "--filter", "eventType=RUNNING", *arguments)
        self.assertEqual(code, 0, output)
        *lines, count = output.splitlines()
        self.assertEqual(count, f"{len(lines)} records")
        return [json.loads(line) for line in lines]

    def test_while_records_come_and_move(self):
        with server(*ARCHIVING) as one:
            archived = "idkernel_audit_archived_records_total"
            with Load(one) as load:
                wait_until(lambda: one.metrics()[archived] > 50, "archived records")
                for _ in range(8):
                    moved = one.metrics()[archived]
                    self.check_verify(one.data_dir)
                    before = list(load.acknowledged)
                    found = self.exported(one.data_dir)
                    self.check_found(found, before)
                    wait_until(lambda: one.metrics()[archived] > moved, "more archived records")
            self.check_file(one, load.acknowledged)
            self.check_heads(one)
            self.assertIn("AUDIT_RECORDS_READ by console", self.readers(one))
            whole = self.exported(one.data_dir)
            self.assertEqual(one.stop(), 0)
            self.assertEqual(self.exported(one.data_dir), whole, "the same without the server")

    def check_found(self, found, acknowledged):
        """What was answered before the export began is there once, by time."""
        ids = [one["record"]["id"] for one in found]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(set(acknowledged) - set(ids), set())
        times = [one["loggedAt"] for one in found]
        self.assertEqual(times, sorted(times))

    def check_file(self, one, acknowledged):
        """The file is the caller's own, and is there when it is whole."""
        file = Path(one.own_dir) / "export.jsonl"
        code, output = command(one.data_dir, "export", "--filter", "eventType=RUNNING", "--out", str(file))
        self.assertEqual((code, output), (0, f"{len(acknowledged)} records\n"))
        found = [json.loads(line) for line in file.read_text().splitlines()]
        self.check_found(found, acknowledged)
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        middle = found[len(found) // 2]["loggedAt"]
        self.assertEqual(self.exported(one.data_dir, "--from", middle), [line for line in found if line["loggedAt"] >= middle])
        for wrong, expected in ((("--out", str(file)), EXIT_UNAVAILABLE), (("--from", "x"), EXIT_USAGE), (("--filter", "id"), EXIT_USAGE),
                                (("--filter", "service=none"), EXIT_USAGE), (("--out", one.own_dir + "/no/file"), EXIT_UNAVAILABLE)):
            code, output = command(one.data_dir, "export", *wrong)
            self.assertEqual(code, expected, output)
        self.assertEqual(list(Path(one.own_dir).glob("*.new")), [])

    def check_heads(self, one):
        heads = Path(one.own_dir) / "heads.txt"
        heads.write_text(self.check_verify(one.data_dir, "--heads"))
        self.assertRegex(heads.read_text(), r"(?m)^head\tservice audit\tpartition 1\tsequence \d+\thash [0-9A-F]{64}$")
        self.check_verify(one.data_dir, "--against", str(heads))
        line = next(line for line in heads.read_text().splitlines() if line.startswith("head\tservice audit\tpartition 1\t"))
        heads.write_text(line[:-1] + ("0" if line[-1] != "0" else "1") + "\n")
        code, output = command(one.data_dir, "verify", "--against", str(heads))
        self.assertEqual(code, EXIT_FAULT, output)
        self.assertRegex(output, r"(?m)^service audit\tpartition 1\tsequence \d+\t\S+\tup to the record before this one the chain is not")
        heads.write_text(line.replace("audit", "nothing") + "\n")
        self.assertEqual(command(one.data_dir, "verify", "--against", str(heads))[0], EXIT_USAGE)

    def readers(self, one):
        code, output = command(one.data_dir, "export", "--filter", "eventName=AUDIT_RECORDS_READ")
        self.assertEqual(code, 0, output)
        records = [json.loads(line)["record"] for line in output.splitlines()[:-1]]
        return {f"{record['eventName']} by {record['createdBy']}" for record in records}

    def test_a_damaged_file_is_found(self):
        with server(*ARCHIVING) as one:
            with Load(one):
                wait_until(lambda: one.metrics()["idkernel_audit_archived_records_total"] > 100, "archived records")
            folder = Path(one.data_dir) / "audit-archive" / "audit-1"
            file = wait_until(lambda: sorted(folder.glob("links-*.sealed"))[:1], "a file")[0]
            whole = file.read_bytes()
            self.check_verify(one.data_dir)
            at = random.randrange(len(whole))
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
            code, output = command(one.data_dir, "verify")
            self.assertEqual(code, EXIT_FAULT, output)
            self.assertRegex(output, rf"(?m)^service audit\tpartition 1\tsequence \d+\t{file.name}\t\w.+$")
            self.assertRegex(output, r", 1 chains broken$")
            out = Path(one.own_dir) / "export.jsonl"
            code, output = command(one.data_dir, "export", "--out", str(out))
            self.assertEqual((code, output), (EXIT_FAULT, "idkernel: a record of service audit partition 1 cannot be read: "
                                                          "`idkernel audit verify` says which\n"))
            self.assertEqual(list(Path(one.own_dir).glob("export*")), [])
            file.write_bytes(whole)
            self.check_verify(one.data_dir)
            self.assertEqual(one.stop(), 0)

    def fill(self, one):
        """More than a pipe, a socket and what the two programs gather hold."""
        token = one.token()

        def add_some(client):
            for number in range(400):
                request = {**RECORD, "id": f"{client}-{number}", "description": "d" * 2000}
                if one.call("POST", PATH, envelope(request), token).response() != {"status": True}:
                    return False
            return True
        self.assertEqual(in_parallel([lambda client=client: add_some(client) for client in range(4)]), [True] * 4)

    def slow_reader(self, one):
        """An export that is under way, and waits for somebody to read what it prints."""
        slow = subprocess.Popen([PROGRAM, "audit", "export", "--dev", "--data-dir", one.data_dir, *PARTITIONS],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(slow.communicate)
        self.addCleanup(slow.kill)
        self.assertTrue(slow.stdout.read(1))
        return slow

    def test_one_reads_at_a_time(self):
        """Whoever does not take what is sent holds the reading up, not the server; whoever is gone ends it."""
        with server(*KEEPING) as one:
            self.fill(one)
            slow = self.slow_reader(one)
            for verb in ("verify", "export"):
                self.assertEqual(command(one.data_dir, verb), (EXIT_UNAVAILABLE, BUSY))
            began = time.monotonic()
            self.assertEqual(one.call("POST", PATH, envelope({**RECORD, "id": "beside"}), one.token()).response(), {"status": True})
            self.assertLess(time.monotonic() - began, 5)
            slow.kill()
            wait_until(lambda: command(one.data_dir, "verify")[0] == 0, "the end of the first")
            self.assertEqual(one.stop(), 0)

    def test_the_server_stops_while_somebody_reads(self):
        with server(*KEEPING) as one:
            self.fill(one)
            slow = self.slow_reader(one)
            self.assertEqual(one.stop(), 0)
            told = slow.stderr.read() if slow.stdout.read() else b""
            slow.wait()
            self.assertEqual(slow.returncode, EXIT_UNAVAILABLE, told)
            self.assertRegex(told, b"^idkernel: (given up: the server stops|the server has hung up)")


if __name__ == "__main__":
    unittest.main()
