"""What the auth manager tells of users and roles, to whom, and accounts under the reference's paths."""

import base64
import unittest

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, envelope, sets
from server_case import ServerCase

AUTH = "/v1/authmanager/"
PEOPLE = 130


def user(name, *roles, **more):
    return {"userName": name, "password": "mosip-" + name, "roles": list(roles), "firstName": "First" + name, "lastName": "Last",
            "mail": name + "@example.org", **more}


def client(name, *roles):
    return {"clientId": name, "secret": name, "roles": list(roles)}


BOOTSTRAP = {
    "users": [user("boss", "GLOBAL_ADMIN"),
              user("jane", "REGISTRATION_OFFICER", "RESIDENT", mobile="9663175928", dateOfBirth="1990-02-03", rid="27847657360002520190320095029", individualId="2530192395"),
              user("john", "INDIVIDUAL"), user("gone", "REGISTRATION_OFFICER", active=False),
              {"userName": "bare", "password": "mosip-bare", "roles": [], "name": "Bare Name"}]
    + [user(f"person{number}", "PERSON") for number in range(PEOPLE)] + [user(f"victim{number}", "INDIVIDUAL") for number in range(8)],
    "clients": [client("idkernel-dev", "GLOBAL_ADMIN"), client("regproc", "REGISTRATION_PROCESSOR"), client("nobody", "RESIDENT")],
}
victims = iter(range(8))


class Details(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.auth.proxy-otp=true", "mosip.admin-services.required.roles=GLOBAL_ADMIN,ZONAL_ADMIN",
                                                    "mosip.keycloak.max-no-of-users=60")
    bootstrap = BOOTSTRAP

    def get(self, path, token=None):
        return self.server.call("GET", AUTH + path, token=token or self.regproc())

    def post(self, path, request, token=None):
        return self.server.call("POST", AUTH + path, envelope(request), token=token or self.regproc())

    def regproc(self):
        return self.server.token("regproc", "regproc")

    def login(self, name, password=None):
        answer = self.server.call("POST", AUTH + "authenticate/useridPwd", envelope(
            {"appId": "admin", "userName": name, "password": password or "mosip-" + name}))
        return answer.cookie()

    def names(self, answer):
        self.assertEqual((answer.status, answer.json()["errors"]), (200, None), answer.body)
        return [one["userId"] for one in answer.response()["mosipUserDtoList"]]

    def victim(self):
        return f"victim{next(victims)}"


