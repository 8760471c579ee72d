"""Rate limits by address, subject and caller; whose address counts; overload (DECISIONS 33, design: bounded everywhere)."""

import time
import unittest
from urllib.parse import urlencode

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, envelope, in_parallel, sets, wait_until
from server_case import ServerCase

LOGIN = "/v1/authmanager/authenticate/internal/useridPwd"
VALIDATE = "/v1/authmanager/authorize/validateToken"
TOKEN = "/auth/realms/mosip/protocol/openid-connect/token"
TOKEN_ID = "/v1/tokenidgenerator/5193698130/9373"


class LimitCase(ServerCase):
    def login(self, user, password, **more):
        return self.server.call("POST", LOGIN, envelope({"appId": "admin", "userName": user, "password": password}), **more)

    def assert_limited(self, answer):
        self.assert_error(answer, 429, "IDK-429")
        self.assertEqual(answer.headers["Retry-After"], "1")

    def statuses(self, count, **more):
        return [self.server.call("GET", VALIDATE, **more).status for _ in range(count)]


class ByAddress(LimitCase):
    arguments = SMALL_POOLS + sets("idkernel.rate-limit.open.address=1/5")

    def test_a_burst_and_no_more(self):
        answers = in_parallel([lambda: self.server.call("GET", VALIDATE)] * 40)
        limited = [answer for answer in answers if answer.status == 429]
        self.assertGreaterEqual(len(answers) - len(limited), 5)
        self.assertGreaterEqual(len(limited), 25)
        for answer in limited:
            self.assert_limited(answer)
        self.assertGreaterEqual(self.server.metrics()["idkernel_rate_limited_total"], len(limited))
        # Whom a peer says to be makes no difference, and neither does an endpoint that asks for a token.
        forged = [self.server.call("GET", VALIDATE, headers={"X-Forwarded-For": f"10.0.0.{i}"}).status for i in range(40)]
        self.assertGreaterEqual(forged.count(429), 25)
        self.assertEqual({self.server.call("GET", TOKEN_ID).status for _ in range(20)}, {401})


class BehindAProxy(LimitCase):
    arguments = SMALL_POOLS + sets("idkernel.rate-limit.open.address=1/5", "idkernel.http.trusted-proxies=127.0.0.1,10.9.9.9")

    def statuses_of(self, forwarded, count):
        return self.statuses(count, headers={"X-Forwarded-For": forwarded})

    def test_each_client_has_its_own_limit(self):
        for client in range(10):
            self.assertEqual(self.statuses_of(f"192.0.2.{client}", 5), [200] * 5)
        self.assertIn(429, self.statuses_of("198.51.100.1", 40))
        self.assertIn(429, self.statuses_of("1.1.1.1, 198.51.100.1", 8))  # the hop that the proxy saw, not what it was told
        self.assertIn(429, self.statuses_of("198.51.100.1, 10.9.9.9", 8))  # a trusted proxy on the way is looked through
        self.assertEqual(self.statuses_of("198.51.100.2, 10.9.9.9", 5), [200] * 5)

    def test_a_line_of_the_proxys_own_counts_before_the_clients(self):
        def ask(i):
            head = f"GET {VALIDATE} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 7.7.7.{i}\r\nX-Forwarded-For: 203.0.113.5\r\nConnection: close\r\n\r\n"
            return int(self.server.raw(head.encode()).split()[1])
        self.assertIn(429, [ask(i) for i in range(40)])


