"""AES-256-GCM in the envelopes of decrypt and in what a PIN locks: tags, nonces, additional data, lengths (keys sheet 3.1, 3.4)."""

import hashlib
import os
import unittest

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forge import b64u, flipped, oaep_block, raw_encrypt, unb64u
from suite import TIME, Suite, bad, either, good, key_name, public_key_in, thumbprint_of

SPLITTER = b"#KEY_SPLITTER#"
TEXT = b"sixteen bytes and some more"
KEY = bytes(range(100, 132))
CORRUPTED = [("KER-FSE-004", "encrypted data is corrupted")]
MALFORMED = "KER-CRY-003"
TAG = 16


def product(one, other):
    """In GCM's field (SP 800-38D, 6.3)."""
    total, shifted = 0, other
    for bit in range(127, -1, -1):
        if one >> bit & 1:
            total ^= shifted
        shifted = shifted >> 1 ^ (0xe1 << 120 if shifted & 1 else 0)
    return total


def inverse(one):
    """one ** (2**128 - 2)"""
    total, power = 1 << 127, one
    for _ in range(127):
        power = product(power, power)
        total = product(total, power)
    return total


def nonce_for(counter_block):
    """The nonce of 16 bytes that makes this first counter block under KEY."""
    encryptor = Cipher(algorithms.AES(KEY), modes.ECB()).encryptor()
    back = inverse(int.from_bytes(encryptor.update(bytes(16)), "big"))
    lengths = 8 * 16
    return product(product(int.from_bytes(counter_block, "big"), back) ^ lengths, back).to_bytes(16, "big")


def sealed(nonce, aad, text=TEXT, key=KEY):
    return AESGCM(key).encrypt(nonce, text, aad or None)


