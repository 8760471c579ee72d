"""Our own audit: each operation leaves its record in the commit of its change, whatever kills the server."""

import datetime
import json
import re
import unittest
from pathlib import Path

import application_tools as applications
import device_tools as tools
from authorities import Holder
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets, wait_until, write
from prereg_tools import sign_in
from test_operator import add, command

ROOT = Path(__file__).parents[2]
OPERATIONS = ROOT / "actors" / "audit" / "operations.def"
# Operations that no request brings about, and the test of each, which tells its name.
EXCUSED = {
    "VIDS_EXPIRED": "tests/vid/vid_actor_test.cc",
    "UINS_TIMED_OUT": "tests/uin/uin_actor_test.cc",
    "KEYS_REWRAPPED": "tests/http/test_keys_command.py",
    "KEYS_MOVED": "tests/http/test_keys_command.py",
    "KEY_FORGOTTEN": "tests/http/test_missing_keys.py",
    "APPLICATIONS_REENCRYPTED": "tests/prereg/prereg_actor_test.cc",
    "REGISTRATION_LAPSED": "tests/auth/registration_sweep_test.cc",
}


def operations():
    """Event names of the table."""
    return re.findall(r'^OPERATION\(\w+, "[^"]*", "([^"]*)"', OPERATIONS.read_text(), re.MULTILINE)


def exported(data_dir):
    code, output = run("audit", "export", "--dev", "--data-dir", data_dir)
    assert code == 0, output
    return [json.loads(line) for line in output.splitlines()[:-1]]


def verified(data_dir):
    return run("audit", "verify", "--dev", "--data-dir", data_dir)


