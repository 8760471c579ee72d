"""RSA keys with the public exponent 1, wherever a certificate is taken: their powers change nothing, so everybody signs and reads."""

import unittest

from suite import NO_RATE_LIMITS, SMALL_POOLS, TIME, Suite, bad, good, key_name, sets
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from der import common_name, der, rsa_certificate
from forge import b64u, digest_info, jws, pkcs1_block, raw_sign
from test_certificates import authority

SIZE = 256
TEXT = b'{"secret":1}'
BANK = der(0x31, der(0x30, b"\x06\x03\x55\x04\x0a", der(0x0c, b"Bank")))


class ExponentOne(Suite):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN,REGISTRATION,PMS")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        cls.n = cls.key.public_key().public_numbers().n

    def read(self, answer):
        return True if answer.status == 200 and answer.response() else None

    def run_each(self, right, weak, ask, refusals):
        self.run_cases([good("right", "e = 65537", right, True), bad("weak key", "e = 1", weak)], ask, self.read, refusals)

    def test_a_signature_that_anybody_can_make(self):
        forged = jws({"alg": "RS256"}, TEXT, lambda text: pkcs1_block(digest_info("sha256", text), SIZE))
        right = jws({"alg": "RS256"}, TEXT, lambda text: raw_sign(self.key, pkcs1_block(digest_info("sha256", text), SIZE)))

        def ask(given):
            return self.call("POST", "/v1/signature/jwtVerify", {"request": {"jwtSignatureData": given[0], "certificateData": given[1]}})

        cases = [good("right", "e = 65537", (right, rsa_certificate(self.n, 65537)), True), bad("weak key", "e = 1", (forged, rsa_certificate(self.n, 1)))]
        self.run_cases(cases, ask, lambda answer: True if (answer.response() or {}).get("signatureValid") else None,
                       [("KER-JWS-105", "Error - Unable to verify the data.")])

    def test_a_jwe_that_anybody_can_read(self):
        def ask(pem):
            return self.post("jwtEncrypt", {"data": b64u(TEXT), "x509Certificate": pem, "enableDefCompression": False})

        self.run_each(rsa_certificate(self.n, 65537), rsa_certificate(self.n, 1), ask,
                      [("KER-CRY-011", "Not Allowed to preform encryption with Master Key. Use Base/Encrypt key to encrypt data.")])

    def test_a_recipient_of_another_domain(self):
        def ask(given):
            reference, pem = given
            answer = self.upload_other("PARTNER", reference, pem)
            return self.post("encrypt", key_name("PARTNER", reference, data=b64u(TEXT), timeStamp=TIME)) if self.read(answer) else answer

        self.run_each(("right", rsa_certificate(self.n, 65537)), ("weak", rsa_certificate(self.n, 1)), ask,
                      [("KER-KMS-001", "Certificate is not valid")])

    def test_a_partner(self):
        root_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        root = authority(root_key, "root of partners")
        pem = root.public_bytes(serialization.Encoding.PEM).decode()
        self.value(self.post("uploadCACertificate", {"certificateData": pem, "partnerDomain": "AUTH"}))

        def partner(e, name):
            return rsa_certificate(self.n, e, root.subject.public_bytes(), lambda tbs: raw_sign(root_key, pkcs1_block(digest_info("sha256", tbs), SIZE)), common_name(name, BANK))

        def ask(certificate):
            return self.post("uploadPartnerCertificate", {"certificateData": certificate, "partnerDomain": "AUTH", "organizationName": "Bank"})

        self.run_each(partner(65537, b"right"), partner(1, b"weak"), ask, [("KER-PCM-001", "Invalid Certificate uploaded.")])


if __name__ == "__main__":
    unittest.main()
