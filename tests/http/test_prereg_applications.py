"""Applications for registration over HTTP: filed, found again, changed, discarded; whose they are; what is wrong with a request; devices
sheet B.1, B.4, B.9, B.11."""

import json
import os
import socket
import struct
import subprocess
import tempfile
import unittest

from application_tools import (ALIAS, BASE, DOCUMENTS, ID, PDF, create, created, filing, identity, officer_token, upload,
                               upload_body, with_officer)
from device_tools import after
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, in_parallel, sets
from prereg_tools import frame, sign_in
from server_case import ServerCase
from test_operator import command

YESTERDAY = -86400
OTHER_ID = "32042841521591"
NOT_FOUND = {"errorCode": "PRG_PAM_APP_005", "message": "No data found for the requested pre-registration id"}
NOT_OWNER = {"errorCode": "PRG_PAM_APP_017", "message": "Requested preregistration id does not belong to the user"}
KEYS = ["id", "version", "responsetime", "response", "errors"]


def ordered(server, orders):
    """What the running server answers to an operator's orders, all by one connection."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(os.path.join(server.data_dir, "admin.sock"))
        for order in orders:
            text = json.dumps(order).encode()
            connection.sendall(struct.pack(">I", len(text)) + text)
            size = struct.unpack(">I", connection.recv(4, socket.MSG_WAITALL))[0]
            yield json.loads(connection.recv(size, socket.MSG_WAITALL))


class ApplicationCase(ServerCase):
    bootstrap = with_officer()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.amina, cls.said = "9800000001", "said@example.org"
        cls.tokens = {user: sign_in(cls.server, user) for user in (cls.amina, cls.said)}
        cls.token, cls.other = cls.tokens[cls.amina], cls.tokens[cls.said]

    def ask(self, method, path, body=None, token=None):
        return self.server.call(method, path, body, token or self.token)

    def assert_faults(self, answer, operation, *errors):
        """Each error as (code, message), in the operation's frame."""
        self.assertEqual(answer.status, 200, answer.body)
        body = answer.json()
        self.assertEqual(list(body), KEYS)
        self.assertEqual((body["id"], body["version"], body["response"]), (ID + operation, "1.0", None))
        self.assertEqual([(error["errorCode"], error["message"]) for error in body["errors"]], list(errors), answer.body)