class Users(Details):
    def test_users_by_name(self):
        answer = self.post("userdetails/admin", {"userDetails": ["JANE", "nobody", "bare", "gone"]})
        jane, bare, gone = answer.response()["mosipUserDtoList"]
        self.assertEqual(list(jane.items()), [
            ("userId", "jane"), ("mobile", "9663175928"), ("mail", "jane@example.org"), ("langCode", None), ("userPassword", None),
            ("name", "Firstjane Last"), ("role", "REGISTRATION_OFFICER,RESIDENT"), ("token", None), ("rid", "27847657360002520190320095029")])
        self.assertEqual((bare["name"], bare["role"], bare["mail"], bare["rid"]), ("Bare Name", "", None, None))
        self.assertEqual(gone["userId"], "gone")
        self.assertEqual(self.names(self.post("userdetails/admin", {"userDetails": ["nobody"]})), [])

    def test_users_by_name_in_full(self):
        answer = self.post("userdetail/regid/admin", {"userDetails": ["JANE", "nobody", "gone"]})
        jane, gone = answer.response()["userDetails"]
        self.assertEqual(list(jane.items()), [
            ("userId", "jane"), ("firstName", "Firstjane"), ("lastName", "Last"), ("mobile", "9663175928"), ("mail", "jane@example.org"),
            ("dateOfBirth", "1990-02-03"), ("gender", None), ("langCode", None), ("userPassword", None), ("name", "Firstjane Last"),
            ("role", "REGISTRATION_OFFICER,RESIDENT"), ("rid", "27847657360002520190320095029"), ("active", True)])
        self.assertEqual((gone["userId"], gone["active"]), ("gone", False))
        self.assert_error(self.post("userdetail/regid/moon", {"userDetails": ["jane"]}), 200, "KER-ATH-026")

    def test_bad_lists_are_refused(self):
        for request, text in [(None, "request must not be null"), ({}, "request.userDetails should not be null or empty"),
                              ({"userDetails": []}, "request.userDetails should not be null or empty"),
                              ({"userDetails": "jane"}, "request.userDetails must be a list of texts"),
                              ({"userDetails": [1]}, "request.userDetails must be a list of texts"),
                              ({"userDetails": ["x"] * 101}, "request.userDetails must not hold more than 100 names")]:
            for path in ("userdetails/admin", "userdetail/regid/admin", "usersaltdetails/admin"):
                answer = self.post(path, request)
                self.assert_error(answer, 200, "KER-ATH-019")
                self.assertEqual(answer.json()["errors"][0]["message"], text)
        self.assertEqual(self.names(self.post("userdetails/admin", {"userDetails": ["jane"] * 100})), ["jane"] * 100)

    def test_pages(self):
        seen = []
        for start in range(0, PEOPLE + 50, 50):
            seen += self.names(self.get(f"userdetails/admin?roleName=PERSON&pageStart={start}&pageFetch=50"))
        self.assertEqual(sorted(seen), sorted(f"person{number}" for number in range(PEOPLE)))
        self.assertEqual(len(self.names(self.get("userdetails/admin?roleName=PERSON"))), 60)
        self.assertEqual(len(self.names(self.get("userdetails/admin?roleName=PERSON&pageFetch=1000000"))), 60)
        self.assertEqual(self.names(self.get(f"userdetails/admin?roleName=PERSON&pageStart={PEOPLE}")), [])
        for query in ("pageStart=-1", "pageFetch=x", "pageStart=1.5", "pageStart=99999999999999999999"):
            answer = self.get("userdetails/admin?" + query)
            self.assert_error(answer, 200, "KER-ATH-019")
            self.assertEqual(answer.json()["errors"][0]["message"], query.split("=")[0] + " must be a whole number")

    def test_filters(self):
        for query, names in {"email=JANE@": ["jane"], "firstName=firstjohn": ["john"], "userName=person12&search=example": [
                "person12", "person120", "person121", "person122", "person123", "person124", "person125", "person126", "person127",
                "person128", "person129"], "search=nothing": [], "lastName=last&userName=boss": ["boss"],
                "roleName=GLOBAL_ADMIN&userName=jane": ["boss"], "roleName=GLOBAL": []}.items():
            self.assertEqual(sorted(self.names(self.get("userdetails/admin?" + query))), names, query)

    def test_salts(self):
        first = self.post("usersaltdetails/admin", {"userDetails": ["jane", "nobody", "john"]}).response()["mosipUserSaltList"]
        self.assertEqual([one["userId"] for one in first], ["jane", "john"])
        self.assertEqual([len(base64.b64decode(one["salt"])) for one in first], [16, 16])
        self.assertNotEqual(first[0]["salt"], first[1]["salt"])
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        again = self.post("usersaltdetails/admin", {"userDetails": ["jane", "john"]}).response()["mosipUserSaltList"]
        self.assertEqual(again, first)

    def test_roles(self):
        answer = self.get("roles/admin", self.login("john"))
        roles = answer.response()["roles"]
        self.assertIn({"roleId": "GLOBAL_ADMIN", "roleName": "GLOBAL_ADMIN", "roleDescription": "GLOBAL_ADMIN"}, roles)
        self.assertEqual(len(roles), len({one["roleId"] for one in roles}))

    def test_roles_that_the_admin_pages_ask_for(self):
        answer = self.server.call("GET", "/v1/admin/roles", token=self.login("john"))
        self.assertEqual(answer.response(), {"roles": ["GLOBAL_ADMIN", "ZONAL_ADMIN"]})
        self.assert_error(self.server.call("GET", "/v1/admin/roles"), 401, "KER-ATH-401")

    def test_the_admin_service_validates_tokens(self):
        path = "/v1/admin/authorize/admin/validateToken"
        token = self.login("jane")
        answer = self.server.call("GET", path, token=token)
        self.assertEqual((answer.response()["userId"], answer.response()["token"], answer.cookie()), ("jane", token, token))
        self.assert_error(self.server.call("GET", path), 200, "KER-ACP-001")
        self.assert_error(self.server.call("GET", path, headers={"Cookie": "a=b"}), 200, "KER-ACP-002")
        self.assert_error(self.server.call("GET", path, token="garbage"), 401, "KER-ATH-401")

    def test_one_user(self):
        self.assertEqual(self.get("rid/admin/jane").response(), {"rid": "27847657360002520190320095029"})
        self.assertEqual(self.get("individualId/admin/jane").response(), {"individualId": "2530192395"})
        self.assertEqual(self.get("role/admin/JANE").response(), {"userId": "jane", "role": "REGISTRATION_OFFICER,RESIDENT"})
        self.assertEqual(self.get("validate/admin/jane").response(), {"status": "VALID"})
        self.assertEqual(self.get("validate/admin/gone").response(), {"status": "INVALID"})

    def test_what_is_not_there(self):
        for path, code, text in [("rid/admin/nobody", "KER-ATH-022", "User not found"), ("rid/admin/john", "KER-ATH-022", "User not found"),
                                 ("individualId/admin/john", "KER-ATH-027", "Individual Id not found for user"),
                                 ("individualId/admin/nobody", "KER-ATH-027", "Individual Id not found for user"),
                                 ("role/admin/nobody", "KER-ATH-022", "User not found"),
                                 ("validate/admin/nobody", "KER-ATH-023", "IsActive flag is not present for this user"),
                                 ("rid/moon/jane", "KER-ATH-026", "Realm not found:: moon"), ("roles/moon", "KER-ATH-026", "Realm not found:: moon"),
                                 ("userdetails/moon", "KER-ATH-026", "Realm not found:: moon")]:
            answer = self.get(path)
            self.assert_error(answer, 200, code)
            self.assertEqual(answer.json()["errors"][0]["message"], text)


