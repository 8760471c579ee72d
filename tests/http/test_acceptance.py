"""The acceptance checklist of sign-in, one-time codes and accounts, item by item, as a client sees it."""

import os
import re
import tempfile
import unittest
from urllib.parse import quote

import jwt_tools
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, sets, wait_until, write
from server_case import ServerCase

AUTH = "/v1/authmanager/"
ADMIN = "/v1/admin/"
VALIDATE = AUTH + "authorize/admin/validateToken"
REFUSED = "ADMN_AUTH_ERR_INVALIDCREDENTIALS"
SENT = {"status": "success", "message": "OTP had been sent successfully"}
THRESHOLD = 10
FREEZE_SECONDS = 5
# One protected endpoint of each service, that a token without its role may not call.
OF_EACH_SERVICE = [
    ("GET", "/v1/uingenerator/uin"), ("GET", "/v1/ridgenerator/generate/rid/10001/10002"), ("GET", "/v1/tokenidgenerator/5193698130/9373"),
    ("GET", "/v1/pridgenerator/prid"), ("GET", "/v1/vidgenerator/vid"), ("POST", "/v1/keymanager/generateMasterKey/CSR"),
    ("POST", "/v1/cryptomanager/encrypt"), ("POST", "/v1/signature/sign"), ("POST", "/v1/keymanager/license/generate"),
    ("POST", "/v1/smsnotifier/sms/send"), ("POST", "/v1/emailnotifier/email/send"), ("GET", "/v1/admin/mastercards/eng"),
    ("POST", "/v1/auditmanager/audits"), ("POST", "/v1/masterdata/registereddevices"), ("GET", AUTH + "userdetails/admin"),
    ("POST", "/v1/keymanager/uploadPartnerCertificate"), ("GET", "/v1/admin/uinmgmt/status/458575535"),
]
# Open under --dev (DECISIONS 3).
OF_THE_OTP_MANAGER = [("POST", "/v1/otpmanager/otp/generate"), ("GET", "/v1/otpmanager/otp/validate?key=9820100001&otp=123456")]


def user(name, *roles, password="first-one", **more):
    return {"userName": name, "password": password, "roles": list(roles), "mail": f"{name.lower()}@example.org", "mobile": more.pop("mobile", ""), **more}


BOOTSTRAP = {
    "users": [user("boss", "GLOBAL_ADMIN"), user("zoe", "ZONAL_ADMIN", mobile="3256246461"), user("adam", "ZONAL_ADMIN"),
              user("eve", "ZONAL_ADMIN"), user("carl", "ZONAL_ADMIN"), user("clerk", "REGISTRATION_OFFICER"), user("plain"),
              user("nomad", "ZONAL_ADMIN") | {"mail": ""}],
    "clients": [{"clientId": "idkernel-dev", "secret": "idkernel-dev",
                 "roles": ["GLOBAL_ADMIN", "ZONAL_ADMIN", "REGISTRATION_PROCESSOR", "ID_AUTHENTICATION", "AUTH", "PRE_REGISTRATION_ADMIN"]}],
}


def wrong(code):
    return str((int(code[0]) + 1) % 10) + code[1:]


