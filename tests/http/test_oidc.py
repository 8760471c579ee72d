"""The issuer's own endpoints: discovery, keys, token grants, userinfo, logout (RFC 6749, auth sheet 2.2)."""

import base64
import unittest
from urllib.parse import urlencode

import jwt_tools
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, envelope, sets
from server_case import ServerCase

ISSUER = "https://id.example.org/auth/realms/mosip"
OIDC = "/auth/realms/mosip/protocol/openid-connect/"
TOKEN_ID = "/v1/tokenidgenerator/5193698130/9373"
ADMIN_CLIENT = {"client_id": "mosip-admin-client", "client_secret": "xyz123"}


class Realms(ServerCase):
    """One client id in two realms, with two secrets: each token endpoint knows its own."""
    bootstrap = {"clients": [{"clientId": "same", "secret": "of mosip"},
                             {"clientId": "same", "secret": "of prereg", "realm": "prereg"}]}
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.auth.appid-realm-map={ida:mosip,preregistration:prereg}")

    def test_a_secret_is_good_in_its_own_realm_alone(self):
        for realm in ("mosip", "prereg"):
            for secret in ("of mosip", "of prereg"):
                with self.subTest(realm=realm, secret=secret):
                    form = urlencode({"grant_type": "client_credentials", "client_id": "same", "client_secret": secret})
                    answer = self.server.call("POST", f"/auth/realms/{realm}/protocol/openid-connect/token", form,
                                              headers={"Content-Type": "application/x-www-form-urlencoded"})
                    if not secret.endswith(realm):
                        self.assertEqual((answer.status, answer.json()["error"]), (401, "invalid_client"), answer.body)
                        continue
                    self.assertEqual(answer.status, 200, answer.body)
                    claims = jwt_tools.claims_of(answer.json()["access_token"])
                    self.assertTrue(claims["iss"].endswith("/auth/realms/" + realm), claims["iss"])


class Restricted(ServerCase):
    """Clients that may sign in for some applications alone: the token endpoint names none."""
    bootstrap = {"users": [{"userName": "one", "password": "right"}],
                 "clients": [{"clientId": "of-ida", "secret": "s", "appIds": ["ida"]},
                             {"clientId": "of-prereg", "secret": "s", "appIds": ["prereg"]},
                             {"clientId": "of-nothing-here", "secret": "s", "appIds": ["abis"]}]}
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.auth.appid-realm-map={admin:mosip,ida:mosip,prereg:mosip,abis:other}")

    def grant(self, client, grant_type, **more):
        form = urlencode({"grant_type": grant_type, "client_id": client, "client_secret": "s", **more})
        return self.server.call("POST", OIDC + "token", form, headers={"Content-Type": "application/x-www-form-urlencoded"})

    def test_every_grant_of_a_client_of_one_application(self):
        for client in ("of-ida", "of-prereg"):
            self.assertEqual(self.grant(client, "client_credentials").status, 200)
            answer = self.grant(client, "password", username="one", password="right")
            self.assertEqual(answer.status, 200, answer.body)
            answer = self.grant(client, "refresh_token", refresh_token=answer.json()["refresh_token"])
            self.assertEqual(answer.status, 200, answer.body)

    def test_a_client_without_an_application_in_the_realm(self):
        for grant_type, more in (("client_credentials", {}), ("password", {"username": "one", "password": "right"})):
            answer = self.grant("of-nothing-here", grant_type, **more)
            self.assertEqual((answer.status, answer.json()["error"]), (401, "invalid_client"), answer.body)

    def test_where_an_application_is_named_it_still_counts(self):
        self.assert_error(self.server.sign_in("of-ida", "s", "admin"), 401, "500")
        self.assertEqual(self.server.sign_in("of-prereg", "s", "PREREG").status, 200)