class Access(Details):
    LISTS = ("userdetails/admin", "userdetails/admin?search=jane")
    ONES = ("rid/admin/", "individualId/admin/", "role/admin/", "validate/admin/")

    def test_nothing_without_a_token(self):
        for path in ("roles/admin", "userdetails/admin", "unblock/admin/jane", "username/admin/9663175928", "userdetail/admin/9663175928",
                     *(one + "jane" for one in self.ONES)):
            self.assert_error(self.server.call("GET", AUTH + path), 401, "KER-ATH-401")
        for path in ("userdetails/admin", "userdetail/regid/admin", "usersaltdetails/admin", "changepassword/admin", "resetpassword/admin", "user", "user/addpassword"):
            self.assert_error(self.server.call("POST", AUTH + path, envelope({})), 401, "KER-ATH-401")

    def test_lists_are_for_those_roles(self):
        for token in (self.login("jane"), self.login("john"), self.server.token("nobody", "nobody")):
            for path in self.LISTS:
                self.assert_error(self.get(path, token), 403, "KER-ATH-403")
            for path in ("userdetails/admin", "userdetail/regid/admin", "usersaltdetails/admin"):
                self.assert_error(self.post(path, {"userDetails": ["jane"]}, token), 403, "KER-ATH-403")

    def test_one_may_ask_about_oneself(self):
        own = self.login("jane")
        for path in self.ONES:
            self.assertEqual(self.get(path + "Jane", own).status, 200)
            self.assert_error(self.get(path + "john", own), 403, "KER-ATH-403")
            self.assert_error(self.get(path + "nobody", own), 403, "KER-ATH-403")
            self.assert_error(self.get(path + "jane", self.server.token("nobody", "nobody")), 403, "KER-ATH-403")