class OwnAudit(unittest.TestCase):
    def setUp(self):
        self.server = Server(*NO_RATE_LIMITS, *SMALL_POOLS, boot_keys=True)
        self.addCleanup(self.server.__exit__)
        self.server.start()

    def call(self, method, path, request=None, **more):
        more.setdefault("token", self.server.token())
        answer = self.server.call(method, path, envelope(request) if request is not None else None, **more)
        self.assertEqual((answer.status, answer.json()["errors"] or None), (200, None), answer.body)
        return answer

    def numbers(self):
        uin = self.call("GET", "/v1/uingenerator/uin").response()["uin"]
        self.call("PUT", "/v1/uingenerator/uin", {"uin": uin, "status": "ASSIGNED"})
        self.call("GET", "/v1/ridgenerator/generate/rid/10001/10002")
        self.call("GET", "/v1/pridgenerator/prid")
        self.call("GET", "/v1/vidgenerator/vid")
        return uin

    def licenses(self):
        front = "/v1/keymanager/license/"
        expiry = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        key = self.call("POST", front + "generate", {"MISPId": "4411", "licenseExpiryTime": expiry}).response()["licenseKey"]
        self.call("POST", front + "permission", {"licenseKey": key, "MISPId": "4411", "permissions": ["OTP Trigger"]})
        self.call("PUT", front + "status", {"licenseKey": key, "status": "SUSPENDED"})
        return key

    def codes_and_messages(self):
        code = self.call("POST", "/v1/otpmanager/otp/generate", {"key": "9820173642"}).response()["otp"]
        wrong = "000000" if code != "000000" else "111111"
        for guess in (wrong, code):
            self.server.call("GET", f"/v1/otpmanager/otp/validate?key=9820173642&otp={guess}", token=self.server.token())
        self.call("POST", "/v1/smsnotifier/sms/send", {"number": "9820173642", "message": "hello"})
        self.call("POST", "/v1/authmanager/authenticate/sendotp",
                  {"userId": "UDAE423", "appId": "admin", "otpChannel": ["email"], "useridtype": "USERID", "context": "auth-otp",
                   "templateVariables": None}, token=None)
        wait_until(lambda: len(self.server.manage("/dev/messages?to=9820173642").json()) == 1
                   and self.server.manage("/dev/messages?to=9820173642").json()[0]["state"] == "captured", "a delivery")
        return code

    def keys_and_partners(self):
        name = {"applicationId": "PRE_REGISTRATION", "referenceId": "PACKET"}
        self.call("POST", "/v1/keymanager/generateMasterKey/CERTIFICATE", {"applicationId": "ROOT", "referenceId": "", "force": False})
        self.call("POST", "/v1/keymanager/generateSymmetricKey", {**name, "force": False})
        self.call("PUT", "/v1/keymanager/revokeKey", {**name, "disableAutoGen": False})
        root = Holder("root")
        self.call("POST", "/v1/keymanager/uploadCACertificate", {"certificateData": root.pem, "partnerDomain": "AUTH"})
        self.call("POST", "/v1/keymanager/generateMasterKey/CERTIFICATE", {"applicationId": "PMS", "referenceId": "", "force": False})
        self.call("POST", "/v1/keymanager/uploadPartnerCertificate",
                  {"certificateData": Holder("leaf", root).pem, "partnerDomain": "AUTH", "organizationName": "Bank"})

    def users(self):
        self.assertEqual(add(self.server, "berta", "--roles", "AUTH")[0], 0)
        self.assertEqual(command(self.server, "user", "disable", "M392380")[0], 0)
        self.assertEqual(command(self.server, "client", "disable", "mosip-abis-client")[0], 0)
        answer = self.call("POST", "/v1/authmanager/authenticate/useridPwd",
                           {"userName": "110006", "password": "mosip", "appId": "admin"}, token=None)
        self.server.call("POST", "/v1/authmanager/authenticate/useridPwd",
                         envelope({"userName": "110006", "password": "wrong", "appId": "admin"}))
        refreshed = self.call("POST", "/v1/authmanager/authorize/refreshToken/admin", token=None,
                              headers={"Cookie": "refresh_token=" + answer.cookie("refresh_token")})
        self.call("POST", "/v1/authmanager/authorize/invalidateToken", token=refreshed.cookie())
        self.call("GET", "/v1/admin/unblockuser?userid=UDAE423")
        self.call("POST", "/v1/admin/changepassword", {"username": "110006", "oldpassword": "mosip", "newpassword": "mosip-2.0", "appid": "admin"},
                  token=None)
        self.call("POST", "/v1/authmanager/userdetails/admin", {"userDetails": ["110006"]})
        self.call("POST", "/v1/authmanager/usersaltdetails/admin", {"userDetails": ["110006"]})

    def open_routes(self):
        """Open routes of the admin service with a token, which says who it was."""
        self.call("POST", "/v1/admin/resetpassword", {"username": "UDAE423", "newpassword": "mosip-3.0", "appid": "admin"})
        self.call("POST", "/v1/admin/usermgmt/register",
                  {"username": "gerda", "firstName": "Gerda", "lastName": "G", "contactNo": "9820173611", "emailID": "gerda@example.org",
                   "dateOfBirth": "1975-11-05", "gender": "female", "role": "ADMIN", "appid": "admin"})

    def persons(self):
        people = write(self.server.own_dir, "people.jsonl", json.dumps({"uin": "7391284650", "status": "ACTIVATED"}) + "\n")
        self.assertEqual(command(self.server, "identity", "import", people)[0], 0)
        self.assertEqual(command(self.server, "identity", "set-status", "7391284650", "BLOCKED")[0], 0)
        self.call("GET", "/v1/admin/uinmgmt/status/7391284650")

    def devices(self):
        def send(path, request, method="POST"):
            return self.call(method, tools.MASTER + path, request).response()

        maker = send("deviceprovider", tools.provider())
        send("deviceprovider", {**tools.provider(), "id": maker["id"], "vendorName": maker["vendorName"]}, "PUT")
        trust = send("foundationaltrustprovider", tools.trust_provider())
        send("foundationaltrustprovider", {**tools.trust_provider(), "id": trust["id"]}, "PUT")
        service = send("mosipdeviceservice", tools.mds(maker["id"]))
        send("mosipdeviceservice", {**tools.mds(maker["id"]), "swVersion": service["swVersion"], "id": service["id"]}, "PUT")
        codes = []
        for _ in range(2):
            answer = send("registereddevices", tools.registration(tools.device_data(tools.digital_id(maker))))
            codes.append(tools.read_answer(answer if isinstance(answer, str) else answer["response"])[1]["deviceCode"])
        self.call("PUT", f"{tools.MASTER}registereddevices/status?deviceCode={codes[0]}&status=Revoked")
        self.call("DELETE", f"{tools.MASTER}registereddevices/deregister/{codes[1]}")

    def applications(self):
        """One application's life; answers its id."""
        token = sign_in(self.server, "9820173699")
        prid = applications.created(self.server, token)

        def send(method, path, body=None, base=applications.BASE):
            answer = self.server.call(method, base + path.replace("PRID", prid), body, token)
            self.assertIsNone(answer.json()["errors"], answer.body)
            return answer.response()

        send("PUT", "/PRID", applications.filing({"identity": applications.identity()}, "update"))
        send("GET", "/PRID")
        send("GET", "")
        send("PUT", "/status/PRID?statusCode=Booked")
        document = applications.upload(self.server, token, prid).response()["docId"]
        send("GET", "/preregistration/PRID", base=applications.DOCUMENTS)
        send("PUT", f"/document/{document}?preRegistrationId=PRID&refNumber=1", base=applications.DOCUMENTS)
        for method in ("GET", "DELETE"):
            send(method, f"/{document}?preRegistrationId=PRID", base=applications.DOCUMENTS)
        send("DELETE", "/PRID")
        return prid

    def stopped_commands(self):
        """What an operator changes while no server runs."""
        def carry_out(*words):
            code, output = run(*words, "--dev", "--data-dir", self.server.data_dir)
            self.assertEqual(code, 0, output)
            return output

        messages = [line.split("\t")[0] for line in carry_out("outbox", "list").splitlines()]
        carry_out("outbox", "retry", messages[0])
        carry_out("outbox", "drop", messages[1])
        carry_out("keys", "export-master", "--to", self.server.own_dir + "/master.key")

    def test_every_operation_is_recorded_with_its_change(self):
        uin, code = self.numbers(), self.codes_and_messages()
        key = self.licenses()
        self.keys_and_partners()
        self.users()
        self.open_routes()
        self.persons()
        self.devices()
        prid = self.applications()
        self.call("GET", "/v1/auditmanager/audits?limit=1")
        self.server.kill()
        self.stopped_commands()

        exit_code, output = verified(self.server.data_dir)
        self.assertEqual(exit_code, 0, output)
        entries = [entry["record"] for entry in exported(self.server.data_dir)]
        self.assertIn(f"{len(entries)} records in ", output)
        self.assertEqual({record["eventName"] for record in entries}, set(operations()) - set(EXCUSED))
        for name, test in EXCUSED.items():
            self.assertIn(name, (ROOT / test).read_text(), test)

        by_name = {}
        for record in entries:
            by_name.setdefault(record["eventName"], []).append(record)
        issued = by_name["UIN_ISSUED"][0]
        self.assertEqual((issued["id"], issued["eventType"], issued["createdBy"], issued["hostIp"]), (uin, "USER", "idkernel-dev", "127.0.0.1"))
        self.assertEqual([record["description"] for record in by_name["UIN_STATUS_CHANGED"]], ["ASSIGNED"])
        self.assertEqual(sorted(record["description"] for record in by_name["OTP_VALIDATED"]), ["invalid", "success", "success"])
        logins = [(record["id"], record["description"]) for record in by_name["LOGIN_CHECKED"]]
        user = "234ec93f-6afd-47bd-942a-3d541b746be4"
        self.assertIn((user, "success"), logins)
        self.assertIn((user, "wrong password"), logins)
        self.assertIn((user, "success"), [(record["id"], record["description"]) for record in by_name["USER_READ"]])
        reset = [record for record in by_name["PASSWORD_CHANGED"] if record.get("createdBy") == "idkernel-dev"]
        self.assertEqual([record["hostIp"] for record in reset], ["127.0.0.1"])
        self.assertIn("idkernel-dev", [record.get("createdBy") for record in by_name["USER_ADDED"]])
        life = [record for record in entries if record.get("id") == prid]
        self.assertEqual([record["eventName"] for record in life], [
            "APPLICATION_CREATED", "APPLICATION_CHANGED", "APPLICATION_READ", "APPLICATION_STATUS_CHANGED", "DOCUMENT_ADDED", "DOCUMENTS_LISTED",
            "DOCUMENT_REFERENCED", "DOCUMENT_READ", "DOCUMENT_DROPPED", "APPLICATION_DISCARDED"])
        self.assertEqual({record["idType"] for record in life}, {"PRID"})
        everything = json.dumps(entries)
        for secret in (code, key, "mosip-2.0", "9820173642", "9820173699", "udae423@example.org", "110006", "berta", "gerda", "mosip-3.0"):
            self.assertIsNone(re.search(rf"(?<![0-9A-Za-z]){re.escape(secret)}(?![0-9A-Za-z])", everything), secret)

    def test_operations_that_are_off_are_done_and_not_recorded(self):
        self.server.stop()
        server = Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets("idkernel.audit.operations-off=UIN_ISSUED, RID_ISSUED"))
        self.addCleanup(server.__exit__)
        server.start()
        token = server.token()
        for path in ("uingenerator/uin", "ridgenerator/generate/rid/10001/10002", "pridgenerator/prid"):
            self.assertEqual(server.call("GET", "/v1/" + path, token=token).json()["errors"] or None, None)
        server.stop()
        names = {entry["record"]["eventName"] for entry in exported(server.data_dir)}
        self.assertIn("PRID_ISSUED", names)
        self.assertFalse(names & {"UIN_ISSUED", "RID_ISSUED"})

    def test_an_unknown_operation_is_refused_at_the_start(self):
        code, output = run("check-config", *sets("idkernel.audit.operations-off=UIN_EATEN"))
        self.assertNotEqual(code, 0)
        self.assertIn("idkernel.audit.operations-off: there is no operation UIN_EATEN", output)


if __name__ == "__main__":
    unittest.main()
