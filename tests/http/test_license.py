"""Licence keys: drawn, given permissions, looked up, suspended; and every code of keys sheet 7."""

import datetime
import time
import unittest
from urllib.parse import quote

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, envelope, in_parallel, sets
from server_case import ServerCase

FRONTS = ("/v1/licensekeymanager/license/", "/v1/keymanager/license/")
FRONT = FRONTS[0]
ACCEPTED = [
    "OTP Trigger", "OTP Authentication", "Demo Authentication - Identity Data Match", "Demo Authentication - Address Data Match",
    "Demo Authentication - Full Address Data Match", "Demo Authentication - Secondary Language Match",
    "Biometric Authentication - FMR Data Match", "Biometric Authentication - IIR Data Match",
    "Biometric Authentication - FID Data Match", "Static Pin Authentication", "eKYC - limited", "eKYC - Full", "eKYC - No"]


def after(seconds):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


class LicenseCase(ServerCase):
    def post(self, what, request, front=FRONT, **more):
        return self.call("POST", front + what, envelope(request), **more)

    def put(self, request, front=FRONT, **more):
        return self.call("PUT", front + "status", envelope(request), **more)

    def look_up(self, key, misp="4411", front=FRONT, **more):
        return self.call("GET", f"{front}permission?licenseKey={quote(key)}&MISPId={quote(misp)}", **more)

    def good(self, answer):
        self.assertEqual((answer.status, answer.json()["errors"]), (200, None), answer.body)
        return answer.response()

    def key(self, misp="4411", expiry=None, front=FRONT):
        return self.good(self.post("generate", {"MISPId": misp, "licenseExpiryTime": expiry or after(3600)}, front))["licenseKey"]

    def map(self, key, *permissions, misp="4411", front=FRONT):
        return self.post("permission", {"licenseKey": key, "MISPId": misp, "permissions": list(permissions)}, front)

    def mapped(self, *permissions):
        key = self.key()
        self.good(self.map(key, *permissions or ("OTP Trigger",)))
        return key


