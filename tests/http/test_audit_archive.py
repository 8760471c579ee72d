"""The audit archive: records move to files while the server serves, a kill -9 at any moment loses none and doubles none, and a changed
byte is found. IDKERNEL_ARCHIVE_CYCLES says how many kills there are."""

import collections
import http.client
import json
import os
import random
import threading
import unittest
from pathlib import Path

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets, wait_until

PATH = "/v1/auditmanager/audits"
CYCLES = int(os.environ.get("IDKERNEL_ARCHIVE_CYCLES", "4"))
CLIENTS = 4
RECORD = {
    "eventId": "ARC_1", "eventName": "KEEP", "eventType": "ARCHIVE", "actionTimeStamp": "2026-03-01T08:15:29.929Z", "hostName": "node-1",
    "hostIp": "10.0.0.7", "applicationId": "TEST", "applicationName": "Test", "sessionUserId": "u-17", "sessionUserName": "asha",
    "idType": "NUMBER", "createdBy": "u-17"}
# Everything is old enough at once, and comes in small files.
AT_ONCE = sets("idkernel.audit.retention-days=0", "idkernel.audit.archive-every-seconds=1", "idkernel.audit.archive-records-max=10",
               "idkernel.partitions=4")
ARGUMENTS = [*NO_RATE_LIMITS, *SMALL_POOLS, *AT_ONCE]


def add(server, name):
    answer = server.call("POST", PATH, envelope({**RECORD, "id": name}), server.token())
    return answer.status == 200 and answer.response() == {"status": True}


def command(data_dir, verb, *arguments):
    return run("audit", verb, "--dev", "--data-dir", data_dir, *sets("idkernel.partitions=4"), *arguments)


class Case(unittest.TestCase):
    def check_whole(self, data_dir):
        """What `verify` counts: (records, archived)."""
        code, output = command(data_dir, "verify")
        self.assertEqual(code, 0, output)
        self.assertRegex(output, r"(?m)^\d+ records in \d+ chains, \d+ of them archived, 0 chains broken$")
        words = output.splitlines()[-1].split()
        return int(words[0]), int(words[5])

    def exported(self, data_dir, *arguments):
        code, output = command(data_dir, "export", "--filter", "eventType=ARCHIVE", *arguments)
        self.assertEqual(code, 0, output)
        return [json.loads(line) for line in output.splitlines()[:-1]]

    def wait_for_archive(self, server, records):
        name = "idkernel_audit_archived_records_total"
        wait_until(lambda: server.metrics()[name] >= records, f"{records} archived records")


