"""Signing in by client secret and by password: answers, cookies, faults and the lock-out."""

import json
import re
import unittest
from email.utils import parsedate_to_datetime
from time import time

import jwt_tools
from idkernel import envelope, in_parallel, wait_until
from server_case import ServerCase

INTERNAL = "/v1/authmanager/authenticate/internal/useridPwd"
USER = "/v1/authmanager/authenticate/useridPwd"
CLIENT = "/v1/authmanager/authenticate/clientidsecretkey"
VALIDATE = "/v1/authmanager/authorize/admin/validateToken"
COOKIE = re.compile(r"Authorization=([\w-]+\.[\w-]+\.[\w-]+); Max-Age=6000000; "
                    r"Expires=([A-Z][a-z]{2}, \d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d GMT); Path=/; Secure; HttpOnly; SameSite=Lax")


def login(user="110006", password="mosip", app="admin", **more):
    return envelope({"appId": app, "userName": user, "password": password, **more})


class SignIn(ServerCase):
    def post(self, path, body):
        return self.server.call("POST", path, body)

    def assert_token_cookie(self, value, token):
        match = COOKIE.fullmatch(value)
        self.assertIsNotNone(match, value)
        self.assertEqual(match.group(1), token)
        expires = parsedate_to_datetime(match.group(2)).timestamp()
        self.assertLess(abs(expires - time() - 6000000), 120)

    def test_a_client_gets_cookie_and_header(self):
        answer = self.server.sign_in("mosip-abis-client", "abc123")
        self.assertEqual(len(answer.set_cookies()), 1)
        token = answer.headers["Authorization"]
        self.assert_token_cookie(answer.set_cookies()[0], token)
        claims = jwt_tools.claims_of(token)
        self.assertEqual(claims["azp"], "mosip-abis-client")
        self.assertEqual(claims["clientId"], "mosip-abis-client")
        self.assertEqual(claims["preferred_username"], "service-account-mosip-abis-client")
        self.assertEqual(claims["sub"], "87f05764-789d-4e6b-9c1e-c56bbdc29563")
        self.assertEqual(claims["amr"], ["client"])
        self.assertNotIn("name", claims)

    def test_a_user_gets_cookies_and_header(self):
        answer = self.post(USER, login())
        self.assertEqual(answer.response(), {
            "status": "success", "message": "Username and password combination had been validated successfully"})
        token_cookie, refresh_cookie = answer.set_cookies()
        self.assert_token_cookie(token_cookie, answer.headers["Authorization"])
        self.assertRegex(refresh_cookie, r"^refresh_token=[\w.-]+; Path=/; Secure; HttpOnly; SameSite=Lax$")

    def test_an_internal_sign_in_sets_no_cookie(self):
        answer = self.post(INTERNAL, login())
        self.assertEqual(answer.set_cookies(), [])
        self.assertIsNone(answer.headers["Authorization"])
        response = answer.response()
        self.assertEqual(list(response), ["token", "message", "refreshToken", "expiryTime", "userId", "status", "refreshExpiryTime"])
        self.assertEqual((response["expiryTime"], response["refreshExpiryTime"]), (36000, 36000))

    def test_claims_of_a_user(self):
        response = self.post(INTERNAL, login(clientId="mosip-admin-client", clientSecret="xyz123")).response()
        claims = jwt_tools.claims_of(response["token"])
        self.assertEqual(claims["exp"] - claims["iat"], 36000)
        self.assertLessEqual(claims["nbf"], claims["iat"])
        expected = {"aud": "account", "azp": "mosip-admin-client", "typ": "Bearer", "preferred_username": "110006",
                    "email": "110006@xyz.com", "amr": ["pwd"], "sub": "234ec93f-6afd-47bd-942a-3d541b746be4",
                    "email_verified": False, "name": "Test110006 Auto110006", "given_name": "Test110006",
                    "family_name": "Auto110006"}
        self.assertEqual({name: claims.get(name) for name in expected}, expected)
        self.assertIn("GLOBAL_ADMIN", claims["realm_access"]["roles"])
        for name in ("jti", "session_state"):
            self.assertRegex(claims[name], r"^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$")
        self.assertTrue(claims["iss"].endswith("/auth/realms/mosip"), claims["iss"])
        self.assertEqual(jwt_tools.claims_of(response["refreshToken"])["typ"], "Refresh")
        self.assertEqual(jwt_tools.claims_of(response["refreshToken"])["session_state"], claims["session_state"])

    def test_user_and_application_names_ignore_case(self):
        self.assertEqual(self.post(INTERNAL, login("110006", app="ADMIN")).status, 200)
        self.assertIsNone(self.post(INTERNAL, login("m392380", "fdkj943lkj32k32ew$8Kf")).json()["errors"])
        for app in ("preregistration", "prereg", "registrationclient", "registrationprocessor", "regproc", "ida", "resident"):
            self.assertIsNone(self.post(INTERNAL, login(app=app)).json()["errors"], app)

    def test_field_names_ignore_case(self):
        body = envelope({"appid": "admin", "username": "110006", "PASSWORD": "mosip"})
        self.assertIsNone(self.post(INTERNAL, body).json()["errors"])

    def test_wrong_credentials_are_one_answer(self):
        bodies = [self.post(path, body) for path in (INTERNAL, USER) for body in (
            login(password="wrong-once"), login("nobody-knows", "mosip"), login("UDAE423", "UDAE423"),
            login(clientId="mosip-admin-client", clientSecret="wrong"), login(clientId="no-client", clientSecret="x"),
            login(clientId="mosip-admin-client"), login(clientSecret="xyz123"))]
        for answer in bodies:
            self.assert_error(answer, 200, "KER-ATH-023")
            self.assertEqual(answer.set_cookies(), [])
        self.assertEqual(self.post(INTERNAL, login()).json()["errors"], None)  # two wrong ones did not close it

    def test_blank_fields(self):
        for path in (INTERNAL, USER):
            for name in ("appId", "userName", "password"):
                body = login()
                body["request"][name] = ""
                self.assert_error(self.post(path, body), 200, "KER-ATH-004")
                if name != "password":
                    body["request"][name] = " \t "
                    self.assert_error(self.post(path, body), 200, "KER-ATH-004")
                del body["request"][name]
                self.assert_error(self.post(path, body), 200, "KER-ATH-004")

    def test_fields_of_another_type(self):
        for path, names in ((INTERNAL, ("appId", "userName", "password")), (CLIENT, ("appId", "clientId", "secretKey"))):
            for name in names:
                for value in (5, ["mosip"], {}):
                    with self.subTest(path=path, name=name, value=value):
                        request = dict.fromkeys(names, "x")
                        request[name] = value
                        answer = self.post(path, envelope(request))
                        self.assert_error(answer, 200, "KER-ATH-019")
                        self.assertEqual(answer.json()["errors"][0]["message"], f"request.{name} must be a text")

    def test_a_client_that_leaves_fields_out_hears_of_each(self):
        for fields in ({}, {"clientId": " ", "secretKey": "\t"}):
            answer = self.post(CLIENT, envelope({"appId": "admin", **fields}))
            self.assert_error(answer, 200, "KER-ATH-019", "KER-ATH-019")
            self.assertEqual([error["message"] for error in answer.json()["errors"]],
                             ["request.clientId must not be blank", "request.secretKey must not be blank"])

    def test_unknown_application_is_named_as_sent(self):
        for answer in (self.server.sign_in(app="adminXX"), self.post(INTERNAL, login(app="adminXX")), self.post(USER, login(app="adminXX"))):
            self.assert_error(answer, 200, "KER-ATH-026")
            self.assertEqual(answer.json()["errors"][0]["message"], "Realm not found:: adminXX")

    def test_wrong_client_secret(self):
        for client, secret in (("mosip-abis-client", "wrong"), ("unknown", "abc123")):
            answer = self.server.sign_in(client, secret)
            self.assert_error(answer, 401, "500")
            self.assertEqual(answer.json()["errors"][0]["message"], "401 Unauthorized")
            self.assertEqual(answer.set_cookies(), [])

    def test_request_is_needed(self):
        for path in (INTERNAL, USER, CLIENT):
            for body in ({}, {"request": None}, {"request": "text"}, {"request": []}, {"id": "only"}):
                answer = self.post(path, body)
                self.assert_error(answer, 200, "KER-ATH-019")
                self.assertEqual(answer.json()["errors"][0]["message"], "request must not be null")

    def test_request_time(self):
        for time_text in ("2018-12-10T06:12:52.994Z", "2018-12-10T06:12:52.994", "2018-12-10T06:12:52Z", "2018-12-10T06:12:52", "2018-12-10T06:12:52.1Z", None):
            self.assertIsNone(self.post(INTERNAL, {**login(), "requesttime": time_text}).json()["errors"], time_text)
        for time_text in ("", "now", "2018-12-10", "2018-13-10T06:12:52Z", "2018-02-30T06:12:52Z", "2018-12-10T06:12:52.Z", "2018-12-10T06:12:52ZZ",
                          "2018-12-10T06:12:52.1234567890Z", " 2018-12-10T06:12:52Z", 1544422372, {}):
            for path in (INTERNAL, USER):
                answer = self.post(path, {**login(), "requesttime": time_text})
                self.assert_error(answer, 200, "KER-ATH-019")
                self.assertEqual(answer.json()["errors"][0]["message"], "requesttime must be a date and time of ISO 8601")
        client = {"appId": "admin", "clientId": "mosip-abis-client", "secretKey": "abc123"}
        self.assert_error(self.post(CLIENT, envelope(client, requesttime="now")), 200, "KER-ATH-019")

    def test_validate_token_has_nine_keys(self):
        token = self.post(INTERNAL, login()).response()["token"]
        answer = self.server.call("GET", VALIDATE, token=token)
        self.assertEqual(list(answer.response()), ["userId", "mobile", "mail", "langCode", "userPassword", "name", "role", "token", "rid"])
        expected = {"userId": "110006", "name": "110006", "mail": "110006@xyz.com", "mobile": None, "langCode": None,
                    "userPassword": None, "rid": None, "token": token}
        self.assertEqual({name: answer.response()[name] for name in expected}, expected)
        self.assertTrue(answer.response()["role"].endswith(","))
        self.assertIn("GLOBAL_ADMIN", answer.response()["role"].split(","))
        self.assert_token_cookie(answer.set_cookies()[0], token)

    def test_validate_token_by_both_paths_and_methods(self):
        token = self.server.token("mosip-abis-client", "abc123")
        for method in ("GET", "POST"):
            for path in (VALIDATE, "/v1/authmanager/authorize/validateToken"):
                self.assertEqual(self.server.call(method, path, token=token).response()["role"], "offline_access,uma_authorization,")


