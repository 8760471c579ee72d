"""The admin service's registration: register, rid, password and the login after them; codes and user names of the admin service;
values that are of one user each, also with 64 at once and a kill in between. Auth sheet 8.1, 8.3 and 8.4."""

import http.client
import json
import os
import random
import re
import shutil
import tempfile
import threading
import time
import unittest
from urllib.parse import quote

from idkernel import NO_RATE_LIMITS, PATIENCE, SMALL_POOLS, Server, envelope, in_parallel, sets, wait_until
from jwt_tools import claims_of
from server_case import ServerCase

ADMIN = "/v1/admin/"
EXISTS = "KER-ATH-013"
CREDENTIALS = "ADMN-ACC-INVLD-CRDNTIALS"
RID = "41355315155"
PARALLEL = 64
CYCLES = int(os.environ.get("IDKERNEL_CRASH_CYCLES", "3"))
SETTINGS = NO_RATE_LIMITS + SMALL_POOLS + PATIENCE + sets("idkernel.otp.generations-max=1000")
WITH_CODE = sets("admin.usermgmt.password.require-otp=true")
SENT = {"status": "success", "message": "OTP had been sent successfully"}
ENTERED = {"status": "success", "message": "OTP validation is successfull"}
numbers = iter(range(10_000, 90_000))


def applicant(name, **changes):
    """A registration with values of its own."""
    number = next(numbers)
    return {"username": name, "firstName": "test", "lastName": "name", "contactNo": f"9748{number}", "emailID": f"{name}@mosip.io",
            "dateOfBirth": "1975-11-05", "gender": "male", "role": "ADMIN", "appid": "ADMIN", **changes}


def post(server, path, request, **more):
    return server.call("POST", ADMIN + path, envelope(request), **more)


def register(server, name, token=None, **changes):
    return post(server, "usermgmt/register", applicant(name, **changes), token=token)


def name_rid(server, name, rid=RID, token=None):
    return post(server, "usermgmt/rid", {"username": name, "rid": rid, "appid": "ADMIN"}, token=token)


def set_password(server, name, password="ksafuff", rid=RID, token=None):
    return post(server, "usermgmt/password", {"username": name, "rid": rid, "password": password, "appid": "ADMIN"}, token=token)


def login(server, name, password="ksafuff"):
    return post(server, "login", {"username": name, "password": password, "appid": "ADMIN"})


def token_of(server, name, password):
    return login(server, name, password).cookie()


def messages(server, to):
    return server.manage("/dev/messages?to=" + quote(to)).json()


def mail_after(server, to, action):
    before = len(messages(server, to))
    action()
    return wait_until(lambda: messages(server, to)[:-before or None], "a mail to " + to)[0]


def code_after(server, to, action):
    return re.search(r"\b\d{6}\b", mail_after(server, to, action)["text"]).group(0)


def by_code(server, name, code):
    return post(server, "useridOTP", {"userid": name, "otp": code, "appid": "ADMIN"}).cookie()


class RegistrationCase(ServerCase):
    arguments = SETTINGS

    def assert_done(self, answer, step, message, name):
        body = answer.json()
        self.assertEqual((answer.status, body["id"], body["ver"], body["errors"]), (200, "mosip.admin.usermanagement." + step, "1.0", None),
                         answer.body)
        self.assertEqual(body["response"], {"status": "success", "message": message, "userName": name})

    def assert_refused(self, answer, *codes):
        self.assertEqual((answer.status, answer.error_codes()), (200, list(codes)), answer.body)


