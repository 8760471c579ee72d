"""Clients that rotate, sign, encrypt and decrypt the keys of one application at once: every raw signature and every JWT verifies by the
certificate beside it, every detached signature by one that the server holds, every envelope opens. Another library than the server's
verifies. The long run: test_rotation.py --clients 64 --seconds 60; ctest's is short."""

import argparse
import base64
import functools
import http.client
import json
import threading
import time
import unittest

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from keys_case import TIME, KeysCase, key_name

KERNEL = "/v1/keymanager/"


class Client(threading.Thread):
    """Does its step again and again until the time is over; a step answers what it saw or raises."""

    def __init__(self, server, token, step, until):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.headers = {"Cookie": "Authorization=" + token, "Content-Type": "application/json"}
        self.doing, self.until = step, until
        self.seen, self.errors = [], []

    def run(self):
        try:
            while time.monotonic() < self.until:
                self.seen.append(self.doing(self))
        except Exception as fault:  # pylint: disable=broad-except
            self.errors.append(repr(fault))
        finally:
            self.connection.close()

    def post(self, path, **request):
        self.connection.request("POST", KERNEL + path, json.dumps({"request": request}), self.headers)
        answer = json.loads(self.connection.getresponse().read())
        if answer["errors"]:
            raise AssertionError(f"{path}: {answer['errors']}")
        return answer["response"]


def rotate(application, reference):
    return lambda client: client.post("generateMasterKey/CERTIFICATE", force=True, **key_name(application, reference))["certificate"]


def sign_raw(client):
    told = client.post("signRawData", dataToSign="dGV4dA", signAlgorithm="RS256", responseEncodingFormat="base64url",
                       **key_name("REGISTRATION", ""))
    return told["signedData"], told["certificate"]


def sign_jwt(client):
    made = client.post("jwtSign", dataToSign="e30", includePayload=True, includeCertificate=True)["jwtSignedData"]
    verdict = client.post("jwtVerify", jwtSignatureData=made)
    if not verdict["signatureValid"]:
        raise AssertionError("not valid: " + made)
    return made


def sign_detached(client):
    made = client.post("sign", data="text")["signature"]
    client.post("validate", signature=made, data="text", timestamp=TIME)


def there_and_back(client):
    name = key_name("REGISTRATION", "10001_10002")
    sealed = client.post("encrypt", data="dGV4dA", timeStamp=TIME, **name)["data"]
    opened = client.post("decrypt", data=sealed, timeStamp=TIME, **name)["data"]
    if opened != "dGV4dA":
        raise AssertionError("opened as " + opened)


STEPS = [rotate("REGISTRATION", ""), sign_raw, sign_jwt, sign_detached, there_and_back, rotate("KERNEL", "SIGN")]


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@functools.cache
def public_key_of_pem(pem):
    return x509.load_pem_x509_certificate(pem.encode()).public_key()


@functools.cache
def public_key_of_x5c(text):
    return x509.load_der_x509_certificate(base64.b64decode(text)).public_key()


def verify(public_key, signature, signed):
    """Raises InvalidSignature."""
    public_key.verify(decoded(signature), signed, padding.PKCS1v15(), hashes.SHA256())


def verify_jwt(made):
    signed, _, signature = made.rpartition(".")
    header = json.loads(decoded(signed.partition(".")[0]))
    verify(public_key_of_x5c(header["x5c"][0]), signature, signed.encode())


class Rotation(KeysCase):
    clients, seconds = 12, 3.0

    @staticmethod
    def seen_by(clients, step):
        return [one for client in clients if client.doing is step for one in client.seen]

    def test_nothing_mixes_across_a_rotation(self):
        until = time.monotonic() + self.seconds
        clients = [Client(self.server, self.server.token(), STEPS[i % len(STEPS)], until) for i in range(self.clients)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        self.assertEqual([client.errors for client in clients if client.errors], [])
        done = [sum(len(client.seen) for client in clients if client.doing is step) for step in STEPS]
        self.assertNotIn(0, done)
        print(f"rotations {done[0]} and {done[5]}, raw {done[1]}, JWT {done[2]}, detached {done[3]}, envelopes {done[4]}")
        for signature, pem in self.seen_by(clients, sign_raw):
            verify(public_key_of_pem(pem), signature, b"text")
        for made in self.seen_by(clients, sign_jwt):
            verify_jwt(made)
        self.assertEqual(len(set(self.all_pems("REGISTRATION"))), 1 + done[0])


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=Rotation.clients)
    options.add_argument("--seconds", type=float, default=Rotation.seconds)
    asked, others = options.parse_known_args()
    Rotation.clients, Rotation.seconds = asked.clients, asked.seconds
    unittest.main(argv=[__file__, *others])