class Archiving(Case):
    def test_records_move_while_the_server_serves(self):
        with Server(*ARGUMENTS) as server:
            for number in range(150):
                self.assertTrue(add(server, f"first-{number}"))
            self.wait_for_archive(server, 150)
            for number in range(20):
                self.assertTrue(add(server, f"second-{number}"))
            server.stop()
            records, archived = self.check_whole(server.data_dir)
            self.assertGreaterEqual(archived, 150)
            self.assertGreaterEqual(records, 170)
            found = self.exported(server.data_dir)
            self.assertEqual(sorted(one["record"]["id"] for one in found),
                             sorted([f"first-{n}" for n in range(150)] + [f"second-{n}" for n in range(20)]))
            times = [one["loggedAt"] for one in found]
            self.assertEqual(times, sorted(times))
            self.assertEqual(self.exported(server.data_dir, "--from", times[100]), [one for one in found if one["loggedAt"] >= times[100]])
            self.check_files(Path(server.data_dir) / "audit-archive")
            heads = self.kept_heads(server.data_dir)
            self.check_changes(Path(server.data_dir))
            server.start()
            self.assertTrue(add(server, "third"))
            server.stop()
            self.check_heads(server.data_dir, heads)

    def kept_heads(self, data_dir):
        code, output = command(data_dir, "verify", "--heads")
        self.assertEqual(code, 0, output)
        self.assertRegex(output, r"(?m)^head\tservice audit\tpartition 1\tsequence \d+\thash [0-9A-F]{64}$")
        heads = Path(data_dir).parent / "heads.txt"
        heads.write_text(output)
        return heads

    def check_heads(self, data_dir, heads):
        """What was printed earlier is on the chains still; a head of another chain is not, nor one that lies further on."""
        code, output = command(data_dir, "verify", "--against", str(heads))
        self.assertEqual(code, 0, output)
        whole = heads.read_text()
        line = next(line for line in whole.splitlines() if line.startswith("head\tservice audit\tpartition 1\t"))
        start, digits = line[:-1], line[-1]
        heads.write_text(whole.replace(line, start + ("0" if digits != "0" else "1")))
        code, output = command(data_dir, "verify", "--against", str(heads))
        self.assertEqual(code, 1, output)
        self.assertRegex(output, r"(?m)^service audit\tpartition 1\tsequence \d+\t\S+\tup to the record before this one the chain is not")
        heads.write_text(line.replace("sequence ", "sequence 9999"))
        code, output = command(data_dir, "verify", "--against", str(heads))
        self.assertEqual(code, 1, output)
        self.assertIn("\tstore\tthe chain is shorter than it was\n", output)
        for wrong in (line[:-2], line.replace("audit", "nothing"), "no head at all"):
            heads.write_text(wrong + "\n")
            code, output = command(data_dir, "verify", "--against", str(heads))
            self.assertEqual(code, 64, output)

    def check_files(self, archive):
        files = [path for path in archive.rglob("*") if path.is_file()]
        self.assertTrue(files)
        for path in files:
            self.assertEqual(path.stat().st_mode & 0o777, 0o600, path)
            for secret in (b"asha", b"10.0.0.7"):
                self.assertNotIn(secret, path.read_bytes())
        lines = [json.loads(line) for line in (archive / "audit-0" / "manifest.jsonl").read_text().splitlines()]
        for line, following in zip(lines, lines[1:]):
            self.assertEqual((line["last"] + 1, line["hashAfter"]), (following["first"], following["hashBefore"]))

    def check_changes(self, data_dir):
        """A flipped byte, a lost line and a lost file are each found and named."""
        folder = data_dir / "audit-archive" / "audit-1"
        file = sorted(folder.glob("links-*"))[1]
        first = int(file.name.split("-")[1].split(".")[0])
        whole = file.read_bytes()
        for _ in range(5):
            at = random.randrange(len(whole))
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
            code, output = command(str(data_dir), "verify")
            self.assertEqual(code, 1, output)
            self.assertRegex(output, rf"(?m)^service audit\tpartition 1\tsequence \d+\t{file.name}\t\w.+$")
            self.assertRegex(output, r", 1 chains broken$")
        file.unlink()
        code, output = command(str(data_dir), "verify")
        self.assertEqual(code, 1)
        self.assertIn(f"service audit\tpartition 1\tsequence {first}\t{file.name}\tthe file is missing or cannot be read\n", output)
        code, output = command(str(data_dir), "export")
        self.assertNotEqual(code, 0)
        file.write_bytes(whole)
        manifest = folder / "manifest.jsonl"
        lines = manifest.read_text()
        manifest.write_text("".join(lines.splitlines(True)[:-1]))
        code, output = command(str(data_dir), "verify")
        self.assertEqual(code, 1)
        self.assertIn("manifest.jsonl\ta line is missing or was changed\n", output)
        manifest.write_text(lines)
        self.check_whole(str(data_dir))


