"""Persons that an identity repository elsewhere knows: sign-in by UIN and the status of a UIN; DECISIONS 31."""

import json
import time
import unittest

from id_repository import IdRepository
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, in_parallel, run, sets, wait_until, write
from jwt_tools import claims_of
from test_identity import INVALID, STATUS, VALID, files_in, lines_of, person
from test_sign_in_otp import ENTERED, MANY_CODES, SENT, CodeCase

UIN = "7700000001"
MAIL = "jane7700000001@example.org"
PHONE = "9980077001"
EXIT_CONFIG = 78


class RepositoryCase(CodeCase):
    more = ()

    @classmethod
    def setUpClass(cls):
        cls.repository = IdRepository()
        cls.addClassCleanup(cls.repository.stop)
        cls.arguments = NO_RATE_LIMITS + SMALL_POOLS + MANY_CODES + sets(*cls.repository.settings(*cls.more))
        super().setUpClass()

    def setUp(self):
        self.repository.add(UIN, email=MAIL, phone=PHONE)
        self.addCleanup(self.well)

    def well(self):
        self.repository.status, self.repository.headers, self.repository.body = 200, {}, None
        self.repository.gate.set()

    def ask(self, uin):
        return self.server.call("GET", STATUS + uin, token=self.server.token())

    def status_of(self, uin):
        return self.ask(uin).response()

    def health(self):
        return self.server.manage("/actuator/health").json()["components"]["identityRepository"]["status"]


class Persons(RepositoryCase):
    more = ("idkernel.idrepo.remember-seconds=0", "idkernel.idrepo.token=a.b.c")

    def test_a_person_signs_in_by_uin(self):
        who = {"userId": UIN, "useridtype": "UIN", "appId": "ida"}
        entered = self.enter(self.code(MAIL, **who), UIN, "ida")
        self.assertEqual(entered.response(), ENTERED)
        found = claims_of(entered.cookie())
        self.assertEqual((found["preferred_username"], found["email"]), (UIN, MAIL))
        self.assertEqual(self.repository.asked[-1][:2], ("/idrepository/v1/identity/idvid/" + UIN, "Authorization=a.b.c"))
        again = self.enter(self.code(PHONE, **{**who, "otpChannel": ["phone"]}), UIN, "ida")
        self.assertEqual(claims_of(again.cookie())["sub"], found["sub"])

    def test_who_is_not_active_gets_no_code(self):
        for uin, status in (("7700000011", "BLOCKED"), ("7700000012", "DEACTIVATED"), ("7700000013", "SOMETHING"), ("7700000014", None)):
            if status:
                self.repository.add(uin, status, email=f"p{uin}@example.org")
            with self.subTest(status=status):
                self.assert_error(self.send(userId=uin, useridtype="UIN", appId="ida"), 200, "AUTH_ERR_USER_NOT_FOUND")
                self.assertEqual(self.status_of(uin), INVALID)
        self.assertEqual(self.status_of(UIN), VALID)

    def test_the_directory_decides_first(self):
        uin = "7700000021"
        self.repository.add(uin, email=f"p{uin}@example.org")
        self.assertEqual(self.status_of(uin), VALID)
        path = write(self.server.own_dir, "people.jsonl", lines_of([person(uin, status="BLOCKED")]))
        self.assertEqual(run("identity", "import", path, "--dev", "--data-dir", self.server.data_dir)[0], 0)
        before = self.repository.questions()
        self.assertEqual(self.status_of(uin), INVALID)
        self.assert_error(self.send(userId=uin, useridtype="UIN", appId="ida"), 200, "AUTH_ERR_USER_NOT_FOUND")
        self.assertEqual(self.repository.questions(), before)

    def test_a_uin_that_nobody_knows_may_be_one_that_we_assigned(self):
        drawn = self.call("GET", "/v1/uingenerator/uin").response()["uin"]
        self.assertEqual(self.status_of(drawn), INVALID)
        self.call("PUT", "/v1/uingenerator/uin", {"request": {"uin": drawn, "status": "ASSIGNED"}})
        self.assertEqual(self.status_of(drawn), VALID)

    def test_what_is_no_uin_is_not_asked_for(self):
        before = self.repository.questions()
        for uin in ("abc", "1" * 29, "12%2F3"):
            self.assertEqual(self.status_of(uin), INVALID)
        self.assertEqual(self.repository.questions(), before)

    def test_one_question_for_many_who_ask_at_once(self):
        self.repository.gate.clear()
        before = self.repository.questions()
        answers = []

        def ask():
            answers.append(self.status_of(UIN))

        def open_the_gate():
            wait_until(lambda: self.repository.questions() > before, "a question")
            self.repository.gate.set()

        in_parallel([ask] * 8 + [open_the_gate])
        self.assertEqual(answers, [VALID] * 8)
        self.assertLess(self.repository.questions() - before, 9)

    def test_an_address_that_no_message_could_go_to(self):
        uin = "7700000031"
        self.repository.add(uin, email="nobody", phone="9980077031")
        self.assert_error(self.send(userId=uin, useridtype="UIN", appId="ida"), 200, "AUTH_ERR_CHANNELPATH_NOT_FOUND")
        self.assertEqual(self.send(userId=uin, useridtype="UIN", appId="ida", otpChannel=["phone"]).response(), SENT)

    def test_no_line_of_the_log_and_no_file_tells_of_a_person(self):
        self.status_of(UIN)
        self.assertFalse([line for line in self.server.lines if UIN in line or MAIL in line or "a.b.c" in line])
        self.assertEqual(self.server.stop(), 0)
        for name, data in files_in(self.server.data_dir):
            self.assertFalse(UIN.encode() in data or MAIL.encode() in data, name)
        code, output = run("audit", "export", "--dev", "--data-dir", self.server.data_dir, "--filter", "eventName=IDENTITY_READ")
        self.assertEqual(code, 0, output)
        self.assertGreater(len([json.loads(line) for line in output.splitlines()[:-1]]), 0)
        self.server.start()


