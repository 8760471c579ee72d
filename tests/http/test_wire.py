"""What every endpoint has in common on the wire: methods, paths, bodies, headers, CORS, and that nothing inner shows."""

import json
import re
import unittest

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, envelope, sets
from server_case import ServerCase

UIN = "/v1/uingenerator/uin"
TOKEN_ID = "/v1/tokenidgenerator/5193698130/9373"
LOGIN = "/v1/authmanager/authenticate/internal/useridPwd"
INNER = re.compile(rb"simdjson|rocksdb|std::|caf::|exception|what\(\)|/home/|/build/|\.cc\b|0x[0-9a-f]{6}", re.IGNORECASE)
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Wire(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.http.access-log=all", "idkernel.http.body-bytes-max=65536",
                                                     "preregistration.documentupload.allowed.file.size=60000")

    def raw(self, head, body=b""):
        """(status, header lines, body) of a request written by hand."""
        received = self.server.raw(head.replace("\n", "\r\n").encode() + b"\r\nConnection: close\r\n\r\n" + body)
        front, _, rest = received.partition(b"\r\n\r\n")
        lines = front.decode().split("\r\n")
        return int(lines[0].split(" ")[1]), lines[1:], rest

    def test_unknown_paths(self):
        for path in ("/", "/v1", "/v1/uingenerator", UIN + "/more", "/v1/uingenerator/uin%2Fmore", "/V1/uingenerator/uin", "//v1/uingenerator/uin",
                     "/v1/uingenerator/../uingenerator/uin", "/v1/uingenerator/uin%00", "/%", "/v1/ridgenerator/generate/rid/10001", "/actuator/health",
                     "/actuator/prometheus", "/v1/ridgenerator/generate/rid/10%00001/10002", "/v1/ridgenerator/generate/rid/%ZZ/10002"):
            with self.subTest(path):
                self.assert_error(self.call("GET", path), 404, "IDK-404")

    def test_trailing_slash_query_and_escapes(self):
        plain = self.call("GET", TOKEN_ID).response()
        for path in (TOKEN_ID + "/", TOKEN_ID + "?a=b", TOKEN_ID + "/?", "/v1/tokenidgenerator/%35193698130/%20937%33%20"):
            self.assertEqual(self.call("GET", path).response(), plain, path)
        self.assertEqual(self.call("GET", UIN + "/").status, 200)

    def test_wrong_method(self):
        for method, path, allowed in (("DELETE", UIN, {"GET", "PUT", "OPTIONS"}), ("POST", UIN, {"GET", "PUT", "OPTIONS"}),
                                      ("GET", LOGIN, {"POST", "OPTIONS"}), ("PATCH", TOKEN_ID, {"GET", "HEAD", "OPTIONS"})):
            answer = self.call(method, path)
            self.assert_error(answer, 405, "IDK-405")
            self.assertEqual({name.strip() for name in answer.headers["Allow"].split(",")}, allowed)

    def test_head(self):
        got, head = self.call("GET", TOKEN_ID), self.call("HEAD", TOKEN_ID)
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers["Content-Length"], got.headers["Content-Length"])
        self.assertEqual(self.server.call("HEAD", TOKEN_ID).status, 401)

    def test_head_never_draws_a_number(self):
        before = self.server.drawn_numbers("uin")
        answer = self.call("HEAD", UIN)
        self.assertEqual((answer.status, answer.body), (405, b""))
        self.assertNotIn("HEAD", answer.headers["Allow"])
        self.assertEqual(self.server.drawn_numbers("uin"), before)

    def test_options(self):
        answer = self.server.call("OPTIONS", UIN)
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assertEqual(set(answer.headers["Allow"].split(", ")), {"GET", "PUT", "OPTIONS"})
        self.assertEqual(self.server.call("OPTIONS", "/v1/nothing").status, 404)
        status, lines, _ = self.raw("OPTIONS * HTTP/1.1\nHost: x")
        self.assertEqual(status, 200)
        self.assertTrue(any(line.startswith("Allow: ") for line in lines))

    def test_bad_bodies(self):
        good = json.dumps(envelope({"appId": "admin", "userName": "x", "password": "y"}))
        for body, says in (("", "request body is empty"), (" \n", "request body is empty"), ("{", "JSON is malformed"), ("[]", "JSON must be an object"),
                           ("1", "JSON must be an object"), (good[:-1], "JSON is malformed"), (good + "}", "JSON is malformed"),
                           (b'{"id":"\xff\xfe"}', "JSON is not valid UTF-8"), (b'{"id":"\xed\xa0\x80"}', "JSON is not valid UTF-8"),
                           ('{"a":' * 65 + "1" + "}" * 65, "JSON is nested too deeply"), ("[" * 60000, None), ("{'a':1}", "JSON is malformed"),
                           ('{"id":"\\ud800"}', None), ('{"id":NaN}', "JSON is malformed"), ("\ufeff" + "x", None)):
            with self.subTest(body=body[:40]):
                data = body if isinstance(body, bytes) else body.encode()
                answer = self.server.call("POST", LOGIN, data, headers={"Content-Type": "application/json"})
                self.assert_error(answer, 200, "KER-ATH-019")
                if says:
                    self.assertEqual(answer.json()["errors"][0]["message"], says)
                self.assertNotRegex(answer.body, INNER)

    def test_wrong_types(self):
        for value in (1, True, ["admin"], {"a": 1}, None, 1e400, -0.0):
            body = json.dumps(envelope({"appId": value, "userName": value, "password": value})).replace("Infinity", "1e400")
            answer = self.server.call("POST", LOGIN, body)
            self.assertEqual(answer.status, 200)
            self.assertIn(answer.error_codes()[0], ("KER-ATH-004", "KER-ATH-019"))
            self.assertNotRegex(answer.body, INNER)

    def test_sizes(self):
        self.assert_error(self.server.call("POST", LOGIN, b" " * 65537), 413, "IDK-413")
        status, _, body = self.raw("POST " + LOGIN + " HTTP/1.1\nHost: x\nContent-Length: 99999999999")
        self.assertEqual((status, json.loads(body)["errors"][0]["errorCode"]), (413, "IDK-413"))
        self.assert_error(self.call("GET", UIN, headers={"X-Filler": "x" * 20000}), 431, "IDK-431")
        self.assertRegex(self.call("GET", UIN, headers={"X-Filler": "x" * 20000}).headers["X-Request-Id"], "^[0-9a-f]{32}$")

    def test_framing_faults_are_an_envelope_too(self):
        for head in ("GET / HTTP/1.1\nHost: x\nContent-Length: 1\nContent-Length: 2", "GET / HTTP/1.1\nHost: x\nName : x",
                     "POST / HTTP/1.1\nHost: x\nContent-Length: 1\nTransfer-Encoding: chunked", "GET / HTTP/1.1\nHost: x\nName: a\x00b", "nonsense"):
            with self.subTest(head):
                status, _, body = self.raw(head)
                self.assertEqual(status, 400)
                self.assertEqual(json.loads(body)["errors"][0]["errorCode"], "IDK-400")
                self.assertNotRegex(body, INNER)

    def test_chunked_body(self):
        body = json.dumps(envelope({"appId": "adminXX", "userName": "x", "password": "y"})).encode()
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:])) + b"0\r\n\r\n"
        status, _, answer = self.raw("POST " + LOGIN + " HTTP/1.1\nHost: x\nTransfer-Encoding: chunked", chunks)
        self.assertEqual((status, json.loads(answer)["errors"][0]["errorCode"]), (200, "KER-ATH-026"))

    def test_pipelined_requests_are_answered_in_order(self):
        one = f"GET /v1/tokenidgenerator/%d/9373 HTTP/1.1\r\nHost: x\r\nAuthorization: {self.server.token()}\r\n%s\r\n"
        request = "".join(one % (uin, "Connection: close\r\n" if uin == 19 else "") for uin in range(10, 20))
        found = re.findall(rb'"tokenID":"(\d+)"', self.server.raw(request.encode()))
        expected = [self.call("GET", f"/v1/tokenidgenerator/{uin}/9373").response()["tokenID"] for uin in range(10, 20)]
        self.assertEqual([token_id.decode() for token_id in found], expected)

    def test_request_id(self):
        for sent in ("abc-1_2.Z", "x" * 64):
            self.assertEqual(self.call("GET", TOKEN_ID, headers={"X-Request-Id": sent}).headers["X-Request-Id"], sent)
            self.server.wait_for_line("request=" + sent + " ")
        for sent in (None, "", "x" * 65, "a b", "<script>", "a\"b"):
            found = self.call("GET", TOKEN_ID, headers={"X-Request-Id": sent} if sent is not None else {}).headers["X-Request-Id"]
            self.assertRegex(found, r"^[0-9a-f]{32}$")
        self.assertRegex(self.server.call("GET", "/v1/nothing").headers["X-Request-Id"], r"^[0-9a-f]{32}$")

    def test_the_transports_own_answers_carry_the_callers_request_id(self):
        named = " HTTP/1.1\nHost: x\nX-Request-Id: %s\n"
        chunked = "Transfer-Encoding: chunked"
        for head, body, status in (("BREW /" + named, b"", 501), ("POST " + LOGIN + named + "Content-Length: 99999999999", b"", 413),
                                   ("POST " + LOGIN + named + "Expect: miracles", b"", 417), ("POST " + LOGIN + named + chunked, b"x\r\n", 400)):
            with self.subTest(head):
                found, lines, _ = self.raw(head.rstrip("\n") % "mine-1.A", body)
                self.assertEqual((found, self.ids(lines)), (status, ["mine-1.A"]))
                self.assertRegex(self.ids(self.raw(head.rstrip("\n") % "<b>", body)[1])[0], r"^[0-9a-f]{32}$")

    def ids(self, lines):
        return [line.split(": ", 1)[1] for line in lines if line.lower().startswith("x-request-id: ")]

    def test_traceparent_is_logged_when_it_is_one(self):
        self.call("GET", TOKEN_ID, headers={"X-Request-Id": "traced", "traceparent": TRACE})
        self.assertIn("traceparent=" + TRACE, self.server.wait_for_line("request=traced "))
        self.call("GET", TOKEN_ID, headers={"X-Request-Id": "untraced", "traceparent": "evil\ttext"})
        self.server.wait_for_line("request=untraced route=")
        self.assertFalse([line for line in self.server.lines if "request=untraced" in line and "traceparent" in line or "evil" in line])

    def test_security_headers(self):
        for answer in (self.call("GET", TOKEN_ID), self.server.call("GET", "/v1/nothing"), self.server.call("GET", UIN)):
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(answer.headers["Cache-Control"], "no-store")
            self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
            self.assertIsNone(answer.headers["Strict-Transport-Security"])
            self.assertIsNone(answer.headers["Access-Control-Allow-Origin"])

    def test_cors_is_closed(self):
        for method in ("GET", "OPTIONS"):
            answer = self.call(method, TOKEN_ID, headers={"Origin": "http://localhost:8080"})
            self.assertEqual([name for name in answer.headers if name.startswith("Access-Control")], [])

    def test_the_log_holds_no_secret(self):
        self.server.call("POST", LOGIN, envelope({"appId": "admin", "userName": "logged-user", "password": "logged-password"}),
                         headers={"X-Request-Id": "looked-for"})
        self.server.wait_for_line("request=looked-for ")
        log = "\n".join(self.server.lines)
        for secret in ("logged-user", "logged-password", self.server.token(), "idkernel-dev/"):
            self.assertNotIn(secret, log)


