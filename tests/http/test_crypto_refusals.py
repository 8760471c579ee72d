"""What encrypt, jwtEncrypt, decrypt and jwtDecrypt refuse, member by member and by role; no refusal makes a key (keys sheet 5, 8)."""

import base64
import unittest

from idkernel import envelope
from jwt_tools import encode
from keys_case import TIME, KeysCase, key_name
from test_certificates import CertificateCase, encode_json

ENDPOINTS = {"encrypt": ("applicationId", "timeStamp", "data"), "decrypt": ("applicationId", "timeStamp", "data"),
             "jwtEncrypt": ("applicationId", "data"), "jwtDecrypt": ("applicationId", "referenceId", "encData")}
LARGE = "A" * 100_000


class Refusals(CertificateCase):
    """Each case has a referenceId of its own, for which a success would make a key."""

    def refuse_new(self, endpoint, cases, **usual):
        def ask(case):
            number, changes = case
            return self.post(endpoint, {**key_name("REGISTRATION", f"{endpoint}-{number}"), **usual, **changes})

        self.refuse([(str(changes)[:80], (number, changes), code) for number, (changes, code) in enumerate(cases)], ask)
        for number in range(len(cases)):
            self.assertEqual(self.all_pems("REGISTRATION", f"{endpoint}-{number}"), [])

    def test_encrypt(self):
        self.refuse_new("encrypt", [
            ({"data": "*"}, "KER-CRY-003"), ({"data": "A"}, "KER-CRY-003"), ({"data": LARGE + "*"}, "KER-CRY-003"),
            ({"salt": "**"}, "KER-CRY-003"), ({"aad": "**"}, "KER-CRY-003"), ({"salt": encode(bytes(129))}, "KER-CRY-003"),
            ({"salt": "A"}, "KER-CRY-004"), ({"aad": ""}, "KER-CRY-004"), ({"data": " "}, "KER-CRY-004"), ({"data": 5}, "KER-CRY-004"),
            ({"timeStamp": "now"}, "KER-CRY-007"), ({"referenceId": ""}, "KER-CRY-011"), ({"applicationId": "NOBODY"}, "KER-KMS-002"),
            ({"applicationId": "ROOT"}, "KER-KMS-016"), ({"applicationId": "KERNEL", "referenceId": "sign"}, "KER-CRY-011")],
            data="aGVsbG8", timeStamp=TIME)
        self.encrypt("REGISTRATION", "encrypt-0", "aGVsbG8")
        self.assertEqual(len(self.all_pems("REGISTRATION", "encrypt-0")), 1)
        large = self.encrypt("REGISTRATION", "encrypt-2", LARGE)
        self.assertEqual(self.decrypt("REGISTRATION", "encrypt-2", large), LARGE)

    def test_jwt_encrypt(self):
        self.refuse_new("jwtEncrypt", [
            ({"data": "*"}, "KER-CRY-003"), ({"data": "AAAA"}, "KER-CRY-013"), ({"data": LARGE}, "KER-CRY-013"), ({"data": ""}, "KER-CRY-004"),
            ({"referenceId": None}, "KER-CRY-011"), ({"applicationId": "NOBODY"}, "KER-KMS-002"), ({"x509Certificate": "x"}, "KER-KMS-013")],
            data=encode_json({"a": 1}))
        self.value(self.post("jwtEncrypt", key_name("REGISTRATION", "jwtEncrypt-0", data=encode_json({"a": "x" * 100_000}))))
        self.assertEqual(len(self.all_pems("REGISTRATION", "jwtEncrypt-0")), 1)

    def test_decrypt(self):
        made = base64.urlsafe_b64decode(self.encrypt("REGISTRATION", "there", "aGVsbG8") + "==")
        unknown = made[:6] + bytes(32) + made[38:]
        self.refuse_new("decrypt", [
            ({"data": "*"}, "KER-CRY-003"), ({"data": LARGE + "*"}, "KER-CRY-003"), ({"data": "aGVsbG8"}, "KER-CRY-003"),
            ({"data": encode(unknown)}, "KER-KMS-025"), ({"data": encode(made)}, "KER-KMS-024"), ({"data": encode(made[:-1]), "referenceId": "there"}, "KER-FSE-004"),
            ({"salt": "**"}, "KER-CRY-003"), ({"aad": "A"}, "KER-CRY-004"), ({"timeStamp": "2024-01-01"}, "KER-CRY-007"),
            ({"applicationId": "NOBODY"}, "KER-CRY-012"), ({"data": None}, "KER-CRY-004")], data=encode(made), timeStamp=TIME)

    def test_jwt_decrypt(self):
        self.refuse_new("jwtDecrypt", [({"encData": "*"}, "KER-CRY-015"), ({"encData": "a.b.c.d.e"}, "KER-CRY-015"),
                                       ({"applicationId": "NOBODY"}, "KER-CRY-012"), ({"encData": " "}, "KER-CRY-004")], encData="a.b.c.d.e")

    def test_one_error_for_each_blank_field(self):
        for what, fields in ENDPOINTS.items():
            texts = sorted(f"request.{field} should not be null or empty" for field in fields)
            for request in ({}, {field: None for field in fields}, {field: " " for field in fields}):
                with self.subTest(what=what, request=request):
                    errors = self.post(what, request).json()["errors"]
                    self.assertEqual({one["errorCode"] for one in errors}, {"KER-CRY-004"})
                    self.assertEqual(sorted(one["message"] for one in errors), texts)

    def test_a_salt_or_aad_that_is_there_is_not_empty(self):
        for endpoint in ("encrypt", "decrypt"):
            for field in ("salt", "aad"):
                answer = self.post(endpoint, key_name("REGISTRATION", "x", data="aGVsbG8", timeStamp=TIME, **{field: "A"}))
                self.assert_refused(answer, "KER-CRY-004", f"request.{field} should not be empty")

    def test_a_body_that_is_none(self):
        for what in ENDPOINTS:
            for front in ("/v1/keymanager/", "/v1/cryptomanager/"):
                for body in ({}, {"request": None}):
                    self.assert_refused(self.call("POST", front + what, body), "KER-CRY-004", "request must not be null")
                self.assertEqual(self.call("POST", front + what, "{").error_codes(), ["KER-CRY-004"])

    def test_who_may(self):
        nobody = self.server.token("mosip-abis-client", "abc123")
        for what in ENDPOINTS:
            for front in ("/v1/keymanager/", "/v1/cryptomanager/"):
                with self.subTest(what=what, front=front):
                    self.assert_error(self.server.call("POST", front + what, envelope({}), token=nobody), 403, "KER-ATH-403")
                    self.assert_error(self.server.call("POST", front + what, envelope({})), 401, "KER-ATH-401")


