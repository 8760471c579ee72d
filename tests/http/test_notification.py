"""SMS and e-mail: every code of ids sheet 8 and 9, delivery to real servers, and what outages, kills and refusals do."""

import json
import os
import tempfile
import unittest
from urllib.parse import quote

from forms import form
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, in_parallel, run, sets, wait_until
from message_servers import Gateway, MailServer
from server_case import ServerCase
from test_production import BOOTSTRAP

SMS = ("/v1/smsnotifier/sms/send", "/v1/notifier/sms/send")
EMAIL = ("/v1/emailnotifier/email/send", "/v1/notifier/email/send")
QUICK = ("idkernel.outbox.retry-first-ms=50", "idkernel.outbox.retry-max-ms=200", "idkernel.outbox.breaker-open-ms=200")
PDF = bytes(range(256)) * 40 + b"\r\n.\r\n--\r\n"
MAIL = [("mailTo", "a@example.org"), ("mailSubject", "Appointment"), ("mailContent", "<p>On 2 March</p>")]


class Calls:
    """Requests of a test that has `self.server`."""

    def sms(self, number="9820173642", message="Your code is 849004", path=SMS[0]):
        return self.server.call("POST", path, envelope({"number": number, "message": message}), self.server.token())

    def email(self, fields=MAIL, files=(), path=EMAIL[0]):
        body, headers = form(fields, files)
        return self.server.call("POST", path, body, self.server.token(), headers)

    def good(self, answer):
        self.assertEqual((answer.status, answer.json()["errors"]), (200, None), answer.body)
        return answer.response()

    def captured(self, to):
        return self.server.manage("/dev/messages?to=" + quote(to)).json()

    def figure(self, name, channel="email"):
        return self.server.metrics()[f'idkernel_outbox_{name}{{channel="{channel}"}}']

    def health(self):
        answer = self.server.manage("/actuator/health")
        return answer.status, answer.json()