class Imported(ServerCase):
    """What a bootstrap file says of users and clients."""

    bootstrap = {
        "users": [{"userName": "asleep", "password": "right", "active": False}, {"userName": "without-password"},
                  {"userName": "Full", "password": "pässwörd ✓", "mobile": "5550100", "rid": "10001100010000720260101000000", "roles": ["RESIDENT"]}],
        "clients": [{"clientId": "disabled", "secret": "s", "enabled": False}, {"clientId": "bound", "secret": "s", "appIds": ["ida"]}]}

    def login(self, user, password):
        return self.server.call("POST", INTERNAL, login(user, password))

    def test_who_may_not_sign_in(self):
        for user, password in (("asleep", "right"), ("without-password", "x"), ("Full", "passwort"), ("Full", "pässwörd")):
            self.assert_error(self.login(user, password), 200, "KER-ATH-023")
        for client, app in (("disabled", "admin"), ("bound", "admin")):
            self.assert_error(self.server.sign_in(client, "s", app), 401, "500")
        self.assertEqual(self.server.sign_in("bound", "s", "ida").status, 200)

    def test_what_is_known_of_a_user_is_told(self):
        token = self.login("full", "pässwörd ✓").response()["token"]
        told = self.server.call("GET", VALIDATE, token=token).response()
        self.assertEqual((told["userId"], told["mobile"], told["rid"], told["role"]), ("Full", "5550100", "10001100010000720260101000000", "RESIDENT,"))


