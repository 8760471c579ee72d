"""RSA signatures of a JWS, RS256 and PS256: blocks that are almost right (RFC 8017; Bleichenbacher's and Kühn's forgeries)."""

import os
import unittest

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from der import rsa_certificate
from forge import b64u, digest, digest_info, flipped, json_b64u, jws, pkcs1_block, pss_block, raw_sign, signing_input, unb64u
from pkcs1_faults import wrong_blocks
from suite import bad, certificate_of, good, public_key_in
from verify_suite import VerifySuite

PAYLOAD = b'{"amount":100}'
SIZE = 256
RS256, PS256 = {"alg": "RS256"}, {"alg": "PS256"}


class RsaSuite(VerifySuite):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        cls.certificate = certificate_of(cls.key.public_key(), cls.key)

    def signed(self, header, block_of, key=None, certificate=None):
        """A JWS whose signature is the raw power of `block_of(signing input)`."""
        return jws(header, PAYLOAD, lambda text: raw_sign(key or self.key, block_of(text))), certificate or self.certificate

    def with_signature(self, header, change):
        """A JWS whose right signature is changed by `change`."""
        def sign(text):
            block = pkcs1_block(digest_info("sha256", text), SIZE) if header == RS256 else pss_block(text, SIZE)
            return change(raw_sign(self.key, block))

        return jws(header, PAYLOAD, sign), self.certificate

    def number_cases(self, header):
        """Numbers that are no signature, whatever the padding."""
        n = self.key.public_key().public_numbers().n
        cases = [bad("edge number", name, self.with_signature(header, lambda _, number=number: number.to_bytes(SIZE, "big"))) for name, number in (
            ("0", 0), ("1", 1), ("2", 2), ("n - 1", n - 1), ("n", n), ("n + 1", n + 1), ("all ones", 2**2048 - 1))]
        cases += [bad("length", name, self.with_signature(header, change)) for name, change in (
            ("a zero behind", lambda s: s + b"\0"), ("a zero in front", lambda s: b"\0" + s), ("the first byte is missing", lambda s: s[1:]),
            ("the last byte is missing", lambda s: s[:-1]), ("half", lambda s: s[:128]), ("one byte", lambda s: s[:1]), ("twice", lambda s: s + s),
            ("2,048 bytes", lambda s: s * 8), ("nothing", lambda s: b""))]
        cases += [bad("changed", f"byte {at}", self.with_signature(header, lambda s, at=at: flipped(s, at))) for at in (0, 1, 127, 128, 254, 255)]
        beyond = (int.from_bytes(raw_sign(self.key, pkcs1_block(digest_info("sha256", signing_input(header, PAYLOAD).encode()), SIZE)), "big") + n)
        if beyond < 2**2048 and header == RS256:
            cases.append(bad("edge number", "a right signature and n", self.with_signature(header, lambda _: beyond.to_bytes(SIZE, "big"))))
        return cases


