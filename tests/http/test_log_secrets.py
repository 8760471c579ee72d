"""The finder of secrets in logs: that it finds what it is there for."""

import unittest

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

    def test_numbers_inside_numbers_and_times_do_not_count(self):
        self.assertFalse(self.found("took 17345129 us", query="otp=734512"))
        secrets = LogSecrets()
        secrets.note(query="otp=678123")
        self.assertEqual(secrets.lines_with_one(["2026-01-02T03:04:05.678123 warning slow"]), [])


if __name__ == "__main__":
    unittest.main()
