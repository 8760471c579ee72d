"""Where a token is read from, and which tokens are refused (auth sheet 2.3, 3 and 4)."""

import unittest

import jwt_tools
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, envelope, sets, wait_until
from server_case import ServerCase

INTERNAL = "/v1/authmanager/authenticate/internal/useridPwd"
VALIDATE = "/v1/authmanager/authorize/admin/validateToken"
CERTS = "/auth/realms/mosip/protocol/openid-connect/certs"
TOKEN_ID = "/v1/tokenidgenerator/5193698130/9373"
PROTECTED = [("GET", "/v1/uingenerator/uin"), ("GET", "/v1/idgenerator/uin"), ("PUT", "/v1/uingenerator/uin"),
             ("PUT", "/v1/idgenerator/uin"), ("GET", "/v1/ridgenerator/generate/rid/10001/10002"),
             ("GET", "/v1/generate/rid/10001/10002"), ("GET", TOKEN_ID), ("GET", "/v1/keymanager/tokenid/5193698130/9373"),
             ("GET", "/v1/pridgenerator/prid"), ("GET", "/v1/idgenerator/vid"), ("GET", "/v1/vidgenerator/vid")]


class TokenRefusal(ServerCase):
    def sign_in(self):
        answer = self.server.call("POST", INTERNAL, envelope({"appId": "admin", "userName": "110006", "password": "mosip"}))
        return answer.response()["token"], answer.response()["refreshToken"]

    def jwk(self):
        return self.server.call("GET", CERTS).json()["keys"][0]

    def bad_tokens(self):
        token, refresh = self.sign_in()
        header, claims, signature = token.split(".")
        content, kid = jwt_tools.claims_of(token), jwt_tools.header_of(token)["kid"]
        more_roles = dict(content, realm_access={"roles": ["GLOBAL_ADMIN", "ID_REPOSITORY"]})
        pem = jwt_tools.public_pem(self.jwk()).encode()
        none = {"alg": "none", "typ": "JWT", "kid": kid}
        return {
            "garbage": "garbage", "dots": "..", "four parts": token + ".AAAA", "no signature": header + "." + claims + ".",
            "cut": token[:-5], "too long": "A" * 9000, "refresh token": refresh,
            "changed roles": header + "." + jwt_tools.signing_input({}, more_roles).split(".")[1] + "." + signature,
            "alg none": jwt_tools.signing_input(none, content) + ".",
            "alg none with the old signature": jwt_tools.signing_input(none, content) + "." + signature,
            "alg None": jwt_tools.signing_input(dict(none, alg="None"), content) + ".",
            "HS256 with the public key": jwt_tools.hs256(content, pem, kid),
            "HS256 with an empty key": jwt_tools.hs256(content, b"", kid),
            "RS256 by another key": jwt_tools.foreign_rs256(content, kid),
            "another kid": jwt_tools.signing_input({"alg": "RS256", "typ": "JWT", "kid": "x" * 43}, content) + "." + signature,
            "no kid": jwt_tools.signing_input({"alg": "RS256", "typ": "JWT"}, content) + "." + signature,
            "a key of its own in the header": jwt_tools.signing_input(
                dict(jwt_tools.header_of(token), jwk=self.jwk()), content) + "." + signature,
        }

    def test_bad_tokens_are_refused(self):
        for what, token in self.bad_tokens().items():
            with self.subTest(what):
                answer = self.server.call("GET", TOKEN_ID, token=token)
                self.assert_error(answer, 401, "KER-ATH-401")
                self.assertEqual(answer.json()["errors"][0]["message"], "Authentication Failed")
                asked = self.server.call("GET", VALIDATE, token=token)
                self.assert_error(asked, 401, "KER-ATH-401")
                self.assertEqual(asked.json()["errors"][0]["message"],
                                 "Authentication Failed : Invalid Token :Token verification failed")

    def test_no_token_at_each_protected_endpoint(self):
        for method, path in PROTECTED:
            with self.subTest(path):
                self.assert_error(self.server.call(method, path), 401, "KER-ATH-401")

    def test_no_role_at_each_protected_endpoint(self):
        token = self.server.token("mosip-abis-client", "abc123")
        for method, path in PROTECTED:
            with self.subTest(path):
                answer = self.server.call(method, path, token=token)
                self.assert_error(answer, 403, "KER-ATH-403")
                self.assertEqual(answer.json()["errors"][0]["message"], "Forbidden")

    def test_a_refusal_repeats_id_and_version(self):
        body = envelope({"uin": "1", "status": "ASSIGNED"}, id="my.id", version="2.0")
        answer = self.server.call("PUT", "/v1/uingenerator/uin", body)
        self.assertEqual((answer.json()["id"], answer.json()["version"]), ("my.id", "2.0"))

    def test_without_credentials(self):
        self.assert_error(self.server.call("GET", VALIDATE), 200, "KER-ATH-006")
        self.assert_error(self.server.call("GET", VALIDATE, headers={"Cookie": "other=1"}), 200, "KER-ATH-007")
        self.assert_error(self.server.call("GET", VALIDATE, headers={"Cookie": "Authorization="}), 200, "KER-ATH-007")

    def test_forms_of_a_good_token(self):
        token = self.server.token()
        forms = [("Cookie", "Authorization=" + token), ("Cookie", "authorization=" + token),
                 ("Cookie", "a=b; Authorization=" + token + "; c=d"), ("Cookie", "Authorization=Mosip-Token" + token),
                 ("Cookie", "My-Authorization-2=" + token), ("Authorization", token), ("Authorization", "Bearer " + token),
                 ("authorization", "Mosip-Token" + token), ("Authorization", "Mosip-Admin-Token" + token)]
        for name, value in forms:
            with self.subTest(name=name, value=value.replace(token, "TOKEN")):
                self.assertEqual(self.server.call("GET", TOKEN_ID, headers={name: value}).status, 200)

    def test_the_cookie_comes_first(self):
        token = self.server.token()
        bad_cookie = {"Cookie": "Authorization=garbage", "Authorization": "Bearer " + token}
        self.assertEqual(self.server.call("GET", TOKEN_ID, headers=bad_cookie).status, 401)
        other_cookie = {"Cookie": "session=1", "Authorization": "Bearer " + token}
        self.assertEqual(self.server.call("GET", TOKEN_ID, headers=other_cookie).status, 200)
        exact_first = {"Cookie": f"Authorization={token}; Authorization2=garbage"}
        self.assertEqual(self.server.call("GET", TOKEN_ID, headers=exact_first).status, 200)

    def test_several_cookie_headers(self):
        token = self.server.token()
        request = (f"GET {TOKEN_ID} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: a=1\r\n"
                   f"Cookie: Authorization={token}\r\nCookie: b=2\r\n\r\n")
        self.assertTrue(self.server.raw(request.encode()).startswith(b"HTTP/1.1 200 "))


