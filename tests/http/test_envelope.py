"""The envelope's keys and the settings that change its form: ver, failure status, client-failure status (DECISIONS 1, 2, 9)."""

import re
import unittest

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, envelope, sets
from server_case import ServerCase

UIN = "/v1/uingenerator/uin"
INVALIDATE = "/v1/authmanager/authorize/invalidateToken"
KEYS = ["id", "version", "responsetime", "metadata", "response", "errors"]
BAD_LOGIN = {"appId": "adminXX", "clientId": "a", "secretKey": "b"}


class EnvelopeCase(ServerCase):
    def invalidated(self):
        return self.server.call("POST", INVALIDATE, token=self.server.sign_in().cookie()).json()

    def bad_login(self, **more):
        body = {**envelope(BAD_LOGIN), **more}
        return self.server.call("POST", "/v1/authmanager/authenticate/clientidsecretkey",
                                {key: value for key, value in body.items() if value != "absent"}).json()


class Envelope(EnvelopeCase):
    def test_keys_in_order(self):
        for answer in (self.call("GET", UIN), self.call("GET", "/v1/nothing"), self.server.call("GET", UIN), self.call("PUT", UIN, "{")):
            self.assertEqual(list(answer.json()), KEYS)
            self.assertEqual(answer.headers["Content-Type"], "application/json")
            self.assertRegex(answer.json()["responsetime"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_success_and_failure(self):
        good, bad = self.call("GET", UIN).json(), self.call("PUT", UIN, "{").json()
        self.assertEqual((good["id"], good["version"], good["metadata"], good["errors"]), (None, None, None, None))
        self.assertEqual((bad["metadata"], bad["response"]), (None, None))
        self.assertEqual([set(error) for error in bad["errors"]], [{"errorCode", "message"}])

    def test_id_and_version_are_repeated(self):
        for sent, heard in (({"id": "a", "version": "2"}, ("a", "2")), ({"id": "ü\"\\", "version": ""}, ("ü\"\\", "")),
                            ({"id": "absent", "version": "absent"}, (None, None)), ({"id": None, "version": None}, (None, None)),
                            ({"id": 7, "version": ["x"]}, (None, None)), ({"version": "absent", "ver": "3"}, ("string", "3"))):
            answer = self.bad_login(**sent)
            self.assertEqual((answer["id"], answer["version"]), heard, sent)

    def test_ver_where_it_is_documented(self):
        answer = self.invalidated()
        self.assertEqual((answer["id"], answer["version"], answer["ver"]), ("mosip.authorize.invalidatetoken", "1.0", "1.0"))
        self.assertNotIn("ver", self.call("GET", UIN).json())
        failed = self.server.call("POST", INVALIDATE).json()
        self.assertEqual((failed["id"], failed["version"]), (None, None))

    def test_texts_are_escaped(self):
        answer = self.bad_login(request=dict(BAD_LOGIN, appId='a"b\\c\n<\u2028>\u0001'))
        self.assertEqual(answer["errors"][0]["message"], 'Realm not found:: a"b\\c\n<\u2028>\u0001')


class VersionOnly(EnvelopeCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.envelope.ver=version")

    def test_no_ver(self):
        self.assertEqual(list(self.invalidated()), KEYS)


class VerOnly(EnvelopeCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.envelope.ver=ver")

    def test_ver_instead(self):
        self.assertEqual(list(self.invalidated()), [re.sub("^version$", "ver", key) for key in KEYS])
        self.assertEqual(list(self.call("GET", UIN).json()), KEYS)


class LiteralStatus(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.auth.failure-status=200", "auth.compat.client-failure.status=500",
                                                    "mosip.security.secure-cookie=false", "idkernel.auth.cookie-same-site=None",
                                                    "auth.cookie.max-age=60", "auth.token.header=Token")

    def test_refusals_are_200(self):
        self.assert_error(self.server.call("GET", UIN), 200, "KER-ATH-401")
        self.assert_error(self.server.call("GET", UIN, headers={"Cookie": "Token=garbage"}), 200, "KER-ATH-401")

    def test_a_wrong_client_secret_is_500(self):
        self.assert_error(self.server.sign_in("mosip-abis-client", "wrong"), 500, "500")

    def test_cookie_settings(self):
        cookie, = self.server.sign_in("mosip-abis-client", "abc123").set_cookies()
        self.assertRegex(cookie, r"^Token=[\w.-]+; Max-Age=60; Expires=[^;]+ GMT; Path=/; HttpOnly; SameSite=None$")
        token = cookie[len("Token="):].split(";")[0]
        self.assert_error(self.server.call("GET", UIN, headers={"Cookie": "Token=" + token}), 200, "KER-ATH-403")

    def test_the_headers_have_the_name_as_well(self):
        client = self.server.sign_in("mosip-abis-client", "abc123")
        user = self.server.call("POST", "/v1/authmanager/authenticate/useridPwd", envelope({"appId": "admin", "userName": "110006", "password": "mosip"}))
        for answer in (client, user):
            token = answer.headers["Token"]
            self.assertEqual(token, answer.cookie("Token"))
            self.assertIsNone(answer.headers["Authorization"])
            for headers in ({"Token": token}, {"Token": "Bearer " + token}, {"Authorization": "Bearer " + token}):
                told = self.server.call("GET", "/v1/authmanager/authorize/admin/validateToken", headers=headers)
                self.assertEqual(told.response()["token"], token, headers)
            # What the renamed header says comes first.
            mixed = self.server.call("GET", "/v1/authmanager/authorize/admin/validateToken", headers={"Token": "garbage", "Authorization": token})
            self.assert_error(mixed, mixed.status, "KER-ATH-401")


class ClientFailure200(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("auth.compat.client-failure.status=200")

    def test_a_wrong_client_secret_is_200(self):
        self.assert_error(self.server.sign_in("mosip-abis-client", "wrong"), 200, "500")


if __name__ == "__main__":
    unittest.main()