class Story(ApplicationCase):
    def test_is_filed_and_found_again_byte_for_byte(self):
        person = json.dumps(identity(1), ensure_ascii=False, indent=1).replace('"IDSchemaVersion": 1', '"IDSchemaVersion": 1.0')
        details = '{ "identity" :\n' + person + " }"
        body = '{"id":"%screate","version":"1.0","requesttime":"%s","request":{"langCode":"eng","demographicDetails":%s}}' % (ID, after(), details)
        for base in (BASE, ALIAS):
            with self.subTest(base):
                answer = self.server.call("POST", base, body.encode(), self.token, {"Content-Type": "application/json"})
                self.assertIsNone(answer.json()["errors"], answer.body)
                self.assertEqual(list(answer.json()), KEYS)
                self.assertEqual(answer.json()["id"], ID + "create")
                filed = answer.response()
                self.assertEqual(list(filed), ["preRegistrationId", "createdDateTime", "statusCode", "langCode", "demographicDetails"])
                self.assertEqual((filed["statusCode"], filed["langCode"]), ("Pending_Appointment", "eng"))
                self.assertRegex(filed["preRegistrationId"], r"^[2-9]\d{13}$")
                self.assertIn(details.encode(), answer.body)
                found = self.ask("GET", f"{base}/{filed['preRegistrationId']}")
                self.assertIn(details.encode(), found.body)
                self.assertEqual(found.json()["id"], ID + "retrieve.details")
                self.assertEqual(list(found.response()), ["preRegistrationId", "createdBy", "createdDateTime", "updatedBy", "updatedDateTime",
                                                          "statusCode", "langCode", "demographicDetails"])
                self.assertEqual({key: found.response()[key] for key in ("createdBy", "updatedBy", "createdDateTime", "updatedDateTime")},
                                 {"createdBy": self.amina, "updatedBy": self.amina, "createdDateTime": filed["createdDateTime"],
                                  "updatedDateTime": filed["createdDateTime"]})

    def test_is_changed_as_a_whole_and_stays_the_same_application(self):
        application = created(self.server, self.token, identity(2))
        before = self.ask("GET", f"{BASE}/{application}").response()
        for base in (BASE, ALIAS):
            person = identity(3, addressLine2=None)
            answer = self.ask("PUT", f"{base}/{application}", filing({"identity": person}, "update", "fra"))
            self.assertIsNone(answer.json()["errors"], answer.body)
            changed = answer.response()
            self.assertEqual(answer.json()["id"], ID + "update")
            self.assertEqual((changed["preRegistrationId"], changed["createdDateTime"], changed["statusCode"], changed["langCode"]),
                             (application, before["createdDateTime"], "Pending_Appointment", "fra"))
            self.assertGreaterEqual(changed["updatedDateTime"], before["createdDateTime"])
            found = self.ask("GET", f"{base}/{application}").response()
            self.assertEqual(found["demographicDetails"], {"identity": person})
            self.assertEqual(found["updatedDateTime"], changed["updatedDateTime"])

    def test_a_list_has_pages_of_twenty_newest_first(self):
        token = sign_in(self.server, "9800000007")
        self.assert_faults(self.ask("GET", BASE, token=token), "retrieve.basic", ("PRG_PAM_APP_005", "No record found for the requested user id"))
        ids = [created(self.server, token, identity(number)) for number in range(23)]
        for base in (BASE, ALIAS):
            first = self.ask("GET", base, token=token)
            self.assertEqual(first.json()["id"], ID + "retrieve.basic")
            page = first.response()
            self.assertEqual(list(page), ["basicDetails", "totalRecords", "noOfRecords", "pageIndex"])
            self.assertEqual((page["totalRecords"], page["noOfRecords"], page["pageIndex"]), ("23", "20", "0"))
            self.assertEqual([row["preRegistrationId"] for row in page["basicDetails"]], ids[::-1][:20])
            self.assertEqual(page["basicDetails"][0], {
                "preRegistrationId": ids[22], "statusCode": "Pending_Appointment", "bookingMetadata": None,
                "demographicMetadata": {"proofOfAddress": None, "postalCode": "14022", "fullName": identity(22)["fullName"]}})
            second = self.ask("GET", base + "?pageIndex=1", token=token).response()
            self.assertEqual([row["preRegistrationId"] for row in second["basicDetails"]], ids[::-1][20:])
            self.assertEqual((second["totalRecords"], second["noOfRecords"], second["pageIndex"]), ("23", "3", "1"))
        self.assert_faults(self.ask("GET", BASE + "?pageIndex=2", token=token), "retrieve.basic",
                           ("PRG_PAM_APP_016", "no record found for the requested page index"))
        for index in ("-1", "x", "1.0", "99999999999999999999"):
            self.assert_faults(self.ask("GET", BASE + "?pageIndex=" + index, token=token), "retrieve.basic",
                               ("PRG_PAM_APP_019", "Invalid page index value"))

    def test_is_discarded_once(self):
        for base in (BASE, ALIAS):
            application = created(self.server, self.token)
            answer = self.ask("DELETE", f"{base}/{application}")
            self.assertEqual(answer.json()["id"], ID + "delete")
            gone = answer.response()
            self.assertEqual(list(gone), ["preRegistrationId", "deletedBy", "deletedDateTime"])
            self.assertEqual((gone["preRegistrationId"], gone["deletedBy"]), (application, self.amina))
            for method, operation in (("GET", "retrieve.details"), ("DELETE", "delete")):
                self.assertEqual(self.ask(method, f"{base}/{application}").json()["errors"], [NOT_FOUND])
            ids = [row["preRegistrationId"] for row in (self.ask("GET", BASE).response() or {"basicDetails": []})["basicDetails"]]
            self.assertNotIn(application, ids)

    def test_its_status_is_asked_for_and_set(self):
        application = created(self.server, self.token)
        for base in (BASE, ALIAS):
            answer = self.ask("GET", f"{base}/status/{application}")
            self.assertEqual((answer.json()["id"], list(answer.response())), (ID + "retrieve.status", ["preRegistartionId", "statusCode"]))
            for status in ("Booked", "Canceled", "Pending_Appointment"):
                answer = self.ask("PUT", f"{base}/status/{application}?statusCode={status.upper()}")
                self.assertEqual((answer.response(), answer.json()["errors"]), ("STATUS_UPDATED_SUCESSFULLY", None), answer.body)
                self.assertEqual(self.ask("GET", f"{base}/status/{application}").response(),
                                 {"preRegistartionId": application, "statusCode": status})
        invalid = ("PRG_PAM_APP_006", "status code is invalid")
        for status in ("", "Nonsense", "Consumed", "Expired"):
            self.assert_faults(self.ask("PUT", f"{BASE}/status/{application}?statusCode={status}"), "status.update", invalid)
        self.assert_faults(self.ask("PUT", f"{BASE}/status/{application}"), "status.update", invalid)

    def test_what_its_status_forbids(self):
        refused = {"cancelled": "Canceled", "expired": "Expired"}
        officer = officer_token(self.server)
        application = created(self.server, self.token)
        for word, status in refused.items():
            answer = self.ask("PUT", f"{BASE}/status/{application}?statusCode={word}", token=officer)
            self.assertEqual(answer.response(), "STATUS_UPDATED_SUCESSFULLY", answer.body)
            self.assertEqual(self.ask("GET", f"{BASE}/status/{application}").response()["statusCode"], status)
            self.assert_faults(self.ask("DELETE", f"{BASE}/{application}"), "delete", ("PRG_PAM_APP_003", "delete operation is not allowed"))
        for method, path, body, operation in (("PUT", f"/{application}", filing({"identity": identity()}, "update"), "update"),
                                              ("PUT", f"/status/{application}?statusCode=Booked", None, "status.update")):
            self.assert_faults(self.ask(method, BASE + path, body), operation, ("PRG_PAM_APP_022", "Application can not be updated!!"))

    def test_all_that_is_known_at_once(self):
        application = created(self.server, self.token, identity(8))
        for base in (BASE, ALIAS):
            answer = self.ask("GET", f"{base}/info/{application}")
            self.assertEqual((answer.json()["id"], list(answer.response())), (ID + "retrieve.info", ["demographicResponse", "documentsMetaData"]))
            self.assertEqual(answer.response()["demographicResponse"], self.ask("GET", f"{base}/{application}").response())
            self.assertIsNone(answer.response()["documentsMetaData"])
        upload(self.server, self.token, application)
        listed = self.ask("GET", f"{DOCUMENTS}/preregistration/{application}").response()
        self.assertEqual(self.ask("GET", f"{BASE}/info/{application}").response()["documentsMetaData"], listed)
        self.assertEqual(len(listed["documentsMetaData"]), 1)

    def test_when_each_changed_last(self):
        first, second = created(self.server, self.token), created(self.server, self.token)
        changed = self.ask("PUT", f"{BASE}/{second}", filing({"identity": identity(4)}, "update")).response()["updatedDateTime"]
        for base in (BASE, ALIAS):
            answer = self.ask("POST", base + "/updatedTime", frame({"preRegistrationIds": [first, OTHER_ID, second]}, ID + "retrieve.date"))
            self.assertEqual(answer.json()["id"], ID + "retrieve.date")
            self.assertEqual(sorted(answer.response()), sorted([first, second]))
            self.assertEqual(answer.response()[second], changed)
        for asked, code in (([OTHER_ID], "PRG_PAM_APP_005"), ([], "PRG_PAM_CORE_001"), (["x"] * 101, "PRG_PAM_CORE_004"), ("x", "PRG_PAM_CORE_004")):
            answer = self.ask("POST", BASE + "/updatedTime", frame({"preRegistrationIds": asked}, ID + "retrieve.date"))
            self.assertEqual(answer.error_codes(), [code])

    def test_many_at_once_have_ids_of_their_own(self):
        answers = in_parallel([lambda number=number: created(self.server, self.token, identity(number)) for number in range(40)])
        self.assertEqual(len(set(answers)), 40)