class Expiry(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("auth.access.lifetime=1")

    def test_an_expired_token_is_refused_also_by_the_cache(self):
        token = self.server.sign_in().cookie()
        self.server.call("GET", TOKEN_ID, token=token)
        answer = wait_until(lambda: (lambda a: a.status == 401 and a)(self.server.call("GET", TOKEN_ID, token=token)), "expiry")
        self.assert_error(answer, 401, "KER-ATH-401")
        self.assert_error(self.server.call("GET", VALIDATE, token=token), 401, "KER-ATH-401")
        self.assertEqual(self.server.call("POST", "/v1/authmanager/authorize/invalidateToken", token=token).status, 200)


class Audience(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("auth.server.admin.allowed.audience=mosip-admin-client")

    def test_a_token_for_others_is_forbidden(self):
        self.assert_error(self.call("GET", TOKEN_ID), 403, "KER-ATH-403")
        self.assert_error(self.call("GET", VALIDATE), 403, "KER-ATH-403")


class OtherServer(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.public-url=https://id.example.org")

    def test_a_token_of_another_issuer_is_refused_although_the_key_is_ours(self):
        token = self.server.token()
        self.addCleanup(setattr, self.server, "arguments", self.server.arguments)
        for url, status in (("https://id.example.com", 401), ("https://id.example.org", 200)):
            self.assertEqual(self.server.stop(), 0)
            self.server.arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.public-url=" + url)
            self.server.start()
            self.assertEqual(self.server.call("GET", TOKEN_ID, token=token).status, status, url)

    def test_a_token_of_another_server_is_refused(self):
        self.assertEqual(jwt_tools.claims_of(self.server.token())["iss"], "https://id.example.org/auth/realms/mosip")
        with type(self.server)(*self.arguments) as other:
            self.assertEqual(other.call("GET", TOKEN_ID, token=other.token()).status, 200)
            self.assert_error(self.server.call("GET", TOKEN_ID, token=other.token()), 401, "KER-ATH-401")


if __name__ == "__main__":
    unittest.main()
