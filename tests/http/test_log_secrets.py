"""The finder of secrets in logs: that it finds what it is there for."""

import json
import unittest

import forms
from log_secrets import LogSecrets


class LogSecretsTest(unittest.TestCase):
    def found(self, line, **noted):
        secrets = LogSecrets()
        secrets.note(**noted)
        return bool(secrets.lines_with_one(["2026-01-02T03:04:05.678+00:00 warning " + line]))

    def test_finds_what_requests_and_answers_carry(self):
        for body, told in [
            ({"request": {"userName": "u", "password": "hfsfs32#"}}, "hfsfs32#"),
            ({"request": {"userid": "someone@example.org"}}, "someone@example.org"),
            ({"request": {"userid": "9663175928"}}, "9663175928"),
            ({"request": {"userDetails": [{"mobile": "9663175928"}]}}, "9663175928"),
            (b'{"response":{"otp":"820467"}}', "820467"),
            ("grant_type=password&username=u&password=geheim1", "geheim1"),
            ({"to": ["one@example.org", "two@example.org"]}, "two@example.org"),
        ]:
            with self.subTest(told=told):
                self.assertTrue(self.found(f"the value '{told}' is wrong", body=body))
                self.assertFalse(self.found("the value is wrong", body=body))

    def test_finds_tokens_of_cookies_and_queries(self):
        token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLW9mLXRoaXM"
        self.assertTrue(self.found("refused " + token, headers={"Cookie": "Authorization=" + token}))
        self.assertTrue(self.found("refused " + token, headers={"Set-Cookie": "Authorization=" + token + "; Path=/"}))
        self.assertTrue(self.found("code 734512 refused", query="key=someone&otp=734512"))

    def test_finds_what_mails_carry(self):
        body, headers = forms.form([("mailTo", "one@example.org, two@example.org"), ("mailCc", "three@example.org"),
                                         ("mailContent", "Hello,\nyour visit is on 2 March at ten\nCode 734512.")],
                                        [("scan.txt", "text/plain", b"password=geheim1")])
        for told in ("one@example.org", "two@example.org", "three@example.org", "your visit is on 2 March at ten", "734512"):
            with self.subTest(told=told):
                self.assertTrue(self.found(f"not sent: {told}!", body=body, headers=headers))
        self.assertFalse(self.found("Hello, nothing was sent on 2 March, geheim1", body=body, headers=headers))

    def test_finds_what_messages_say(self):
        rows = json.dumps([{"channel": "sms", "to": "9663175928", "subject": "", "text": "Dear Ann Doe, your\ncode is 734512"}]).encode()
        for told in ("9663175928", "Dear Ann Doe, your", "734512"):
            self.assertTrue(self.found("dead: " + told, body=rows), told)
        sms = {"request": {"number": "9663175928", "message": "Your code is 820467"}}
        self.assertTrue(self.found("820467 was not sent", body=sms))
        self.assertFalse(self.found("Data is missing here 820467", body={"errors": [{"message": "Data is missing here 820467"}]}))

    def test_finds_what_raw_requests_carry(self):
        token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLW9mLXRoaXM"
        first = b'{"request":{"password":"hfsfs32#"}}'
        data = (b"POST /v1/x?otp=734512 HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s" % (len(first), first)
                + b"GET /v1/y?key=9663175928 HTTP/1.1\r\nCookie: a=1\r\ncookie: Authorization=" + token.encode() + b"\r\n\r\n"
                + b"POST /v1/z HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n15\r\n" + b'{"userPin":"geheim1"}' + b"\r\n0\r\n\r\n")
        secrets = LogSecrets()
        secrets.note_raw(data)
        for told in ("734512", "hfsfs32#", "9663175928", token, "geheim1"):
            self.assertTrue(secrets.lines_with_one(["2026-01-02T03:04:05.678 refused " + told]), told)
        self.assertFalse(secrets.lines_with_one(["2026-01-02T03:04:05.678 refused chunked x y z"]))
        LogSecrets().note_raw(b"\x00\xff no request\r\n\r\n\r\n\r\n")

    def test_numbers_inside_numbers_and_times_do_not_count(self):
        self.assertFalse(self.found("took 17345129 us", query="otp=734512"))
        secrets = LogSecrets()
        secrets.note(query="otp=678123")
        self.assertEqual(secrets.lines_with_one(["2026-01-02T03:04:05.678123 warning slow"]), [])


if __name__ == "__main__":
    unittest.main()