class Owners(ApplicationCase):
    """Every call about another user's application, and about ids that somebody guesses."""

    def calls(self, application, document="6f036ecf-91b3-11e9-a605-cd68a2d40011", source=None):
        """(method, path, body, headers) of each endpoint that names an application."""
        change = filing({"identity": identity()}, "update")
        file, headers = upload_body(frame({"docCatCode": "POA", "docTypCode": "DOC004", "langCode": "eng"}, "mosip.pre-registration.document.upload"))
        out = []
        for base in (BASE, ALIAS):
            out += [("PUT", f"{base}/{application}", change, None), ("GET", f"{base}/{application}", None, None),
                    ("DELETE", f"{base}/{application}", None, None), ("GET", f"{base}/status/{application}", None, None),
                    ("PUT", f"{base}/status/{application}?statusCode=Booked", None, None),
                    ("GET", f"{base}/info/{application}", None, None),
                    ("POST", f"{base}/updatedTime", frame({"preRegistrationIds": [application]}, ID + "retrieve.date"), None)]
        out += [("PUT", f"{DOCUMENTS}/document/{document}?preRegistrationId={application}&refNumber=1", None, None),
                ("PUT", f"{DOCUMENTS}/{application}?catCode=POA&sourcePreId={source or application}", None, None),
                ("POST", f"{DOCUMENTS}/{application}", file, headers), ("GET", f"{DOCUMENTS}/preregistration/{application}", None, None),
                ("DELETE", f"{DOCUMENTS}/preregistration/{application}", None, None),
                ("GET", f"{DOCUMENTS}/{document}?preRegistrationId={application}", None, None),
                ("DELETE", f"{DOCUMENTS}/{document}?preRegistrationId={application}", None, None)]
        return out

    def each(self, application, document=None, token=None):
        for method, path, body, headers in self.calls(application, *([document] if document else [])):
            with self.subTest(f"{method} {path}"):
                yield self.server.call(method, path, body, token or self.other, headers)

    def test_another_users_is_refused_everywhere_and_stays_as_it_was(self):
        application = created(self.server, self.token, identity(5))
        document = upload(self.server, self.token, application).response()["docId"]
        before = self.ask("GET", f"{BASE}/{application}").response()
        for answer in self.each(application, document):
            self.assertEqual((answer.status, answer.json()["errors"], answer.response()), (200, [NOT_OWNER], None), answer.body)
        self.assertEqual(self.ask("GET", f"{BASE}/{application}").response(), before)
        self.assertEqual(len(self.ask("GET", f"{DOCUMENTS}/preregistration/{application}").response()["documentsMetaData"]), 1)
        mine = self.ask("GET", BASE, token=self.other).json()
        self.assertNotIn(application, json.dumps(mine))

    def test_no_document_is_copied_from_or_to_another_users(self):
        application = created(self.server, self.token)
        upload(self.server, self.token, application)
        others = created(self.server, self.other)
        upload(self.server, self.other, others)
        for to, source in ((application, others), (others, application)):
            for token in (self.token, self.other):
                answer = self.ask("PUT", f"{DOCUMENTS}/{to}?catCode=POA&sourcePreId={source}", token=token)
                self.assertEqual(answer.json()["errors"], [NOT_OWNER], answer.body)

    def test_a_guessed_id_is_unknown(self):
        application = created(self.server, self.token)
        for guess in (OTHER_ID, str(int(application) + 1), application[:-1], application + "0", "0", "x", "9" * 300):
            for answer in self.each(guess):
                self.assertEqual((answer.status, answer.json()["errors"]), (200, [NOT_FOUND]), answer.body)

    def test_a_blank_id_is_missing(self):
        missing = {"errorCode": "PRG_PAM_CORE_001", "message": "request parameter is missing"}
        for method, path, body, headers in self.calls("%20"):
            if not path.endswith("updatedTime"):
                answer = self.server.call(method, path, body, self.token, headers)
                self.assertEqual((answer.status, answer.json()["errors"]), (200, [missing]), answer.body)

    def test_without_a_token_and_without_a_role(self):
        application = created(self.server, self.token)
        nobody = self.server.sign_in("nobody", "nobody-secret-1").cookie()
        calls = self.calls(application) + [("POST", BASE, filing({"identity": identity()}), None), ("GET", BASE, None, None)]
        for method, path, body, headers in calls:
            with self.subTest(f"{method} {path}"):
                answer = self.server.call(method, path, body, headers=headers)
                self.assertEqual((answer.status, answer.error_codes()), (401, ["KER-ATH-401"]), answer.body)
                answer = self.server.call(method, path, body, nobody, headers)
                self.assertEqual((answer.status, answer.error_codes()), (403, ["KER-ATH-403"]), answer.body)

    def test_an_officer_reads_anybodys_and_changes_nobodys(self):
        application = created(self.server, self.token, identity(6))
        officer = officer_token(self.server)
        found = self.ask("GET", f"{BASE}/{application}", token=officer).response()
        self.assertEqual((found["createdBy"], found["demographicDetails"]["identity"]), (self.amina, identity(6)))
        for method, body in (("PUT", filing({"identity": identity()}, "update")), ("DELETE", None)):
            self.assertEqual(self.ask(method, f"{BASE}/{application}", body, officer).json()["errors"], [NOT_OWNER])
        self.assertEqual(self.ask("GET", BASE, token=officer).error_codes(), ["PRG_PAM_APP_005"])

    def test_the_same_person_signed_in_again_owns_them_still(self):
        application = created(self.server, self.token)
        again = sign_in(self.server, self.amina)
        self.assertNotEqual(again, self.token)
        self.assertEqual(self.ask("GET", f"{BASE}/{application}", token=again).response()["createdBy"], self.amina)