class Steps(RegistrationCase):
    def test_from_registration_to_login(self):
        mail = mail_after(self.server, "M1@mosip.io", lambda: self.assert_done(
            register(self.server, "M1", ridValidationUrl="https://evil.example/"), "register", "User created successfully", "M1"))
        self.assertEqual(mail["subject"], "ADMIN USER REGISTRATION ALERT")
        self.assertIn("M1", mail["text"])
        self.assertNotIn("evil", mail["text"])
        self.assert_refused(login(self.server, "M1"), "ADMN_AUTH_ERR_INVALIDCREDENTIALS")
        self.assert_refused(set_password(self.server, "M1"), CREDENTIALS)
        code = code_after(self.server, "M1@mosip.io", lambda: self.assert_done(
            name_rid(self.server, "m1"), "rid", "Rid verification mail sent successfully", "m1"))
        self.assertRegex(code, r"^\d{6}$")
        self.assert_refused(set_password(self.server, "M1", "short"), "ADMN_AUTH_ERR_LNGTH_NOT_STSFIED")
        self.assert_refused(set_password(self.server, "M1", rid="41355315156"), CREDENTIALS)
        self.assert_done(set_password(self.server, "M1"), "password", "Password created successfully for user", "M1")
        self.assertEqual(claims_of(token_of(self.server, "M1", "ksafuff"))["realm_access"]["roles"], ["ADMIN"])
        self.assert_refused(set_password(self.server, "M1"), CREDENTIALS)

    def test_what_registration_refuses(self):
        self.assert_refused(register(self.server, "M2", appid="adminXX"), "ADMN_AUTH_ERR_INVALIDAPPID")
        blank = post(self.server, "usermgmt/register", {"username": " "}).json()["errors"]
        self.assertEqual([error["message"] for error in blank], [f"request.{field} should not be null or empty" for field in (
            "username", "firstName", "lastName", "contactNo", "emailID", "dateOfBirth", "gender", "role", "appid")])
        for field, value in (("username", "9820100001"), ("username", "a b"), ("username", "http://evil/x"), ("contactNo", "none"), ("emailID", "none"),
                             ("dateOfBirth", "1975-02-30"), ("dateOfBirth", "2999-01-01"), ("role", "A B"), ("role", "X,GLOBAL_ADMIN")):
            answer = register(self.server, "M2", **{field: value})
            self.assert_refused(answer, "ADM-UMT-002")
            self.assertIn("request." + field, answer.json()["errors"][0]["message"])
        for step in (register, name_rid, set_password):
            self.assert_refused(step(self.server, "M2", token="no.such.token"), CREDENTIALS)
        self.assert_refused(name_rid(self.server, "nobody"), CREDENTIALS)
        self.assert_refused(name_rid(self.server, "M392380"), CREDENTIALS)
        self.assert_refused(set_password(self.server, "M392380"), CREDENTIALS)
        register(self.server, "M2")
        self.assert_refused(name_rid(self.server, "M2", rid="12ab5"), CREDENTIALS)
        self.assertIsNone(name_rid(self.server, "M2").json()["errors"])
        self.assert_refused(name_rid(self.server, "M2", rid="12345"), CREDENTIALS)

    def test_roles(self):
        boss = token_of(self.server, "110006", "mosip")
        self.assertIsNone(register(self.server, "R1", role="GLOBAL_ADMIN").json()["errors"])
        name_rid(self.server, "R1")
        set_password(self.server, "R1")
        self.assertEqual(claims_of(token_of(self.server, "R1", "ksafuff"))["realm_access"]["roles"], [])
        self.assertIsNone(register(self.server, "R2", token=boss, role="ZONAL_ADMIN").json()["errors"])
        self.assert_refused(name_rid(self.server, "R2"), CREDENTIALS)
        code = code_after(self.server, "R2@mosip.io", lambda: name_rid(self.server, "R2", token=boss))
        self.assert_refused(set_password(self.server, "R2"), CREDENTIALS)
        own = by_code(self.server, "R2", code)
        self.assertEqual(claims_of(own)["realm_access"]["roles"], [])
        self.assertIsNone(set_password(self.server, "R2", token=own).json()["errors"])
        self.assertEqual(claims_of(token_of(self.server, "R2", "ksafuff"))["realm_access"]["roles"], ["ZONAL_ADMIN"])

    def test_each_value_is_of_one_user(self):
        register(self.server, "V1", contactNo="974811001", emailID="v1@mosip.io")
        for taken in ({"contactNo": "9748 11001"}, {"emailID": "V1@Mosip.io"}):
            answer = register(self.server, "V2", **taken)
            self.assert_refused(answer, EXISTS)
            self.assertEqual(answer.json()["errors"][0]["message"], "Username already exist in datastore")
        self.assert_refused(register(self.server, "v1"), EXISTS)
        self.assert_refused(register(self.server, "V2", contactNo="325624646"), EXISTS)  # M392380's, of the bootstrap.
        self.assertIsNone(register(self.server, "V2").json()["errors"])

    def test_many_at_once(self):
        for field, value in (("username", "same"), ("contactNo", "974811002"), ("emailID", "same@mosip.io"), (None, None)):
            requests = [applicant(f"many-{field}-{i}", **({field: value} if field else {})) for i in range(PARALLEL)]
            if field is None:
                requests = requests[:1] * PARALLEL
            answers = in_parallel([lambda request=request: post(self.server, "usermgmt/register", request) for request in requests])
            good = [request for request, answer in zip(requests, answers) if not answer.json()["errors"]]
            self.assertEqual(len(good), 1, field)
            refused = [answer.error_codes() for answer in answers if answer.json()["errors"]]
            self.assertEqual(refused, [[EXISTS]] * (PARALLEL - 1))
            name_rid(self.server, good[0]["username"])
            self.assertIsNone(set_password(self.server, good[0]["username"]).json()["errors"])