class Oidc(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.public-url=https://id.example.org/")

    def form(self, endpoint, fields, **headers):
        return self.server.call("POST", OIDC + endpoint, urlencode(fields),
                                headers={"Content-Type": "application/x-www-form-urlencoded", **headers})

    def sign_in(self):
        answer = self.form("token", {"grant_type": "password", "username": "110006", "password": "mosip", **ADMIN_CLIENT})
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def userinfo(self, token, method="GET"):
        return self.server.call(method, OIDC + "userinfo", headers={"Authorization": "Bearer " + token})

    def assert_oidc_error(self, answer, status, error):
        self.assertEqual((answer.status, answer.json()["error"]), (status, error), answer.body)
        self.assertEqual(set(answer.json()), {"error", "error_description"})
        self.assertEqual(answer.headers["WWW-Authenticate"], "Bearer" if status == 401 else None)

    def test_discovery(self):
        answer = self.server.call("GET", "/.well-known/openid-configuration")
        found = answer.json()
        self.assertEqual(found["issuer"], ISSUER)
        for name, end in (("token_endpoint", "token"), ("jwks_uri", "certs"), ("userinfo_endpoint", "userinfo"),
                          ("end_session_endpoint", "logout")):
            self.assertEqual(found[name], "https://id.example.org" + OIDC + end)
        self.assertEqual(found["id_token_signing_alg_values_supported"], ["RS256"])
        self.assertEqual(self.server.call("GET", "/auth/realms/mosip/.well-known/openid-configuration").json(), found)

    def test_keys_verify_every_token(self):
        keys = {key["kid"]: key for key in self.server.call("GET", OIDC + "certs").json()["keys"]}
        for kid, key in keys.items():
            self.assertEqual(kid, jwt_tools.thumbprint(key))
            self.assertEqual((key["kty"], key["alg"], key["use"]), ("RSA", "RS256", "sig"))
            self.assertEqual(set(key), {"kid", "kty", "alg", "use", "n", "e"})  # nothing of the private key
        signed = self.sign_in()
        for token in (signed["access_token"], signed["refresh_token"], self.server.token()):
            header = jwt_tools.header_of(token)
            self.assertEqual((header["alg"], header["typ"]), ("RS256", "JWT"))
            self.assertTrue(jwt_tools.is_signed_by(keys[header["kid"]], token))
            self.assertFalse(jwt_tools.is_signed_by(keys[header["kid"]], token[:-8] + "AAAAAAAA"))

    def test_rotation_of_the_token_key_ends_no_session(self):
        def published():
            return [key["kid"] for key in self.server.call("GET", "/.well-known/jwks.json").json()["keys"]]

        before = self.sign_in()["access_token"]
        admin = self.server.token()
        rotate = envelope({"applicationId": "AUTH_TOKEN", "referenceId": "", "force": True})
        for rotations in (1, 2):
            old = published()
            answer = self.server.call("POST", "/v1/keymanager/generateMasterKey/CERTIFICATE", rotate, admin)
            self.assertIsNone(answer.json()["errors"], answer.body)
            self.assertEqual(published()[1:], old)
            after = self.sign_in()["access_token"]
            self.assertEqual(jwt_tools.header_of(after)["kid"], published()[0])
            for token in (before, after):
                self.assertEqual(self.userinfo(token).status, 200, rotations)
        self.server.kill()
        self.server.start()
        self.assertEqual(jwt_tools.header_of(self.sign_in()["access_token"])["kid"], published()[0])
        for token in (before, after):
            self.assertEqual(self.userinfo(token).status, 200)

    def test_password_grant(self):
        answer = self.sign_in()
        self.assertEqual((answer["token_type"], answer["expires_in"], answer["refresh_expires_in"]), ("Bearer", 36000, 36000))
        self.assertEqual(answer["session_state"], jwt_tools.claims_of(answer["access_token"])["session_state"])
        self.assertEqual(jwt_tools.claims_of(answer["access_token"])["iss"], ISSUER)
        self.assertIn("scope", answer)

    def test_client_grant(self):
        fields = {"grant_type": "client_credentials", "client_id": "idkernel-dev", "client_secret": "idkernel-dev"}
        answer = self.form("token", fields)
        self.assertEqual(answer.status, 200)
        self.assertNotIn("refresh_token", answer.json())
        self.assertEqual(self.server.call("GET", TOKEN_ID, token=answer.json()["access_token"]).status, 200)

    def test_client_by_http_basic(self):
        basic = base64.b64encode(b"mosip-abis-client:abc123").decode()
        answer = self.form("token", {"grant_type": "client_credentials"}, Authorization="Basic " + basic)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(jwt_tools.claims_of(answer.json()["access_token"])["azp"], "mosip-abis-client")
        for bad in ("Basic !!!", "Basic " + base64.b64encode(b"no-colon").decode(), "Basic"):
            self.assert_oidc_error(self.form("token", {"grant_type": "client_credentials"}, Authorization=bad), 401, "invalid_client")

    def test_refresh_grant(self):
        first = self.sign_in()
        fields = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], **ADMIN_CLIENT}
        second = self.form("token", fields)
        self.assertEqual(second.status, 200, second.body)
        self.assertEqual(second.json()["session_state"], first["session_state"])
        wrong = dict(fields, refresh_token=first["access_token"])
        self.assert_oidc_error(self.form("token", wrong), 400, "invalid_grant")
        stolen = dict(fields, refresh_token=second.json()["refresh_token"], client_id="mosip-abis-client", client_secret="abc123")
        self.assert_oidc_error(self.form("token", stolen), 401, "invalid_client")

    def test_faults_of_the_token_endpoint(self):
        password = {"grant_type": "password", "username": "110006", "password": "mosip", **ADMIN_CLIENT}
        for changes, status, error in (
                ({"password": "wrong"}, 401, "invalid_grant"), ({"username": "nobody"}, 401, "invalid_grant"),
                ({"client_secret": "wrong"}, 401, "invalid_client"), ({"client_id": "nobody"}, 401, "invalid_client"),
                ({"client_id": ""}, 401, "invalid_client"), ({"grant_type": "code"}, 400, "unsupported_grant_type"),
                ({"grant_type": ""}, 400, "invalid_request"), ({"password": ""}, 400, "invalid_request"),
                ({"username": ""}, 400, "invalid_request")):
            with self.subTest(changes):
                self.assert_oidc_error(self.form("token", {**password, **changes}), status, error)

    def test_an_unknown_realm(self):
        for method, end in (("GET", "protocol/openid-connect/certs"), ("POST", "protocol/openid-connect/token"),
                            ("GET", "protocol/openid-connect/userinfo"), ("POST", "protocol/openid-connect/logout"),
                            ("GET", ".well-known/openid-configuration")):
            self.assert_oidc_error(self.server.call(method, "/auth/realms/nowhere/" + end), 404, "not_found")

    def test_userinfo(self):
        token = self.sign_in()["access_token"]
        for method in ("GET", "POST"):
            found = self.userinfo(token, method).json()
            self.assertEqual((found["preferred_username"], found["email"], found["sub"]),
                             ("110006", "110006@xyz.com", jwt_tools.claims_of(token)["sub"]))
        self.assert_oidc_error(self.server.call("GET", OIDC + "userinfo"), 401, "invalid_token")
        self.assert_oidc_error(self.userinfo("garbage"), 401, "invalid_token")

    def test_logout_by_refresh_token(self):
        signed = self.sign_in()
        answer = self.form("logout", {"refresh_token": signed["refresh_token"], **ADMIN_CLIENT})
        self.assertEqual((answer.status, answer.body), (204, b""))
        self.assert_oidc_error(self.userinfo(signed["access_token"]), 401, "invalid_token")
        self.assert_error(self.server.call("GET", TOKEN_ID, token=signed["access_token"]), 401, "KER-ATH-401")
        again = {"grant_type": "refresh_token", "refresh_token": signed["refresh_token"], **ADMIN_CLIENT}
        self.assert_oidc_error(self.form("token", again), 400, "invalid_grant")
        self.assertEqual(self.form("logout", {"refresh_token": signed["refresh_token"]}).status, 204)

    def test_logout_by_access_token_and_without(self):
        token = self.sign_in()["access_token"]
        self.assertEqual(self.server.call("GET", OIDC + "logout", headers={"Authorization": "Bearer " + token}).status, 204)
        self.assertEqual(self.userinfo(token).status, 401)
        self.assert_oidc_error(self.server.call("GET", OIDC + "logout"), 400, "invalid_request")
        self.assert_oidc_error(self.form("logout", {"refresh_token": "garbage"}), 400, "invalid_grant")


if __name__ == "__main__":
    unittest.main()