class ChecklistCase(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.otp.generations-max=1000")
    bootstrap = BOOTSTRAP

    def post(self, path, request, **more):
        return self.server.call("POST", path, envelope(request), **more)

    def login(self, name, password="first-one"):
        return self.post(ADMIN + "login", {"username": name, "password": password, "appid": "admin"})

    def token_of(self, name, password="first-one"):
        answer = self.login(name, password)
        self.assertIsNone(answer.json()["errors"], answer.body)
        return answer.cookie()

    def message_to(self, address, act):
        """What `act` answers, and the text of the message that it sends."""
        def texts():
            return self.server.manage("/dev/messages?to=" + quote(address)).json()
        before = len(texts())
        answer = act()
        return answer, wait_until(lambda: texts()[:-before or None], "a message")[0]["text"]

    def send_code(self, name, app="admin", channel="email", path=AUTH + "authenticate/sendotp"):
        return self.post(path, {"userId": name, "otpChannel": [channel], "useridtype": "USERID", "appId": app})

    def code_of(self, name, app="admin"):
        answer, text = self.message_to(f"{name}@example.org", lambda: self.send_code(name, app))
        self.assertEqual(answer.response(), SENT)
        return re.search(r"\b\d{6}\b", text).group(0)

    def enter(self, name, code, app="admin"):
        return self.post(AUTH + "authenticate/useridOTP", {"userId": name, "otp": code, "appId": app})

    def validity(self, token):
        return self.server.call("GET", VALIDATE, token=token)


class Checklist(ChecklistCase):
    def test_01_password_login_to_validated_token(self):
        answer = self.login("zoe")
        self.assertRegex(answer.set_cookies()[0],
                         r"^Authorization=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=6000000; Expires=[^;]+ GMT; Path=/; Secure; HttpOnly; SameSite=Lax$")
        told = self.validity(answer.cookie()).response()
        self.assertEqual(sorted(told), sorted(["userId", "mobile", "mail", "langCode", "userPassword", "name", "role", "token", "rid"]))
        self.assertEqual((told["userId"], told["role"]), ("zoe", "ZONAL_ADMIN,"))

    def test_02_client_secrets(self):
        good = self.server.sign_in()
        self.assertEqual(good.response(), {"status": "Success", "message": "Clientid and Token combination had been validated successfully"})
        bad = self.server.sign_in(secret="something-else")
        self.assertEqual((bad.status, bad.json()["errors"]), (401, [{"errorCode": "500", "message": "401 Unauthorized"}]))
        unknown = self.server.sign_in(app="Nowhere")
        self.assertEqual(unknown.json()["errors"], [{"errorCode": "KER-ATH-026", "message": "Realm not found:: Nowhere"}])

    def test_03_errors_of_sendotp(self):
        def codes(request):
            return self.post(AUTH + "authenticate/sendotp", {"userId": "zoe", "otpChannel": ["email"], "useridtype": "USERID", "appId": "admin",
                                                             **request}).error_codes()
        self.assertEqual(codes({"otpChannel": ["pigeon"]}), ["KER-AUTH-CHANNEL_INVALID"])
        self.assertEqual(codes({"appId": "preregistration", "userId": "a@example.org", "otpChannel": ["email", "phone"]}),
                         ["AUTH_ERR_MULTIPLE_CHANNELS"])
        self.assertEqual(codes({"userId": "nobody"}), ["AUTH_ERR_USER_NOT_FOUND"])
        self.assertEqual(codes({"userId": "nomad"}), ["AUTH_ERR_CHANNELPATH_NOT_FOUND"])
        self.assertEqual(self.send_code("zoe", app="ADMIN").response(), SENT)
        self.assertEqual(self.send_code("zoe", channel="mobile").response(), SENT)
        self.assertEqual(self.post(ADMIN + "sendotp", {"userid": "zoe", "otpchannel": ["MOBILE"], "useridtype": "USERID", "appid": "ADMIN"}).response(), SENT)

    def test_04_codes_of_the_otp_manager(self):
        def generate(key):
            return self.call("POST", "/v1/otpmanager/otp/generate", envelope({"key": key})).response()

        def check(key, code):
            return self.call("GET", f"/v1/otpmanager/otp/validate?key={key}&otp={code}")
        code = generate("9820100001")["otp"]
        self.assertEqual(check("9820100001", code).response(), {"status": "success", "message": "VALIDATION SUCCESSFUL"})
        self.assertEqual(check("9820100001", code).error_codes(), ["KER-OTV-005"])
        # A code of the OTP manager is none of a login, under whatever key.
        mine = self.code_of("eve")
        for key in ("eve", "admin:eve", "login:admin:eve"):
            other = generate(key)["otp"]
            if other != mine:
                self.assertEqual(self.enter("eve", other).error_codes(), ["AUTH_ERR_INVALIDOTP"])
        self.assertIsNotNone(self.enter("eve", mine).cookie())

    def test_05_invalidated_tokens(self):
        answer = self.post(AUTH + "authenticate/internal/useridPwd", {"appId": "admin", "userName": "zoe", "password": "first-one"}).response()
        token, refresh = answer["token"], answer["refreshToken"]
        out = self.server.call("POST", AUTH + "authorize/invalidateToken", token=token)
        self.assertEqual(out.response()["message"], "Token invalidated successfully")
        for method, path in OF_EACH_SERVICE:
            self.assert_error(self.server.call(method, path, token=token), 401, "KER-ATH-401")
        self.assertEqual(self.server.call("POST", AUTH + "authorize/invalidateToken", token=token).error_codes(), ["KER-ATH-008"])
        renewed = self.server.call("POST", AUTH + "authorize/refreshToken/admin", {"clientID": "idkernel-dev", "clientSecret": "idkernel-dev"},
                                   headers={"Cookie": "refresh_token=" + refresh})
        self.assertIsNone(renewed.cookie())
        self.assertIsNone(renewed.response())

    def test_06_cookies_of_validate_token(self):
        self.assert_error(self.server.call("GET", VALIDATE), 200, "KER-ATH-006")
        self.assert_error(self.server.call("GET", VALIDATE, headers={"Cookie": "lang=eng"}), 200, "KER-ATH-007")
        self.assert_error(self.validity("garbage"), 401, "KER-ATH-401")

    def test_07_a_token_without_the_role(self):
        token = self.token_of("plain")
        for method, path in OF_EACH_SERVICE:
            with self.subTest(path):
                self.assert_error(self.server.call(method, path, {} if method == "POST" else None, token=token), 403, "KER-ATH-403")

    def test_08_tokens_that_are_refused(self):
        token = self.token_of("zoe")
        head, body, signature = token.split(".")
        claims = jwt_tools.claims_of(token)
        more = jwt_tools.signing_input({}, dict(claims, realm_access={"roles": ["GLOBAL_ADMIN"]})).split(".")[1]
        kid = jwt_tools.header_of(token)["kid"]
        for bad in (jwt_tools.signing_input({"alg": "none"}, claims) + ".", jwt_tools.hs256(claims, b"secret", kid), f"{head}.{more}.{signature}",
                    jwt_tools.foreign_rs256(dict(claims, iss="https://elsewhere.example/auth/realms/mosip"), kid),
                    jwt_tools.foreign_rs256(dict(claims, aud="elsewhere", azp="elsewhere"), kid)):
            self.assert_error(self.server.call("GET", "/v1/admin/mastercards/eng", token=bad), 401, "KER-ATH-401")

    def test_09_block_and_unblock(self):
        for unblocked_by in ("own code", "administrator"):
            for _ in range(5):
                self.assert_error(self.login("carl", "wrong-one"), 200, REFUSED)
            self.assertEqual(self.login("carl").json()["errors"], self.login("carl", "wrong-one").json()["errors"])
            code = self.code_of("clerk")
            self.assertIsNone(self.enter("eve", code).cookie())  # Not even a code of another user.
            for clerk in (self.token_of("clerk"), self.enter("clerk", code).cookie()):  # By password, and by a code of its own.
                self.assert_error(self.server.call("GET", ADMIN + "unblockuser?userid=carl", token=clerk), 403, "KER-ATH-403")
            token = self.enter("carl", self.code_of("carl")).cookie() if unblocked_by == "own code" else self.token_of("boss")
            self.assertEqual(self.server.call("GET", ADMIN + "unblockuser?userid=carl", token=token).response()["Status"], "SUCCESS")
            self.assertIsNotNone(self.login("carl").cookie())

    def test_10_change_and_reset(self):
        def change(old, new):
            return self.post(ADMIN + "changepassword", {"username": "adam", "oldpassword": old, "newpassword": new, "appid": "admin"})
        before = self.token_of("adam")
        self.assertEqual(change("first-one", "short").error_codes(), ["ADMN_AUTH_ERR_LNGTH_NOT_STSFIED"])
        self.assertEqual(change("first-one", "xx-adam-xx").error_codes(), ["KER-ATH-011"])
        self.assertEqual(change("wrong-one", "second-one").error_codes(), ["ADMN-ACC-INVLD-CRDNTIALS"])
        self.assertEqual(self.validity(before).status, 200)
        changed = change("first-one", "second-one")
        self.assertEqual(changed.response()["message"], "New password been set successfully")
        self.assertEqual((self.validity(before).status, self.validity(changed.cookie()).status), (401, 200))
        code_token = self.enter("adam", self.code_of("adam")).cookie()
        reset = self.post(ADMIN + "resetpassword", {"username": "adam", "newpassword": "third-one", "appid": "admin"}, token=code_token)
        self.assertEqual(reset.response()["message"], "Password reset successfully")
        self.assertEqual([self.validity(token).status for token in (code_token, changed.cookie(), reset.cookie())], [401, 401, 200])
        self.assert_error(self.login("adam", "second-one"), 200, REFUSED)

    def test_11_registration(self):
        person = {"username": "newcomer", "firstName": "New", "lastName": "Comer", "contactNo": "9876501234", "emailID": "newcomer@example.org",
                  "dateOfBirth": "1990-02-03", "gender": "Female", "role": "GLOBAL_ADMIN", "appid": "admin"}
        self.assertEqual(self.post(ADMIN + "usermgmt/register", person).response()["message"], "User created successfully")
        self.assert_error(self.login("newcomer", "their-own"), 200, REFUSED)
        rid, sent = self.message_to("newcomer@example.org", lambda: self.post(
            ADMIN + "usermgmt/rid", {"username": "newcomer", "rid": "10002100320001920190527063443", "appid": "admin"}))
        self.assertEqual(rid.response()["message"], "Rid verification mail sent successfully")

        def password(rid):
            return self.post(ADMIN + "usermgmt/password", {"username": "newcomer", "rid": rid, "password": "their-own", "appid": "admin"})
        self.assertEqual(password("99999999999").error_codes(), ["ADMN-ACC-INVLD-CRDNTIALS"])
        self.assertRegex(sent, r"\b\d{6}\b")
        self.assertEqual(password("10002100320001920190527063443").response()["message"], "Password created successfully for user")
        token = self.token_of("newcomer", "their-own")
        self.assertNotIn("GLOBAL_ADMIN", jwt_tools.claims_of(token)["realm_access"]["roles"])

    def test_12_cards_and_factors(self):
        token = self.server.token()
        for language in ("eng", "ara", "fra"):
            self.assertEqual(len(self.server.call("GET", ADMIN + "mastercards/" + language, token=token).response()["masterdata"]), 18)
        self.assertEqual(self.server.call("GET", ADMIN + "mastercards/deu", token=token).error_codes(), ["ADMN-LANG-MISSING"])

        def factors(name):
            return self.server.call("GET", ADMIN + "security/authfactors/" + name)
        self.assertEqual(factors("clerk").response()["authtypes"], ["PASSWORD"])
        self.assertEqual(factors("zoe").response()["authtypes"], ["PASSWORD", "OTP"])
        self.assertEqual(factors("nobody").error_codes(), ["ADMN-AUTH-USR-NOTFOUND"])

    def test_13_a_restart_forgets_nothing(self):
        kept, ended = self.token_of("boss"), self.token_of("boss")
        self.server.call("POST", AUTH + "authorize/invalidateToken", token=ended)
        keys = self.server.call("GET", "/.well-known/jwks.json").json()
        code = self.code_of("clerk")
        for _ in range(THRESHOLD):
            self.enter("clerk", wrong(code))
        self.server.stop()
        self.server.start()
        self.assertEqual((self.validity(kept).status, self.validity(ended).status), (200, 401))
        self.assertEqual(self.server.call("GET", "/.well-known/jwks.json").json(), keys)
        self.assertEqual(self.enter("clerk", code).response(), {"status": "failure", "message": "USER_BLOCKED"})
        self.assertEqual(self.server.sign_in().status, 200)
        self.assertIsNotNone(self.login("zoe").cookie())


class SignedForOthers(ChecklistCase):
    """Item 8 where the signature is good: a token of our own key, met by a server of another name or another audience."""
    arguments = ChecklistCase.arguments + sets("idkernel.public-url=https://id.example.org")

    def test_08_issuer_and_audience(self):
        token = self.server.token()
        self.addCleanup(setattr, self.server, "arguments", self.server.arguments)
        ours = self.server.arguments
        for setting, status, code in (("idkernel.public-url=https://id.example.com", 401, "KER-ATH-401"),
                                      ("auth.server.admin.allowed.audience=elsewhere", 403, "KER-ATH-403"),
                                      ("auth.server.admin.allowed.audience=elsewhere,IDKERNEL-DEV", 200, None)):
            self.assertEqual(self.server.stop(), 0)
            self.server.arguments = ours + sets(setting)
            self.server.start()
            with self.subTest(setting):
                answer = self.server.call("GET", "/v1/tokenidgenerator/5193698130/9373", token=token)
                self.assertEqual(answer.status, status, answer.body)
                self.assertEqual([error["errorCode"] for error in answer.json()["errors"] or []], [code] if code else [])


class ClosedOtpManager(unittest.TestCase):
    """Item 7 where nothing is open."""

    def test_07_a_token_without_the_role(self):
        with tempfile.TemporaryDirectory() as directory:
            key = write(directory, "master.key", os.urandom(32).hex())
            client = {"clientId": "one", "secret": "a long random secret", "roles": ["RESIDENT"]}
            with Server(*ChecklistCase.arguments, *sets("idkernel.master-key.file=" + key), dev=False, bootstrap={"clients": [client]}) as server:
                for method, path in OF_THE_OTP_MANAGER:
                    for token, status, code in ((None, 401, "KER-ATH-401"), (server.token("one", "a long random secret"), 403, "KER-ATH-403")):
                        answer = server.call(method, path, envelope({}) if method == "POST" else None, token=token)
                        self.assertEqual((answer.status, answer.error_codes()), (status, [code]), path)


class CodesByTime(ChecklistCase):
    """Item 4 where time passes."""
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.otp.generations-max=1000", "mosip.kernel.otp.expiry-time=1",
                                                    f"mosip.kernel.otp.key-freeze-time={FREEZE_SECONDS}")

    def generate(self, key):
        return self.call("POST", "/v1/otpmanager/otp/generate", envelope({"key": key})).response()

    def check(self, key, code):
        return self.call("GET", f"/v1/otpmanager/otp/validate?key={key}&otp={code}")

    def test_04_expiry(self):
        code = self.generate("9820100002")["otp"]
        expired = wait_until(lambda: next((one for one in [self.check("9820100002", wrong(code))]
                                           if one.response()["message"] == "OTP_EXPIRED"), None), "the code to expire")
        self.assertEqual(expired.error_codes(), ["AUTH_ERR_OTPEXPIRED"])
        self.assertEqual(self.check("9820100002", code).response()["message"], "OTP_EXPIRED")

    def test_04_freeze(self):
        key = "9820100003"
        for _ in range(THRESHOLD):  # A new code each time, since the old one may have expired: the guesses count on.
            last = self.check(key, wrong(self.generate(key)["otp"]))
        self.assertEqual(last.response()["message"], "USER_BLOCKED")
        frozen = self.generate(key)
        self.assertEqual((frozen["status"], frozen["otp"]), ("USER_BLOCKED", "null"))
        wait_until(lambda: self.generate(key)["status"] == "GENERATION_SUCCESSFUL", "the freeze to end")


if __name__ == "__main__":
    unittest.main()