class WithCode(RegistrationCase):
    arguments = SETTINGS + WITH_CODE

    def test_the_password_wants_the_code(self):
        register(self.server, "C1")
        code = code_after(self.server, "C1@mosip.io", lambda: name_rid(self.server, "C1"))
        self.assert_refused(set_password(self.server, "C1"), CREDENTIALS)
        foreign = code_after(self.server, "m392380@example.org", lambda: post(
            self.server, "sendotp", {"userid": "M392380", "otpchannel": ["EMAIL"], "useridtype": "USERID", "appid": "ADMIN"}))
        self.assert_refused(set_password(self.server, "C1", token=by_code(self.server, "M392380", foreign)), CREDENTIALS)
        own = by_code(self.server, "C1", code)
        self.assertIsNone(set_password(self.server, "C1", token=own).json()["errors"])
        self.assertEqual(login(self.server, "C1").status, 200)

    def test_a_global_admin_needs_none(self):
        register(self.server, "C2")
        boss = token_of(self.server, "110006", "mosip")
        name_rid(self.server, "C2")
        self.assertIsNone(set_password(self.server, "C2", token=boss).json()["errors"])


class Codes(RegistrationCase):
    def send(self, path="sendotp", **changes):
        request = {"userid": "M392380", "otpchannel": ["EMAIL"], "templateParams": {"expiryTime": "20 minutes", "purpose": "x"},
                   "useridtype": "USERID", "appid": "REGISTRATIONCLIENT", **changes}
        return post(self.server, path, {key: value for key, value in request.items() if value is not None})

    def enter(self, code, path=ADMIN + "useridOTP", **changes):
        request = {"userid": "M392380", "otp": code, "appid": "REGISTRATIONCLIENT", **changes}
        return self.server.call("POST", path, envelope({key: value for key, value in request.items() if value is not None}))

    def test_a_code_signs_in_once_and_for_its_application(self):
        for path in (ADMIN + "useridOTP", "/v1.0/admin/useridOTP", ADMIN + "validateOTP"):
            user = {"userid": "UDAE423"}
            code = code_after(self.server, "udae423@example.org", lambda: self.assertEqual(self.send(**user).response(), SENT))
            self.assert_refused(self.enter(code, path, appid="ADMIN", **user), "KER-OTV-005")
            answer = self.enter(code, path, appid=None, **user)
            self.assertEqual((answer.json()["id"], answer.response()), ("mosip.admin.authentication.useridOTP", ENTERED))
            self.assertEqual((claims_of(answer.cookie())["preferred_username"], claims_of(answer.cookie())["amr"]), ("UDAE423", ["otp"]))
            self.assert_refused(self.enter(code, path, appid=None, **user), "KER-OTV-005")

    def test_both_channels_and_the_reference_s_path(self):
        self.assertEqual(self.send(otpchannel=["MOBILE", "EMAIL"]).response(), SENT)
        answer = self.send("sendOTP", appid=None, useridtype=None, otpchannel="mobilenumber")
        self.assertEqual((answer.json()["id"], answer.response()), ("mosip.admin.authentication.sendotp", SENT))

    def test_what_is_refused(self):
        for changes, code in (({"otpchannel": ["PIGEON"]}, "ADMN_AUTH_ERR_CHANNEL_INVALID"), ({"otpchannel": []}, "ADMN_AUTH_ERR_CHANNEL_INVALID"),
                              ({"appid": "PREREGISTRATION", "otpchannel": ["EMAIL", "MOBILE"]}, "ADMN_AUTH_ERR_MULTIPLE_CHANNELS"),
                              ({"userid": "nobody"}, "ADMN_AUTH_ERR_USER_NOT_FOUND"), ({"appid": "adminXX"}, "ADMN_AUTH_ERR_INVALIDAPPID"),
                              ({"userid": "110006", "otpchannel": ["MOBILE"]}, "ADMN_AUTH_ERR_CHANNELPATH_NOT_FOUND"),
                              ({"userid": ""}, "ADM-UMT-002"), ({"appid": None}, "ADM-UMT-002"), ({"context": "../x"}, "ADM-UMT-002"),
                              ({"otpchannel": 7}, "ADM-UMT-002")):
            self.assert_refused(self.send(**changes), code)
        code = code_after(self.server, "m392380@example.org", self.send)
        self.assert_refused(self.enter(str((int(code[0]) + 1) % 10) + code[1:]), "ADMN_AUTH_ERR_INVALIDOTP")
        self.assert_refused(self.enter("12a"), "KER-OTV-004")
        self.assert_refused(self.enter(""), "ADM-UMT-002")

    def test_names_by_number(self):
        boss = token_of(self.server, "110006", "mosip")

        def find(number, token, path="actmgmt/username/"):
            return self.server.call("GET", ADMIN + path + quote(number), token=token)
        found = {"userName": "M392380", "Status": "SUCCESS", "Message": "The username is found",
                 "status": "SUCCESS", "message": "The username is found"}
        for path in ("actmgmt/username/", "accountmanagement/username/", "username/"):
            answer = find("325624646 ", boss, path)
            self.assertEqual((answer.json()["id"], answer.response()), ("mosip.admin.accountmanagement.mobilenumber", found))
        self.assertEqual(find("3256 24646", boss).response(), found)
        self.assert_refused(find("111111111", boss), "ADMN-ACC-USR-NOTFOUND")
        self.assert_refused(find("111111111", boss, "username/"), "KER-ATH-024")
        own = self.enter(code_after(self.server, "m392380@example.org", self.send)).cookie()
        self.assertEqual(find("325624646", own).response(), found)
        self.assertEqual(find("325624646", None).status, 401)
        register(self.server, "N1", contactNo="974811003")
        self.assert_refused(find("974811003", boss), "ADMN-ACC-USR-NOTFOUND")
        name_rid(self.server, "N1")
        set_password(self.server, "N1")
        self.assertEqual(find("974811003", boss).response()["userName"], "N1")
        self.assertEqual(find("325624646", token_of(self.server, "N1", "ksafuff")).status, 403)
        code = code_after(self.server, "N1@mosip.io", lambda: self.send(userid="N1", appid="ADMIN"))
        own = by_code(self.server, "N1", code)
        self.assertEqual((find("974811003", own).status, find("325624646", own).status, find("111", own).status), (200, 403, 403))


