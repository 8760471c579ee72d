"""A resident signs in by a code as it is done in a country: the code goes through a mail server with TLS, or an SMS gateway, and the
server is killed, the mail server away, between the code's making and its delivery."""

import re
import tempfile
import unittest

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, sets, wait_until
from message_servers import Gateway, MailServer

AUTH = "/v1/authmanager/authenticate/"
UIN, MAIL, PHONE = "2530192395", "resident2530192395@example.org", "9980002395"  # of the sample identities
QUICK = ("idkernel.outbox.retry-first-ms=50", "idkernel.outbox.retry-max-ms=200", "idkernel.outbox.breaker-open-ms=200",
         "idkernel.outbox.attempts-max=1000")


class Citizen(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="idkernel-test-")
        self.addCleanup(directory.cleanup)
        self.mails = MailServer(tls_directory=directory.name, require_tls=True)
        self.addCleanup(self.mails.stop)
        self.gateway = Gateway()
        self.addCleanup(self.gateway.stop)
        settings = self.mails.settings("spring.mail.properties.mail.smtp.starttls.required=true",
                                       f"idkernel.mail.ca-file={self.mails.ca_file}") + self.gateway.settings() + QUICK
        self.server = Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets(*settings))
        self.addCleanup(self.server.__exit__)
        self.server.start()

    def post(self, what, **request):
        answer = self.server.call("POST", AUTH + what, envelope({"appId": "ida", "userId": UIN, **request}))
        self.assertEqual((answer.status, answer.json()["errors"]), (200, None), answer.body)
        return answer

    def send(self, channel):
        sent = self.post("sendotp", otpChannel=[channel], useridtype="UIN", context="auth-otp", templateVariables={})
        self.assertEqual(sent.response(), {"status": "success", "message": "OTP had been sent successfully"})

    def enter(self, code):
        return self.server.call("POST", AUTH + "useridOTP", envelope({"appId": "ida", "userId": UIN, "otp": code}))

    def signs_in_once(self, code):
        wrong = str((int(code[0]) + 1) % 10) + code[1:]
        self.assertEqual(self.enter(wrong).error_codes(), ["AUTH_ERR_INVALIDOTP"])
        entered = self.enter(code)
        self.assertEqual(entered.response()["status"], "success", entered.body)
        checked = self.server.call("GET", "/v1/authmanager/authorize/validateToken", token=entered.cookie())
        self.assertEqual(checked.response()["userId"], UIN)
        self.assertEqual(self.enter(code).error_codes(), ["KER-OTV-005"])

    def test_by_mail_through_a_kill_and_an_outage(self):
        self.mails.stop()
        self.send("email")
        self.server.kill()
        self.server.start()
        self.mails.start()
        mail = wait_until(lambda: self.mails.mails, "the mail")[0]
        self.assertEqual((mail.recipients, mail.tls), ([MAIL], True))
        self.signs_in_once(re.search(r"\b\d{6}\b", mail.text()).group(0))

    def test_by_a_mail_server_that_drops_then_refuses(self):
        self.mails.drop = True
        self.send("email")
        wait_until(lambda: self.mails.conversations > 0, "a conversation that is dropped")
        self.mails.drop, self.mails.refuse = False, "450 try later"
        refused = self.mails.refused
        self.server.kill()
        self.server.start()
        wait_until(lambda: self.mails.refused > refused, "a refusal")
        self.mails.refuse = None
        mail = wait_until(lambda: self.mails.mails, "the mail")[0]
        self.signs_in_once(re.search(r"\b\d{6}\b", mail.text()).group(0))

    def test_by_sms(self):
        self.gateway.status = 500
        self.send("phone")
        wait_until(lambda: self.gateway.requests, "a request that fails")
        self.gateway.status = 200
        failed = len(self.gateway.requests)
        query = wait_until(lambda: self.gateway.requests[failed:], "the SMS")[0][2]
        self.assertIn(PHONE, query.values())
        text = max(query.values(), key=len)
        self.signs_in_once(re.search(r"\b\d{6}\b", text).group(0))


if __name__ == "__main__":
    unittest.main()