class Remembering(RepositoryCase):
    def test_an_answer_is_remembered(self):
        uin = "7700000041"
        before = self.repository.questions()
        self.assertEqual([self.status_of(uin) for _ in range(3)], [INVALID] * 3)
        self.repository.add(uin)
        self.assertEqual(self.status_of(uin), INVALID)
        self.assertEqual(self.repository.questions() - before, 1)
        figures = self.server.metrics()
        self.assertGreaterEqual(figures["idkernel_idrepo_remembered_total"], 3)
        self.assertEqual(figures["idkernel_idrepo_failures_total"], 0)


class Outages(RepositoryCase):
    more = ("idkernel.idrepo.remember-seconds=0",)

    def assert_busy(self, answer):
        self.assertEqual((answer.status, answer.error_codes()), (503, ["IDK-503"]), answer.body)

    def recovered(self):
        self.well()
        wait_until(lambda: self.ask(UIN).status == 200, "the repository to be asked again")
        self.assertEqual(self.health(), "UP")

    def test_answers_that_are_none(self):
        for status, body, headers in ((500, None, {}), (404, None, {}), (302, None, {"Location": "/elsewhere"}), (200, b"nonsense", {}),
                                      (200, b"[]", {}), (200, b"{}", {}), (200, b'{"response":{"status":"ACTIVATED"}}', {}),
                                      (200, b'{"errors":[{"errorCode":"IDR-IDC-004"}]}', {}), (200, b" " * (2 << 20), {})):
            with self.subTest(status=status, body=(body or b"")[:40]):
                self.repository.status, self.repository.body, self.repository.headers = status, body, headers
                self.assert_busy(self.ask(UIN))
                self.recovered()
        lines = "\n".join(self.server.lines)
        self.assertIn("the identity repository did not tell of a person: the answer's status is 500", lines)
        self.assertIn("the answer's error is IDR-IDC-004", lines)

    def test_a_repository_that_is_away(self):
        self.repository.stop()
        for _ in range(6):
            self.assert_busy(self.ask(UIN))
        self.assertEqual(self.health(), "WARNING")
        self.assert_busy(self.send(userId=UIN, useridtype="UIN", appId="ida"))
        self.assertEqual(self.status_of("458575535"), VALID)
        self.repository.start()
        self.recovered()

    def test_a_slow_one_holds_up_nobody_else(self):
        self.repository.gate.clear()
        started = time.monotonic()
        answers = in_parallel([lambda n=n: self.ask(f"77000001{n:02}") for n in range(16)] +
                              [lambda: self.ask("458575535"), lambda: self.call("GET", "/v1/uingenerator/uin")])
        for answer in answers[:16]:
            self.assert_busy(answer)
        self.assertEqual([answer.status for answer in answers[16:]], [200, 200])
        self.assertLess(time.monotonic() - started, 30)
        self.recovered()


class Crowded(RepositoryCase):
    more = ("idkernel.idrepo.remember-seconds=0", "idkernel.idrepo.waiting-max=2")

    def test_many_who_ask_for_one_person_wait_no_longer_than_others(self):
        self.repository.gate.clear()
        answers = []

        def open_the_gate():
            wait_until(lambda: answers, "one who need not wait")
            self.repository.gate.set()

        in_parallel([lambda: answers.append(self.ask(UIN))] * 3 + [open_the_gate])
        self.assertEqual([answer.status for answer in answers], [503, 200, 200])


class Settings(unittest.TestCase):
    def test_what_is_refused(self):
        for setting, why in (("mosip.idrepo.identity.url=http://idrepo.example.org/x", "must be https, or http to a loopback address"),
                             ("mosip.idrepo.identity.url=ftp://127.0.0.1/x", "must be https"),):
            code, text = run("check-config", "--dev", *sets(setting))
            self.assertEqual(code, EXIT_CONFIG, text)
            self.assertIn(why, text)
        good = "mosip.idrepo.identity.url=https://idrepo.example.org/x/{uin}"
        self.assertEqual(run("check-config", "--dev", *sets(good))[0], 0)
        for more in ("idkernel.idrepo.ca-file=/none", "idkernel.idrepo.token=a b"):
            self.assertEqual(run("check-config", "--dev", *sets(good, more))[0], EXIT_CONFIG)

    def test_without_a_url_nobody_is_asked(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS) as server:
            self.assertNotIn("identityRepository", server.manage("/actuator/health").json()["components"])
            self.assertNotIn("idkernel_idrepo_questions_total", server.metrics())


if __name__ == "__main__":
    unittest.main()