class Applicant(threading.Thread):
    """Registers users of few values until the server goes away."""

    def __init__(self, server, cycle, made):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.cycle, self.made, self.strange, self.unanswered = cycle, made, [], None

    def run(self):
        try:
            for turn in range(10**6):
                self.step(turn)
        except (OSError, http.client.HTTPException):
            pass  # The server was killed: what was not answered was not acknowledged.
        finally:
            self.connection.close()

    def step(self, turn):
        # Two in three meet another's name, number or address.
        name, mobile, mail = (f"k{self.cycle}x{random.randrange(turn * 3 + 9)}" for _ in range(3))
        self.unanswered = request = values_of(name, mobile, mail)
        self.connection.request("POST", ADMIN + "usermgmt/register", json.dumps(envelope(request)), {"Content-Type": "application/json"})
        answer = json.loads(self.connection.getresponse().read())
        self.unanswered = None
        if not answer["errors"]:
            self.made.append(request)
        elif answer["errors"][0]["errorCode"] != EXISTS:
            self.strange.append(answer["errors"])


def values_of(name, mobile, mail):
    return {**applicant(name), "contactNo": "77" + mobile.replace("k", "").replace("x", "00"), "emailID": mail + "@mosip.io"}


VALUES = ("username", "contactNo", "emailID")


