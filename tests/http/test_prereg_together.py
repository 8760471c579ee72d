"""One application, its owner and 64 connections at once: changes, statuses, documents and discarding are each done whole or not at all, one
after the other, and each that was answered left its record."""

import json
import time
import unittest
from collections import Counter

from application_tools import BASE, DOCUMENTS, PDF, created, filing, identity, upload, upload_body
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, in_parallel, run
from prereg_tools import frame, sign_in

CLIENTS = 64
STEPS = 5
GONE = ["PRG_PAM_APP_005"]
JSON = {"Content-Type": "application/json"}


class Call:
    """What one request came to, and when it began and ended."""

    def __init__(self, what, sent, began, ended, answer):
        self.what, self.sent, self.began, self.ended = what, sent, began, ended
        self.codes = [error["errorCode"] for error in answer["errors"] or []]
        self.response = answer["response"]


class Together(unittest.TestCase):
    def setUp(self):
        self.server = Server(*NO_RATE_LIMITS, *SMALL_POOLS)
        self.addCleanup(self.server.__exit__)
        self.server.start()
        self.token = sign_in(self.server, "9800000001")

    def work(self, application, choose):
        """All calls of all clients; `choose(client, step)` answers (what, sent, method, path, body, headers)."""
        faults = []

        def client(index):
            connection, calls = self.server.connect(), []
            try:
                for step in range(STEPS):
                    what, sent, method, path, body, headers = choose(index, step)
                    began = time.monotonic()
                    connection.request(method, path, body, {"Cookie": "Authorization=" + self.token, **headers})
                    answer = json.loads(connection.getresponse().read())
                    calls.append(Call(what, sent, began, time.monotonic(), answer))
            except Exception as fault:  # pylint: disable=broad-except
                faults.append(repr(fault))
            finally:
                connection.close()
            return calls

        by_client = in_parallel([lambda index=index: client(index) for index in range(CLIENTS)])
        self.assertEqual(faults, [])
        return by_client

    def change(self, application, seed):
        return "change", seed, "PUT", f"{BASE}/{application}", json.dumps(filing({"identity": identity(seed)}, "update")), JSON

    def status(self, application, status):
        return "status", status, "PUT", f"{BASE}/status/{application}?statusCode={status}", None, {}

    def read(self, application):
        return "read", None, "GET", f"{BASE}/{application}", None, {}

    def discard(self, application):
        return "discard", None, "DELETE", f"{BASE}/{application}", None, {}

    def add(self, application, size):
        request = frame({"docCatCode": "POA", "docTypCode": "DOC004", "langCode": "eng"}, "mosip.pre-registration.document.upload")
        body, headers = upload_body(request, PDF + bytes(size))
        return "add", size, "POST", f"{DOCUMENTS}/{application}", body, headers

    def recorded(self, applications):
        """{(application, event): how often}, of the trail of the stopped server, which verifies."""
        self.assertEqual(self.server.stop(), 0)
        for order in ("verify", "export"):
            code, output = run("audit", order, "--dev", "--data-dir", self.server.data_dir)
            self.assertEqual(code, 0, output)
        records = [json.loads(line)["record"] for line in output.splitlines()[:-1]]
        return Counter((record["id"], record["eventName"]) for record in records if record.get("id") in applications)

    def test_changes_and_statuses_lose_nothing_of_each_other(self):
        application = created(self.server, self.token, identity(1))
        statuses = ["Booked", "Pending_Appointment", "Document_Uploaded"]

        def choose(client, step):
            seed = 1000 + client * STEPS + step
            return [self.change(application, seed), self.status(application, statuses[seed % 3]), self.read(application)][client % 3]

        by_client = self.work(application, choose)
        calls = [call for some in by_client for call in some]
        self.assertEqual([call.codes for call in calls if call.codes], [])
        changes = [call for call in calls if call.what == "change"]
        sent = {json.dumps(identity(seed)) for seed in [1] + [call.sent for call in changes]}
        for some in by_client:
            seen = [call.response["updatedDateTime"] for call in some if call.what != "status"]
            self.assertEqual(seen, sorted(seen), "a later answer tells of an earlier state")
            for call in some:
                if call.what == "read":
                    self.assertIn(json.dumps(call.response["demographicDetails"]["identity"]), sent)
        last = self.server.call("GET", f"{BASE}/{application}", token=self.token).response()
        newest = max(call.response["updatedDateTime"] for call in changes)
        self.assertGreaterEqual(last["updatedDateTime"], newest)
        # Times have milliseconds: several changes may tell the same one.
        self.assertIn(last["demographicDetails"]["identity"],
                      [identity(call.sent) for call in changes if call.response["updatedDateTime"] == newest])
        self.assertIn(last["statusCode"], statuses)
        recorded = self.recorded({application})
        self.assertEqual(recorded[application, "APPLICATION_CHANGED"], len(changes))
        self.assertEqual(recorded[application, "APPLICATION_STATUS_CHANGED"], sum(call.what == "status" for call in calls))

    def test_it_is_discarded_once_and_nothing_comes_after(self):
        told = {}
        for round_number in range(6):
            application = created(self.server, self.token, identity(2))
            document = upload(self.server, self.token, application).response()["docId"]

            def choose(client, step, application=application):
                if client % 8 == 7 and step == 2:
                    return self.discard(application)
                orders = [self.change(application, 5000 + client), self.status(application, "Booked"), self.read(application),
                          self.add(application, 150_000)]
                return orders[(client + step) % 4]

            calls = [call for some in self.work(application, choose) for call in some]
            self.assertEqual({tuple(call.codes) for call in calls} - {(), tuple(GONE)}, set())
            done = [call for call in calls if call.what == "discard" and not call.codes]
            self.assertEqual(len(done), 1)
            late = [call.what for call in calls if call.began > done[0].ended and not call.codes]
            self.assertEqual(late, [], f"round {round_number}")
            for path in (f"{BASE}/{application}", f"{DOCUMENTS}/preregistration/{application}",
                         f"{DOCUMENTS}/{document}?preRegistrationId={application}"):
                self.assertEqual(self.server.call("GET", path, token=self.token).error_codes(), GONE)
            told[application] = Counter(call.what for call in calls if not call.codes)
        recorded = self.recorded(told)
        events = {"change": "APPLICATION_CHANGED", "status": "APPLICATION_STATUS_CHANGED", "discard": "APPLICATION_DISCARDED", "read": "APPLICATION_READ"}
        for application, counts in told.items():
            self.assertEqual({what: recorded[application, event] for what, event in events.items()}, {what: counts[what] for what in events})
            self.assertEqual(recorded[application, "DOCUMENT_ADDED"], counts["add"] + 1)


if __name__ == "__main__":
    unittest.main()