class License(LicenseCase):
    def test_a_life_over_both_fronts(self):
        for front in FRONTS:
            key = self.key(front=front)
            self.assertRegex(key, r"^[A-Za-z0-9]{16}$")
            self.assertEqual(self.good(self.map(key, "OTP Trigger", "eKYC - Full", front=front)), {"status": "Mapped License with the permissions"})
            self.assertEqual(self.good(self.look_up(key, front=front)), {"permissions": ["OTP Trigger", "eKYC - Full"]})
            changed = self.good(self.put({"licenseKey": key, "status": "SUSPENDED"}, front))
            self.assertEqual(changed, {"message": "The status had been changed successfully. "})
            self.assert_error(self.look_up(key, front=front), 200, "KER-LKM-004")

    def test_the_other_spellings(self):
        key = self.good(self.post("generate", {"tspId": " 4411 ", "licenseExpiryTime": after(60)}))["licenseKey"]
        self.good(self.post("permission", {"licensekey": f" {key} ", "tspId": "4411", "permissions": ["OTP Trigger"]}))
        answer = self.call("GET", f"{FRONT}permission?tspId=4411&licenseKey={key}")
        self.assertEqual(self.good(answer), {"permissions": ["OTP Trigger"]})
        self.good(self.put({"licensekey": key, "status": "BLOCKED"}))
        self.assert_error(self.look_up(key), 200, "KER-LKM-004")

    def test_the_envelope_is_echoed(self):
        answer = self.post("generate", {"MISPId": "4411", "licenseExpiryTime": after(60)})
        self.assertEqual((answer.json()["id"], answer.json()["version"], answer.json()["metadata"]), ("string", "string", None))

    def test_every_permission_of_the_sheet(self):
        key = self.mapped(*ACCEPTED)
        self.assertEqual(self.good(self.look_up(key))["permissions"], ACCEPTED)

    def test_permissions_add_up_newest_first(self):
        key = self.mapped("OTP Trigger", "eKYC - No", "OTP Trigger")
        self.good(self.map(key, "eKYC - Full", "eKYC - No"))
        self.assertEqual(self.good(self.look_up(key))["permissions"], ["eKYC - Full", "eKYC - No", "OTP Trigger"])

    def test_generate_faults(self):
        for request, code in (
                ({}, "001"), ({"licenseExpiryTime": after(60)}, "001"), ({"MISPId": " "}, "001"), ({"MISPId": None, "licenseExpiryTime": after(-60)}, "001"),
                ({"MISPId": "4411"}, "008"), ({"MISPId": "4411", "licenseExpiryTime": None}, "008"), ({"MISPId": "4411", "licenseExpiryTime": after(-1)}, "008"),
                ({"MISPId": "4411", "licenseExpiryTime": "tomorrow"}, "999"), ({"MISPId": "4411", "licenseExpiryTime": "2099-01-01T00:00:00Z"}, "999"),
                ({"MISPId": "4411", "licenseExpiryTime": "2099-02-30T00:00:00.000Z"}, "999"), ({"MISPId": "4411", "licenseExpiryTime": 1}, "999"),
                ({"MISPId": ["4411"], "licenseExpiryTime": after(60)}, "999"), ({"MISPId": "4" * 257, "licenseExpiryTime": after(60)}, "999")):
            with self.subTest(request=str(request)[:80]):
                self.assert_error(self.post("generate", request), 200, "KER-LKM-" + code)

    def test_permission_faults_in_order(self):
        key = self.mapped()
        good = {"licenseKey": key, "MISPId": "4411", "permissions": ["eKYC - Full"]}
        for changes, *codes in (
                ({"MISPId": ""}, "001"), ({"licenseKey": " "}, "006"), ({"permissions": []}, "007"), ({"permissions": None}, "007"),
                ({"permissions": ["eKYC - Full", " "]}, "007"), ({"permissions": [None]}, "007"),
                ({"MISPId": None, "licenseKey": None, "permissions": [""]}, "001", "006", "007"),
                ({"licenseKey": "Qk3vT9bZ0xLm7RaE", "permissions": ["nonsense"]}, "004"), ({"MISPId": "4412"}, "004"),
                ({"permissions": ["nonsense"]}, "003"), ({"permissions": ["eKYC - Full", "ekyc - full"]}, "003"),
                ({"permissions": ["eKYC - Full,OTP Trigger"]}, "003"), ({"permissions": "eKYC - Full"}, "999"),
                ({"permissions": [1]}, "999"), ({"permissions": [["eKYC - Full"]]}, "999"), ({"licenseKey": {}}, "999"), ({"licenseKey": "x" * 100000}, "004")):
            with self.subTest(changes=str(changes)[:80]):
                self.assert_error(self.post("permission", {**good, **changes}), 200, *("KER-LKM-" + code for code in codes))
        self.assertEqual(self.good(self.look_up(key))["permissions"], ["OTP Trigger"])

    def test_lookup_faults(self):
        key = self.mapped()
        for query, *codes in (("", "001", "006"), ("?licenseKey=&MISPId=%20", "001", "006"), ("?licenseKey=" + key, "001"), ("?MISPId=4411", "006"),
                              ("?MISPId=4412&licenseKey=" + key, "004"), ("?MISPId=4411&licenseKey=" + key.swapcase(), "004"),
                              ("?MISPId=4411&licenseKey=" + self.key(), "009")):
            with self.subTest(query):
                self.assert_error(self.call("GET", FRONT + "permission" + query), 200, *("KER-LKM-" + code for code in codes))

    def test_an_expired_key(self):
        expiry = after(2)
        key = self.key(expiry=expiry)
        self.good(self.map(key, "OTP Trigger"))
        while after(0) <= expiry:
            time.sleep(0.01)
        self.assert_error(self.look_up(key), 200, "KER-LKM-005")
        self.good(self.map(key, "eKYC - Full"))  # the expiry is not looked at here

    def test_status_faults_and_transitions(self):
        key = self.mapped()
        for request, code in (({}, "006"), ({"licenseKey": " ", "status": "x"}, "006"), ({"licenseKey": key}, "999"), ({"licenseKey": key, "status": ""}, "999"),
                              ({"licenseKey": key, "status": "suspended"}, "999"), ({"licenseKey": key, "status": 1}, "999"),
                              ({"licenseKey": "unknown", "status": "ACTIVE"}, "004")):
            with self.subTest(request=request):
                self.assert_error(self.put(request), 200, "KER-LKM-" + code)
        self.good(self.look_up(key))
        for status in ("SUSPENDED", "BLOCKED", "SUSPENDED", "ACTIVE", "BLOCKED", "ACTIVE"):
            self.good(self.put({"licenseKey": key, "status": status}))
            answer = self.look_up(key)
            self.assertEqual(answer.json()["errors"] is None, status == "ACTIVE", answer.body)

    def test_unreadable_bodies(self):
        for method, what in (("POST", "generate"), ("POST", "permission"), ("PUT", "status")):
            for body in ("", "{", "[]", "null", "{}", '{"request":null}', '{"request":[]}', '{"request":"x"}'):
                with self.subTest(method=method, what=what, body=body):
                    answer = self.call(method, FRONT + what, body, headers={"Content-Type": "application/json"})
                    self.assert_error(answer, 200, "KER-LKM-999")

    def test_who_may_call(self):
        key = self.mapped()
        nobody = self.server.token("mosip-abis-client", "abc123")
        generate, status = {"MISPId": "4411", "licenseExpiryTime": after(60)}, {"licenseKey": key, "status": "BLOCKED"}
        permission = {"licenseKey": key, "MISPId": "4411", "permissions": ["eKYC - Full"]}
        for front in FRONTS:
            self.assert_error(self.post("generate", generate, front, token=nobody), 403, "KER-ATH-403")
            self.assert_error(self.put(status, front, token=nobody), 403, "KER-ATH-403")
            self.assert_error(self.look_up(key, front=front, token=nobody), 403, "KER-ATH-403")
            self.assert_error(self.post("permission", permission, front, token=nobody), 403, "KER-ATH-403")
            for token in (None, "garbage"):
                self.assert_error(self.post("generate", generate, front, token=token), 401, "KER-ATH-401")
                self.assert_error(self.put(status, front, token=token), 401, "KER-ATH-401")
                self.assert_error(self.look_up(key, front=front, token=token), 401, "KER-ATH-401")
                self.assert_error(self.post("permission", {}, front, token=token), 401, "KER-ATH-401")
        self.assertEqual(self.good(self.look_up(key))["permissions"], ["OTP Trigger"])

    def test_keys_of_many_clients_differ_and_are_found(self):
        self.server.token()
        keys = in_parallel([self.mapped] * 64)
        self.assertEqual(len(set(keys)), 64)
        for key in keys:
            self.assertEqual(self.good(self.look_up(key))["permissions"], ["OTP Trigger"])

    def test_mappings_at_once_are_all_kept(self):
        key = self.key()
        answers = in_parallel([lambda permission=permission: self.map(key, permission) for permission in ACCEPTED])
        for answer in answers:
            self.good(answer)
        self.assertEqual(set(self.good(self.look_up(key))["permissions"]), set(ACCEPTED))

    def test_what_was_answered_outlives_a_kill(self):
        kept, blocked, bare = self.mapped("eKYC - Full"), self.mapped(), self.key()
        self.good(self.put({"licenseKey": blocked, "status": "BLOCKED"}))
        self.server.kill()
        self.server.start()
        self.assertEqual(self.good(self.look_up(kept))["permissions"], ["eKYC - Full"])
        self.assert_error(self.look_up(blocked), 200, "KER-LKM-004")
        self.assert_error(self.look_up(bare), 200, "KER-LKM-009")


