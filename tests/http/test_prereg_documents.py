"""Documents of applications over HTTP: by content, in pieces, with limits; devices sheet B.11."""

import base64
import json
import tempfile
import unittest
from pathlib import Path
from urllib.parse import quote

from application_tools import BASE, DOCUMENTS, JPEG, KINDS, PDF, PNG, created, filing, identity, officer_token, upload, upload_body, with_officer
from device_tools import after
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, in_parallel, sets, wait_until, write
from prereg_tools import frame, sign_in
from server_case import ServerCase

ID = "mosip.pre-registration.document."
DAY = 86400
LIMIT = 1_000_000
UNKNOWN = "6f036ecf-91b3-11e9-a605-cd68a2d40011"
NOT_OF = {"errorCode": "PRG_PAM_DOC_022", "message": "DocumentId is not belongs to the pre-registration Id"}
NONE = {"errorCode": "PRG_PAM_DOC_005", "message": "Documents is not found for the requested pre-registration id"}


class Documents(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS
    bootstrap = with_officer()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.token = sign_in(cls.server, "9800000001")

    def setUp(self):
        self.application = created(self.server, self.token, identity(1))

    def ask(self, method, path, token=None):
        return self.server.call(method, DOCUMENTS + path, token=token or self.token)

    def add(self, file=PDF, name="passport.pdf", **more):
        return upload(self.server, self.token, self.application, file, name, **more)

    def added(self, *arguments, **more):
        answer = self.add(*arguments, **more)
        self.assertIsNone(answer.json()["errors"], answer.body)
        return answer.response()["docId"]

    def content(self, document):
        answer = self.ask("GET", f"/{document}?preRegistrationId={self.application}")
        self.assertIsNone(answer.json()["errors"], answer.body)
        return base64.b64decode(answer.response()["document"], validate=True)

    def listed(self):
        answer = self.ask("GET", f"/preregistration/{self.application}")
        return answer.response()["documentsMetaData"]

    def assert_refused(self, answer, operation, *codes):
        body = answer.json()
        self.assertEqual((answer.status, body["id"], body["version"], body["response"]), (200, ID + operation, "1.0", None), answer.body)
        self.assertEqual(answer.error_codes(), list(codes), answer.body)

    def test_a_file_comes_back_as_it_was_whatever_its_name_says(self):
        for category, file, name, kind in (("POA", PDF, "C:\\docs\\passport of أمينة.jpg", "pdf"), ("POI", JPEG, "photo", "jpg"),
                                           ("POE", PNG, "../x.exe", "png"), ("POR", PDF + bytes(range(256)) * 3800, "large.pdf", "pdf")):
            answer = self.add(file, name, category=category)
            added = answer.response()
            self.assertEqual((answer.json()["id"], answer.json()["errors"]), (ID + "upload", None), answer.body)
            self.assertEqual(list(added), ["preRegistrationId", "docId", "docName", "docCatCode", "docTypCode", "docFileFormat"])
            shown = name.replace("\\", "/").rsplit("/", 1)[-1]
            self.assertEqual((added["preRegistrationId"], added["docName"], added["docCatCode"], added["docTypCode"], added["docFileFormat"]),
                             (self.application, shown, category, KINDS[category], kind))
            self.assertEqual(self.content(added["docId"]), file)
            self.assertIn({"docName": shown, "documentId": added["docId"], "docCatCode": category, "docTypCode": KINDS[category], "langCode": "eng"},
                          self.listed())
        self.assertEqual(len(self.listed()), 4)

    def test_the_list_of_applications_shows_the_proof_of_address(self):
        document = self.added(category="POA", kind="DOC005", language="fra")
        self.added(category="POI")
        rows = self.server.call("GET", BASE, token=self.token).response()["basicDetails"]
        row = next(row for row in rows if row["preRegistrationId"] == self.application)
        self.assertEqual(row["demographicMetadata"]["proofOfAddress"], {"docName": "passport.pdf", "documentId": document, "docCatCode": "POA",
                                                                        "docTypCode": "DOC005", "langCode": "fra"})

    def test_one_of_a_category_takes_the_place_of_the_one_before(self):
        first = self.added(PDF * 4000)
        second = self.added(JPEG)
        self.assertNotEqual(first, second)
        self.assertEqual([row["documentId"] for row in self.listed()], [second])
        self.assertEqual(self.ask("GET", f"/{first}?preRegistrationId={self.application}").json()["errors"], [NOT_OF])

    def test_one_goes_and_then_all(self):
        documents = [self.added(category=category) for category in ("POA", "POI", "POR")]
        answer = self.ask("DELETE", f"/{documents[0]}?preRegistrationId={self.application}")
        self.assertEqual((answer.json()["id"], answer.response()), (ID + "delete.specific", {"message": "Document successfully deleted"}))
        self.assertEqual(self.ask("DELETE", f"/{documents[0]}?preRegistrationId={self.application}").json()["errors"], [NOT_OF])
        self.assertEqual(len(self.listed()), 2)
        answer = self.ask("DELETE", f"/preregistration/{self.application}")
        self.assertEqual((answer.json()["id"], answer.response()), (ID + "delete", {
            "message": "All documents assosiated with requested pre-registration id deleted sucessfully"}))
        for method, operation in (("GET", "fetch.metadata"), ("DELETE", "delete")):
            answer = self.ask(method, f"/preregistration/{self.application}")
            self.assertEqual((answer.json()["id"], answer.json()["errors"]), (ID + operation, [NONE]))

    def test_a_document_is_of_its_application_alone(self):
        document = self.added()
        other = created(self.server, self.token)
        for method in ("GET", "DELETE"):
            for of, wanted in ((other, document), (self.application, UNKNOWN), (self.application, "x"), (self.application, document.upper())):
                self.assertEqual(self.ask(method, f"/{wanted}?preRegistrationId={of}").json()["errors"], [NOT_OF])
            for query in ("", "?preRegistrationId=", "?preRegistrationId=%20"):
                self.assertEqual(self.ask(method, f"/{document}{query}").error_codes(), ["PRG_PAM_CORE_001"])

    def test_one_is_copied_to_another_application(self):
        for file in (PDF, PDF + bytes(range(256)) * 1500):
            document = self.added(file, category="POI", kind="DOC002", language="fra")
            other = created(self.server, self.token)
            answer = self.ask("PUT", f"/{other}?catCode=POI&sourcePreId={self.application}")
            copied = answer.response()
            self.assertEqual((answer.json()["id"], answer.json()["errors"]), (ID + "copy", None), answer.body)
            self.assertEqual({**copied, "docId": None}, {"preRegistrationId": other, "docId": None, "docName": "passport.pdf", "docCatCode": "POI",
                                                         "docTypCode": "DOC002", "docFileFormat": "pdf"})
            self.assertNotEqual(copied["docId"], document)
            self.assertIsNone(self.ask("DELETE", f"/{document}?preRegistrationId={self.application}").json()["errors"])
            found = self.ask("GET", f"/{copied['docId']}?preRegistrationId={other}")
            self.assertEqual(base64.b64decode(found.response()["document"]), file)

    def test_what_is_wrong_with_a_copy(self):
        other = created(self.server, self.token)
        for query, codes in (("catCode=POA&sourcePreId=" + self.application, ["PRG_PAM_DOC_005"]), ("catCode=POA", ["PRG_PAM_CORE_001"]),
                             ("sourcePreId=" + self.application, ["PRG_PAM_CORE_001"]), ("catCode=XYZ&sourcePreId=" + self.application, ["PRG_CORE_REQ_018"]),
                             ("catCode=POA&sourcePreId=32042841521591", ["PRG_PAM_APP_005"])):
            self.assert_refused(self.ask("PUT", f"/{other}?{query}"), "copy", *codes)
        self.added(category="POI")
        self.assert_refused(self.ask("PUT", f"/{other}?catCode=POA&sourcePreId={self.application}"), "copy", "PRG_PAM_DOC_005")
        self.assert_refused(self.ask("PUT", f"/32042841521591?catCode=POI&sourcePreId={self.application}"), "copy", "PRG_PAM_APP_005")

    def test_the_number_that_it_bears(self):
        document = self.added()
        self.assertNotIn("refNumber", self.listed()[0])
        for number in ("P 123/4", "أ" * 32):
            path = f"/document/{document}?preRegistrationId={self.application}&refNumber={quote(number)}"
            answer = self.ask("PUT", path)
            self.assertEqual((answer.json()["id"], answer.response()), (ID + "update.docrefid", "Document reference number updated successfully"))
            self.assertEqual(self.listed()[0]["refNumber"], number)
        self.assertEqual(self.content(document), PDF)
        for number, code in (("", "PRG_PAM_CORE_001"), ("%20", "PRG_PAM_CORE_001"), ("x" * 65, "PRG_PAM_DOC_018"), ("%ff", "PRG_PAM_DOC_018")):
            path = f"/document/{document}?preRegistrationId={self.application}&refNumber={number}"
            self.assert_refused(self.ask("PUT", path), "update.docrefid", code)
        self.assertEqual(self.ask("PUT", f"/document/{UNKNOWN}?preRegistrationId={self.application}&refNumber=1").json()["errors"], [NOT_OF])
        self.assertEqual(self.listed()[0]["refNumber"], "أ" * 32)

    def test_it_goes_with_its_application(self):
        document = self.added()
        self.assertIsNone(self.server.call("DELETE", f"{BASE}/{self.application}", token=self.token).json()["errors"])
        for path in (f"/preregistration/{self.application}", f"/{document}?preRegistrationId={self.application}"):
            self.assertEqual(self.ask("GET", path).error_codes(), ["PRG_PAM_APP_005"])

    def test_size_and_name_are_limited(self):
        self.assertIsNone(self.add(PDF + bytes(LIMIT - len(PDF))).json()["errors"])
        self.assert_refused(self.add(PDF + bytes(LIMIT - len(PDF) + 1)), "upload", "PRG_PAM_DOC_007")
        self.assertIsNone(self.add(name="ü" * 46 + ".pdf").json()["errors"])
        for name in ("ü" * 47 + ".pdf", "", "folder/"):
            self.assert_refused(self.add(name=name), "upload", "PRG_PAM_DOC_018")
        body, headers = upload_body(self.request(), name="NAME")
        answer = self.server.call("POST", f"{DOCUMENTS}/{self.application}", body.replace(b"NAME", b"\xff\xfe"), self.token, headers)
        self.assert_refused(answer, "upload", "PRG_PAM_DOC_018")

    def test_its_content_says_what_it_is(self):
        for file in (b"GIF89a" + bytes(50), b"MZ" + bytes(50), b"<html>", b"x" + PDF, b"\xff\xd8", b"PK\x03\x04"):
            self.assert_refused(self.add(file, "passport.pdf"), "upload", "PRG_PAM_DOC_004")
        self.assert_refused(self.add(b""), "upload", "PRG_PAM_DOC_014")

    def request(self, **changes):
        return frame({"docCatCode": "POA", "docTypCode": "DOC004", "langCode": "eng"}, ID + "upload", **changes)

    def post(self, body, headers):
        return self.server.call("POST", f"{DOCUMENTS}/{self.application}", body, self.token, headers)

    def test_what_is_wrong_with_the_request(self):
        for changes, codes in (({"id": "x"}, ["PRG_PAM_CORE_001"]), ({"version": "0"}, ["PRG_PAM_CORE_002"]), ({"requesttime": "now"}, ["PRG_PAM_CORE_003"]),
                               ({"requesttime": after(-2 * DAY)}, ["PRG_CORE_REQ_013"]), ({"request": None}, ["PRG_PAM_CORE_004"])):
            self.assert_refused(self.post(*upload_body(self.request(**changes))), "upload", *codes)
        for more, codes in (({"category": "XYZ"}, ["PRG_CORE_REQ_018"]), ({"kind": ""}, ["PRG_CORE_REQ_017"]), ({"kind": "ZZZ"}, ["PRG_CORE_REQ_017"]),
                            ({"kind": "DOC002"}, ["PRG_CORE_REQ_017"]), ({"kind": "doc004"}, ["PRG_CORE_REQ_017"]), ({"kind": "Rental contract"}, ["PRG_CORE_REQ_017"]),
                            ({"category": "POB"}, ["PRG_CORE_REQ_018"]), ({"category": "XYZ", "kind": "ZZZ"}, ["PRG_CORE_REQ_018", "PRG_CORE_REQ_017"]),
                            ({"language": "deu"}, ["PRG_CORE_REQ_014"]),
                            ({"category": "", "kind": " ", "language": ""}, ["PRG_CORE_REQ_018", "PRG_CORE_REQ_017", "PRG_CORE_REQ_014"])):
            self.assert_refused(self.add(**more), "upload", *codes)
        self.assert_refused(self.post(*upload_body("{no json")), "upload", "PRG_PAM_DOC_015")
        self.assert_refused(self.post(*upload_body("[]")), "upload", "PRG_PAM_DOC_015")
        for request, file in ((None, PDF), (self.request(), None), (None, None)):
            self.assert_refused(self.post(*upload_body(request, file)), "upload", "PRG_PAM_DOC_014")
        self.assert_refused(self.post(json.dumps(self.request()), {"Content-Type": "application/json"}), "upload", "PRG_PAM_DOC_014")
        self.assertEqual(self.ask("GET", f"/preregistration/{self.application}").json()["errors"], [NONE])

    def test_an_application_that_is_consumed_keeps_its_documents(self):
        document = self.added()
        officer = officer_token(self.server)
        done = self.server.call("PUT", f"{BASE}/status/{self.application}?statusCode=Consumed", token=officer)
        self.assertEqual(done.response(), "STATUS_UPDATED_SUCESSFULLY", done.body)
        self.assertEqual(self.content(document), PDF)
        fixed = ["PRG_PAM_APP_022"]
        self.assertEqual(self.add().error_codes(), fixed)
        self.assertEqual(self.ask("DELETE", f"/{document}?preRegistrationId={self.application}").error_codes(), fixed)
        self.assertEqual(self.ask("DELETE", f"/preregistration/{self.application}").error_codes(), fixed)

    def test_what_stands_beside_the_file_is_limited(self):
        """The whole body stays in memory for as long as its file is on its way."""
        def with_more(bytes_more):
            body, headers = upload_body(self.request())
            mark = b"------b7MA4YWxk"
            more = mark + b'\r\nContent-Disposition: form-data; name="more"\r\n\r\n' + bytes(bytes_more) + b"\r\n"
            return self.post(more + body, headers)
        self.assertIsNone(with_more(63 * 1024).json()["errors"])
        self.assert_refused(with_more(64 * 1024), "upload", "PRG_PAM_DOC_018")
        self.assertEqual(len(self.listed()), 1)

    def test_an_officer_keeps_them_as_their_owner_does(self):
        officer = officer_token(self.server)
        answer = upload(self.server, officer, self.application, PDF, category="POI")
        self.assertIsNone(answer.json()["errors"], answer.body)
        document, mine = answer.response()["docId"], self.added()
        other = created(self.server, self.token)
        for method, path in (("PUT", f"/{other}?catCode=POA&sourcePreId={self.application}"),
                             ("PUT", f"/document/{document}?preRegistrationId={self.application}&refNumber=7"),
                             ("DELETE", f"/{mine}?preRegistrationId={self.application}"), ("DELETE", f"/preregistration/{self.application}")):
            answer = self.ask(method, path, officer)
            self.assertIsNone(answer.json()["errors"], answer.body)
        self.assertEqual(self.ask("GET", f"/preregistration/{self.application}").json()["errors"], [NONE])
        # The data stays the owner's.
        for method, body in (("PUT", filing({"identity": identity(2)}, "update")), ("DELETE", None)):
            answer = self.server.call(method, f"{BASE}/{self.application}", body, officer)
            self.assertEqual(answer.error_codes(), ["PRG_PAM_APP_017"], answer.body)

    def test_another_citizen_keeps_hands_off(self):
        document = self.added()
        stranger = sign_in(self.server, "9800000002")
        self.assertEqual(upload(self.server, stranger, self.application).error_codes(), ["PRG_PAM_APP_017"])
        for method, path in (("PUT", f"/document/{document}?preRegistrationId={self.application}&refNumber=7"),
                             ("DELETE", f"/{document}?preRegistrationId={self.application}"), ("DELETE", f"/preregistration/{self.application}")):
            self.assertEqual(self.ask(method, path, stranger).error_codes(), ["PRG_PAM_APP_017"])
        self.assertEqual(len(self.listed()), 1)
        self.assertNotIn("refNumber", self.listed()[0])

    def test_an_officer_sees_them(self):
        document = self.added()
        officer = officer_token(self.server)
        self.assertEqual(len(self.ask("GET", f"/preregistration/{self.application}", officer).response()["documentsMetaData"]), 1)
        found = self.ask("GET", f"/{document}?preRegistrationId={self.application}", officer)
        self.assertEqual(base64.b64decode(found.response()["document"]), PDF)

    def test_they_are_there_after_a_kill(self):
        file = PDF + bytes(range(256)) * 1000
        document = self.added(file)
        self.server.kill()
        self.server.start()
        self.assertEqual(self.content(document), file)


# A category and a type that are no more, and a type of two categories.
TABLE = """category|ABC|eng|ABC||active
category|BCD|eng|BCD||active
category|OLD|eng|OLD||inactive
type|A1|eng|A1||active
type|A2|eng|A2||inactive
type|B1|eng|B1||active
valid|ABC|A1
valid|ABC|A2
valid|OLD|A1
valid|BCD|B1
valid|BCD|A1
valid|BCD|A2
"""


class Configured(unittest.TestCase):
    def test_limits_are_configuration(self):
        settings = sets("preregistration.documentupload.allowed.file.size=100", "preregistration.documentupload.allowed.file.nameLength=5",
                        "preregistration.documentupload.allowed.file.type=image/png")
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *settings) as server:
            token = sign_in(server, "9800000001")
            application = created(server, token)
            for file, name, codes in ((PNG[:100], "a.png", None), (PNG[:101], "a.png", ["PRG_PAM_DOC_007"]), (PNG[:50], "ab.png", ["PRG_PAM_DOC_018"]),
                                      (PDF, "a.pdf", ["PRG_PAM_DOC_004"])):
                answer = upload(server, token, application, file, name)
                self.assertEqual([error["errorCode"] for error in answer.json()["errors"] or []] or None, codes, answer.body)

    def test_categories_and_types_are_those_of_the_table(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            table = Path(write(directory, "documents.table", TABLE))
            with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets(f"idkernel.master-data.documents-file={table}")) as server:
                token = sign_in(server, "9800000001")
                application = created(server, token)

                def codes(category, kind):
                    answer = upload(server, token, application, category=category, kind=kind)
                    return [error["errorCode"] for error in answer.json()["errors"] or []]

                def copied(category):
                    answer = server.call("PUT", f"{DOCUMENTS}/{application}?catCode={category}&sourcePreId={application}", token=token)
                    return [error["errorCode"] for error in answer.json()["errors"] or []]

                for category, kind, expected in (("ABC", "A1", []), ("ABC", "A2", ["PRG_CORE_REQ_017"]), ("ABC", "B1", ["PRG_CORE_REQ_017"]),
                                                 ("ABC", "DOC004", ["PRG_CORE_REQ_017"]), ("OLD", "A1", ["PRG_CORE_REQ_018"]),
                                                 ("POA", "A1", ["PRG_CORE_REQ_018"]), ("BCD", "B1", []), ("BCD", "A1", [])):
                    with self.subTest(category=category, kind=kind):
                        self.assertEqual(codes(category, kind), expected)
                self.assertEqual((copied("ABC"), copied("OLD")), ([], ["PRG_CORE_REQ_018"]))
                table.write_text(TABLE.replace("||active", "||inactive", 1).replace("A2||inactive", "A2||active"))
                self.assertEqual(codes("ABC", "A1"), [])
                self.assertEqual(server.call("GET", "/preregistration/v1/login/refreshconfig").response(), "success")
                self.assertEqual((codes("ABC", "A1"), codes("BCD", "A2"), copied("ABC")), (["PRG_CORE_REQ_018"], [], ["PRG_CORE_REQ_018"]))

    def test_no_more_files_at_once_than_may_be(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets("idkernel.prereg.files-max=1")) as server:
            token = sign_in(server, "9800000001")
            application = created(server, token)
            file = PDF + bytes(LIMIT - len(PDF))
            answers = in_parallel([lambda: upload(server, token, application, file) for _ in range(16)])
            self.assertEqual({answer.status for answer in answers} | {200}, {200, 503})
            self.assertIn(200, {answer.status for answer in answers})
            # Every place is given back, the last one when the file has left memory: soon after the answer.
            wait_until(lambda: upload(server, token, application, file).json()["errors"] is None, "a place")


if __name__ == "__main__":
    unittest.main()