class BySubject(LimitCase):
    arguments = SMALL_POOLS + sets("idkernel.rate-limit.open.address=off", "idkernel.rate-limit.open.subject=1/3", "auth.login.max-failures=20")
    bootstrap = {"users": [{"userName": name, "password": "right"} for name in ("one", "two", "three")],
                 "clients": [{"clientId": "client", "secret": "secret"}]}

    def test_a_name_in_other_letters_is_the_same_subject(self):
        spellings = ["three", "Three", "THREE", "tHree", "thRee", "thrEe", "threE", "THree", "tHREE", "ThReE"]
        answers = in_parallel([lambda name=name: self.login(name, "wrong") for name in spellings])
        self.assertGreaterEqual([answer.status for answer in answers].count(429), 4)

    def test_a_refusal_is_no_guess(self):
        """Far more wrong passwords are sent than close an account, but too fast to be tried."""
        def hashes():
            return self.server.metrics()["idkernel_crypto_slow_done_total"]

        before = hashes()
        answers = in_parallel([lambda: self.login("one", "wrong")] * 60)
        limited = [answer for answer in answers if answer.status == 429]
        tried = len(answers) - len(limited)
        self.assertTrue(3 <= tried < 20, tried)
        for answer in limited:
            self.assert_limited(answer)
        self.assertEqual(hashes() - before, tried)
        answer = wait_until(lambda: next((a for a in [self.login("one", "right")] if a.status != 429), None), "a free second")
        self.assertIsNone(answer.json()["errors"], "the account was closed by refused guesses")

    def test_other_subjects_are_free(self):
        self.assertIn(429, [answer.status for answer in in_parallel([lambda: self.login("two", "right")] * 20)])
        self.assertIsNone(self.login("three", "right").json()["errors"])

    def test_clients_and_the_token_endpoint_too(self):
        answers = in_parallel([lambda: self.server.sign_in("client", "secret")] * 20)
        self.assertIn(429, [answer.status for answer in answers])
        form = urlencode({"grant_type": "client_credentials", "client_id": "client", "client_secret": "secret"})
        answers = in_parallel([lambda: self.server.call("POST", TOKEN, form)] * 20)
        limited = [answer for answer in answers if answer.status == 429]
        self.assertTrue(limited)
        self.assertEqual(limited[0].headers["Retry-After"], "1")


class SameWork(LimitCase):
    """Who asks cannot tell users apart by time: the hash of a password is worked out once, whoever it is about. Counted, not timed."""

    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("auth.login.max-failures=8")
    bootstrap = {"users": [{"userName": "known", "password": "the right one"}, {"userName": "blocked", "password": "the right one"},
                           {"userName": "inactive", "password": "the right one", "active": False}, {"userName": "bare", "mail": "bare@example.org"}]}
    WAYS = {
        "authmanager": (LOGIN, lambda name: {"appId": "admin", "userName": name, "password": "the wrong one"}),
        "useridPwd": ("/v1/authmanager/authenticate/useridPwd", lambda name: {"appId": "admin", "userName": name, "password": "the wrong one"}),
        "admin": ("/v1/admin/login", lambda name: {"appid": "admin", "username": name, "password": "the wrong one"}),
        "change": ("/v1/admin/changepassword", lambda name: {
            "appid": "admin", "username": name, "oldpassword": "the wrong one", "newpassword": "another one"}),
    }

    def hashes(self):
        return self.server.metrics()["idkernel_crypto_slow_done_total"]

    def test_one_hash_and_the_same_answer(self):
        for _ in range(8):
            self.login("blocked", "the wrong one")
        self.assertEqual(self.login("blocked", "the right one").error_codes(), ["KER-ATH-023"])
        for way, (path, request) in self.WAYS.items():
            told = []
            for name in ("known", "nobody", "blocked", "inactive", "bare"):
                with self.subTest(way, name=name):
                    before = self.hashes()
                    told.append(self.server.call("POST", path, envelope(request(name))))
                    self.assertEqual(self.hashes() - before, 1)
            self.assertEqual({(answer.status, str(answer.json()["errors"])) for answer in told},
                             {(told[0].status, str(told[0].json()["errors"]))}, way)
            self.assertEqual(len(told[0].error_codes()), 1)
        self.assertIsNone(self.login("known", "the right one").json()["errors"])


