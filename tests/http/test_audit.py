"""The audit manager: records are taken by their fields, durable when answered, chained, and sealed at rest."""

import json
import unittest
from pathlib import Path
from urllib.parse import urlencode

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, in_parallel, run, sets
from server_case import ServerCase

PATH = "/v1/auditmanager/audits"
RECORD = {
    "eventId": "PRE_401", "eventName": "PERSIST", "eventType": "BUSINESS", "actionTimeStamp": "2026-03-01T08:15:29.929Z",
    "hostName": "node-1", "hostIp": "10.0.0.7", "applicationId": "PRE-REG", "applicationName": "Pre-Registration",
    "sessionUserId": "u-17", "sessionUserName": "asha", "id": "75081638610718", "idType": "PRID", "createdBy": "u-17",
    "moduleName": "demographic", "moduleId": "PRE-DEM", "description": "saved"}


def record(**changes):
    made = {**RECORD, **changes}
    return {name: value for name, value in made.items() if value is not None}


class Audit(ServerCase):
    def add(self, request, **more):
        return self.call("POST", PATH, envelope(request), **more)

    def texts(self, answer):
        return [(error["errorCode"], error["message"]) for error in answer.json()["errors"]]

    def test_a_record_is_taken_and_the_id_of_the_request_comes_back(self):
        answer = self.call("POST", PATH, {"id": "mosip.audit", "version": "2.0", "request": RECORD})
        self.assertEqual((answer.status, answer.response()), (200, {"status": True}))
        self.assertEqual((answer.json()["id"], answer.json()["version"], answer.json()["errors"]), ("mosip.audit", "2.0", None))

    def test_without_an_id_the_references_own_is_answered(self):
        answer = self.call("POST", PATH, {"request": RECORD})
        self.assertEqual((answer.json()["id"], answer.json()["version"]), ("mosip.kernel.auditmanager.addAudit", "1.0"))
        self.assertEqual(answer.response(), {"status": True})

    def test_each_bad_member_is_named(self):
        answer = self.add(record(eventId=None, hostName="h" * 129, description="d" * 2049))
        self.assertEqual(answer.status, 200)
        self.assertEqual(self.texts(answer), [
            ("KER-AUD-001", "Request.eventId must not be null"),
            ("KER-AUD-001", "Request.hostName size must be between 1 and 128"),
            ("KER-AUD-001", "Request.description size must be between 0 and 2048")])

    def test_no_request_and_unreadable_ones(self):
        generic = ("KER-AUD-001", "Invalid Audit Request. Required parameters must be present")
        self.assertEqual(self.texts(self.call("POST", PATH, {"id": "x"})), [generic])
        format_fault = ("KER-AUD-002", "Invalid Audit Request. Format is incorrect.")
        self.assertEqual(self.texts(self.add(record(actionTimeStamp="yesterday"))), [format_fault])
        self.assertEqual(self.texts(self.add(record(eventId={"a": 1}))), [format_fault])
        for wrong in ("x", [], 1):
            self.assertEqual(self.texts(self.call("POST", PATH, {"request": wrong})), [format_fault])
        answer = self.call("POST", PATH, "{not json")
        self.assertEqual(self.texts(answer), [format_fault])

    def test_who_may_not(self):
        self.assertEqual(self.add(RECORD, token=None).status, 401)