class Refusals(ApplicationCase):
    def test_all_that_is_wrong_with_the_frame_is_told_in_order(self):
        application = created(self.server, self.token)
        id_fault, version = ("PRG_PAM_CORE_001", "Request id is invalid"), ("PRG_PAM_CORE_002", "Request version is invalid")
        time, date = ("PRG_PAM_CORE_003", "Invalid request time"), ("PRG_CORE_REQ_013", "Request date should be current date")
        body = ("PRG_PAM_CORE_004", "Request body is invalid")
        for method, path, operation, other in (("POST", BASE, "create", "update"), ("PUT", f"{BASE}/{application}", "update", "create")):
            for changes, faults in (({"id": ID + other}, [id_fault]), ({"id": None}, [id_fault]), ({"version": "2.0"}, [version]),
                                    ({"version": None}, [version]), ({"requesttime": None}, [time]), ({"requesttime": after()[:-1]}, [time]),
                                    ({"requesttime": "2020-02-30T00:00:00.000Z"}, [time]), ({"requesttime": after(2 * YESTERDAY)}, [date]),
                                    ({"requesttime": after(-2 * YESTERDAY)}, [date]), ({"request": None}, [body]),
                                    ({"id": "", "version": "", "requesttime": "", "request": None}, [time, version, body, id_fault])):
                answer = self.ask(method, path, filing({"identity": identity()}, operation, **changes))
                with self.subTest(f"{method} {changes}"):
                    self.assert_faults(answer, operation, *faults)

    def test_the_language_then_the_form_then_the_person(self):
        application = created(self.server, self.token)
        language, form = ("PRG_CORE_REQ_014", "Lang code is invalid"), ("PRG_PAM_APP_007", "json parsing is failed")
        wrong = {"identity": identity(phone="123")}
        for method, path, operation in (("POST", BASE, "create"), ("PUT", f"{BASE}/{application}", "update")):
            def ask(details, code="eng"):
                return self.ask(method, path, filing(details, operation, code))
            for code in ("", "deu", "ENG", None, 7):
                self.assert_faults(ask("no object", code), operation, language)
            for details in (None, "text", [], {}, {"identity": []}, {"identity": "x"}, {"other": identity()}, {"identity": identity(x="y" * 200_000)}):
                self.assert_faults(ask(details), operation, form)
            self.assert_faults(ask(wrong), operation, ("KER-IOV-004", "Invalid input parameter - identity/phone"))

    def test_what_is_no_json_is_told_so(self):
        for text in ("{", "[]", "", b'{"request":"\xff"}', '{"id":1}}'):
            answer = self.server.call("POST", BASE, text, self.token, {"Content-Type": "application/json"})
            self.assertEqual((answer.status, answer.error_codes()), (200, ["PRG_PAM_APP_007"]), answer.body)

    def test_all_that_is_wrong_with_a_person_is_told_at_once(self):
        person = identity(fullName=None, gender=None, dateOfBirth=None, postalCode=None)
        answer = create(self.server, self.token, person)
        self.assertEqual(sorted(error["message"] for error in answer.json()["errors"]),
                         sorted("Missing input parameter - identity/" + path for path in
                                ("fullName", "gender", "dateOfBirth|identity/age", "postalCode")))
        self.assertEqual(set(answer.error_codes()), {"KER-IOV-005"})

    def test_another_users_is_found_out_after_the_person_is_checked(self):
        application = created(self.server, self.token)
        wrong = filing({"identity": identity(phone="123")}, "update")
        self.assertEqual(self.ask("PUT", f"{BASE}/{application}", wrong, self.other).error_codes(), ["KER-IOV-004"])
        self.assertEqual(self.ask("PUT", f"{BASE}/{OTHER_ID}", wrong, self.other).error_codes(), ["KER-IOV-004"])


