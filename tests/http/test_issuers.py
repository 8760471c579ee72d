"""Tokens of other issuers: whose keys count for what, keys that change, and issuers that are away or misbehave."""

import json
import os
import ssl
import tempfile
import time
import unittest

import jwt_tools
from certificates import openssl
from cryptography.hazmat.primitives import serialization
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets, wait_until
from issuer import Issuer, Key
from server_case import ServerCase

TOKEN_ID = "/v1/tokenidgenerator/5193698130/9373"
VALIDATE = "/v1/authmanager/authorize/validateToken"
INVALIDATE = "/v1/authmanager/authorize/invalidateToken"
SETTING = "idkernel.auth.external-issuers"
ROLE = "ID_AUTHENTICATION"


def trusting(*issuers, refetch=1, refresh=86400):
    return sets(SETTING + "=" + ",".join(issuer.setting for issuer in issuers),
                f"{SETTING}.refetch-seconds={refetch}", f"{SETTING}.refresh-seconds={refresh}")


def figure(server, name, issuer):
    return server.metrics().get(f'idkernel_issuer_{name}{{issuer="{issuer.url}"}}')


def part(server):
    return server.manage("/actuator/health").json()["components"]["externalIssuers"]


class IssuerCase(ServerCase):
    """One server that trusts two realms."""

    @classmethod
    def setUpClass(cls):
        cls.issuer, cls.other = Issuer("mosip", "account+resident"), Issuer("other")
        cls.addClassCleanup(cls.issuer.stop)
        cls.addClassCleanup(cls.other.stop)
        cls.arguments = NO_RATE_LIMITS + SMALL_POOLS + trusting(cls.issuer, cls.other)
        super().setUpClass()
        for issuer in (cls.issuer, cls.other):
            wait_until(lambda one=issuer: figure(cls.server, "keys", one) == 1, "the first keys")

    def ask(self, token, path=TOKEN_ID):
        return self.server.call("GET", path, token=token)

    def status(self, token):
        return self.ask(token).status


class Accepted(IssuerCase):
    def test_roles_come_from_realm_access_or_roles(self):
        self.assertEqual(self.status(self.issuer.token(ROLE)), 200)
        self.assertEqual(self.status(self.issuer.token(realm_access=None, roles=f"x, {ROLE}")), 200)
        self.assertEqual(self.status(self.issuer.token(realm_access=None, roles=[ROLE])), 200)
        answer = self.ask(self.issuer.token("uma_authorization"))
        self.assert_error(answer, 403, "KER-ATH-403")
        self.assertEqual(self.status(self.issuer.token("uma", roles=ROLE)), 403)

    def test_three_algorithms_of_one_family(self):
        for alg in ("RS256", "RS384", "RS512"):
            self.assertEqual(self.status(self.issuer.token(ROLE, alg=alg)), 200, alg)

    def test_audience_by_aud_or_azp(self):
        for more in ({"aud": "resident"}, {"aud": ["x", "account"]}, {"aud": None, "azp": "RESIDENT"}):
            self.assertEqual(self.status(self.issuer.token(ROLE, **more)), 200, more)

    def test_validate_token_tells_about_it(self):
        token = self.issuer.token(ROLE, email="jane@example.org", mobile="9663175928")
        answer = self.ask(token, VALIDATE)
        self.assertEqual(answer.status, 200)
        user = answer.response()
        self.assertEqual((user["userId"], user["mail"], user["mobile"], user["role"], user["token"]),
                         ("jane", "jane@example.org", "9663175928", ROLE + ",", token))

    def test_our_own_tokens_go_on(self):
        self.assertEqual(self.status(self.server.token()), 200)

    def test_a_name_like_one_of_ours_is_not_one_of_ours(self):
        # 110006 is a user of ours; this one has only the name, the realm's name and a sign-in by code.
        token = self.issuer.token("INDIVIDUAL", preferred_username="110006", amr=["otp"], auth_time=int(time.time()))
        self.assert_error(self.ask(token, "/v1/authmanager/rid/admin/110006"), 403, "KER-ATH-403")
        self.assert_error(self.ask(token, "/v1/admin/unblockuser?userid=110006"), 403, "KER-ATH-403")
        reset = self.server.call("POST", "/v1/admin/resetpassword", envelope(
            {"username": "110006", "newpassword": "another-one", "appid": "admin"}), token=token)
        self.assert_error(reset, 200, "ADMN-ACC-INVLD-CRDNTIALS")