class Listing(CertificateCase):
    def test_all_certificates_come_from_the_pool(self):
        self.value(self.master("REGISTRATION", force=True))
        listed = self.all_pems("REGISTRATION")
        self.assertEqual(len(listed), 2)
        self.assertEqual(listed[-1], self.pem("REGISTRATION"))
        before = self.fast_jobs()
        self.all_pems("REGISTRATION")
        self.assertEqual(self.fast_jobs(), before + 1)

    def test_a_large_text_waits_once_when_its_key_is_there(self):
        data = {"encrypt": {"data": LARGE, "timeStamp": TIME}, "jwtEncrypt": {"data": encode_json({"a": LARGE})}}
        for endpoint, request in data.items():
            jobs = []
            for _ in range(3):
                before = self.fast_jobs()
                self.value(self.post(endpoint, key_name("REGISTRATION", "large-" + endpoint, **request)))
                jobs.append(self.fast_jobs() - before)
            self.assertEqual(jobs[1:], [1, 1])
            self.assertGreater(jobs[0], 1)  # checked before its key is made


class NoPartnerKey(CertificateCase):
    arguments = KeysCase.arguments

    def test_a_partners_own_fault_comes_before_the_missing_key(self):
        def upload(**changes):
            return self.post("uploadPartnerCertificate", {"certificateData": "x", "partnerDomain": "AUTH", "organizationName": "Bank", **changes})

        self.assertEqual((len(self.all_pems("ROOT")), self.all_pems("PMS")), (1, []))
        self.refuse([("nonsense", {}, "KER-PCM-001")], lambda changes: upload(**changes))
        self.assertEqual(self.all_pems("PMS"), [])


if __name__ == "__main__":
    unittest.main()