class ClientFailures(LimitCase):
    """Guessing a client's secret where tries have no limit of their own; two addresses, one of them the portal's."""

    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets(
        "idkernel.rate-limit.open.client-failures=1/5", "idkernel.http.trusted-proxies=127.0.0.1", "auth.login.max-failures=1000")
    bootstrap = {"users": [{"userName": "one", "password": "right"}],
                 "clients": [{"clientId": name, "secret": "secret"} for name in ("portal", "renewing", "token")]}

    def portal_login(self, secret, address, client="portal"):
        request = {"appId": "admin", "userName": "one", "password": "right", "clientId": client, "clientSecret": secret}
        return self.server.call("POST", LOGIN, envelope(request), headers={"X-Forwarded-For": address})

    def assert_bounded(self, ask, burst=5):
        """Sixty parallel guesses: few are checked, the others are told to wait."""
        before = self.server.metrics()["idkernel_crypto_slow_done_total"]
        start = time.monotonic()
        answers = in_parallel([lambda i=i: ask(f"guess {i}") for i in range(60)])
        at_most = burst + time.monotonic() - start + 1
        limited = [answer for answer in answers if answer.status == 429]
        tried = len(answers) - len(limited)
        self.assertTrue(burst <= tried <= at_most, (tried, at_most))
        self.assertEqual(self.server.metrics()["idkernel_crypto_slow_done_total"] - before, tried)
        self.assertEqual({answer.headers["Retry-After"] for answer in limited}, {"1"})
        return limited

    def test_logins_of_a_portal(self):
        honest = in_parallel([lambda: self.portal_login("secret", "198.51.100.1")] * 40)
        self.assertEqual({answer.status for answer in honest}, {200})
        self.assertEqual([answer.json()["errors"] for answer in honest], [None] * 40)
        limited = self.assert_bounded(lambda secret: self.portal_login(secret, "203.0.113.9"))
        for answer in limited:
            self.assert_limited(answer)
        self.assertIsNone(self.portal_login("secret", "198.51.100.1").json()["errors"], "strangers shut the portal out")
        self.assertGreaterEqual(self.server.metrics()["idkernel_rate_limited_total"], len(limited))

    def test_renewals(self):
        renewal = self.portal_login("secret", "198.51.100.2", "renewing").response()["refreshToken"]
        for path in ("/v1/authmanager/authorize/refreshToken/admin", "/v1/authmanager/authorize/internal/refreshToken/admin"):
            def renew(secret):
                return self.server.call("POST", path, {"clientID": "renewing", "clientSecret": secret},
                                        headers={"Cookie": f"refresh_token={renewal}", "X-Forwarded-For": "203.0.113.9"})
            wait_until(lambda: renew("wrong").status != 429, "a free second")
            answers = in_parallel([lambda i=i: renew(f"guess {i}") for i in range(60)])
            limited = [answer for answer in answers if answer.status == 429]
            self.assertGreaterEqual(len(limited), 40)
            self.assert_limited(limited[0])

    def test_the_token_endpoint(self):
        def ask(secret):
            form = {"grant_type": "client_credentials", "client_id": "token", "client_secret": secret}
            return self.server.call("POST", TOKEN, urlencode(form))
        self.assertEqual(self.assert_bounded(ask)[0].json()["error"], "slow_down")


class ByCaller(LimitCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.rate-limit.authenticated=1/5")

    def test_a_caller_has_a_limit_of_its_own(self):
        token = self.server.token()
        answers = in_parallel([lambda: self.server.call("GET", TOKEN_ID, token=token)] * 40)
        limited = [answer for answer in answers if answer.status == 429]
        self.assertGreaterEqual(len(limited), 25)
        self.assert_limited(limited[0])
        user = self.login("110006", "mosip").response()["token"]
        self.assertEqual(self.server.call("GET", TOKEN_ID, token=user).status, 200)


class Overload(LimitCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.crypto.slow-queue=2")

    def test_too_many_password_checks_are_refused_and_are_no_guesses(self):
        answers = in_parallel([lambda: self.login("110006", "wrong")] * 3 + [lambda: self.login("M392380", "wrong")] * 3 +
                              [lambda user=user: self.login(f"nobody{user}", "wrong") for user in range(30)])
        refused = [answer for answer in answers if answer.status == 503]
        self.assertTrue(refused)
        for answer in refused:
            self.assert_error(answer, 503, "IDK-503")
            self.assertEqual(answer.headers["Retry-After"], "1")
        self.assertGreater(self.server.metrics()["idkernel_crypto_slow_refused_total"], 0)
        self.assertIsNone(self.login("110006", "mosip").json()["errors"])


class InFlight(LimitCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.partitions=1", "idkernel.partition.in-flight-max=1")

    def test_a_full_partition_says_so_and_repeats_no_number(self):
        token = self.server.token()
        def draw():
            return [self.server.call("GET", "/v1/uingenerator/uin", token=token) for _ in range(10)]

        answers = [answer for some in in_parallel([draw] * 32) for answer in some]
        refused = [answer for answer in answers if answer.status == 503]
        self.assertTrue(refused)
        for answer in refused:
            self.assert_error(answer, 503, "IDK-503")
            self.assertEqual(answer.headers["Retry-After"], "1")
        drawn = [answer.response()["uin"] for answer in answers if answer.status == 200]
        self.assertTrue(drawn)
        self.assertEqual(len(set(drawn)), len(drawn))
        self.assertEqual(len(drawn) + len(refused), len(answers))
        metrics = self.server.metrics()
        self.assertEqual(metrics['idkernel_partition_refused_total{service="uin",partition="0"}'], len(refused))
        self.assertEqual(self.server.numbers("uin")["issued"], len(drawn))


if __name__ == "__main__":
    unittest.main()
