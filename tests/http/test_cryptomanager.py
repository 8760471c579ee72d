"""The crypto manager over HTTP: data locked with a PIN, Argon2id hashes, and every refusal (keys sheet 3.4, 3.7, 8)."""

import base64
import hashlib
import json
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, envelope, in_parallel, sets
from server_case import ServerCase

FRONTS = ("/v1/keymanager/", "/v1/cryptomanager/")
VECTORS = json.loads((Path(__file__).resolve().parents[1] / "vectors" / "crypto.json").read_text())
ENDPOINTS = {"encryptWithPin": ("data", "userPin"), "decryptWithPin": ("data", "userPin"), "generateArgon2Hash": ("inputData",)}


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encoded(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


class CryptoCase(ServerCase):
    def post(self, what, request, front=FRONTS[0], **more):
        return self.call("POST", front + what, envelope(request), **more)

    def good(self, what, request, front=FRONTS[0]):
        answer = self.post(what, request, front)
        self.assertEqual((answer.status, answer.json()["errors"]), (200, None), answer.body)
        return answer.response()

    def assert_refused(self, answer, code, *messages):
        self.assertEqual(answer.status, 200, answer.body)
        errors = answer.json()["errors"]
        self.assertEqual(sorted((one["errorCode"], one["message"]) for one in errors), sorted((code, message) for message in messages))


class CryptoManager(CryptoCase):
    def test_a_pin_over_both_fronts(self):
        for front in FRONTS:
            locked = self.good("encryptWithPin", {"data": "नमस्ते \"x\"", "userPin": "A1234"}, front)["data"]
            self.assertRegex(locked, r"^[A-Za-z0-9_-]+$")
            self.assertEqual(self.good("decryptWithPin", {"data": locked, "userPin": "A1234"}, front), {"data": "नमस्ते \"x\""})

    def test_others_read_what_we_lock(self):
        octets = decoded(self.good("encryptWithPin", {"data": "text", "userPin": "1"})["data"])
        salt, nonce, sealed = octets[:32], octets[32:44], octets[44:]
        key = hashlib.pbkdf2_hmac("sha512", b"1", salt, 100_000, 32)
        self.assertEqual(AESGCM(key).decrypt(nonce, sealed, salt), b"text")

    def test_the_vector_opens(self):
        vector = VECTORS["pin"]
        request = {"data": vector["encrypted_b64u"], "userPin": vector["userPin"]}
        self.assertEqual(self.good("decryptWithPin", request), {"data": vector["data"]})

    def test_a_wrong_pin_and_a_changed_text_are_one_failure(self):
        vector = VECTORS["pin"]
        octets = decoded(vector["encrypted_b64u"])
        changed = [encoded(octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1:]) for at in (0, 40, 50, len(octets) - 1)]
        requests = [{"data": vector["encrypted_b64u"], "userPin": "A1235"}, {"data": encoded(octets[:59]), "userPin": vector["userPin"]}]
        requests += [{"data": text, "userPin": vector["userPin"]} for text in changed]
        for request in requests:
            self.assert_refused(self.post("decryptWithPin", request), "KER-FSE-004", "encrypted data is corrupted")

    def test_what_is_no_base64(self):
        text = "data sent to decrypt is without key splitter or invalid or not base64 encoded"
        self.assert_refused(self.post("decryptWithPin", {"data": "***", "userPin": "1"}), "KER-CRY-003", text)

    def test_a_decrypted_text_that_is_no_utf8(self):
        salt, nonce = bytes(32), bytes(12)
        key = hashlib.pbkdf2_hmac("sha512", b"1", salt, 100_000, 32)
        sealed = salt + nonce + AESGCM(key).encrypt(nonce, b"\xff\xfe", salt)
        self.assert_refused(self.post("decryptWithPin", {"data": encoded(sealed), "userPin": "1"}), "KER-FSE-004",
                            "encrypted data is corrupted")

    def test_a_hash(self):
        vector = VECTORS["argon2id"]
        for front in FRONTS:
            answer = self.good("generateArgon2Hash", {"inputData": vector["inputData"], "salt": vector["salt_b64u"]}, front)
            self.assertEqual(answer, {"hashValue": vector["hashValue"], "salt": vector["salt_b64u"]})

    def test_a_hash_with_a_salt_of_its_own(self):
        made = self.good("generateArgon2Hash", {"inputData": "text", "salt": None})
        self.assertEqual(len(decoded(made["salt"])), 24)
        self.assertEqual(len(decoded(made["hashValue"])), 32)
        self.assertEqual(self.good("generateArgon2Hash", {"inputData": "text", "salt": made["salt"]}), made)

    def test_a_salt_that_is_none(self):
        for salt in ("***", "AAAA"):
            answer = self.post("generateArgon2Hash", {"inputData": "text", "salt": salt})
            self.assertEqual(answer.error_codes(), ["KER-CRY-004"], answer.body)

    def test_one_error_for_each_blank_field(self):
        for what, fields in ENDPOINTS.items():
            texts = [f"request.{field} should not be null or empty" for field in fields]
            for request in ({}, {field: None for field in fields}, {field: " \n" for field in fields}):
                self.assert_refused(self.post(what, request), "KER-CRY-004", *texts)

    def test_wrong_types(self):
        for what, fields in ENDPOINTS.items():
            for wrong in ({}, [], True, 5):
                answer = self.post(what, {field: wrong for field in fields})
                self.assertEqual(answer.error_codes(), ["KER-CRY-004"] * len(fields), answer.body)

    def test_a_body_that_is_none(self):
        for what in ENDPOINTS:
            for front in FRONTS:
                self.assert_refused(self.call("POST", front + what, {}), "KER-CRY-004", "request must not be null")
                self.assertEqual(self.call("POST", front + what, "{").error_codes(), ["KER-CRY-004"])

    def test_who_may(self):
        for what in ENDPOINTS:
            for front in FRONTS:
                refused = self.post(what, {}, front, token=self.server.token("mosip-abis-client", "abc123"))
                self.assert_error(refused, 403, "KER-ATH-403")
                self.assert_error(self.server.call("POST", front + what, envelope({})), 401, "KER-ATH-401")