class Pkcs1(RsaSuite):
    def cube_root_forgeries(self):
        """With e = 3 a signature can be made without the key, when a verifier does not look at the end."""
        def root(number):
            low, high = 0, 1 << (number.bit_length() // 3 + 2)
            while low < high:
                middle = (low + high + 1) // 2
                low, high = (middle, high) if middle**3 <= number else (low, middle - 1)
            return low

        key = rsa.generate_private_key(public_exponent=3, key_size=2048)
        certificate = certificate_of(key.public_key(), key)
        cases = [good("right", "e = 3", self.signed(RS256, lambda t: pkcs1_block(digest_info("sha256", t), SIZE), key, certificate), True)]
        for pad in (1, 8):
            head = signing_input(RS256, PAYLOAD).encode()
            front = b"\0\1" + b"\xff" * pad + b"\0" + digest_info("sha256", head)
            cube = root(int.from_bytes(front + b"\xff" * (SIZE - len(front)), "big"))
            forged = cube.to_bytes(SIZE, "big")
            self.assertTrue((cube**3).to_bytes(SIZE, "big").startswith(front))
            cases.append(bad("forged without the key", f"{pad} bytes of padding, e = 3", (f"{head.decode()}.{b64u(forged)}", certificate)))
        return cases

    def keys(self):
        cases = []
        for bits in (1024, 1536):
            key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
            cases.append(bad("weak key", f"{bits} bits", self.signed(RS256, lambda t, bits=bits: pkcs1_block(digest_info("sha256", t), bits // 8), key,
                                                                     certificate_of(key.public_key(), key)), "KER-JWS-107"))
        for bits in (2048, 2056, 3072):
            key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
            cases.append(good("right", f"{bits} bits", self.signed(RS256, lambda t, bits=bits: pkcs1_block(digest_info("sha256", t), bits // 8), key,
                                                                   certificate_of(key.public_key(), key)), True))
        # e even and n even are no RSA; e = 1 has a file of its own, test_weak_keys.py.
        n, right = self.key.public_key().public_numbers().n, lambda t: pkcs1_block(digest_info("sha256", t), SIZE)
        cases.append(good("right", "the certificate by hand", (self.signed(RS256, right)[0], rsa_certificate(n, 65537)), True))
        cases.append(bad("weak key", "e = 2", (self.signed(RS256, right)[0], rsa_certificate(n, 2)), "KER-JWS-105"))
        cases.append(bad("weak key", "n is even", (self.signed(RS256, right)[0], rsa_certificate(n - 1, 65537))))
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        cases.append(bad("another key", "of the same size", self.signed(RS256, lambda t: pkcs1_block(digest_info("sha256", t), SIZE), other)))
        return cases

    def test_suite(self):
        by_library = lambda text: self.key.sign(text, padding.PKCS1v15(), hashes.SHA256())
        cases = [good("right", "by hand", self.signed(RS256, lambda t: pkcs1_block(digest_info("sha256", t), SIZE)), True),
                 good("right", "by a library", (jws(RS256, PAYLOAD, by_library), self.certificate), True),
                 bad("other scheme", "PSS", self.signed(RS256, lambda t: pss_block(t, SIZE)))]
        self.run_verify(cases + [bad(group, name, self.signed(RS256, make)) for group, name, make in wrong_blocks()] + self.number_cases(RS256) + self.cube_root_forgeries() + self.keys())


class Pss(RsaSuite):
    def test_suite(self):
        def case(group, title, **more):
            return bad(group, title, self.signed(PS256, lambda t: pss_block(t, SIZE, **more)))

        by_library = lambda text: self.key.sign(text, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
        mark = -33
        cases = [good("right", "by hand", self.signed(PS256, lambda t: pss_block(t, SIZE)), True),
                 good("right", "by a library", (jws(PS256, PAYLOAD, by_library), self.certificate), True),
                 good("right", "a salt of zeros", self.signed(PS256, lambda t: pss_block(t, SIZE, salt=bytes(32))), True),
                 good("right", "a salt of ones", self.signed(PS256, lambda t: pss_block(t, SIZE, salt=b"\xff" * 32)), True),
                 good("right", "a salt that begins like padding", self.signed(PS256, lambda t: pss_block(t, SIZE, salt=bytes(8) + b"\1" + os.urandom(23))), True),
                 bad("other scheme", "PKCS #1 v1.5", self.signed(PS256, lambda t: pkcs1_block(digest_info("sha256", t), SIZE)))]
        cases += [case("salt length", f"{size} bytes", salt_size=size) for size in (0, 1, 8, 20, 31, 33, 64, 222)]
        cases += [case("wrong hash", f"{name}, mask by {mgf}", name=name, mgf=mgf, salt_size=32) for name, mgf in (
            ("sha1", "sha1"), ("sha256", "sha1"), ("sha1", "sha256"), ("sha256", "sha512"), ("sha512", "sha512"), ("sha384", "sha384"), ("sha3_256", "sha3_256"))]
        cases += [case("trailer", f"{trailer:02x}", trailer=bytes([trailer])) for trailer in (0, 0xbb, 0xbd, 0xcc, 0x33, 0xff)]
        cases += [case("modified padding", name, spoil=spoil) for name, spoil in (
            ("mark 00", lambda db: flipped(db, mark, 1)), ("mark 02", lambda db: flipped(db, mark, 3)), ("mark 81", lambda db: flipped(db, mark, 0x80)),
            ("zeros, first byte", lambda db: flipped(db, 0, 1)), ("zeros, byte 100", lambda db: flipped(db, 100, 0x80)), ("zeros, last byte", lambda db: flipped(db, mark - 1, 1)),
            ("the salt's first byte", lambda db: flipped(db, mark + 1)), ("the salt's last byte", lambda db: flipped(db, -1)),
            ("all zeros", lambda db: bytes(len(db))))]
        cases.append(bad("modified padding", "the first bit is 1", self.signed(
            PS256, lambda t: flipped(pss_block(t, SIZE, salt=bytes(32)), 0, 0x80))))
        cases.append(bad("wrong message", "another", self.signed(PS256, lambda t: pss_block(t + b" ", SIZE))))
        cases.append(bad("wrong message", "the digest in place of the text", self.signed(PS256, lambda t: pss_block(digest("sha256", t), SIZE))))
        self.run_verify(cases + self.number_cases(PS256))


class OwnSignatures(RsaSuite):
    """POST /validate: the key is the server's own, so all that can be done is to change what it made."""

    def test_suite(self):
        data = "the signed text"
        made = self.value(self.call("POST", "/v1/signature/sign", {"request": {"data": data}}))["signature"]
        header, _, signature = made.split(".")
        n = self.public_numbers("KERNEL", "SIGN").n

        def text(head=header, payload="", octets=None):
            return f"{head}.{payload}.{signature if octets is None else b64u(octets)}"

        octets = unb64u(signature)
        number = int.from_bytes(octets, "big")
        cases = [good("right", "detached", (text(), data), True), good("right", "with a payload, which counts for nothing", (text(payload=b64u(b"other")), data), True)]
        cases += [bad("changed", f"byte {at}", (text(octets=flipped(octets, at)), data)) for at in (0, 1, 128, 255)]
        cases += [bad("edge number", name, (text(octets=value.to_bytes(SIZE, "big")), data)) for name, value in (
            ("0", 0), ("1", 1), ("n - 1", n - 1), ("n", n), ("n less the signature", n - number), ("all ones", 2**2048 - 1))]
        cases += [bad("length", name, (text(octets=value), data)) for name, value in (
            ("a zero in front", b"\0" + octets), ("a zero behind", octets + b"\0"), ("one byte less", octets[:-1]), ("nothing", b""))]
        cases.append(bad("no JWS", "a payload part that is no base64url", (text(payload="* *"), data)))
        cases += [bad("other header", name, (text(head=json_b64u(other)), data)) for name, other in (
            ("none", {"alg": "none"}), ("PS256", {"alg": "PS256"}), ("HS256", {"alg": "HS256"}), ("ES256", {"alg": "ES256"}), ("EdDSA", {"alg": "EdDSA"}),
            ("with a blank", '{"alg": "RS256"}'), ("one member more", {"alg": "RS256", "typ": "JWT"}), ("twice", '{"alg":"RS256","alg":"RS256"}'),
            ("b64 is false", {"alg": "RS256", "b64": False, "crit": ["b64"]}))]
        cases += [bad("other data", name, (text(), other)) for name, other in (("longer", data + " "), ("shorter", data[:-1]), ("another", "x"))]
        cases += [bad("no JWS", name, (value, data)) for name, value in (
            ("one part", header), ("two parts", f"{header}.{signature}"), ("four parts", text() + "."), ("dots", ".."), ("padding inside", text().replace("..", "=..")),
            ("padding behind it", text() + "="), ("a line end behind it", text() + "\n"), ("standard base64", text().replace("-", "+").replace("_", "/")))]

        def ask(given):
            jws_text, signed = given
            return self.call("POST", "/v1/signature/validate", {"request": {"signature": jws_text, "data": signed, "timestamp": "2026-03-01T10:00:00.000Z"}})

        self.run_cases(cases, ask, lambda answer: True if answer.response() else None, [("KER-CSS-101", "Validation Unsuccessful")])

    def public_numbers(self, application, reference):
        return public_key_in(self.pem(application, reference)).public_numbers()


if __name__ == "__main__":
    unittest.main()
