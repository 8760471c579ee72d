"""Clients that rotate, sign, encrypt and decrypt the keys of one application at once: every signature verifies by the certificate
beside it, every envelope opens. The long run: test_rotation.py --clients 64 --seconds 60; ctest's is short."""

import argparse
import base64
import http.client
import json
import threading
import time
import unittest

from certificates import Files, openssl
from keys_case import TIME, KeysCase, key_name

# openssl verifies that many, evenly over the run; the server itself verifies every one.
VERIFIED_BY_OPENSSL = 50
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


class Rotation(KeysCase):
    clients, seconds = 12, 3.0

    def verified_by_openssl(self, signature, pem):
        with Files(certificate=pem, signed="text", public="") as files:
            with open(files["public"], "w", encoding="ascii") as out:
                out.write(openssl("x509", "-in", files["certificate"], "-noout", "-pubkey"))
            with open(files["signed"] + ".sig", "wb") as out:
                out.write(base64.urlsafe_b64decode(signature + "=="))
            return "OK" in openssl("dgst", "-sha256", "-verify", files["public"], "-signature", files["signed"] + ".sig",
                                   files["signed"])

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
        raw = [one for client in clients if client.doing is sign_raw for one in client.seen]
        for signature, pem in raw[::max(1, len(raw) // VERIFIED_BY_OPENSSL)]:
            self.assertTrue(self.verified_by_openssl(signature, pem))
        self.assertEqual(len(set(self.all_pems("REGISTRATION"))), 1 + done[0])


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=Rotation.clients)
    options.add_argument("--seconds", type=float, default=Rotation.seconds)
    asked, others = options.parse_known_args()
    Rotation.clients, Rotation.seconds = asked.clients, asked.seconds
    unittest.main(argv=[__file__, *others])