class Captured(ServerCase, Calls):
    """Under --dev messages stay in the outbox and are read on the management port."""

    def refused(self, answer, *codes):
        self.assertEqual((answer.status, answer.error_codes()), (200, list(codes)), answer.body)

    def test_sms_of_both_paths(self):
        for index, path in enumerate(SMS):
            number = f"98201736{index}1"
            answer = self.sms(number, f"code {index}", path)
            self.assertEqual(self.good(answer), {"message": "Sms Request Sent", "status": "success"})
            self.assertEqual(answer.json()["id"], "string")
            found = wait_until(lambda: [row for row in self.captured(number) if row["state"] == "captured"], "the SMS")
            self.assertEqual({key: found[0][key] for key in ("channel", "to", "subject", "text")},
                             {"channel": "sms", "to": number, "subject": "", "text": f"code {index}"})
            self.assertRegex(found[0]["queuedAt"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_email_of_both_paths_newest_first(self):
        for path in EMAIL:
            self.assertEqual(self.good(self.email([("mailTo", "newest@example.org, other@example.org"), ("mailSubject", path), ("mailContent", "x")],
                                                  path=path)), {"status": "success", "message": "Email Request submitted"})
        rows = self.captured("newest@example.org")
        self.assertEqual([row["subject"] for row in rows], [EMAIL[1], EMAIL[0]])
        self.assertEqual(rows[0]["to"], "newest@example.org,other@example.org")
        self.assertEqual(self.captured("example.org"), [])
        self.assertGreaterEqual(len(self.server.manage("/dev/messages").json()), 2)

    def test_sms_fields(self):
        for number, message in (("", "x"), ("9820173642", " "), (None, "x"), ("9820173642", None)):
            self.refused(self.sms(number, message), "KER-NOS-001")
        self.refused(self.server.call("POST", SMS[0], {"id": "x"}, self.server.token()), "KER-NOS-001")
        for number in ("123", "98201736421", "98201a3642", "+919820173642"):
            self.refused(self.sms(number), "KER-NOS-002")
        answer = self.sms("123")
        self.assertEqual(answer.json()["errors"][0]["message"],
                         "Contact number cannot contains alphabet,special character or less than or more than")
        self.refused(self.sms(9820173642), "KER-NOE-999")
        self.refused(self.server.call("POST", SMS[0], "{", self.server.token(), {"Content-Type": "application/json"}), "KER-NOE-999")

    def test_the_seeds_number(self):
        self.good(self.sms("743764398"))

    def test_email_fields(self):
        self.refused(self.email([("other", "x")]), "KER-NOE-001", "KER-NOE-002", "KER-NOE-003")
        self.refused(self.email([("mailTo", "nobody")] + MAIL[1:]), "KER-NOE-001")
        self.refused(self.email(MAIL + [("mailCc", "a@x\r\nBcc: b@x")]), "KER-NOE-001")
        self.refused(self.email([MAIL[0], ("mailSubject", "a\r\nBcc: b@x"), MAIL[2]]), "KER-NOE-002")
        self.refused(self.email(MAIL[:2]), "KER-NOE-003")

    def test_forms_that_are_none(self):
        body, headers = form(MAIL)
        token = self.server.token()
        self.refused(self.server.call("POST", EMAIL[0], body[:-4], token, headers), "KER-NOE-999")
        self.refused(self.server.call("POST", EMAIL[0], body, token, {"Content-Type": "text/plain"}), "KER-NOE-999")
        self.refused(self.server.call("POST", EMAIL[0], b"", token, headers), "KER-NOE-999")
        self.refused(self.email(files=[("a\rb.pdf", "application/pdf", b"x")]), "KER-NOE-999")
        self.refused(self.email(files=[("a.pdf", "application/pdf", bytes(5242881))]), "KER-NOE-999")
        body, headers = form([MAIL[0], ("mailSubject", "?"), MAIL[2]])
        self.refused(self.server.call("POST", EMAIL[0], body.replace(b"?", b"\xff"), token, headers), "KER-NOE-999")

    def test_who_may_send(self):
        for path in SMS + EMAIL:
            self.assert_error(self.server.call("POST", path, "{}"), 401, "KER-ATH-401")
            self.assert_error(self.server.call("POST", path, "{}", self.server.token("mosip-abis-client", "abc123")), 403, "KER-ATH-403")


class Settings(unittest.TestCase, Calls):
    def test_a_pattern_a_bad_sender_and_a_fixed_length(self):
        pattern = sets("mosip.id.validation.identity.phone=^[+]*([0-9]{1})([0-9]{9})$", "mosip.kernel.notification.email.from=nobody")
        with Server(*SMALL_POOLS, *pattern) as self.server:
            self.assertTrue([line for line in self.server.lines if "email.from is no address" in line])
            self.good(self.sms("+9820173642"))
            self.assertEqual(self.sms("743764398").error_codes(), ["KER-NOS-002"])
            self.assertEqual(self.email().error_codes(), ["KER-NOE-007"])
            self.assertEqual(self.email([]).error_codes(), ["KER-NOE-001", "KER-NOE-002", "KER-NOE-003", "KER-NOE-007"])
        with Server(*SMALL_POOLS, *sets("mosip.kernel.sms.number.length=10", "mosip.kernel.sms.success-message=SMS request sent")) as self.server:
            self.assertEqual(self.good(self.sms())["message"], "SMS request sent")
            self.assertTrue(self.sms("743764398").json()["errors"][0]["message"].endswith("more than 10 digits"))

    def test_proxies_check_and_send_nothing(self):
        proxies = sets("mosip.kernel.sms.proxy-sms=true", "mosip.kernel.mail.proxy-mail=true")
        with Server(*SMALL_POOLS, *proxies) as self.server:
            self.good(self.sms())
            self.good(self.email())
            self.assertEqual(self.sms("").error_codes(), ["KER-NOS-001"])
            self.assertEqual(self.email(MAIL[:2]).error_codes(), ["KER-NOE-003"])
            self.assertEqual(self.server.manage("/dev/messages").json(), [])

    def test_what_cannot_work_refuses_the_start(self):
        for setting, words in (("mosip.id.validation.identity.phone=[0-9", "is no pattern"), ("mosip.kernel.sms.gateway=http", "needs mosip.kernel.sms.api"),
                               ("idkernel.sms.post-template=/nowhere", "cannot be read"),
                               ("spring.mail.properties.mail.smtp.auth=true", "needs spring.mail.username")):
            code, printed = run("check-config", "--dev", "--data-dir", "/nowhere", *sets(setting))
            self.assertEqual(code, 78, printed)
            self.assertIn(words, printed)


class Delivered(unittest.TestCase, Calls):
    def start(self, *settings, **more):
        self.server = Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets(*QUICK, *settings), **more)
        self.addCleanup(self.server.__exit__)
        self.server.start()

    def mail_server(self, **more):
        server = MailServer(**more)
        self.addCleanup(server.stop)
        return server

    def arrived(self, mails, count=1):
        return wait_until(lambda: len(mails.mails) >= count and mails.mails, f"{count} mails")

    def directory(self):
        directory = tempfile.TemporaryDirectory(prefix="idkernel-test-")
        self.addCleanup(directory.cleanup)
        return directory.name

    def test_a_mail_byte_for_byte(self):
        mails = self.mail_server()
        self.start(*mails.settings())
        fields = [("mailTo", "a@example.org"), ("mailTo", "b@example.org, c@example.org"), ("mailCc", "d@example.org"), ("mailSubject", "Größe – 日本語 " * 9),
                  ("mailContent", "<p>Grüße</p>\n.\n" + "x" * 2000)]
        files = [("card.pdf", "application/pdf", PDF), ("kärte.txt", "text/plain", b".\n\n"), ("empty", "application/octet-stream", b"")]
        self.good(self.email(fields, files))
        mail = self.arrived(mails)[0]
        self.assertEqual(mail.sender, "do-not-reply@mosip.io")
        self.assertEqual(mail.recipients, ["a@example.org", "b@example.org", "c@example.org", "d@example.org"])
        message = mail.message
        self.assertEqual(message.get_content_type(), "multipart/mixed")
        self.assertEqual(message["Subject"], ("Größe – 日本語 " * 9))
        self.assertEqual([address.addr_spec for address in message["To"].addresses], ["a@example.org", "b@example.org", "c@example.org"])
        self.assertEqual(message["Cc"], "d@example.org")
        self.assertEqual(message["From"], "do-not-reply@mosip.io")
        self.assertIsNotNone(message["Date"].datetime)
        self.assertRegex(message["Message-ID"], r"^<[0-9a-f]{32}@mosip\.io>$")
        self.assertEqual(mail.text(), "<p>Grüße</p>\n.\n" + "x" * 2000)
        self.assertEqual([part.get_content_type() for part in message.iter_parts()][0], "text/html")
        self.assertEqual(mail.attachments(), [(name, kind, content) for name, kind, content in files])
        wait_until(lambda: self.figure("sent_total") == 1 and self.figure("waiting") == 0, "the row to go")
        self.assertEqual(self.server.manage("/dev/messages").json(), [])

    def test_plain_text_by_starttls_with_sign_in(self):
        mails = self.mail_server(tls_directory=self.directory(), require_tls=True, login=("idkernel", "secret"))
        front = "spring.mail.properties.mail.smtp."
        self.start(*mails.settings(front + "starttls.required=true", front + "auth=true", "spring.mail.username=idkernel",
                                   "spring.mail.password=secret", f"idkernel.mail.ca-file={mails.ca_file}", "mosip.kernel.mail.content.html.enable=false"))
        self.good(self.email())
        mail = self.arrived(mails)[0]
        self.assertTrue(mail.tls)
        self.assertEqual(mails.signed_in, [True])
        self.assertEqual(next(mail.message.iter_parts()).get_content_type(), "text/plain")

    def test_a_password_that_may_be_sent_in_clear_is_warned_of(self):
        mails = self.mail_server()
        front = "spring.mail.properties.mail.smtp."
        login = (front + "auth=true", "spring.mail.username=idkernel", "spring.mail.password=secret")

        def warnings(*more):
            self.start(*mails.settings(*login, *more))
            return [line for line in self.server.lines if "may be sent in clear" in line]

        self.assertEqual(len(warnings()), 1)
        self.assertEqual(warnings(front + "starttls.required=true"), [])

    def test_without_tls_or_with_a_wrong_password_nothing_is_sent(self):
        front = "spring.mail.properties.mail.smtp."
        open_server = self.mail_server()
        self.start(*open_server.settings(front + "starttls.required=true", "idkernel.outbox.attempts-max=1"))
        self.good(self.email())
        wait_until(lambda: self.figure("dead_total") == 1, "the dead letter")
        self.assertEqual(open_server.mails, [])
        secured = self.mail_server(tls_directory=self.directory(), login=("idkernel", "secret"))
        login = (front + "starttls.required=true", front + "auth=true", "spring.mail.username=idkernel", "spring.mail.password=wrong", "idkernel.outbox.attempts-max=1")
        self.start(*secured.settings(f"idkernel.mail.ca-file={secured.ca_file}", *login))
        self.good(self.email())
        wait_until(lambda: self.figure("dead_total") == 1, "the dead letter")
        self.start(*secured.settings(*login))  # The server's certificate is of nobody we know.
        self.good(self.email())
        wait_until(lambda: self.figure("dead_total") == 1, "the dead letter")
        self.assertEqual((secured.mails, secured.signed_in), ([], [False]))

    def test_a_server_that_is_down_slow_refusing_or_drops(self):
        mails = self.mail_server()
        self.start(*mails.settings("idkernel.outbox.breaker-failures=2", "idkernel.outbox.attempts-max=1000", "idkernel.outbox.attempt-timeout-ms=500"))
        mails.stop()
        self.good(self.email())
        self.good(self.sms())
        status, health = wait_until(lambda: self.health() if self.health()[1]["status"] == "WARNING" else None, "the warning")
        self.assertEqual((status, health["components"]["emailProvider"]["status"]), (200, "WARNING"))
        self.assertEqual(health["components"]["smsProvider"]["status"], "UP")
        self.assertEqual(self.server.manage("/actuator/health/readiness").status, 200)
        mails.slow = 3
        mails.start()
        wait_until(lambda: mails.conversations >= 1, "a conversation")
        mails.slow, mails.drop = 0, True
        seen = mails.conversations
        wait_until(lambda: mails.conversations > seen, "a conversation that is dropped")
        mails.drop, mails.refuse = False, "550 no such user"
        wait_until(lambda: [line.split("\t")[5] for line in self.outbox("list")[1].splitlines() if "\temail\t" in line] == ["550"], "a refusal")
        self.assertEqual(mails.mails, [])
        mails.refuse = None
        self.arrived(mails)
        wait_until(lambda: self.health()[1]["components"]["emailProvider"]["status"] == "UP", "the provider to be back")
        wait_until(lambda: self.figure("waiting") == 0, "the row to go")
        self.assertEqual(len(mails.mails), 1)
        self.assertFalse([line for line in self.server.lines if "example.org" in line or "Appointment" in line], "personal data in the log")

    def test_killed_between_queueing_and_delivery(self):
        mails = self.mail_server()
        mails.stop()
        self.start(*mails.settings("idkernel.outbox.attempts-max=1000"))
        for index in range(20):
            self.good(self.email([("mailTo", f"u{index}@example.org")] + MAIL[1:], [("card.pdf", "application/pdf", PDF)]))
        self.server.kill()
        mails.start()
        self.server.start()
        self.arrived(mails, 20)
        wait_until(lambda: self.figure("waiting") == 0, "the rows to go")
        self.assertEqual(sorted(mail.recipients[0] for mail in mails.mails), sorted(f"u{index}@example.org" for index in range(20)))
        self.assertEqual({mail.attachments()[0][2] for mail in mails.mails}, {PDF})

    def test_a_stop_in_good_order_delivers_nothing_twice(self):
        mails = self.mail_server()
        self.start(*mails.settings())
        for index in range(50):
            self.good(self.email([("mailTo", f"u{index}@example.org")] + MAIL[1:]))
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.arrived(mails, 50)
        wait_until(lambda: self.figure("waiting") == 0, "the rows to go")
        self.assertEqual(len({mail.message["Message-ID"] for mail in mails.mails}), 50)
        self.assertEqual(len(mails.mails), 50)

    def test_sms_by_get_and_by_post(self):
        gateway = Gateway()
        self.addCleanup(gateway.stop)
        self.start(*gateway.settings())
        self.good(self.sms(message="hello wörld & more"))
        wait_until(lambda: gateway.requests, "the SMS")
        self.assertEqual(gateway.requests[0], ("GET", "/sendsms", {"authkey": "gateway-key", "message": "hello wörld & more", "route": "mock", "sender": "AD-MOSIP",
                                                                   "mobiles": "9820173642", "unicode": "unicode", "country": "+91"}, b""))
        with open(self.directory() + "/template.json", "w+") as template:
            template.write('{"to": "$number", "text": "$message"}')
            template.flush()
            self.start(*gateway.settings(f"idkernel.sms.post-template={template.name}"))
        self.good(self.sms(message='say "hi"'))
        wait_until(lambda: len(gateway.requests) == 2, "the SMS")
        self.assertEqual(gateway.requests[1], ("POST", "/sendsms", {}, b'{"to": "9820173642", "text": "say \\"hi\\""}'))

    def test_a_gateway_that_fails_and_one_that_refuses(self):
        gateway = Gateway()
        self.addCleanup(gateway.stop)
        self.start(*gateway.settings("idkernel.outbox.breaker-failures=2", "idkernel.outbox.attempts-max=3"))
        gateway.status = 400
        self.good(self.sms())
        wait_until(lambda: self.figure("dead_total", "sms") == 1, "the dead letter")
        self.assertEqual(len(gateway.requests), 3)
        self.assertEqual(self.health()[1]["components"]["smsProvider"]["status"], "UP")
        gateway.status = 500
        self.good(self.sms())
        wait_until(lambda: self.health()[1]["components"]["smsProvider"]["status"] == "WARNING", "the warning")
        gateway.status = 200
        wait_until(lambda: self.figure("sent_total", "sms") == 1, "the SMS")
        self.assertEqual(self.health()[0], 200)

    def test_dead_letters_are_listed_retried_and_dropped(self):
        mails = self.mail_server()
        mails.refuse = "550 no such user"
        self.start(*mails.settings("idkernel.outbox.attempts-max=2"))
        for index in range(3):
            self.good(self.email([("mailTo", f"u{index}@example.org")] + MAIL[1:]))
        wait_until(lambda: self.figure("dead_total") == 3, "the dead letters")
        running = self.outbox("list")
        self.server.stop()
        code, printed = self.outbox("list")
        self.assertEqual(running, (code, printed))  # As the running server tells it.
        rows = [line.split("\t") for line in printed.splitlines()]
        self.assertEqual((code, [row[1:6] for row in rows]), (0, [["email", "dead", "2", "provider refuses the message", "550"]] * 3))
        self.assertNotIn("example.org", printed)
        self.assertEqual(self.outbox("drop", rows[0][0]), (0, "dropped: 1\n"))
        self.assertEqual(self.outbox("drop", rows[0][0]), (1, f"no message {rows[0][0]}\ndropped: 0\n"))
        self.assertEqual(self.outbox("retry", "nonsense")[0], 64)
        self.assertEqual(self.outbox("retry")[0], 64)
        self.assertEqual(self.outbox("retry", "--all-dead"), (0, "due again: 2\n"))
        mails.refuse = None
        self.server.start()
        self.arrived(mails, 2)
        wait_until(lambda: self.figure("waiting") == 0, "the rows to go")
        self.server.stop()
        self.assertEqual(self.outbox("list"), (0, ""))

    def test_a_running_servers_messages(self):
        mails = self.mail_server()
        mails.refuse = "550 no such user"
        self.start(*mails.settings("idkernel.outbox.attempts-max=2"))
        for index in range(4):
            self.good(self.email([("mailTo", f"u{index}@example.org")] + MAIL[1:]))
        wait_until(lambda: self.figure("dead_total") == 4, "the dead letters")
        self.assertNotIn("example.org", self.outbox("list")[1])
        code, printed = self.outbox("list")
        rows = [line.split("\t") for line in printed.splitlines()]
        self.assertEqual((code, [row[1:6] for row in rows]), (0, [["email", "dead", "2", "provider refuses the message", "550"]] * 4))
        self.assertEqual([row[6] for row in rows], sorted((row[6] for row in rows), reverse=True))
        self.assertEqual(self.outbox("drop", rows[0][0]), (0, "dropped: 1\n"))
        self.assertEqual(self.outbox("drop", rows[0][0], rows[1][0]), (1, f"no message {rows[0][0]}\ndropped: 1\n"))
        self.assertEqual(self.outbox("retry", "nonsense")[0], 64)
        mails.refuse = None
        self.assertEqual(self.outbox("retry", rows[2][0]), (0, "due again: 1\n"))
        self.arrived(mails, 1)
        wait_until(lambda: [line[:32] for line in self.outbox("list")[1].splitlines()] == [rows[3][0]], "the message to go")
        self.assertEqual(self.outbox("retry", "--all-dead"), (0, "due again: 1\n"))
        self.arrived(mails, 2)
        wait_until(lambda: self.outbox("list") == (0, ""), "the last to go")
        self.server.stop()
        code, records = run("audit", "export", "--dev", "--data-dir", self.server.data_dir)
        told = [json.loads(line)["record"] for line in records.splitlines()[:-1]]
        by = {name: {one["createdBy"] for one in told if one["eventName"] == name} for name in ("MESSAGE_DROPPED", "MESSAGE_RETRIED")}
        self.assertEqual(by, {"MESSAGE_DROPPED": {"console"}, "MESSAGE_RETRIED": {"console"}})

    def test_more_of_them_than_an_order_tells(self):
        """Pages of a thousand, of one partition."""
        count = 1_100
        mails = self.mail_server()
        mails.refuse = "550 no such user"
        self.start(*mails.settings("idkernel.outbox.attempts-max=1", "idkernel.partitions=1"))
        for _ in range(count // 50):
            in_parallel([lambda: self.good(self.email(MAIL))] * 50)
        wait_until(lambda: self.figure("dead_total") == count, "the dead letters")
        lines = self.outbox("list")[1].splitlines()
        self.assertEqual((len(lines), len(set(lines))), (count, count))
        queued = [line.split("\t")[6] for line in lines]
        self.assertEqual(queued, sorted(queued, reverse=True))
        self.assertEqual(self.outbox("drop", "--all-dead"), (0, f"dropped: {count}\n"))
        self.assertEqual(self.outbox("list"), (0, ""))

    def outbox(self, *words):
        return run("outbox", *words, "--dev", "--data-dir", self.server.data_dir)

    def test_beyond_the_bound_senders_hear_503(self):
        mails = self.mail_server()
        mails.stop()
        self.start(*mails.settings("idkernel.outbox.waiting-max=2", "idkernel.partitions=1", "idkernel.outbox.attempts-max=1000"))
        answers = [self.email() for _ in range(3)]
        self.assertEqual([answer.status for answer in answers], [200, 200, 503])
        mails.start()
        self.arrived(mails, 2)
        wait_until(lambda: self.figure("waiting") == 0, "room")
        self.good(self.email())


class Production(unittest.TestCase):
    def test_the_messages_are_read_under_dev_only(self):
        with Server(*SMALL_POOLS, dev=False, bootstrap=BOOTSTRAP, environment={"IDKERNEL_MASTER_KEY": os.urandom(32).hex()}) as server:
            self.assertEqual(server.manage("/dev/messages").status, 404)


if __name__ == "__main__":
    unittest.main()
