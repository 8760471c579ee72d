"""The audit manager: records are taken by their fields, durable when answered, chained, and sealed at rest."""

import unittest
from pathlib import Path

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
            self.assertRegex(output, r"(?m)^64 records in \d+ chains, 0 broken$")
            raw = b"".join(path.read_bytes() for path in Path(server.data_dir).rglob("*") if path.is_file())
            for secret in (b"hunter", b"node-1", b"asha"):
                self.assertNotIn(secret, raw)


if __name__ == "__main__":
    unittest.main()
