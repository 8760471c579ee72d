"""The admin service: its sign-in, its start page, and accounts: blocked, unblocked, changed, reset."""

import tempfile
import unittest
from urllib.parse import quote

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, in_parallel, run, sets, write
from jwt_tools import claims_of
from server_case import ServerCase

ADMIN = "/v1/admin/"
VALIDATE = "/v1/authmanager/authorize/validateToken"
CREDENTIALS = "ADMN-ACC-INVLD-CRDNTIALS"
CODE = "111111"


def user(name, password, *roles, **more):
    return {"userName": name, "password": password, "roles": list(roles), **more}


BOOTSTRAP = {
    "users": [user("boss", "mosip", "GLOBAL_ADMIN"), user("M392380", "6^S98sG#", "ZONAL_ADMIN", mail="m39@example.org", mobile="325624646"),
              user("clerk", "clerks-own", "REGISTRATION_OFFICER"), user("label", "labels-own", "SUPER_ADMIN"),
              user("gone", "password", "ZONAL_ADMIN", active=False)]
    + [user(f"user{number}", "first-one", "ZONAL_ADMIN", mail=f"user{number}@example.org") for number in range(24)],
    "clients": [{"clientId": "idkernel-dev", "secret": "idkernel-dev", "roles": ["GLOBAL_ADMIN"]}],
}
numbers = iter(range(24))