class Refused(IssuerCase):
    def bad_tokens(self):
        good, key, other = self.issuer.claims(ROLE), self.issuer.keys[0], self.other.keys[0]
        own = self.server.token()
        pem = key.private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        none = {"alg": "none", "typ": "JWT", "kid": key.kid}
        past = int(time.time()) - 1
        stolen = Key(jwt_tools.header_of(own)["kid"])
        forger = Key(key.kid)
        borrowed = Key(key.kid)
        borrowed.private = other.private
        return {
            "none": jwt_tools.signing_input(none, good) + ".",
            "none with a signature": jwt_tools.signing_input(none, good) + "." + key.sign(good).split(".")[2],
            "HS256 with the public key": jwt_tools.hs256(good, pem, key.kid),
            "HS256 with the key's JWK": jwt_tools.hs256(good, json.dumps(key.jwk()).encode(), key.kid),
            "expired": key.sign(good | {"exp": past}),
            "not yet": key.sign(good | {"nbf": past + 600}),
            "no exp": key.sign({k: v for k, v in good.items() if k != "exp"}),
            "no jti": key.sign({k: v for k, v in good.items() if k != "jti"}),
            "another issuer": key.sign(good | {"iss": "https://evil.example.org/auth/realms/mosip"}),
            "issuer with a slash": key.sign(good | {"iss": self.issuer.url + "/"}),
            "issuer in capitals": key.sign(good | {"iss": self.issuer.url.upper()}),
            "no issuer": key.sign({k: v for k, v in good.items() if k != "iss"}),
            "an ID token": key.sign(good | {"typ": "ID"}),
            "an ID token without a type": key.sign({k: v for k, v in good.items() if k != "typ"}),
            "an ID token by its claims": key.sign(good | {"at_hash": "x"}),
            "a refresh token": key.sign(good | {"typ": "Refresh"}),
            "a forger under its kid": forger.sign(good),
            "the other realm's key": other.sign(good),
            "the other realm's key under its kid": borrowed.sign(good),
            "its key for the other realm": key.sign(good | {"iss": self.other.url}),
            "its key for a token of ours": key.sign(jwt_tools.claims_of(own)),
            "its key for a token of ours under our kid": stolen.sign(jwt_tools.claims_of(own)),
            "our token under its name": own.split(".")[0] + "." + jwt_tools.signing_input({}, good).split(".")[1] + "." + own.split(".")[2],
            "a key in the header": key.sign(good, jwk=key.jwk()),
            "an address of a key": key.sign(good, jku="http://127.0.0.1/"),
            "crit": key.sign(good, crit=["exp"]),
            "changed claims": key.sign(good).split(".")[0] + "." + jwt_tools.signing_input({}, good | {"sub": "x"}).split(".")[1] + "."
            + key.sign(good).split(".")[2],
        }

    def test_bad_tokens(self):
        for what, token in self.bad_tokens().items():
            with self.subTest(what):
                self.assert_error(self.ask(token), 401, "KER-ATH-401")
                self.assertEqual(self.ask(token, VALIDATE).status, 401)

    def test_another_audience_is_forbidden(self):
        for more in ({"aud": "elsewhere"}, {"aud": None}, {"aud": []}):
            self.assert_error(self.ask(self.issuer.token(ROLE, **more)), 403, "KER-ATH-403")
        # The other realm is not trusted for that audience.
        self.assert_error(self.ask(self.other.token(ROLE, aud="resident")), 403, "KER-ATH-403")
        # What is wrong before the audience counts first.
        self.assert_error(self.ask(self.issuer.token(ROLE, aud="elsewhere", exp=1)), 401, "KER-ATH-401")


class Revoked(IssuerCase):
    def end(self, token):
        return self.server.call("POST", INVALIDATE, token=token)

    def test_a_token_and_its_session_end(self):
        session = self.issuer.claims()["sid"]
        token, same, another = (self.issuer.token(ROLE, sid=session), self.issuer.token(ROLE, sid=session), self.issuer.token(ROLE))
        self.assertEqual(self.end(token).response()["message"], "Token invalidated successfully")
        self.assertEqual([self.status(one) for one in (token, same, another)], [401, 401, 200])
        self.assertEqual(self.end(token).error_codes(), ["KER-ATH-008"])

    def test_a_revocation_survives_a_restart(self):
        lone = self.issuer.token(ROLE, sid=None)
        self.assertEqual(self.status(lone), 200)
        self.end(lone)
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        wait_until(lambda: figure(self.server, "keys", self.issuer) == 1, "keys")
        self.assertEqual([self.status(lone), self.status(self.issuer.token(ROLE))], [401, 200])

    def test_it_ends_nobody_elses_session(self):
        ours = self.server.call("POST", "/v1/authmanager/authenticate/internal/useridPwd", envelope(
            {"appId": "admin", "userName": "110006", "password": "mosip"})).response()["token"]
        content = jwt_tools.claims_of(ours)
        same_ids = self.issuer.token(ROLE, jti=content["jti"], session_state=content["session_state"], sub=content["sub"])
        self.assertEqual(self.status(same_ids), 200)
        self.end(same_ids)
        self.assertEqual(self.status(same_ids), 401)
        self.assertEqual(self.ask(ours, VALIDATE).status, 200)

    def test_a_forged_one_ends_nothing(self):
        claims = self.issuer.claims(ROLE)
        good = self.issuer.keys[0].sign(claims)
        self.assertEqual(self.end(Key(self.issuer.keys[0].kid).sign(claims)).status, 401)
        self.assertEqual(self.status(good), 200)


