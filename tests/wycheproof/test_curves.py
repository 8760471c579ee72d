"""ECDSA on P-256 and secp256k1, and Ed25519, of a JWS: numbers out of range, other encodings, keys that are almost keys."""

import hashlib
import unittest

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from curve import ED25519_L, P256_B, P256_G, P256_N, P256_P, first_points, key_that_verifies, point_at, times
from der import der, ec_certificate, integer
from forge import b64u, flipped, jws, signing_input
from suite import bad, certificate_of, either, good
from verify_suite import REFUSED, VerifySuite

PAYLOAD = b'{"amount":100}'
ES256, ES256K, EDDSA = {"alg": "ES256"}, {"alg": "ES256K"}, {"alg": "EdDSA"}
K1_N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141
PART = 32
P256_NAME = bytes.fromhex("06082a8648ce3d030107")


def raw(r, s):
    """R || S as JOSE has it; numbers beyond 256 bits make it longer."""
    return b"".join(number.to_bytes(max(PART, (number.bit_length() + 7) // 8), "big") for number in (r, s))


def parts_of_p256(generator, order=P256_N):
    """ECParameters with the curve written out (X9.62)."""
    octets = lambda number: number.to_bytes(PART, "big")
    field = der(0x30, bytes.fromhex("06072a8648ce3d0101"), integer(P256_P))
    curve = der(0x30, der(4, octets(P256_P - 3)), der(4, octets(P256_B)))
    return der(0x30, integer(1), field, curve, der(4, b"\4" + octets(generator[0]) + octets(generator[1])), integer(order), integer(1))


def der_integer(number, front=b""):
    octets = front + number.to_bytes(number.bit_length() // 8 + 1, "big")
    return b"\2" + bytes([len(octets)]) + octets


class Ecdsa(VerifySuite):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = ec.generate_private_key(ec.SECP256R1())
        cls.certificate = certificate_of(cls.key.public_key(), cls.key)
        cls.text = signing_input(ES256, PAYLOAD)

    def numbers(self, key=None, hash_of=hashes.SHA256, text=None):
        return decode_dss_signature((key or self.key).sign((text or self.text).encode(), ec.ECDSA(hash_of())))

    def given(self, signature, certificate=None, text=None):
        return f"{text or self.text}.{b64u(signature)}", certificate or self.certificate

    def out_of_range(self, r, s):
        edges = {"0": 0, "1": 1, "n": P256_N, "n + 1": P256_N + 1, "n - 1": P256_N - 1, "p": P256_P, "p + 1": P256_P + 1, "2**256 - 1": 2**256 - 1, "2**255": 2**255}
        cases = [bad("r out of range", f"r = {name}", self.given(raw(number, s))) for name, number in edges.items()]
        cases += [bad("s out of range", f"s = {name}", self.given(raw(r, number))) for name, number in edges.items()]
        cases += [bad("r and s", f"r = {one}, s = {other}", self.given(raw(edges[one], edges[other])))
                  for one in ("0", "1", "n", "n - 1", "p") for other in ("0", "1", "n", "n - 1")]
        cases += [bad("modulo n", "r + n", self.given(raw(r + P256_N, s))), bad("modulo n", "s + n", self.given(raw(r, s + P256_N))),
                  bad("modulo n", "r + n, cut to 32 bytes", self.given(raw((r + P256_N) % 2**256, s))),
                  bad("negative", "n - r", self.given(raw(P256_N - r, s))), bad("negative", "2**256 - r", self.given(raw(2**256 - r, s))),
                  bad("negative", "2**256 - s", self.given(raw(r, 2**256 - s)))]
        return cases

    def other_forms(self, r, s):
        der = encode_dss_signature(r, s)
        both = raw(r, s)
        inner = der_integer(r) + der_integer(s)
        forms = {
            "DER": der, "DER with a long length": b"\x30\x81" + bytes([len(inner)]) + inner, "DER of indefinite length": b"\x30\x80" + inner + b"\0\0",
            "DER with a zero in front of r": b"\x30" + bytes([len(inner) + 1]) + der_integer(r, b"\0") + der_integer(s), "DER with bytes behind it": der + b"\0\0",
            "DER of a third number": b"\x30" + bytes([len(inner) + 3]) + inner + b"\2\1\0", "P1363 in a bit string": b"\x03\x41\0" + both,
            "swapped": raw(s, r), "r alone": both[:PART], "r twice": both[:PART] * 2, "s alone": both[PART:], "little endian": both[:PART][::-1] + both[PART:][::-1],
            "63 bytes, the last is missing": both[:-1], "63 bytes, the first is missing": both[1:], "65 bytes, a zero behind": both + b"\0", "65 bytes, a zero in front": b"\0" + both,
            "66 bytes, a zero in front of each": b"\0" + both[:PART] + b"\0" + both[PART:], "96 bytes": both + bytes(PART), "128 bytes": both * 2, "nothing": b"",
            "64 zeros": bytes(64), "64 ones": b"\xff" * 64}
        return [bad("encoding", name, self.given(octets)) for name, octets in forms.items()]

    def edge_keys(self):
        """Signatures that are right for a key that was made for them: what a verifier's arithmetic may get wrong."""
        def case(name, point, s):
            (x, y), r = key_that_verifies(self.text.encode(), point, s)
            public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
            pem = certificate_of(public, self.key)
            return [good("edge number", name, self.given(raw(r, s), pem), True), bad("edge number", name + ", s + 2", self.given(raw(r, (s + 2) % P256_N), pem))]

        some = times(7, P256_G)
        cases = []
        for name, s in (("s = 1", 1), ("s = 2", 2), ("s = n - 2", P256_N - 2), ("s = (n - 1) / 2", (P256_N - 1) // 2), ("s = (n + 1) / 2", (P256_N + 1) // 2)):
            cases += case(name, some, s)
        for index, point in enumerate(first_points(1, 1, 3)):
            cases += case(f"small r {index}", point, 2**200 + 1)
        for index, point in enumerate(first_points(P256_N - 1, -1, 2)):
            cases += case(f"r just below n {index}", point, 3)
        # The x of R is beyond n: r is x - n, and the verifier must reduce.
        for index, point in enumerate(first_points(P256_N + 1, 1, 2)):
            cases += case(f"x of R is beyond n {index}", point, 5)
        cases += case("R is G", P256_G, 11)
        return cases

    def test_suite(self):
        r, s = self.numbers()
        other, on_k1 = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256K1())
        k1_pem, p384 = certificate_of(on_k1.public_key(), on_k1), ec.generate_private_key(ec.SECP384R1())
        rsa_key, ed_key = rsa.generate_private_key(public_exponent=65537, key_size=2048), ed25519.Ed25519PrivateKey.generate()
        k1_text = signing_input(ES256K, PAYLOAD)
        k1_r, k1_s = self.numbers(on_k1, text=k1_text)
        cases = [good("right", "by a library", self.given(raw(r, s)), True),
                 # JOSE does not ask for the lower of the two: the pair is as right as the first one (RFC 7518, 3.4).
                 good("right", "s the higher or the lower: n - s", self.given(raw(r, P256_N - s)), True),
                 good("right", "secp256k1", self.given(raw(k1_r, k1_s), k1_pem, k1_text), True),
                 good("right", "secp256k1, n - s", self.given(raw(k1_r, K1_N - k1_s), k1_pem, k1_text), True)]
        cases += [bad("secp256k1", name, self.given(raw(*pair), k1_pem, k1_text)) for name, pair in (
            ("r = 0", (0, k1_s)), ("s = 0", (k1_r, 0)), ("both 0", (0, 0)), ("s = n", (k1_r, K1_N)), ("r = n", (K1_N, k1_s)), ("s + 1", (k1_r, k1_s + 1)), ("swapped", (k1_s, k1_r)))]
        cases += [bad("wrong hash", name, self.given(raw(*self.numbers(hash_of=kind)))) for name, kind in (
            ("SHA-1", hashes.SHA1), ("SHA-224", hashes.SHA224), ("SHA-384", hashes.SHA384), ("SHA-512", hashes.SHA512), ("SHA3-256", hashes.SHA3_256))]
        cases += [bad("wrong message", "another", self.given(raw(*self.numbers(text=self.text + " ")))), bad("another key", "of the same curve", self.given(raw(*self.numbers(other)))),
                  bad("changed", "first byte", self.given(flipped(raw(r, s), 0))), bad("changed", "last byte", self.given(flipped(raw(r, s), -1)))]
        for name, pem in (("secp256k1", k1_pem), ("P-384", certificate_of(p384.public_key(), p384)), ("RSA", certificate_of(rsa_key.public_key(), rsa_key)),
                          ("Ed25519", certificate_of(ed_key.public_key(), ed_key))):
            case = bad("key of another kind", name, self.given(raw(r, s), pem), REFUSED)
            cases.append(case)
        self.run_verify(cases + self.out_of_range(r, s) + self.other_forms(r, s) + self.edge_keys() + self.other_keys(r, s))

    def other_keys(self, r, s):
        """The right signature, and a certificate that has the key in another form, or almost."""
        numbers = self.key.public_key().public_numbers()
        octets = lambda number: number.to_bytes(PART, "big")
        x, y = octets(numbers.x), octets(numbers.y)
        parity, signed = numbers.y & 1, raw(r, s)
        right = ec_certificate(P256_NAME, b"\4" + x + y)
        cases = [good("right", "the certificate by hand", self.given(signed, right), True),
                 either("form of the key", "compressed", self.given(signed, ec_certificate(P256_NAME, bytes([2 + parity]) + x))),
                 either("form of the key", "hybrid", self.given(signed, ec_certificate(P256_NAME, bytes([6 + parity]) + x + y))),
                 either("form of the key", "the curve in its parts", self.given(signed, ec_certificate(parts_of_p256(P256_G), b"\4" + x + y)))]
        # OpenSSL reads the point at infinity as a key, which then verifies nothing.
        cases += [bad("form of the key", "infinity", self.given(signed, ec_certificate(P256_NAME, b"\0"))),
                  bad("form of the key", "infinity, r = 1 and s = 1", self.given(raw(1, 1), ec_certificate(P256_NAME, b"\0")))]
        points = {"hybrid of the wrong parity": bytes([7 - parity]) + x + y, "zeros": b"\4" + bytes(64), "nothing": b"", "not on the curve": b"\4" + x + octets(numbers.y ^ 1),
                  "x is p and more": b"\4" + octets(P256_P) + y, "one byte less": b"\4" + x + y[:-1], "one byte more": b"\4" + x + y + b"\0", "no form": b"\5" + x + y,
                  "compressed, on no point": b"\2" + octets(next(n for n in range(1, 99) if not point_at(n)))}
        cases += [bad("form of the key", name, self.given(signed, ec_certificate(P256_NAME, point)), REFUSED) for name, point in points.items()]
        # With the right key as the curve's generator its private half is 1: anybody signs for it (CVE-2020-0601).
        nonce = 12345
        forged_r = times(nonce, (numbers.x, numbers.y))[0] % P256_N
        digest_number = int.from_bytes(hashlib.sha256(self.text.encode()).digest(), "big")
        forged = raw(forged_r, pow(nonce, -1, P256_N) * (digest_number + forged_r) % P256_N)
        cases.append(bad("own generator", "the right key", self.given(forged, ec_certificate(parts_of_p256((numbers.x, numbers.y)), b"\4" + x + y)), REFUSED))
        cases.append(bad("own generator", "the right key, the curve by name", self.given(forged, right)))
        cases.append(bad("own generator", "no seed, order 1", self.given(raw(1, 1), ec_certificate(parts_of_p256(P256_G, order=1), b"\4" + x + y)), REFUSED))
        return cases


class Ed25519(VerifySuite):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = ed25519.Ed25519PrivateKey.generate()
        cls.certificate = certificate_of(cls.key.public_key(), cls.key)
        cls.text = signing_input(EDDSA, PAYLOAD)

    def given(self, signature, certificate=None):
        return f"{self.text}.{b64u(signature)}", certificate or self.certificate

    def with_public(self, octets):
        return certificate_of(ed25519.Ed25519PublicKey.from_public_bytes(octets), self.key)

    def test_suite(self):
        signature = self.key.sign(self.text.encode())
        r, s = signature[:PART], int.from_bytes(signature[PART:], "little")
        with_s = lambda number: r + number.to_bytes(PART, "little")
        identity = b"\1" + bytes(31)
        cases = [good("right", "by a library", self.given(signature), True),
                 good("right", "a key and a text of their own", (jws(EDDSA, b"", self.key.sign), self.certificate), True)]
        cases += [bad("S not reduced", f"S + {times_l} L", self.given(with_s(s + times_l * ED25519_L))) for times_l in range(1, 16) if s + times_l * ED25519_L < 2**256]
        cases += [bad("S out of range", name, self.given(with_s(number))) for name, number in (
            ("0", 0), ("1", 1), ("L", ED25519_L), ("L - 1", ED25519_L - 1), ("L + 1", ED25519_L + 1), ("2**252", 2**252), ("2**253", 2**253), ("2**255", 2**255), ("all ones", 2**256 - 1),
            ("L - S", ED25519_L - s), ("S + 2**255", s + 2**255), ("S + 2**253", s + 2**253))]
        cases += [bad("length", name, self.given(octets)) for name, octets in (
            ("63 bytes", signature[:-1]), ("65 bytes, a zero behind", signature + b"\0"), ("65 bytes, a zero in front", b"\0" + signature), ("32 bytes", r), ("0 bytes", b""),
            ("96 bytes", signature + bytes(32)), ("twice", signature * 2), ("DER of it", b"\4\x40" + signature))]
        cases += [bad("R changed", name, self.given(octets + signature[PART:])) for name, octets in (
            ("first bit", flipped(r, 0)), ("sign", flipped(r, 31, 0x80)), ("zeros", bytes(32)), ("ones", b"\xff" * 32), ("identity", identity),
            ("p", (2**255 - 19).to_bytes(32, "little")), ("p + 1", (2**255 - 18).to_bytes(32, "little")))]
        cases += [bad("order", "S in front of R", self.given(signature[PART:] + r)), bad("order", "S big endian", self.given(r + signature[PART:][::-1])),
                  bad("all zeros", "R and S", self.given(bytes(64))), bad("trivial", "R the identity, S 0", self.given(identity + bytes(32))),
                  bad("wrong message", "another", self.given(self.key.sign(self.text.encode() + b" "))),
                  bad("another key", "of the same kind", self.given(ed25519.Ed25519PrivateKey.generate().sign(self.text.encode())))]
        self.run_verify(cases + self.small_orders())

    def small_orders(self):
        """Public keys of the eight points that have a small order: RFC 8032 lets a verifier take them, and then R = A, S = 0 is right
        for one message in so many, or for every one."""
        order_8 = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
        points = {"order 1": "01" + "00" * 31, "order 2": "ec" + "ff" * 30 + "7f", "order 4": "00" * 32, "order 4, the other": "00" * 31 + "80",
                  "order 8": order_8, "order 8, the other sign": order_8[:-2] + "fa"}
        return [either("key of small order", name, self.given(octets + bytes(32), self.with_public(octets)))
                for name, octets in ((name, bytes.fromhex(text)) for name, text in points.items())]


if __name__ == "__main__":
    unittest.main()