class Reading(ServerCase):
    """GET of records, which the seed has not."""

    def add(self, **changes):
        answer = self.call("POST", PATH, envelope(record(**changes)))
        self.assertEqual(answer.response(), {"status": True}, answer.body)

    def find(self, **query):
        answer = self.call("GET", PATH + "?" + urlencode(query))
        self.assertEqual((answer.status, answer.json()["errors"]), (200, None), answer.body)
        return answer.response()

    def pages(self, **query):
        """All records that a question finds, and how many pages they took."""
        found, pages, cursor = [], 0, {}
        while True:
            page = self.find(**query, **cursor)
            found += page["audits"]
            pages += 1
            if page["cursor"] is None:
                return found, pages
            cursor = {"cursor": page["cursor"]}

    def test_records_come_back_by_time_and_each_once(self):
        for number in range(30):
            self.add(id="page", eventId=str(number))
        whole, _ = self.pages(id="page", limit=1000)
        self.assertEqual(sorted(int(one["record"]["eventId"]) for one in whole), list(range(30)))
        for limit in (1, 7, 30):
            found, pages = self.pages(id="page", limit=limit)
            self.assertEqual(found, whole)
            self.assertGreaterEqual(pages, 30 // limit)
        # Records of one millisecond, of several partitions, have an order but not that of their requests.
        first = next(one for one in found if one["record"]["eventId"] == "0")
        self.assertEqual(first["record"], record(id="page", eventId="0"))
        self.assertEqual((first["service"], set(first)), ("audit", {"service", "partition", "sequence", "loggedAt", "hash", "record"}))
        self.assertRegex(first["hash"], r"^[0-9A-F]{64}$")
        self.assertEqual([one["loggedAt"] for one in found], sorted(one["loggedAt"] for one in found))

    def test_members_and_times_bound_what_is_found(self):
        for event_type, user in (("LOGIN", "u-1"), ("LOGIN", "u-2"), ("LOGOUT", "u-1")):
            self.add(id="bound", eventType=event_type, sessionUserId=user)
        self.assertEqual(len(self.find(id="bound")["audits"]), 3)
        self.assertEqual(len(self.find(id="bound", eventType="LOGIN")["audits"]), 2)
        self.assertEqual(len(self.find(id="bound", eventType="LOGIN", user="u-1")["audits"]), 1)
        self.assertEqual(self.find(id="boun"), {"audits": [], "cursor": None})
        last = self.find(id="bound")["audits"][-1]["loggedAt"]
        later = [one for one in self.find(**{"id": "bound", "from": last})["audits"] if one["loggedAt"] < last]
        self.assertEqual(later, [])
        self.assertIn(last, [one["loggedAt"] for one in self.find(**{"id": "bound", "from": last})["audits"]])
        earlier = self.find(**{"id": "bound", "from": "2026-01-01T00:00:00.000Z", "to": last})["audits"]
        self.assertNotIn(last, [one["loggedAt"] for one in earlier])

    def test_the_envelope(self):
        answer = self.call("GET", PATH + "?id=nothing-has-it")
        self.assertEqual(answer.json()["id"], "mosip.kernel.auditmanager.getAudits")

    def test_what_is_wrong_with_a_question(self):
        for query, text in ((("from", "yesterday"), "from must have the form yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"),
                            (("to", "2026-03-01"), "to must have the form yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"),
                            (("limit", "0"), "limit must be a number from 1 to 1000"),
                            (("limit", "1001"), "limit must be a number from 1 to 1000"),
                            (("limit", "ten"), "limit must be a number from 1 to 1000"),
                            (("cursor", "abc"), "cursor must be one that an answer of this server held"),
                            (("eventtype", "LOGIN"), "eventtype is not a parameter"),
                            (("session user", ""), "session+user is not a parameter"),
                            (("x" * 65, "1"), "x" * 64 + " is not a parameter")):
            answer = self.call("GET", PATH + "?" + urlencode([query]))
            self.assert_error(answer, 400, "KER-AUD-003")
            self.assertEqual(answer.json()["errors"][0]["message"], "Invalid Audit Query. " + text)
        answer = self.call("GET", PATH + "?from=2026-03-02T00:00:00.000Z&to=2026-03-01T00:00:00.000Z")
        self.assert_error(answer, 400, "KER-AUD-003")
        self.assertEqual(self.call("GET", PATH + "?id=nothing&&%6cimit=1&").status, 200)

    def test_who_reads_is_recorded_before(self):
        self.find(id="nothing-has-it")
        found = self.pages(eventType="USER")[0]
        reads = [one["record"] for one in found if one["record"]["eventName"] == "AUDIT_RECORDS_READ"]
        self.assertTrue(reads)
        self.assertEqual((reads[-1]["eventId"], reads[-1]["createdBy"]), ("IDK-AUD-001", "idkernel-dev"))

    def test_who_may_not(self):
        self.assertEqual(self.call("GET", PATH, token=None).status, 401)
        self.assertEqual(self.call("GET", PATH, token=self.server.token("mosip-admin-client", "xyz123")).status, 403)


class Kept(unittest.TestCase):
    def test_every_acknowledged_record_is_in_a_chain_after_a_kill(self):
        with Server(*SMALL_POOLS, *NO_RATE_LIMITS, *sets("idkernel.audit.names-required=false")) as server:
            token = server.token()
            answers = in_parallel([lambda i=i: server.call(
                "POST", PATH, envelope(record(id=None, idType=None, description=f"password=hunter{i}")), token).response()
                for i in range(64)])
            self.assertEqual(answers, [{"status": True}] * 64)
            server.kill()
            code, output = run("audit", "verify", "--dev", "--data-dir", server.data_dir)
            self.assertEqual(code, 0, output)
            self.assertRegex(output, r"(?m)^\d+ records in \d+ chains, 0 of them archived, 0 chains broken$")
            self.check_export(server.data_dir)
            raw = b"".join(path.read_bytes() for path in Path(server.data_dir).rglob("*") if path.is_file())
            for secret in (b"hunter", b"node-1", b"asha"):
                self.assertNotIn(secret, raw)

    def check_export(self, data_dir):
        """Lines of the stopped server's records."""
        def export(*arguments):
            code, output = run("audit", "export", "--dev", "--data-dir", data_dir, "--filter", "service=audit", *arguments)
            self.assertEqual(code, 0, output)
            *lines, count = output.splitlines()
            self.assertEqual(count, f"{len(lines)} records")
            return [json.loads(line) for line in lines]

        everything = export()
        self.assertEqual(len(everything), 64)
        self.assertEqual({one["record"]["description"] for one in everything}, {"password=***"})
        times = [one["loggedAt"] for one in everything]
        self.assertEqual(times, sorted(times))
        self.assertEqual(len(export("--filter", "eventType=BUSINESS", "--filter", "eventId=PRE_401")), 64)
        self.assertEqual(export("--filter", "eventType=LOGIN"), [])
        self.assertEqual(export("--from", times[40]), everything[times.index(times[40]):])
        self.assertEqual(export("--to", times[40]), everything[:times.index(times[40])])
        self.assertEqual(export("--from", times[0][:10]), everything)
        self.assertEqual(export("--to", "2026-01-01"), [])
        file = Path(data_dir).parent / "export.jsonl"
        unfinished = Path(f"{file}.new")
        unfinished.write_text("what a killed export left")
        code, output = run("audit", "export", "--dev", "--data-dir", data_dir, "--filter", "service=audit", "--out", str(file))
        self.assertEqual((code, output), (0, "64 records\n"))
        self.assertEqual([json.loads(line) for line in file.read_text().splitlines()], everything)
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.assertFalse(unfinished.exists())
        for wrong in (("--out", str(file)), ("--from", "x"), ("--to", "2026-13-01"), ("--filter", "x=y"), ("--filter", "id")):
            code, output = run("audit", "export", "--dev", "--data-dir", data_dir, *wrong)
            self.assertNotEqual(code, 0, wrong)
            self.assertTrue(output.startswith("idkernel: "), output)
        file.unlink()


if __name__ == "__main__":
    unittest.main()