class ChangingKeys(unittest.TestCase):
    """A server and an issuer for each test."""

    def setUp(self):
        self.issuer = Issuer()
        self.addCleanup(lambda: self.issuer.stop())

    def serve(self, *arguments, first=True, **more):
        server = Server(*NO_RATE_LIMITS, *SMALL_POOLS, *trusting(self.issuer, **more), *arguments)
        self.addCleanup(server.__exit__)
        server.start()
        if first:
            wait_until(lambda: figure(server, "keys", self.issuer) == 1, "the first keys")
        return server

    def status(self, server, token):
        return server.call("GET", TOKEN_ID, token=token).status

    def wait_for_failure(self, server):
        wait_until(lambda: figure(server, "fetch_failures_total", self.issuer) > 0, "a failed fetch")

    def test_a_new_key_is_fetched_when_a_token_names_it(self):
        server = self.serve()
        old, new = self.issuer.keys[0], Key("new")
        self.issuer.keys = [new, old]
        token = self.issuer.token(ROLE)
        self.assertEqual(self.status(server, token), 401)  # At once; the fetch has only begun.
        wait_until(lambda: self.status(server, token) == 200, "the new key")
        self.assertEqual(self.status(server, self.issuer.token(ROLE, key=old)), 200)
        self.issuer.keys = [new]
        unknown = Key("newest")
        wait_until(lambda: self.status(server, self.issuer.token(ROLE, key=unknown)) == 401
                   and figure(server, "keys", self.issuer) == 1, "the old key to go")
        self.assertEqual(self.status(server, self.issuer.token(ROLE, key=old)), 401)
        self.assertEqual(self.status(server, token), 200)

    def test_unknown_keys_cause_few_fetches(self):
        server = self.serve(refetch=2)
        began = time.monotonic()
        for number in range(300):
            self.assertEqual(self.status(server, self.issuer.token(ROLE, key=self.unknown(number))), 401)
        wait_until(lambda: self.issuer.questions() >= 2, "the fetch that they caused")
        seconds = time.monotonic() - began
        self.assertLessEqual(self.issuer.questions(), 2 + seconds / 2)
        times = [time for _, _, time in self.issuer.asked]
        gaps = [b - a for a, b in zip(times, times[1:])]
        self.assertGreater(min(gaps), 1.9)

    def unknown(self, number):
        key = Key.__new__(Key)
        key.kid, key.private = f"unknown-{number}", self.issuer.keys[0].private
        return key

    def test_nobody_waits_for_a_slow_issuer(self):
        server = self.serve()
        good = self.issuer.token(ROLE)
        self.issuer.gate.clear()
        self.assertEqual(self.status(server, self.issuer.token(ROLE, key=self.unknown(0))), 401)
        wait_until(lambda: self.issuer.questions() == 2, "the fetch that hangs")
        began = time.monotonic()
        for number in range(20):
            self.assertEqual(self.status(server, good), 200)
            self.assertEqual(self.status(server, self.issuer.token(ROLE, key=self.unknown(number))), 401)
        self.assertLess(time.monotonic() - began, 5)
        self.assertEqual(server.stop(), 0)  # And the end does not wait for it either.
        self.issuer.gate.set()

    def test_an_issuer_goes_away_and_comes_back(self):
        server = self.serve(refetch=1, refresh=10)
        self.assertEqual(part(server)["status"], "UP")
        self.issuer.stop()
        self.assertEqual(self.status(server, self.issuer.token(ROLE, key=self.unknown(0))), 401)
        self.wait_for_failure(server)
        self.assertEqual(part(server)["status"], "WARNING")
        self.assertIn(self.issuer.url, part(server)["detail"])
        self.assertEqual(server.manage("/actuator/health").status, 200)
        self.assertEqual(self.status(server, self.issuer.token(ROLE)), 200)  # The last good keys.
        self.issuer.keys.insert(0, Key("back"))
        self.issuer.start()
        wait_until(lambda: self.status(server, self.issuer.token(ROLE)) == 200, "keys after its return")
        self.assertEqual(part(server)["status"], "UP")
        self.assertLess(figure(server, "keys_age_seconds", self.issuer), 60)

    def test_an_issuer_that_is_away_from_the_start(self):
        self.issuer.stop()
        server = self.serve(first=False)
        self.wait_for_failure(server)
        self.assertEqual(self.status(server, self.issuer.token(ROLE)), 401)
        self.assertEqual(part(server)["status"], "WARNING")
        self.assertEqual(figure(server, "keys_age_seconds", self.issuer), -1)
        self.assertEqual(self.status(server, server.token()), 200)
        self.issuer.start()
        wait_until(lambda: self.status(server, self.issuer.token(ROLE)) == 200, "its keys")

    def test_answers_that_are_no_keys_change_nothing(self):
        server = self.serve()
        token = self.issuer.token(ROLE)
        small = {"keys": [Key("small", 1024).jwk()]}
        huge = json.dumps({"keys": [self.issuer.keys[0].jwk()], "more": "x" * (300 * 1024)}).encode()
        endless = b" " * (64 * 1024 * 1024)
        elsewhere = Issuer("elsewhere")
        self.addCleanup(elsewhere.stop)
        bad = {"garbage": (200, {}, b"<html>"), "empty": (200, {}, b""), "no keys": (200, {}, b'{"keys":[]}'),
               "weak": (200, {}, json.dumps(small).encode()), "huge": (200, {}, huge), "endless": (200, {}, endless),
               "500": (500, {}, None), "redirect": (302, {"Location": f"http://127.0.0.1:{elsewhere.port}/certs"}, b"")}
        for number, (what, (status, headers, body)) in enumerate(bad.items()):
            with self.subTest(what):
                failures = figure(server, "fetch_failures_total", self.issuer)
                self.issuer.status, self.issuer.headers, self.issuer.body = status, headers, body
                self.status(server, self.issuer.token(ROLE, key=self.unknown(number)))
                wait_until(lambda: figure(server, "fetch_failures_total", self.issuer) > failures, what)
                self.assertEqual(part(server)["status"], "WARNING")
                self.assertEqual(self.status(server, token), 200)
        self.assertEqual(elsewhere.questions(), 0)
        self.assertLess(server.metrics()["process_resident_memory_bytes"], 1 << 30)

    def test_keys_come_over_tls_by_the_authority_named(self):
        with tempfile.TemporaryDirectory() as directory:
            ca, key = os.path.join(directory, "ca.pem"), os.path.join(directory, "key.pem")
            openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", ca, "-days", "10",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(ca, key)
            self.issuer.stop()
            self.issuer = Issuer(context=context)
            trusted = self.serve(*sets(f"{SETTING}.ca-file={ca}"))
            self.assertEqual(self.status(trusted, self.issuer.token(ROLE)), 200)
            doubtful = self.serve(first=False)
            self.wait_for_failure(doubtful)
            self.assertEqual(self.status(doubtful, self.issuer.token(ROLE)), 401)