class LockOut(ServerCase):
    bootstrap = {"users": [{"userName": name, "password": "right"} for name in ("serial", "cleared", "parallel", "late")]}

    def post(self, user, password, path=INTERNAL):
        return self.server.call("POST", path, login(user, password))

    def test_five_wrong_passwords_close_the_account(self):
        first = [self.post("serial", "wrong") for _ in range(5)]
        for answer in first + [self.post("serial", "right"), self.post("serial", "right", USER), self.post("serial", "wrong")]:
            self.assert_error(answer, 200, "KER-ATH-023")
            self.assertEqual(answer.json()["errors"], first[0].json()["errors"])
        self.server.kill()
        self.server.start()
        self.assert_error(self.post("serial", "right"), 200, "KER-ATH-023")

    def test_a_right_password_in_between_clears_the_count(self):
        for _ in range(2):
            for _ in range(4):
                self.assert_error(self.post("cleared", "wrong"), 200, "KER-ATH-023")
            self.assertIsNone(self.post("cleared", "right").json()["errors"])

    def test_guesses_at_once_do_not_pass_the_limit(self):
        for answer in in_parallel([lambda guess=guess: self.post("parallel", f"guess {guess}") for guess in range(32)]):
            self.assert_error(answer, 200, "KER-ATH-023")
        self.assert_error(self.post("parallel", "right"), 200, "KER-ATH-023")

    def test_the_right_password_is_refused_while_five_wrong_ones_are_on_their_way(self):
        def hashes():
            metrics = self.server.metrics()
            return metrics["idkernel_crypto_slow_queued"] + metrics["idkernel_crypto_slow_done_total"]

        before = hashes()
        body = json.dumps(login("late", "wrong"))
        connections = [self.server.connect() for _ in range(5)]
        for connection in connections:
            connection.request("POST", INTERNAL, body, {"Content-Type": "application/json"})
        wait_until(lambda: hashes() >= before + 5, "five guesses under way")
        for answer in in_parallel([lambda: self.post("late", "right")] * 27):
            self.assert_error(answer, 200, "KER-ATH-023")
        for connection in connections:
            self.assertIn(b"KER-ATH-023", connection.getresponse().read())
            connection.close()


if __name__ == "__main__":
    unittest.main()