class Settings(CryptoCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets(
        "mosip.kernel.crypto.hash-iteration=10", "mosip.keymanager.argon2.hash.generate.iterations=1",
        "mosip.keymanager.argon2.hash.generate.memory.inKiB=64", "mosip.keymanager.argon2.hash.generate.parallelism=1")

    def test_iterations_of_a_pin(self):
        vector = VECTORS["pin"]
        self.assert_refused(self.post("decryptWithPin", {"data": vector["encrypted_b64u"], "userPin": vector["userPin"]}),
                            "KER-FSE-004", "encrypted data is corrupted")
        octets = decoded(self.good("encryptWithPin", {"data": "text", "userPin": "1"})["data"])
        key = hashlib.pbkdf2_hmac("sha512", b"1", octets[:32], 10, 32)
        self.assertEqual(AESGCM(key).decrypt(octets[32:44], octets[44:], octets[:32]), b"text")

    def test_costs_of_a_hash(self):
        vector = VECTORS["argon2id"]
        request = {"inputData": vector["inputData"], "salt": vector["salt_b64u"]}
        self.assertNotEqual(self.good("generateArgon2Hash", request)["hashValue"], vector["hashValue"])

    def test_many_hashes_at_once(self):
        request = {"inputData": "text", "salt": VECTORS["argon2id"]["salt_b64u"]}
        answers = in_parallel([lambda: self.good("generateArgon2Hash", request)["hashValue"]] * 5)
        self.assertEqual(len(set(answers)), 1)


class ManyHashes(CryptoCase):
    def test_they_wait_apart_from_sign_in_and_not_for_long(self):
        self.server.token()
        done, most = threading.Event(), 0
        with ThreadPoolExecutor(1) as pool:
            hashes = pool.submit(in_parallel, [lambda: self.post("generateArgon2Hash", {"inputData": "text"})] * 16)
            hashes.add_done_callback(lambda _: done.set())
            while not done.is_set():
                most = max(most, self.server.metrics()["idkernel_crypto_slow_queued"])
            answers = hashes.result()
        served = [answer for answer in answers if answer.status == 200]
        refused = [answer for answer in answers if answer.status == 503]
        self.assertEqual(len(served) + len(refused), 16)
        self.assertGreaterEqual(len(served), 5)  # one runs, four wait
        self.assertGreaterEqual(len(refused), 1)
        for answer in refused:
            self.assert_error(answer, 503, "IDK-503")
        self.assertEqual(most, 1)  # of those that sign-in waits for


if __name__ == "__main__":
    unittest.main()