class Cors(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.security.cors-enable=true", "mosip.security.origins=https://admin.example.org,portal.example.org")

    def test_listed_origins(self):
        for origin in ("https://admin.example.org", "https://portal.example.org"):
            for method in ("GET", "OPTIONS"):
                answer = self.server.call(method, UIN, headers={"Origin": origin})
                self.assertEqual(answer.headers["Access-Control-Allow-Origin"], origin)
                self.assertEqual(answer.headers["Access-Control-Allow-Credentials"], "true")
                self.assertEqual(answer.headers["Access-Control-Allow-Methods"], "POST, GET, OPTIONS, DELETE, PUT, PATCH")
                self.assertEqual(answer.headers["Access-Control-Expose-Headers"], "Set-Cookie")
                self.assertIn("Origin", answer.headers["Vary"])
            self.assertEqual(self.server.call("OPTIONS", UIN, headers={"Origin": origin}).status, 200)

    def test_other_origins(self):
        for origin in ("https://evil.example.org", "http://admin.example.org", "https://admin.example.org.evil.org", "null", "*"):
            answer = self.server.call("GET", UIN, headers={"Origin": origin})
            self.assertIsNone(answer.headers["Access-Control-Allow-Origin"], origin)


if __name__ == "__main__":
    unittest.main()