class NoNumbers(unittest.TestCase):
    def test_without_prids_nothing_is_filed(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets("mosip.kernel.prid.min-unused-threshold=0")) as server:
            answer = create(server, sign_in(server, "9800000001"))
            self.assertEqual(answer.json()["errors"], [{"errorCode": "PRG_PAM_APP_020", "message": "Rest call to get prid failed"}])


class Reencryption(unittest.TestCase):
    """Here nothing is old, so nothing moves, beside a running server and without one; what moves: test_prereg_keys.py."""

    def test_the_command_goes_through_every_partition(self):
        server = Server(*NO_RATE_LIMITS, *SMALL_POOLS)
        self.addCleanup(server.__exit__)
        server.start()
        token = sign_in(server, "9800000001")
        application = created(server, token, identity(7))
        upload(server, token, application)
        self.assertEqual(command(server, "prereg", "reencrypt"), (0, "moved: 0\n"))
        self.assertEqual(server.stop(), 0)
        self.assertEqual(command(server, "prereg", "reencrypt"), (0, "moved: 0\n"))
        server.start()
        found = server.call("GET", f"{BASE}/{application}", token=token).response()
        self.assertEqual(found["demographicDetails"]["identity"], identity(7))

    def test_orders_that_make_no_sense(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS) as server:
            orders = [{"partition": -1}, {"partition": 16}, {"partition": "x"}, {"partition": 0, "after": "*"}, {"partition": 15}]
            *refused, done = ordered(server, [{"op": "prereg reencrypt", **order} for order in orders])
            self.assertEqual([list(answer) for answer in refused], [["error"]] * 4)
            self.assertEqual(done, {"partitions": 16, "moved": 0, "failed": 0})