class Killed(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="idkernel-test-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.server = Server(*SETTINGS, data_dir=os.path.join(self.directory, "data"))
        self.addCleanup(self.server.__exit__)

    def test_kill_while_users_register(self):
        for cycle in range(CYCLES):
            made = []
            self.server.start()
            threads = [Applicant(self.server, cycle, made) for _ in range(PARALLEL // 4)]
            for thread in threads:
                thread.start()
            wait_until(lambda: len(made) >= 40, "acknowledged registrations", 120)
            time.sleep(random.uniform(0, 0.2))  # No condition to wait for: the kill may come at any moment.
            self.server.kill()
            for thread in threads:
                thread.join()
                self.assertEqual(thread.strange, [])
            self.server.start()
            self.check(made, [thread.unanswered for thread in threads if thread.unanswered])
            self.server.stop()

    def check(self, made, unanswered):
        for key in VALUES:
            values = [request[key] for request in made]
            self.assertEqual(len(values), len(set(values)), key + " of two users")
        for request in made:
            self.assertIsNone(name_rid(self.server, request["username"]).json()["errors"], request)
        self.assertIsNone(set_password(self.server, made[-1]["username"]).json()["errors"])
        for request in made[-10:]:
            for key in VALUES:
                self.assertEqual(register(self.server, f"z{next(numbers)}", **{key: request[key]}).error_codes(), [EXISTS], key)
        # A registration that nobody heard of may have been stored or not; what it does not have is to be had at once.
        names = {request["username"] for request in made}
        owners = made + [request for request in unanswered if request["username"] not in names
                         and not name_rid(self.server, request["username"]).json()["errors"]]
        for request in unanswered:
            for key in VALUES:
                if request[key] not in {owner[key] for owner in owners}:
                    answer = register(self.server, f"z{next(numbers)}", **{key: request[key]})
                    self.assertIsNone(answer.json()["errors"], key + " is locked")
                    owners.append({**request, "username": "", "contactNo": "", "emailID": "", key: request[key]})


class SecondStart(unittest.TestCase):
    def test_a_second_start_claims_nothing_twice(self):
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            data_dir = os.path.join(directory, "data")
            for _ in range(2):
                with Server(*SETTINGS, data_dir=data_dir) as server:
                    self.assertEqual(register(server, "E1", contactNo="325624646").error_codes(), [EXISTS])
                    self.assertEqual(register(server, "E1", emailID="UDAE423@example.org").error_codes(), [EXISTS])


if __name__ == "__main__":
    unittest.main()
