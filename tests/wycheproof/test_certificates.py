"""Signatures of certificates below a trusted authority: RSA blocks and ECDSA encodings that are almost right (RFC 5280, 8017)."""

import base64
import datetime
import unittest

from suite import Suite, bad, good  # first: it says where the modules of tests/http are
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.x509.oid import NameOID

from curve import P256_N
from der import der, integer
from forge import digest_info, flipped, pkcs1_block, pss_block, raw_sign
from pkcs1_faults import wrong_blocks

SHA256_RSA, SHA256_ECDSA = bytes.fromhex("300d06092a864886f70d01010b0500"), bytes.fromhex("300a06082a8648ce3d040302")
SIZE = 256


def authority(key, name):
    subject = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "IN"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Bank"), x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.utcnow()
    return (x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1000))
            .add_extension(x509.BasicConstraints(True, None), True)
            .add_extension(x509.KeyUsage(True, False, False, False, False, True, False, False, False), True).sign(key, hashes.SHA256()))


class Certificates(Suite):
    domain = "AUTH"

    def upload(self, pem):
        return self.post("uploadCACertificate", {"certificateData": pem, "partnerDomain": self.domain})

    def below(self, issuer, key):
        """(tbs, signature) of a certificate that the authority has signed."""
        now = datetime.datetime.utcnow()
        made = (x509.CertificateBuilder().subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "leaf")])).issuer_name(issuer.subject)
                .public_key(ec.generate_private_key(ec.SECP256R1()).public_key()).serial_number(x509.random_serial_number())
                .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=400))
                .add_extension(x509.BasicConstraints(False, None), True).sign(key, hashes.SHA256()))
        return made.tbs_certificate_bytes, made.signature

    def pem_with(self, tbs, algorithm, signature, spare=0):
        octets = der(0x30, tbs + algorithm + der(3, bytes([spare]) + signature))
        return "-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(octets).decode() + "-----END CERTIFICATE-----\n"

    def run_trust(self, cases):
        """What is no certificate to the parser is answered as that; what is one, by false."""
        def ask(pem):
            return self.post("verifyCertificateTrust", {"certificateData": pem, "partnerDomain": self.domain})

        def read(answer):
            response = answer.response() if answer.status == 200 else None
            return True if response and response["status"] else None

        self.run_cases(cases, ask, read, {"status": False})

    def test_rsa(self):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        root = authority(key, "RSA root")
        self.value(self.upload(root.public_bytes(serialization.Encoding.PEM).decode()))
        tbs, signature = self.below(root, key)

        def signed(make):
            return self.pem_with(tbs, SHA256_RSA, raw_sign(key, make(tbs)))

        cases = [good("right", "by a library", self.pem_with(tbs, SHA256_RSA, signature), True),
                 good("right", "by hand", signed(lambda t: pkcs1_block(digest_info("sha256", t), SIZE)), True)]
        cases += [bad(group, name, signed(make)) for group, name, make in wrong_blocks()]
        cases += [bad("other scheme", "PSS", signed(lambda t: pss_block(t, SIZE))), bad("changed", "first byte", self.pem_with(tbs, SHA256_RSA, flipped(signature, 0))),
                  bad("changed", "last byte", self.pem_with(tbs, SHA256_RSA, flipped(signature, -1))), bad("length", "nothing", self.pem_with(tbs, SHA256_RSA, b"")),
                  bad("length", "a zero in front", self.pem_with(tbs, SHA256_RSA, b"\0" + signature)), bad("length", "a zero behind", self.pem_with(tbs, SHA256_RSA, signature + b"\0")),
                  bad("algorithm", "outside another than inside", self.pem_with(tbs, SHA256_ECDSA, signature)),
                  bad("algorithm", "SHA-1 outside", self.pem_with(tbs, bytes.fromhex("300d06092a864886f70d0101050500"), signature)),
                  bad("another key", "of the same name", self.pem_with(tbs, SHA256_RSA, raw_sign(rsa.generate_private_key(public_exponent=65537, key_size=2048), pkcs1_block(digest_info("sha256", tbs), SIZE))))]
        self.run_trust(cases)

    def test_ecdsa(self):
        key = ec.generate_private_key(ec.SECP256R1())
        root = authority(key, "P-256 root")
        self.value(self.upload(root.public_bytes(serialization.Encoding.PEM).decode()))
        tbs, signature = self.below(root, key)
        r, s = decode_dss_signature(signature)
        inner = integer(r) + integer(s)
        signed = lambda octets: self.pem_with(tbs, SHA256_ECDSA, octets)
        cases = [good("right", "by a library", signed(signature), True), good("right", "n - s", signed(encode_dss_signature(r, P256_N - s)), True)]
        forms = {"a long length": b"\x30\x81" + bytes([len(inner)]) + inner, "a long length of r": der(0x30, b"\2\x81" + integer(r)[1:] + integer(s)), "indefinite length": b"\x30\x80" + inner + b"\0\0",
                 "a zero in front of r": der(0x30, integer(r, b"\0") + integer(s)), "zeros in front of s": der(0x30, integer(r) + integer(s, b"\0\0\0")),
                 "bytes behind it": der(0x30, inner) + b"\0", "an element behind s": der(0x30, inner + b"\5\0"), "bytes behind s": der(0x30, inner + b"\0\0"), "an element in front": der(0x30, b"\5\0" + inner),
                 "a set": der(0x31, inner), "the numbers in octet strings": der(0x30, der(4, integer(r)[2:]), der(4, integer(s)[2:])), "P1363": r.to_bytes(32, "big") + s.to_bytes(32, "big"),
                 "no s": der(0x30, integer(r)), "empty": b"", "an empty sequence": b"\x30\0", "a length that is one more": b"\x30" + bytes([len(inner) + 1]) + inner, "cut": der(0x30, inner)[:-1],
                 "empty numbers": der(0x30, b"\2\0\2\0"), "swapped": der(0x30, integer(s) + integer(r))}
        cases += [bad("encoding", name, signed(octets)) for name, octets in forms.items()]
        minus = lambda number: der(2, (2**264 - number).to_bytes(33, "big"))
        cases += [bad("out of range", name, signed(der(0x30, octets))) for name, octets in (
            ("r = 0", integer(0) + integer(s)), ("s = 0", integer(r) + integer(0)), ("both 0", integer(0) * 2), ("both 1", integer(1) * 2), ("r = n", integer(P256_N) + integer(s)), ("s = n", integer(r) + integer(P256_N)),
            ("r + n", integer(r + P256_N) + integer(s)), ("s + n", integer(r) + integer(s + P256_N)), ("r - n", minus(P256_N - r) + integer(s)), ("- r", minus(r) + integer(s)), ("- s", integer(r) + minus(s)),
            ("r of 2**512", integer(2**512) + integer(s)), ("s + 1", integer(r) + integer(s + 1)))]
        cases.append(bad("spare bits", "one of the bit string", self.pem_with(tbs, SHA256_ECDSA, signature, 1)))
        self.run_trust(cases)


if __name__ == "__main__":
    unittest.main()