class Accounts(Details):
    def code_token(self, name):
        """The token of a sign-in by OTP."""
        self.server.call("POST", AUTH + "authenticate/sendotp", envelope(
            {"userId": name, "otpChannel": ["email"], "appId": "admin", "useridtype": "USERID"}))
        return self.server.call("POST", AUTH + "authenticate/useridOTP", envelope(
            {"userId": name, "otp": "111111", "appId": "admin"})).cookie()

    def block(self, name):
        for _ in range(5):
            self.assertIsNone(self.login(name, "wrong"))
        self.assertIsNone(self.login(name))

    def test_unblock(self):
        own, other = self.victim(), self.victim()
        for name in (own, other):
            self.block(name)
        code = self.code_token(own)
        self.assert_error(self.get(f"unblock/admin/{other}", code), 403, "KER-ATH-403")
        self.assert_error(self.get(f"unblock/admin/{other}"), 403, "KER-ATH-403")
        for name, token in ((own, code), (other, self.login("boss"))):
            self.assertEqual(self.get(f"unblock/admin/{name}", token).response(), {"status": "Success", "message": "Successfully Unblocked"})
            self.assertIsNotNone(self.login(name))
        self.assert_error(self.get("unblock/admin/nobody", self.login("boss")), 200, "KER-ATH-022")

    def test_by_mobile_number(self):
        number = "9663175928"
        for token in (self.login("boss"), self.code_token("jane")):
            self.assertEqual(self.get("username/admin/" + number, token).response(), {"userName": "jane"})
            detail = self.get("userdetail/admin/" + number, token).response()
            self.assertEqual((detail["userId"], detail["mobile"], detail["role"]), ("jane", number, "REGISTRATION_OFFICER,RESIDENT"))
        for token in (self.regproc(), self.login("jane"), self.login("john")):
            for path in ("username/admin/", "userdetail/admin/"):
                self.assert_error(self.get(path + number, token), 403, "KER-ATH-403")
        answer = self.get("username/admin/5550001234", self.login("boss"))
        self.assert_error(answer, 200, "KER-ATH-024")
        self.assertEqual(answer.json()["errors"][0]["message"], "Mobile is registered/not present")

    def test_change(self):
        name = self.victim()
        token = self.login(name)
        changed = {"userId": name, "oldPassword": "mosip-" + name, "newPassword": "another-one"}
        answer = self.post("changepassword/admin", changed, token)
        self.assertEqual(answer.response(), {"status": "Success", "message": "Successfully changed"})
        self.assertEqual(answer.set_cookies(), [])
        self.assertEqual([self.login(name) is None, self.login(name, "another-one") is None], [True, False])
        self.assertEqual(self.get("roles/admin", token).status, 401)  # Its sessions have ended.
        for refused in (changed, changed | {"userId": "nobody"}, changed | {"userId": "gone"}):
            answer = self.post("changepassword/admin", refused)
            self.assert_error(answer, 200, "KER-ATH-012")
            self.assertEqual(answer.json()["errors"][0]["message"], "Old password entered is incorrect")
        self.assert_error(self.post("changepassword/moon", changed), 200, "KER-ATH-026")

    def test_reset(self):
        name = self.victim()
        reset = {"userId": name, "newPassword": "another-one"}
        self.assert_error(self.post("resetpassword/admin", reset), 200, "KER-ATH-023")
        self.assert_error(self.post("resetpassword/admin", reset, self.login(name)), 200, "KER-ATH-023")
        for token, password in ((self.code_token(name), "another-one"), (self.login("boss"), "the-third-one")):
            answer = self.post("resetpassword/admin", reset | {"newPassword": password}, token)
            self.assertEqual(answer.response(), {"status": "Success", "message": "Successfully the password has been reset"})
            self.assertIsNotNone(self.login(name, password))

    def test_register(self):
        """The admin service's registration under the auth manager's paths; the step between them is the admin service's."""
        def person(name, **more):
            return {"userName": name, "firstName": "New", "lastName": "Comer", "contactNo": more.pop("contactNo", "9876500001"),
                    "emailID": f"{name}@example.org", "dateOfBirth": "1990-02-03", "gender": "Female", "role": "ADMIN", "appId": "admin", **more}
        boss = self.login("boss")
        self.assertEqual(self.post("user", person("comer"), self.login("jane")).response(), {"userName": "comer"})
        self.assertEqual(self.post("user", person("COMER", contactNo="9876500002", emailID="other@example.org")).error_codes(), ["KER-ATH-013"])
        self.assertEqual(self.post("user", person("x", appId="moon")).error_codes(), ["KER-ATH-026"])
        bad = self.post("user", person("x", contactNo="none", dateOfBirth="2999-01-01")).json()["errors"]
        self.assertEqual([(one["errorCode"], one["message"].split(" ")[0]) for one in bad],
                         [("KER-ATH-019", "request.contactNo"), ("KER-ATH-019", "request.dateOfBirth")])
        first = {"userName": "comer", "rid": "41355315155", "password": "their-own", "appId": "admin"}
        self.assert_error(self.post("user/addpassword", first, boss), 200, "KER-ATH-023")  # No id was told.
        self.assertIsNone(self.server.call("POST", "/v1/admin/usermgmt/rid", envelope(
            {"username": "comer", "rid": "41355315155", "appid": "admin"}), token=boss).json()["errors"])
        self.assertEqual(self.post("user/addpassword", first | {"password": "short"}, boss).error_codes(), ["ADMN_AUTH_ERR_LNGTH_NOT_STSFIED"])
        self.assert_error(self.post("user/addpassword", first | {"rid": "41355315156"}, boss), 200, "KER-ATH-023")
        self.assertEqual(self.post("user/addpassword", first, boss).response(), {"userName": "comer"})
        self.assertIsNotNone(self.login("comer", "their-own"))
        # Privileges are a GLOBAL_ADMIN's to give, here too.
        for name, token, granted in (("zone1", self.login("jane"), ""), ("zone2", boss, "ZONAL_ADMIN")):
            made = self.post("user", person(name, role="ZONAL_ADMIN", contactNo=f"98765001{name[-1]}"), token)
            self.assertEqual(made.response(), {"userName": name})
            code = {"username": name, "rid": "41355315155", "appid": "admin"}
            self.assertIsNone(self.server.call("POST", "/v1/admin/usermgmt/rid", envelope(code), token=boss).json()["errors"])
            self.assertEqual(self.post("user/addpassword", first | {"userName": name}, boss).response(), {"userName": name})
            self.assertEqual(self.get("role/admin/" + name, boss).response()["role"], granted)

    def test_fields(self):
        for path, fields in (("changepassword/admin", ("userId", "oldPassword", "newPassword")), ("resetpassword/admin", ("userId", "newPassword")),
                             ("user", ("userName", "firstName", "lastName", "contactNo", "emailID", "dateOfBirth", "gender", "role", "appId")),
                             ("user/addpassword", ("userName", "rid", "password", "appId"))):
            answer = self.post(path, {})
            self.assertEqual([(one["errorCode"], one["message"]) for one in answer.json()["errors"]],
                             [("KER-ATH-019", f"request.{field} should not be null or empty") for field in fields])
            missing = self.post(path, None)
            self.assertEqual([one["message"] for one in missing.json()["errors"]], ["request must not be null"])
        short = self.post("resetpassword/admin", {"userId": "john", "newPassword": "short"}, self.login("boss"))
        self.assertEqual(short.error_codes(), ["ADMN_AUTH_ERR_LNGTH_NOT_STSFIED"])


if __name__ == "__main__":
    unittest.main()