class Gcm(Suite):
    def setUp(self):
        pem = self.pem(self.module, self.reference)
        block = raw_encrypt(public_key_in(pem), oaep_block(KEY, 256))
        self.head = thumbprint_of(pem) + block + SPLITTER

    def r2(self, aad, octets):
        """No salt and no aad in the request: the envelope holds 32 bytes, whose first 12 are the nonce."""
        return {"data": b64u(b"VER_R2" + self.head + aad + octets)}

    def a(self, iv, octets, aad=b"aad"):
        """The nonce is at the end, the additional data in the request."""
        return {"data": b64u(self.head + octets + iv), **({"aad": b64u(aad)} if aad is not None else {})}

    def s(self, salt, octets, aad=None):
        """The nonce is the request's salt."""
        return {"data": b64u(self.head + octets), "salt": b64u(salt), **({"aad": b64u(aad)} if aad is not None else {})}

    def right(self):
        aad, iv = os.urandom(32), os.urandom(16)
        cases = [good("right", f"{size} bytes", self.r2(aad, sealed(aad[:12], aad, bytes(range(256))[:size] * (size // 256 or 1))),
                      bytes(range(256))[:size] * (size // 256 or 1)) for size in (1, 15, 16, 17, 31, 32, 33, 255)]
        cases += [
            good("empty text", "R2", self.r2(aad, sealed(aad[:12], aad, b"")), b""), good("empty text", "A", self.a(iv, sealed(iv, b"aad", b"")), b""),
            good("empty text", "S", self.s(iv[:12], sealed(iv[:12], None, b"")), b""),
            good("right", "A without additional data", self.a(iv, sealed(iv, None), None), TEXT),
            good("right", "1 MiB", self.r2(aad, sealed(aad[:12], aad, bytes(1 << 20))), bytes(1 << 20)),
            good("right", "additional data of 100,000 bytes", self.a(iv, sealed(iv, bytes(100_000)), bytes(100_000)), TEXT)]
        cases += [good("nonce length", f"{size} bytes", self.s(iv[:1] * size, sealed(iv[:1] * size, None)), TEXT)
                  for size in (8, 11, 12, 13, 15, 16, 17, 31, 32, 33, 64, 128)]
        cases += [good("nonce of zeros", f"{size} bytes", self.s(bytes(size), sealed(bytes(size), None)), TEXT) for size in (12, 16)]
        for name, counter in (("ffffffff", b"\xff" * 16), ("fffffffe", b"\xff" * 15 + b"\xfe"), ("ffffffff behind zeros", bytes(12) + b"\xff" * 4),
                              ("0", bytes(16)), ("7fffffff", b"\x7f" + b"\xff" * 15), ("80000000", bytes(12) + b"\x80\0\0\0")):
            nonce = nonce_for(counter)
            long_text = TEXT * 8
            cases.append(good("counter wraps", "first counter block ends with " + name, self.s(nonce, sealed(nonce, None, long_text)), long_text))
        return cases

    def wrong_tags(self):
        aad, iv = os.urandom(32), os.urandom(16)
        box = sealed(aad[:12], aad)
        cases = [bad("tag changed", f"bit {bit} of byte {at}", self.r2(aad, flipped(box, at - TAG, 1 << bit))) for at in range(TAG) for bit in (0, 7)]
        cases += [bad("tag changed", f"bytes {first} to {last}", self.r2(aad, box[:-TAG] + bytes(
            byte ^ (0x80 if first <= at <= last else 0) for at, byte in enumerate(box[-TAG:])))) for first, last in ((0, 15), (0, 7), (8, 15), (14, 15))]
        cases += [bad("tag changed", name, self.r2(aad, box[:-TAG] + tag)) for name, tag in (
            ("zeros", bytes(TAG)), ("ones", b"\xff" * TAG), ("of another text", sealed(aad[:12], aad, TEXT[:-1] + b"!")[-TAG:]), ("reversed", box[:-TAG - 1:-1]),
            ("all bits", bytes(byte ^ 0xff for byte in box[-TAG:])))]
        cases += [bad("tag truncated", f"to {size} bytes", self.r2(aad, box[:size - TAG])) for size in (15, 14, 12, 8, 4, 1)]
        cases += [bad("tag truncated", "to nothing", self.r2(aad, box[:-TAG])), bad("tag truncated", "an empty text's, to 12 bytes", self.r2(aad, sealed(aad[:12], aad, b"")[:12])),
                  bad("tag truncated", "A, to 12 bytes", self.a(iv, sealed(iv, b"aad")[:-4])), bad("tag truncated", "S, to 12 bytes", self.s(iv, sealed(iv, None)[:-4]))]
        cases += [bad("tag too long", "a zero behind it", self.r2(aad, box + b"\0")), bad("tag too long", "twice", self.r2(aad, box + box[-TAG:]))]
        return cases

    def wrong_text(self):
        aad = os.urandom(32)
        box = sealed(aad[:12], aad)
        cases = [bad("text changed", f"byte {at}", self.r2(aad, flipped(box, at))) for at in (0, 1, len(TEXT) - 1)]
        return cases + [bad("text changed", "one byte less", self.r2(aad, box[1:])), bad("text changed", "one byte more", self.r2(aad, b"\0" + box)),
                        bad("text changed", "another key's", self.r2(aad, sealed(aad[:12], aad, key=bytes(32))))]

    def wrong_additional_data(self):
        aad, iv = os.urandom(32), os.urandom(16)
        box = sealed(iv, b"aad")
        cases = [bad("wrong additional data", "R2, behind the nonce, byte " + str(at), self.r2(flipped(aad, at), sealed(aad[:12], aad))) for at in (12, 20, 31)]
        cases += [bad("wrong additional data", name, self.a(iv, box, other)) for name, other in (
            ("none", None), ("another", b"aae"), ("longer", b"aad\0"), ("shorter", b"aa"), ("upper case", b"AAD"))]
        cases += [bad("wrong additional data", "some where none was", self.a(iv, sealed(iv, None))),
                  bad("wrong additional data", "S, some where none was", self.s(iv, sealed(iv, None), b"aad")),
                  bad("wrong additional data", "text and additional data meet elsewhere", self.a(iv, sealed(iv, b"aadx", TEXT[1:]), b"aad"))]
        return cases

    def wrong_nonces(self):
        aad, iv = os.urandom(32), os.urandom(16)
        cases = [bad("wrong nonce", f"R2, byte {at}", self.r2(flipped(aad, at), sealed(aad[:12], aad))) for at in (0, 11)]
        cases += [bad("wrong nonce", f"A, byte {at}", self.a(flipped(iv, at), sealed(iv, b"aad"))) for at in (0, 11, 12, 15)]
        cases += [bad("wrong nonce", name, self.s(nonce, sealed(iv, None))) for name, nonce in (
            ("S, 12 of its 16 bytes", iv[:12]), ("S, a zero behind", iv + b"\0"), ("S, a zero in front", b"\0" + iv), ("S, zeros", bytes(16)))]
        cases += [bad("wrong nonce", "S, 12 bytes, then the counter", self.s(iv[:12] + b"\0\0\0\1", sealed(iv[:12], None))),
                  bad("truncated", "A, no room for tag and nonce", self.a(b"", bytes(31))), bad("truncated", "R2, no room for tag", self.r2(aad, bytes(15))),
                  bad("truncated", "S, no room for a tag", self.s(iv, bytes(15)), MALFORMED), bad("truncated", "nothing", self.s(iv, b""), MALFORMED),
                  bad("nonce length", "no nonce", self.s(b"", sealed(iv, None)), "KER-CRY-004")]
        return cases

    def test_suite_of_decrypt(self):
        cases = self.right() + self.wrong_tags() + self.wrong_text() + self.wrong_additional_data() + self.wrong_nonces()

        def ask(request):
            return self.post("decrypt", key_name(self.module, self.reference, timeStamp=TIME, **request))

        def read(answer):
            response = answer.response() if answer.status == 200 else None
            return unb64u(response["data"]) if response else None

        self.run_cases(cases, ask, read, CORRUPTED)


PIN, ITERATIONS = "A1234", 10


class Pin(Suite):
    """salt[32] | nonce[12] | text | tag, the salt being the additional data."""

    def box(self, text=b"text", pin=PIN, salt=None, nonce=None, aad=None, iterations=ITERATIONS, name="sha512", key_size=32):
        salt, nonce = salt or os.urandom(32), nonce or os.urandom(12)
        key = hashlib.pbkdf2_hmac(name, pin.encode(), salt, iterations, key_size)
        return salt + nonce + AESGCM(key).encrypt(nonce, text, salt if aad is None else aad or None)

    def test_suite_of_pins(self):
        box = self.box()
        cases = [good("right", f"{size} bytes", (self.box(b"t" * size), PIN), "t" * size) for size in (1, 16, 17, 1000)]
        cases += [good("empty text", "nothing", (self.box(b""), PIN), ""), good("right", "a PIN that is no ASCII", (self.box(pin="पिन"), "पिन"), "text"),
                  good("right", "salt and nonce of zeros", (self.box(salt=bytes(32), nonce=bytes(12)), PIN), "text")]
        cases += [bad("tag changed", f"byte {at}", (flipped(box, at - TAG), PIN)) for at in range(TAG)]
        cases += [bad("tag truncated", f"to {size} bytes", (box[:size - TAG], PIN)) for size in (15, 12, 4)]
        cases += [bad("salt changed", f"byte {at}", (flipped(box, at), PIN)) for at in (0, 31)]
        cases += [bad("wrong nonce", f"byte {at}", (flipped(box, at), PIN)) for at in (32, 43)]
        cases += [bad("text changed", "first byte", (flipped(box, 44), PIN)), bad("truncated", "59 bytes", (box[:59], PIN)), bad("truncated", "one byte", (b"\0", PIN)),
                  bad("wrong PIN", "another", (box, "A1235")), bad("wrong PIN", "lower case", (box, "a1234")), bad("wrong PIN", "longer", (box, PIN + "0")),
                  # HMAC fills a key up with zeros, and so PBKDF2 makes no difference here (RFC 2104, 2).
                  either("wrong PIN", "a zero byte behind", (box, PIN + "\0")),
                  bad("wrong additional data", "none", (self.box(aad=b""), PIN)), bad("wrong additional data", "half the salt", (self.box(aad=bytes(16)), PIN)),
                  bad("wrong key", "SHA-256", (self.box(name="sha256"), PIN)), bad("wrong key", "one iteration more", (self.box(iterations=ITERATIONS + 1), PIN)),
                  bad("wrong key", "AES-128", (self.box(key_size=16), PIN)), bad("no text", "bytes that are no UTF-8", (self.box(b"\xff\xfe"), PIN))]

        def ask(given):
            octets, pin = given
            return self.post("decryptWithPin", {"data": b64u(octets), "userPin": pin})

        self.run_cases(cases, ask, lambda answer: (answer.response() or {}).get("data"), CORRUPTED)


if __name__ == "__main__":
    unittest.main()