class AtRest(unittest.TestCase):
    COUNT = 10_000
    USERS = 20

    def persons(self):
        return {number: identity(1000 + number) for number in range(self.COUNT)}

    def file_all(self, server, tokens, persons):
        """Each user files a share, over connections that stay open; {id: number}."""
        filed = {}

        def share(index):
            connection = server.connect()
            for number in range(index, self.COUNT, self.USERS):
                headers = {"Content-Type": "application/json", "Cookie": "Authorization=" + tokens[index]}
                connection.request("POST", BASE, json.dumps(filing({"identity": persons[number]})), headers)
                answer = json.loads(connection.getresponse().read())
                assert answer["errors"] is None, answer
                filed[answer["response"]["preRegistrationId"]] = number
            connection.close()

        in_parallel([lambda index=index: share(index) for index in range(self.USERS)])
        return filed

    def test_the_raw_files_hold_nothing_of_ten_thousand_persons(self):
        persons = self.persons()
        users = [f"9666{number:06d}" for number in range(self.USERS)]
        server = Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets("mosip.kernel.prid.prids-to-generate=40000",
                                                             "mosip.kernel.prid.min-unused-threshold=20000"))
        self.addCleanup(server.__exit__)
        server.start()
        tokens = [sign_in(server, user) for user in users]
        filed = self.file_all(server, tokens, persons)
        self.assertEqual(len(filed), self.COUNT)
        sample = sorted(filed)[::500]
        for application in sample:
            found = server.call("GET", f"{BASE}/{application}", token=tokens[filed[application] % self.USERS]).response()
            self.assertEqual(found["demographicDetails"]["identity"], persons[filed[application]])
            upload(server, tokens[filed[application] % self.USERS], application, PDF + persons[filed[application]]["email"].encode())
        self.assertEqual(self.traces(server.data_dir, persons, users), [])  # In the log, and what was flushed.
        self.assertEqual(server.stop(), 0)
        self.assertEqual(self.traces(server.data_dir, persons, users), [])

    def traces(self, directory, persons, users):
        """Texts of persons that stand in a file."""
        wanted = set(users)
        for person in persons.values():
            wanted.update(person[key] for key in ("phone", "email", "referenceIdentityNumber", "dateOfBirth"))
            wanted.update(form for entry in person["fullName"] for form in (entry["value"], json.dumps(entry["value"])[1:-1]))
            wanted.add(person["addressLine1"][0]["value"])
        return self.found_in(directory, wanted)

    def found_in(self, directory, wanted):
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as patterns:
            patterns.write("\n".join(sorted(wanted)))
            patterns.flush()
            done = subprocess.run(["grep", "--recursive", "--text", "--only-matching", "--no-filename", "--devices=skip", "--fixed-strings",
                                   "--file", patterns.name, directory], stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"}, timeout=300)
        self.assertIn(done.returncode, (0, 1))
        return done.stdout.decode().splitlines()

    def test_the_search_finds_what_is_there(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            with open(os.path.join(directory, "file"), "wb") as file:
                file.write(b"\0\xff9800000001yyamina@example.or\0 \xd8\xb3\xd9\x87\n amina@example.org")
            self.assertEqual(sorted(self.found_in(directory, {"9800000001", "amina@example.org", "\u0633\u0647", "absent"})),
                             ["9800000001", "amina@example.org", "\u0633\u0647"])


if __name__ == "__main__":
    unittest.main()