RESIDENT = {"clients": [{"clientId": "resident", "secret": "s", "roles": ["RESIDENT"]},
                        {"clientId": "citizen", "secret": "s", "roles": ["INDIVIDUAL"]},
                        {"clientId": "everybody", "secret": "s", "roles": ["default", "offline_access", "uma_authorization"]},
                        {"clientId": "partner", "secret": "s", "roles": ["AUTH_PARTNER"]},
                        {"clientId": "issuer", "secret": "s", "roles": ["CREDENTIAL_ISSUANCE"]},
                        {"clientId": "mover", "secret": "s", "roles": ["KEY_MIGRATION_ADMIN"]},
                        {"clientId": "admin", "secret": "s", "roles": ["GLOBAL_ADMIN"]}]}


class Resident(LicenseCase):
    """What anyone with a phone can get is no way to licence keys (DECISIONS 29)."""
    bootstrap = RESIDENT

    def call(self, method, path, body=None, **more):
        return self.server.call(method, path, body, **more)  # each test names its client

    def test_a_resident_makes_no_key(self):
        token = self.server.token("resident", "s")
        answer = self.server.call("POST", FRONT + "generate", envelope({"MISPId": "4411", "licenseExpiryTime": after(3600)}), token=token)
        self.assert_error(answer, 403, "KER-ATH-403")
        self.assertFalse([line for line in self.server.lines if "reference-roles" in line])

    def test_nor_gives_and_reads_permissions(self):
        admin = self.server.token("admin", "s")
        key = self.good(self.post("generate", {"MISPId": "4411", "licenseExpiryTime": after(3600)}, token=admin))["licenseKey"]
        wanted = {"licenseKey": key, "MISPId": "4411", "permissions": ["eKYC - Full"]}
        self.good(self.post("permission", {**wanted, "permissions": ["OTP Trigger"]}, token=admin))
        for who in ("resident", "citizen", "everybody"):
            token = self.server.token(who, "s")
            for front in FRONTS:
                self.assert_error(self.post("permission", wanted, front, token=token), 403, "KER-ATH-403")
                self.assert_error(self.look_up(key, front=front, token=token), 403, "KER-ATH-403")
        self.assertEqual(self.good(self.look_up(key, token=admin))["permissions"], ["OTP Trigger"])
        for who in ("partner", "issuer", "mover"):  # They look up, and give nothing.
            token = self.server.token(who, "s")
            self.assert_error(self.post("permission", wanted, token=token), 403, "KER-ATH-403")
            self.assertEqual(self.good(self.look_up(key, token=token))["permissions"], ["OTP Trigger"])