class AdminCase(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.auth.proxy-otp=true")
    bootstrap = BOOTSTRAP

    def new_user(self):
        """A user of this test alone; its password is first-one."""
        return f"user{next(numbers)}"

    def open_call(self, method, path, request=None, **more):
        return self.server.call(method, ADMIN + path, None if request is None else envelope(request), **more)

    def login(self, name, password, **more):
        return self.open_call("POST", "login", {"username": name, "password": password, "appid": "admin", **more})

    def token_of(self, name, password):
        answer = self.login(name, password)
        self.assertEqual(answer.json()["errors"], None, answer.body)
        return answer.cookie()

    def code_token(self, name):
        """The token of a sign-in by OTP."""
        front = "/v1/authmanager/authenticate/"
        sent = self.server.call("POST", front + "sendotp", envelope(
            {"userId": name, "otpChannel": ["email"], "appId": "admin", "useridtype": "USERID"}))
        self.assertEqual(sent.json()["errors"], None, sent.body)
        return self.server.call("POST", front + "useridOTP", envelope({"userId": name, "otp": CODE, "appId": "admin"})).cookie()

    def change(self, name, old, new, path="changepassword", **more):
        return self.open_call("POST", path, {"username": name, "oldpassword": old, "newpassword": new, "appid": "admin", **more})

    def reset(self, name, new, token=None, **more):
        return self.open_call("POST", "resetpassword", {"username": name, "newpassword": new, "appid": "admin", **more}, token=token)

    def assert_good(self, answer, id, response, is_post=True):
        """The whole body of a success."""
        body = answer.json()
        self.assertRegex(body.pop("responsetime"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        expected = {"id": id, "version": body["version"], "metadata": None, "response": response, "errors": None}
        expected |= {"ver": body["version"]} if is_post else {"metadata": {}, "errors": []}
        self.assertEqual((answer.status, body), (200, expected))

    def assert_blank(self, answer, *fields):
        self.assertEqual([(error["errorCode"], error["message"]) for error in answer.json()["errors"]],
                         [("ADM-UMT-002", f"request.{field} should not be null or empty") for field in fields])

    def is_good(self, token):
        return self.server.call("GET", VALIDATE, token=token).status == 200


class SignIn(AdminCase):
    def test_login_and_logout(self):
        answer = self.login("m392380", "6^S98sG#")
        self.assert_good(answer, "mosip.admin.authentication.login", {
            "status": "success", "message": "Username and password combination had been validated successfully"})
        self.assertRegex(answer.set_cookies()[0], r"^Authorization=.+; Max-Age=6000000; Expires=.+; Path=/; ")
        token = answer.cookie()
        self.assertEqual((claims_of(token)["preferred_username"], claims_of(token)["amr"]), ("M392380", ["pwd"]))
        out = self.open_call("POST", "logout", token=token)
        self.assert_good(out, "mosip.admin.authentication.logout", {"status": "success", "message": "Username has been logged out successfully"})
        self.assertIn("Authorization=; Max-Age=0", out.set_cookies()[0])
        self.assertFalse(self.is_good(token))
        for wrong in (token, None, "garbage"):
            answer = self.open_call("POST", "logout", token=wrong)
            self.assert_error(answer, 200, "ADMN_AUTH_ERR_INVALIDCREDENTIALS")
            self.assertEqual(answer.json()["errors"][0]["message"], "The passed in token is not correct")

    def test_what_a_login_refuses(self):
        for name, password in (("M392380", "wrong"), ("nobody", "6^S98sG#"), ("gone", "password"), ("M392380", "6^S98sG# ")):
            self.assert_error(self.login(name, password), 200, "ADMN_AUTH_ERR_INVALIDCREDENTIALS")
        self.assert_error(self.login("M392380", "6^S98sG#", appid="adminXX"), 200, "ADMN_AUTH_ERR_INVALIDAPPID")
        self.assert_blank(self.open_call("POST", "login", {"username": " ", "appid": None}), "username", "password", "appid")
        self.assert_error(self.server.call("POST", ADMIN + "login", "{"), 200, "ADM-UMT-002")
        self.assert_error(self.server.call("POST", ADMIN + "login", envelope(None)), 200, "ADM-UMT-002")
        wrong_time = self.server.call("POST", ADMIN + "login", envelope({"username": "a", "password": "b", "appid": "admin"}, requesttime="noon"))
        self.assert_error(wrong_time, 200, "ADM-UMT-002")

    def test_factors(self):
        def factors(name, query=""):
            return self.open_call("GET", f"security/authfactors/{quote(name)}{query}")
        both = {"authtypes": ["PASSWORD", "OTP"], "authTypes": ["password", "otp"]}
        self.assert_good(factors("M392380", "?timeStamp=2019-01-01T00:00:00.000Z"), "mosip.admin.security.authfactors", both, False)
        self.assertEqual(factors("boss").response(), both)
        self.assertEqual(factors("CLERK").response(), {"authtypes": ["PASSWORD"], "authTypes": ["password"]})
        self.assert_error(factors("nobody"), 200, "ADMN-AUTH-USR-NOTFOUND")
        self.assert_error(factors("gone"), 200, "ADMN-AUTH-USR-NOTFOUND")
        answer = factors("label")
        self.assert_error(answer, 200, "ADM-SEC-002")
        self.assertEqual(answer.json()["errors"][0]["message"], "No Policy Found for the role :[SUPER_ADMIN]")

    def test_cards(self):
        def cards(language=""):
            return self.call("GET", ADMIN + "mastercards" + language)
        english = cards("/eng")
        self.assertEqual(english.response()["masterdata"][0], {"dataCode": "machines", "displayName": "Machines"})
        self.assertIn({"dataCode": "centers", "displayName": "Registration Centers"}, english.response()["masterdata"])
        self.assertEqual(len(english.response()["masterdata"]), 18)
        self.assert_good(cards(), "mosip.admin.mastercards", english.response(), False)
        codes = [card["dataCode"] for card in english.response()["masterdata"]]
        for language in ("/ara", "/fra"):
            self.assertEqual([card["dataCode"] for card in cards(language).response()["masterdata"]], codes)
        self.assertIn("Types d'appareils", [card["displayName"] for card in cards("/fra").response()["masterdata"]])
        self.assert_error(cards("/deu"), 200, "ADMN-LANG-MISSING")
        self.assert_error(self.open_call("GET", "mastercards/eng"), 401, "KER-ATH-401")
        clerk = self.token_of("clerk", "clerks-own")
        self.assert_error(self.open_call("GET", "mastercards/eng", token=clerk), 403, "KER-ATH-403")


class Accounts(AdminCase):
    def unblock(self, name, token, path="unblockuser?userid="):
        return self.open_call("GET", path + quote(name), token=token)

    def block(self, name):
        for _ in range(5):
            self.assert_error(self.login(name, "wrong"), 200, "ADMN_AUTH_ERR_INVALIDCREDENTIALS")
        self.assert_error(self.login(name, "first-one"), 200, "ADMN_AUTH_ERR_INVALIDCREDENTIALS")

    def test_blocked_is_answered_as_wrong_and_unblocked_by_an_admin(self):
        name = self.new_user()
        self.block(name)
        blocked, wrong = self.login(name, "first-one").json(), self.login("nobody", "x").json()
        self.assertEqual({**blocked, "responsetime": 0}, {**wrong, "responsetime": 0})
        text = "The user had been succesfully unblocked"
        boss = self.token_of("boss", "mosip")
        self.assert_good(self.unblock(name, boss), "mosip.admin.accountmanagement.unblockuser",
                         {"Status": "SUCCESS", "Message": text, "status": "SUCCESS", "message": text}, False)
        self.token_of(name, "first-one")
        self.assertEqual(self.unblock(name, boss).response()["Status"], "SUCCESS")
        self.block(name)
        self.assertEqual(self.unblock(name, boss, "accountmanagement/unblockaccount/").response()["Status"], "SUCCESS")
        self.token_of(name, "first-one")
        self.assert_error(self.unblock("nobody", boss), 200, "ADMN-ACC-USR-NOTFOUND")
        self.assert_error(self.unblock("", boss), 200, "ADMN-ACC-USR-NOTFOUND")

    def test_who_may_unblock(self):
        name, other = self.new_user(), "clerk"
        by_code = self.code_token(name)
        self.block(name)
        self.assertEqual(self.unblock(name, by_code).response()["status"], "SUCCESS")
        clerk = self.token_of("clerk", "clerks-own")
        self.assert_error(self.unblock(name, clerk), 403, "KER-ATH-403")
        self.assert_error(self.unblock(other, clerk), 403, "KER-ATH-403")
        self.assert_error(self.unblock(name, None), 401, "KER-ATH-401")
        self.assert_error(self.unblock(name, "garbage"), 401, "KER-ATH-401")

    def test_a_change_ends_the_other_sessions(self):
        name = self.new_user()
        ended = [self.token_of(name, "first-one") for _ in range(2)] + [self.code_token(name)]
        answer = self.change(name, "first-one", "hfsfs32#")
        self.assert_good(answer, "mosip.admin.accountmanagement.changepassword",
                         {"status": "success", "message": "New password been set successfully"})
        self.assertEqual([self.is_good(token) for token in ended], [False] * 3)
        self.assertTrue(self.is_good(answer.cookie()))
        self.token_of(name, "hfsfs32#")
        self.assert_error(self.login(name, "first-one"), 200, "ADMN_AUTH_ERR_INVALIDCREDENTIALS")
        refresh = self.server.call("POST", "/v1/authmanager/authorize/refreshToken/admin",
                                   headers={"Cookie": "refresh_token=" + answer.cookie("refresh_token")})
        self.assertEqual(refresh.json()["errors"], None, refresh.body)

    def test_the_references_path(self):
        name = self.new_user()
        answer = self.open_call("POST", "accountmanagement/changepassword",
                                {"userId": name, "oldPassword": "first-one", "newPassword": "hfsfs32#"})
        self.assertEqual(answer.response()["status"], "success", answer.body)
        answer = self.open_call("POST", "accountmanagement/resetpassword", {"userName": name, "newPassword": "another-1"},
                                token=self.code_token(name))
        self.assertEqual(answer.response()["message"], "Password reset successfully", answer.body)
        self.token_of(name, "another-1")

    def test_what_a_change_refuses(self):
        name = self.new_user()
        self.assert_error(self.change(name, "wrong", "hfsfs32#"), 200, CREDENTIALS)
        self.assert_error(self.change("nobody", "first-one", "hfsfs32#"), 200, CREDENTIALS)
        self.assert_error(self.change(name, "first-one", "ksafuf"), 200, "ADMN_AUTH_ERR_LNGTH_NOT_STSFIED")
        for refused in ("x" * 129, "first-one", f"xx{name.upper()}xx", f"{name}@example.org1"):
            self.assert_error(self.change(name, "first-one", refused), 200, "KER-ATH-011")
        self.assert_error(self.change(name, "first-one", "hfsfs32#", appid="adminXX"), 200, "ADMN_AUTH_ERR_INVALIDAPPID")
        self.assert_blank(self.open_call("POST", "changepassword", {}), "username", "oldpassword", "newpassword", "appid")
        self.token_of(name, "first-one")

    def test_wrong_old_passwords_block(self):
        name = self.new_user()
        for _ in range(5):
            self.assert_error(self.change(name, "wrong", "hfsfs32#"), 200, CREDENTIALS)
        self.assert_error(self.change(name, "first-one", "hfsfs32#"), 200, CREDENTIALS)
        self.assert_error(self.login(name, "first-one"), 200, "ADMN_AUTH_ERR_INVALIDCREDENTIALS")

    def test_of_many_changes_at_once_one_counts(self):
        name = self.new_user()
        answers = in_parallel([lambda n=n: self.change(name, "first-one", f"changed-{n}") for n in range(4)])
        good = [n for n, answer in enumerate(answers) if answer.json()["errors"] is None]
        self.assertEqual(len(good), 1, [answer.body for answer in answers])
        self.token_of(name, f"changed-{good[0]}")

    def test_reset(self):
        name = self.new_user()
        before = self.token_of(name, "first-one")
        self.assert_error(self.reset(name, "hfsfs32#"), 200, CREDENTIALS)
        self.assert_error(self.reset(name, "hfsfs32#", self.token_of("clerk", "clerks-own")), 200, CREDENTIALS)
        self.assert_error(self.reset("clerk", "hfsfs32#", self.token_of("clerk", "clerks-own")), 200, CREDENTIALS)
        answer = self.reset(name, "hfsfs32#", self.code_token(name))
        self.assert_good(answer, "mosip.admin.accountmanagement.resetpassword", {"status": "success", "message": "Password reset successfully"})
        self.assertFalse(self.is_good(before))
        self.assertTrue(self.is_good(answer.cookie()))
        self.assertEqual(self.reset(name, "by-admin-1", self.token_of("boss", "mosip")).response()["status"], "success")
        self.token_of(name, "by-admin-1")
        boss = self.token_of("boss", "mosip")
        self.assert_error(self.reset("nobody", "hfsfs32#", boss), 200, CREDENTIALS)
        self.assert_error(self.reset(name, "short", boss), 200, "ADMN_AUTH_ERR_LNGTH_NOT_STSFIED")
        self.assert_error(self.reset(name, f"xx{name}", boss), 200, "KER-ATH-011")
        self.assert_error(self.reset(name, "hfsfs32#", boss, appid="x"), 200, "ADMN_AUTH_ERR_INVALIDAPPID")


    def test_a_zonal_administrator_does_not_become_a_global_one(self):
        zonal = self.token_of(self.new_user(), "first-one")
        answer = self.reset("boss", "taken-over", zonal)
        self.assert_error(answer, 200, CREDENTIALS)
        self.assertEqual(answer.set_cookies(), [])
        self.token_of("boss", "mosip")
        self.assertEqual(self.reset("label", "by-zone-01", zonal).response()["status"], "success")
        self.token_of("label", "by-zone-01")


class Kills(unittest.TestCase):
    def test_an_answered_change_survives_and_its_sessions_stay_ended(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, bootstrap=BOOTSTRAP) as server:
            def post(path, **request):
                return server.call("POST", ADMIN + path, envelope({"appid": "admin", "username": "clerk", **request}))
            password = "clerks-own"
            for number in range(3):
                ended = post("login", password=password).cookie()
                answer = post("changepassword", oldpassword=password, newpassword=f"password-{number}")
                server.kill()
                self.assertEqual(answer.response()["status"], "success", answer.body)
                password = f"password-{number}"
                server.start()
                self.assertEqual(server.call("GET", VALIDATE, token=ended).status, 401)
                self.assertEqual(server.call("GET", VALIDATE, token=answer.cookie()).status, 200)
                self.assertEqual(post("login", password=password).json()["errors"], None)


class Settings(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def test_pattern_blocklist_cards_and_open_cards(self):
        blocklist = write(self.directory, "blocklist", "Letmein-77\n")
        cards = write(self.directory, "cards", "card.machines-eng=Boxes\ncard.centers-deu=Zentren\n")
        settings = sets("mosip.admin.password.pattern=-[0-9]{2}$", f"idkernel.admin.password.blocklist-file={blocklist}",
                        f"idkernel.admin.mastercards-file={cards}", "mosip.admin.masterdata.lang-code=deu,eng", "admin.mastercards.roles=",
                        "admin.resetpassword.require-otp=false")
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *settings, bootstrap=BOOTSTRAP) as server:
            self.assertTrue([line for line in server.lines if "anybody may set anybody's password" in line])

            def change(old, new):
                return server.call("POST", ADMIN + "changepassword", envelope(
                    {"appid": "admin", "username": "clerk", "oldpassword": old, "newpassword": new})).json()["errors"]
            self.assertEqual(change("clerks-own", "letmein-77")[0]["errorCode"], "KER-ATH-011")
            self.assertEqual(change("clerks-own", "anything")[0]["errorCode"], "KER-ATH-011")
            self.assertEqual(change("clerks-own", "anything-12"), None)
            token = server.call("POST", ADMIN + "login", envelope({"appid": "admin", "username": "clerk", "password": "anything-12"})).cookie()
            self.assertEqual(server.call("GET", ADMIN + "mastercards", token=token).response(),
                             {"masterdata": [{"dataCode": "centers", "displayName": "Zentren"}]})
            self.assertEqual(server.call("GET", ADMIN + "mastercards/eng", token=token).response(),
                             {"masterdata": [{"dataCode": "machines", "displayName": "Boxes"}]})
            reset = server.call("POST", ADMIN + "resetpassword", envelope({"appid": "admin", "username": "clerk", "newpassword": "reset-12"}))
            self.assertEqual(reset.response()["status"], "success", reset.body)

    def test_what_cannot_be_is_refused_at_the_start(self):
        for setting, part in (("mosip.admin.password.pattern=(", "mosip.admin.password.pattern"),
                              ("mosip.admin.security.policy.auth-types.type1=smell", "ADM-SEC-003"),
                              ("mosip.admin.security.policy.policy-types=type9", "type9"),
                              ("mosip.admin.security.policy.role-policy-mapping=A", "role-policy-mapping"),
                              ("idkernel.admin.password.blocklist-file=/nowhere", "blocklist-file"),
                              ("idkernel.admin.mastercards-file=" + write(self.directory, "cards", "title=x\n"), "line 1")):
            code, text = run("check-config", "--dev", *sets(setting))
            self.assertNotEqual(code, 0, setting)
            self.assertIn(part, text)


if __name__ == "__main__":
    unittest.main()