class Kills(Case):
    def test_each_record_is_kept_once(self):
        acknowledged = []
        asked = set()
        with Server(*ARGUMENTS) as server:
            archived, cut_short = 0, 0
            for cycle in range(CYCLES):
                if cycle > 0:
                    server.start()
                self.load_and_kill(server, cycle, acknowledged, asked)
                before, (_, archived) = archived, self.check_whole(server.data_dir)
                self.assertGreaterEqual(archived, before)
                self.check_once(server.data_dir, acknowledged, asked)
                cut_short += self.has_left_something(Path(server.data_dir), archived)
            print(f"{cut_short} of {CYCLES} kills left something to take up")
            folder = self.leave_something(Path(server.data_dir))
            server.start()
            self.wait_until_all_is_archived(server)
            server.stop()
            self.assertEqual(list(folder.glob("*.new")), [])
            for line in (folder / "manifest.jsonl").read_text().splitlines():
                json.loads(line)
            self.assertFalse(self.has_left_something(Path(server.data_dir), self.check_whole(server.data_dir)[1]))
            # Retention is nothing: what was answered is old enough by now, all of it.
            chains = [chain for chain in (Path(server.data_dir) / "audit-archive").glob("audit-*") if (chain / "manifest.jsonl").exists()]
            moved = sum(json.loads((chain / "manifest.jsonl").read_text().splitlines()[-1])["last"] for chain in chains)
            self.assertGreaterEqual(moved, len(acknowledged))
            self.check_once(server.data_dir, acknowledged, asked)

    def has_left_something(self, data_dir, archived):
        """A file that is not finished or has no line, half a line, or a file whose links are still in the store."""
        named = 0
        for folder in (data_dir / "audit-archive").glob("*"):
            manifest = folder / "manifest.jsonl"
            text = manifest.read_text() if manifest.exists() else ""
            lines = [json.loads(line) for line in text.splitlines(True) if line.endswith("\n")]
            if text[-1:] not in ("", "\n") or {path.name for path in folder.glob("links-*")} != {line["file"] for line in lines}:
                return True
            named += sum(line["last"] + 1 - line["first"] for line in lines)
        return named != archived

    def leave_something(self, data_dir):
        """What a kill leaves that comes while a file is written, and another that comes while its line is."""
        folder = data_dir / "audit-archive" / "audit-0"
        self.assertTrue((folder / "manifest.jsonl").exists(), "nothing was archived")
        (folder / "links-00000000000000999999.jsonl.zst.sealed.new").write_bytes(b"half")
        with open(folder / "manifest.jsonl", "a") as manifest:
            manifest.write('{"file":"links-')
        return folder

    def load_and_kill(self, server, cycle, acknowledged, asked):
        token = server.token()
        stop = threading.Event()
        before = len(acknowledged)

        def work(client):
            number = 0
            while not stop.is_set():
                name = f"{cycle}-{client}-{number}"
                number += 1
                asked.add(name)
                try:
                    answer = server.call("POST", PATH, envelope({**RECORD, "id": name}), token)
                    if answer.status == 200 and answer.response() == {"status": True}:
                        acknowledged.append(name)
                except (OSError, http.client.HTTPException):
                    return  # killed

        threads = [threading.Thread(target=work, args=(client,)) for client in range(CLIENTS)]
        for thread in threads:
            thread.start()
        # The archiver comes by each second: at a random moment of its work, with some work done.
        wait_until(lambda: len(acknowledged) > before + 40, "records")
        threading.Event().wait(random.uniform(0.3, 2.0))
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()

    def wait_until_all_is_archived(self, server):
        def idle():
            first = server.metrics()["idkernel_audit_archived_records_total"]
            threading.Event().wait(2.5)
            return first == server.metrics()["idkernel_audit_archived_records_total"]
        wait_until(idle, "the archive")

    def check_once(self, data_dir, acknowledged, asked):
        counts = collections.Counter(one["record"]["id"] for one in self.exported(data_dir))
        self.assertEqual([name for name, count in counts.items() if count != 1], [])
        self.assertEqual([name for name in acknowledged if name not in counts], [])
        self.assertEqual([name for name in counts if name not in asked], [])


if __name__ == "__main__":
    unittest.main()