class ReferenceRoles(LicenseCase):
    bootstrap = RESIDENT
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets(
        "idkernel.auth.reference-roles=true", "mosip.role.keymanager.postgenerateargon2hash=GLOBAL_ADMIN")

    def test_the_references_list_with_a_warning(self):
        token = self.server.token("resident", "s")
        answer = self.server.call("POST", FRONT + "generate", envelope({"MISPId": "4411", "licenseExpiryTime": after(3600)}), token=token)
        self.assertRegex(self.good(answer)["licenseKey"], r"^[A-Za-z0-9]{16}$")
        line = self.server.wait_for_line("reference-roles")
        self.assertIn("mosip.role.keymanager.postlicensegenerate", line)
        self.assertNotIn("postgenerateargon2hash", line)


class OtherSettings(LicenseCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets(
        "mosip.kernel.licensekey.length=24", "mosip.kernel.licensekey.permissions=one,two words",
        "mosip.role.keymanager.postlicensegenerate=offline_access")

    def test_length_permissions_and_role(self):
        key = self.key()
        self.assertRegex(key, r"^[A-Za-z0-9]{24}$")
        self.good(self.map(key, "two words", "one"))
        self.assert_error(self.map(key, "OTP Trigger"), 200, "KER-LKM-003")
        self.assertEqual(self.good(self.look_up(key))["permissions"], ["two words", "one"])
        holder = self.server.token("mosip-abis-client", "abc123")
        self.good(self.put({"licenseKey": key, "status": "BLOCKED"}, token=holder))


if __name__ == "__main__":
    unittest.main()