class Start(unittest.TestCase):
    def problems(self, *assignments):
        code, printed = run("check-config", "--data-dir", "/nowhere", *sets(*assignments))
        self.assertNotEqual(code, 0, printed)
        return printed

    def test_bad_settings_are_refused_with_a_reason(self):
        good = "https://sso.example.org/r https://sso.example.org/k a"
        for value, reason in {
            "https://sso.example.org/r": "is not of the form ISSUER JWKS-URL AUDIENCE+AUDIENCE",
            "sso.example.org/r https://sso.example.org/k a": "is no issuer",
            "https://sso.example.org/r http://sso.example.org/k a": "is no address of keys: https, or http to a loopback address",
            "https://sso.example.org/r https://sso.example.org/k +": "names no audience",
            good + "," + good: "comes twice",
            "https://id.example.org/auth/realms/mosip https://sso.example.org/k a": "is this server's own issuer",
        }.items():
            with self.subTest(value):
                printed = self.problems("idkernel.public-url=https://id.example.org", f"{SETTING}={value}")
                self.assertIn(SETTING + ":", printed)
                self.assertIn(reason, printed)
        self.assertIn("ca-file: /nowhere/ca.pem cannot be read", self.problems(f"{SETTING}.ca-file=/nowhere/ca.pem"))


if __name__ == "__main__":
    unittest.main()
