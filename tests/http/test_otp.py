"""One-time codes of the OTP manager: bodies, codes, expiry, freeze, budget; many guesses at once; a restart."""

import os
import shutil
import tempfile
import unittest
from urllib.parse import quote

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, in_parallel, run, sets, wait_until
from server_case import ServerCase

GENERATE = ("/v1/otpmanager/otp/generate", "/v1/otpmanager/generate")
VALIDATE = ("/v1/otpmanager/validate", "/v1/otpmanager/otp/validate")
MANY_CODES = sets("idkernel.otp.generations-max=1000")
USED_UP = "KER-OTV-005"
THRESHOLD = 10
PARALLEL = 64
EXIT_CONFIG = 78


def wrong(code):
    return str((int(code[0]) + 1) % 10) + code[1:]


class OtpCase(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS
    next_key = 0

    def key(self):
        """A phone number that no test used before."""
        OtpCase.next_key += 1
        return f"98201{OtpCase.next_key:05d}"

    def generate(self, key, path=GENERATE[0]):
        return self.call("POST", path, envelope({"key": key}, id="", version="1.0"))

    def code(self, key):
        response = self.generate(key).response()
        self.assertEqual(response["status"], "GENERATION_SUCCESSFUL", response)
        return response["otp"]

    def validate(self, key, code, path=VALIDATE[0]):
        return self.call("GET", f"{path}?key={quote(key)}&otp={quote(code)}")

    def outcome(self, key, code):
        """The message of a check's response, or its code when there is none."""
        answer = self.validate(key, code)
        self.assertEqual(answer.status, 200, answer.body)
        response = answer.response()
        return response["message"] if response else answer.error_codes()[0]

    def freeze(self, key):
        code = self.code(key)
        for _ in range(THRESHOLD):
            last = self.outcome(key, wrong(code))
        self.assertEqual(last, "USER_BLOCKED")
        return code

    def assert_body(self, answer, id, response, errors):
        body = answer.json()
        self.assertRegex(body.pop("responsetime"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        version = body["version"]
        self.assertEqual((answer.status, body), (200, {"id": id, "version": version, "ver": version, "metadata": None,
                                                       "response": response, "errors": errors}))


class Otp(OtpCase):
    def test_a_code_is_good_once(self):
        for generate, validate in zip(GENERATE, VALIDATE):
            key = self.key()
            made = self.generate(key, generate)
            code = made.response()["otp"]
            self.assertRegex(code, r"^\d{6}$")
            self.assert_body(made, "mosip.otp.generateOTP", {"otp": code, "status": "GENERATION_SUCCESSFUL"}, None)
            self.assert_body(self.validate(key, code, validate), "mosip.otp.validateOTP",
                             {"status": "success", "message": "VALIDATION SUCCESSFUL"}, None)
            self.assert_body(self.validate(key, code, validate), "mosip.authentication.validateOTP", None, [
                {"errorCode": USED_UP, "message": "Validation can't be performed against this key. Generate OTP first."}])

    def test_a_wrong_code(self):
        key = self.key()
        code = self.code(key)
        self.assert_body(self.validate(key, wrong(code)), "mosip.authentication.validateOTP",
                         {"status": "failure", "message": "VALIDATION_UNSUCCESSFUL"},
                         [{"errorCode": "AUTH_ERR_OTPNOTVALID", "message": "The passed in OTP is not valid"}])
        self.assertEqual(self.outcome(key, code[1:]), "VALIDATION_UNSUCCESSFUL")
        self.assertEqual(self.outcome(key, "0" + code), "VALIDATION_UNSUCCESSFUL")
        self.assertEqual(self.outcome(key, code), "VALIDATION SUCCESSFUL")

    def test_the_tenth_wrong_code_freezes(self):
        key = self.key()
        code = self.freeze(key)
        self.assert_body(self.validate(key, code), "mosip.otp.validateOTP", {"status": "failure", "message": "USER_BLOCKED"}, None)
        self.assert_body(self.generate(key), "mosip.otp.generateOTP", {"otp": "null", "status": "USER_BLOCKED"}, None)

    def test_a_new_code_replaces_the_old_and_keeps_the_count(self):
        key = self.key()
        first = self.code(key)
        for _ in range(5):
            self.outcome(key, wrong(first))
        second = self.code(key)
        if first != second:
            self.assertEqual(self.outcome(key, first), "VALIDATION_UNSUCCESSFUL")
        for _ in range(5):
            self.outcome(key, wrong(second))
        self.assertEqual(self.outcome(key, second), "USER_BLOCKED")

    def test_the_budget_of_codes(self):
        key = self.key()
        codes = [self.code(key) for _ in range(5)]
        self.assert_body(self.generate(key), "mosip.otp.generateOTP", {"otp": "null", "status": "USER_BLOCKED"}, None)
        self.assertEqual(self.outcome(key, codes[-1]), "VALIDATION SUCCESSFUL")
        self.assertEqual(self.generate(key).response()["status"], "USER_BLOCKED")

    def test_argument_errors_come_together(self):
        for key, code, *codes in (("", "123456", "001"), ("ab", "123456", "002"), ("a" * 65, "123456", "002"), ("abc", "", "003", "004"),
                                  ("abc", "12a456", "004"), ("", "", "001", "003", "004"), (" ", "1", "001"), ("abc", "١٢٣", "004"),
                                  ("never", "123456", "005")):
            with self.subTest(key=key, code=code):
                self.assert_error(self.validate(key, code), 200, *("KER-OTV-" + one for one in codes))
        for path in VALIDATE:
            self.assert_error(self.call("GET", path), 200, "KER-OTV-001", "KER-OTV-003", "KER-OTV-004")

    def test_keys(self):
        for key in ("", "  ", "ab", "a" * 65, None):
            self.assert_error(self.generate(key), 200, "KER-OTG-001")
        for body in ({}, {"request": None}, {"request": {}}):
            self.assert_error(self.call("POST", GENERATE[0], body), 200, "KER-OTG-001")
        for key in ("abc", "a" * 64, "ä" * 64, "someone@mosip.io", "a b&c=d"):
            self.assertEqual(self.outcome(key, self.code(key)), "VALIDATION SUCCESSFUL", key)
        key = self.key()
        self.assertEqual(self.outcome(f" {key} ", self.code(f"\t{key} ")), "VALIDATION SUCCESSFUL")

    def test_unreadable_bodies(self):
        for body in ("", "{", "[]", '{"request":{"key":1}}', '{"request":{"key":["abc"]}}'):
            with self.subTest(body):
                answer = self.call("POST", GENERATE[0], body, headers={"Content-Type": "application/json"})
                self.assert_error(answer, 200, "KER-OTV-999")

    def test_the_id_of_the_request_is_echoed(self):
        answer = self.call("POST", GENERATE[0], envelope({"key": self.key()}, id="mine", version="2"))
        self.assertEqual((answer.json()["id"], answer.json()["version"]), ("mine", "2"))

    def test_a_head_request_uses_no_code_up(self):
        key = self.key()
        code = self.code(key)
        self.assertEqual(self.call("HEAD", f"{VALIDATE[0]}?key={key}&otp={code}").status, 405)
        self.assertEqual(self.outcome(key, code), "VALIDATION SUCCESSFUL")

    def test_of_many_wrong_guesses_the_threshold_is_looked_at(self):
        key = self.key()
        code = self.code(key)
        said = in_parallel([lambda: self.outcome(key, wrong(code))] * PARALLEL)
        self.assertEqual((said.count("VALIDATION_UNSUCCESSFUL"), said.count("USER_BLOCKED")), (THRESHOLD - 1, PARALLEL - THRESHOLD + 1))

    def test_of_many_right_codes_one_succeeds(self):
        for _ in range(5):
            key = self.key()
            code = self.code(key)
            said = in_parallel([lambda: self.outcome(key, code)] * PARALLEL)
            self.assertEqual((said.count("VALIDATION SUCCESSFUL"), said.count(USED_UP)), (1, PARALLEL - 1))

    def test_the_log_and_the_store_know_neither_key_nor_code(self):
        key = "someone-with-a-long-name@mosip.io"
        code = self.code(key)
        self.outcome(key, wrong(code))
        self.assertFalse([line for line in self.server.lines if key in line or code in line])
        for folder, _, files in os.walk(self.server.data_dir):
            for path in (os.path.join(folder, file) for file in files):
                if os.path.isfile(path):  # The operator's socket is none.
                    with open(path, "rb") as stored:
                        self.assertNotIn(key.encode(), stored.read(), path)


class ShortTimes(OtpCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + MANY_CODES + sets(
        "mosip.kernel.otp.expiry-time=1", "mosip.kernel.otp.key-freeze-time=4", "idkernel.otp.generations-window=1",
        "mosip.kernel.otp.default-length=8")

    def test_an_expired_code(self):
        key = self.key()
        code = self.code(key)
        self.assertRegex(code, r"^\d{8}$")
        answer = wait_until(lambda: next((one for one in [self.validate(key, wrong(code))] if "OTP_EXPIRED" in one.body.decode()), None),
                            "the code to expire")
        self.assert_body(answer, "mosip.authentication.validateOTP", {"status": "failure", "message": "OTP_EXPIRED"},
                         [{"errorCode": "AUTH_ERR_OTPEXPIRED", "message": "The passed in OTP is expired"}])
        self.assertEqual(self.outcome(key, code), "OTP_EXPIRED")

    def test_a_freeze_ends(self):
        key = self.key()
        code = self.freeze(key)
        wait_until(lambda: self.generate(key).response()["status"] == "GENERATION_SUCCESSFUL", "the freeze to end")
        self.assertNotEqual(self.outcome(key, code), "USER_BLOCKED")
        self.assertEqual(self.outcome(key, self.code(key)), "VALIDATION SUCCESSFUL")


class ErrorStyles(OtpCase):
    def answers(self, *settings):
        with Server(*self.arguments, *sets(*settings)) as server:
            key, token = self.key(), server.token()
            code = server.call("POST", GENERATE[0], envelope({"key": key}), token=token).response()["otp"]
            return [server.call("GET", f"{VALIDATE[0]}?key={key}&otp={one}", token=token).json() for one in (wrong(code), code)]

    def test_seed_and_reference(self):
        refused, right = self.answers("otp.validate.error-style=seed")
        self.assertEqual((refused["response"], refused["errors"][0]["errorCode"]), (None, "AUTH_ERR_OTPNOTVALID"))
        self.assertEqual(right["response"]["message"], "VALIDATION SUCCESSFUL")
        refused, right = self.answers("otp.validate.error-style=reference", "otpmanager.validate.compat=reference")
        self.assertEqual((refused["response"], refused["errors"]), ({"status": "failure", "message": "VALIDATION_UNSUCCESSFUL"}, None))
        self.assertEqual(right["response"]["message"], "VALIDATION_SUCCESSFUL")


class Access(unittest.TestCase):
    def test_who_may_call(self):
        directory = tempfile.mkdtemp(prefix="idkernel-test-")
        self.addCleanup(shutil.rmtree, directory, ignore_errors=True)
        clients = [{"clientId": role.lower(), "secret": "a long random secret", "roles": [role]}
                   for role in ("AUTH", "INDIVIDUAL", "RESIDENT")]
        key = os.path.join(directory, "master.key")
        with open(os.open(key, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(os.urandom(32).hex())
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets("idkernel.master-key.file=" + key), dev=False,
                    bootstrap={"clients": clients}) as server:
            for client, status in ((None, 401), ("individual", 403), ("resident", 403), ("auth", 200)):
                token = client and server.token(client, "a long random secret")
                for path in GENERATE:
                    self.assertEqual(server.call("POST", path, envelope({"key": "abc"}), token=token).status, status, path)
                for path in VALIDATE:
                    self.assertEqual(server.call("GET", path + "?key=abc&otp=1", token=token).status, status, path)

    def test_a_fixed_code_is_for_dev_alone(self):
        fixed = sets("mosip.kernel.auth.proxy-otp=true")
        with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
            code, text = run("serve", "--data-dir", directory, *fixed)
            self.assertEqual(code, EXIT_CONFIG)
            self.assertIn("--dev alone", text)
            code, text = run("check-config", "--dev", *fixed, *sets("mosip.kernel.auth.proxy-otp-value=12a4"))
            self.assertEqual(code, EXIT_CONFIG)
            self.assertIn("4 to 8 digits", text)
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *fixed) as server:
            self.assertTrue([line for line in server.lines if "every one-time code is the same" in line])
            # --dev opens both operations, as the seed prints them.
            self.assertEqual(server.call("POST", GENERATE[0], envelope({"key": "abc"})).response()["otp"], "111111")
            self.assertEqual(server.call("GET", VALIDATE[1] + "?key=abc&otp=111111").response()["status"], "success")


class Restart(OtpCase):
    def test_a_killed_server_remembers(self):
        frozen, used, open_key, counted = self.key(), self.key(), self.key(), self.key()
        frozen_code = self.freeze(frozen)
        used_code, open_code, counted_code = self.code(used), self.code(open_key), self.code(counted)
        self.assertEqual(self.outcome(used, used_code), "VALIDATION SUCCESSFUL")
        for _ in range(THRESHOLD - 1):
            self.outcome(counted, wrong(counted_code))
        self.server.kill()
        self.server.start()
        self.assertEqual(self.outcome(frozen, frozen_code), "USER_BLOCKED")
        self.assertEqual(self.generate(frozen).response(), {"otp": "null", "status": "USER_BLOCKED"})
        self.assertEqual(self.outcome(used, used_code), USED_UP)
        self.assertEqual(self.outcome(open_key, open_code), "VALIDATION SUCCESSFUL")
        self.assertEqual(self.outcome(counted, wrong(counted_code)), "USER_BLOCKED")


if __name__ == "__main__":
    unittest.main()
