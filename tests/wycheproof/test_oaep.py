"""RSA-OAEP of decrypt: what is wrong in the block of the session key must not show in the answer (keys sheet 3.1, DECISIONS 19)."""

import os
import unittest

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forge import b64u, digest, encryption_block, flipped, oaep_block, raw_encrypt, unb64u
from suite import TIME, Suite, bad, good, key_name, public_key_in, thumbprint_of

SPLITTER = b"#KEY_SPLITTER#"
TEXT = b"the clear text"
KEY = bytes(range(32))
SIZE = 256
HASH = 32
CORRUPTED = [("KER-FSE-004", "encrypted data is corrupted")]
MALFORMED = "KER-CRY-003"


class Oaep(Suite):
    """Envelopes of form R2, whose data part is always right under KEY: only the block of the key differs."""

    def setUp(self):
        pem = self.pem(self.module, self.reference)
        self.public, self.thumbprint = public_key_in(pem), thumbprint_of(pem)
        self.modulus = self.public.public_numbers().n

    def envelope(self, block, key=KEY, thumbprint=None, splitter=SPLITTER):
        aad = os.urandom(32)
        thumbprint = self.thumbprint if thumbprint is None else thumbprint
        return b"VER_R2" + thumbprint + block + splitter + aad + AESGCM(key).encrypt(aad[:12], TEXT, aad)

    def sealed(self, **more):
        """The envelope of a block of KEY that differs by `more`."""
        return self.envelope(raw_encrypt(self.public, oaep_block(KEY, SIZE, **more)))

    def number(self, number):
        return self.envelope(number.to_bytes(SIZE, "big"))

    def spoilt(self, at, mask=1):
        """The data block with one byte changed: lHash at 0..31, zeros, 01 at -33, the key behind it."""
        return self.sealed(spoil=lambda db: flipped(db, at, mask))

    def right(self):
        low_seed = next(seed for seed in (n.to_bytes(2, "big") * (HASH // 2) for n in range(65536)) if oaep_block(KEY, SIZE, seed=seed)[1] == 0)
        return [
            good("right", "a seed by chance", self.sealed(), TEXT),
            good("right", "a seed of zeros", self.sealed(seed=bytes(HASH)), TEXT),
            good("right", "a seed of ones", self.sealed(seed=b"\xff" * HASH), TEXT),
            good("right", "a block that begins with two zeros", self.sealed(seed=low_seed), TEXT),
            good("right", "a key that begins with the padding's mark", self.envelope(
                raw_encrypt(self.public, oaep_block(b"\x01" * 32, SIZE)), b"\x01" * 32), TEXT),
            good("right", "a key of zeros", self.envelope(raw_encrypt(self.public, oaep_block(bytes(32), SIZE)), bytes(32)), TEXT)]

    def wrong_hashes(self):
        pairs = [("sha1", "sha1"), ("sha1", "sha256"), ("sha256", "sha1"), ("sha224", "sha224"), ("sha256", "sha224"), ("sha384", "sha384"),
                 ("sha256", "sha512"), ("sha512", "sha512"), ("md5", "md5"), ("sha3_256", "sha3_256"), ("sha256", "sha3_256"), ("sha3_256", "sha256")]
        return [bad("wrong hash", f"label by {name}, mask by {mgf}", self.sealed(name=name, mgf=mgf)) for name, mgf in pairs]

    def wrong_labels(self):
        labels = {"one zero byte": b"\0", "one blank": b" ", "twenty zero bytes": bytes(20), "the empty label's hash": digest("sha256", b""), "the application": b"REGISTRATION",
                  "the thumbprint": self.thumbprint, "64 bytes": bytes(range(64))}
        return [bad("wrong label", name, self.sealed(label=label)) for name, label in labels.items()]

    def modified_padding(self):
        mark = -33
        cases = [bad("modified padding", f"first byte {first:02x}", self.sealed(first=bytes([first]))) for first in (1, 2, 0x7f)]
        cases += [bad("modified padding", f"label hash, byte {at}", self.spoilt(at)) for at in (0, 1, 15, 16, 30, 31)]
        cases += [bad("modified padding", f"label hash, bit {bit} of byte 7", self.spoilt(7, 1 << bit)) for bit in range(8)]
        cases += [bad("modified padding", f"zeros, byte {at}, {mask:02x}", self.spoilt(at, mask)) for at in (32, 33, 64, 128, mark - 1) for mask in (2, 0x80, 0xff)]
        cases += [bad("modified padding", f"mark {mark_byte:02x}", self.spoilt(mark, mark_byte ^ 1)) for mark_byte in (0, 2, 3, 0x81, 0xff)]
        cases += [
            bad("modified padding", "a second mark in front", self.spoilt(-40, 1)),
            bad("modified padding", "no mark and a key of zeros", self.sealed(spoil=lambda db: digest("sha256", b"") + bytes(SIZE - 2 * HASH - 1))),
            bad("modified padding", "all zeros", self.sealed(spoil=lambda db: bytes(len(db)))),
            bad("modified padding", "all ones", self.sealed(spoil=lambda db: b"\xff" * len(db))),
            bad("modified padding", "no label hash", self.sealed(spoil=lambda db: bytes(HASH) + db[HASH:])),
            bad("modified padding", "the mark right behind the label hash", self.sealed(spoil=lambda db: db[:HASH] + b"\x01" + bytes(len(db) - HASH - 33) + KEY)),
            bad("modified padding", "masked seed changed", self.sealed(spoil_masked=lambda block: flipped(block, 1))),
            bad("modified padding", "masked data changed", self.sealed(spoil_masked=lambda block: flipped(block, -1))),
            bad("modified padding", "not masked", self.envelope(raw_encrypt(self.public, b"\0" + bytes(HASH) + oaep_block(KEY, SIZE, seed=bytes(HASH))[33:]))),
            bad("other padding", "PKCS #1 v1.5", self.envelope(raw_encrypt(self.public, encryption_block(KEY, SIZE)))),
            bad("other padding", "none, the key at the end", self.envelope(raw_encrypt(self.public, bytes(SIZE - 32) + KEY))),
            bad("other padding", "a signature's", self.envelope(raw_encrypt(self.public, b"\0\1" + b"\xff" * (SIZE - 35) + b"\0" + KEY)))]
        return cases

    def wrong_keys(self):
        """The padding is right, what is in it is no AES-256 key."""
        cases = [bad("wrong key size", f"{size} bytes", self.envelope(raw_encrypt(self.public, oaep_block(b"k" * size, SIZE))))
                 for size in (0, 1, 15, 16, 24, 31, 33, 48, 64, 190)]
        cases.append(bad("wrong key", "another key of 32 bytes", self.envelope(raw_encrypt(self.public, oaep_block(b"k" * 32, SIZE)))))
        return cases

    def edge_numbers(self):
        cases = [bad("edge number", name, self.number(number)) for name, number in (
            ("0", 0), ("1", 1), ("2", 2), ("n - 1", self.modulus - 1), ("n", self.modulus), ("n + 1", self.modulus + 1), ("all ones", 2**2048 - 1))]
        right = (int.from_bytes(raw_encrypt(self.public, oaep_block(KEY, SIZE)), "big") for _ in range(200))
        small = next((number for number in right if number + self.modulus < 2**2048), None)
        if small is not None:  # It takes a modulus that leaves room.
            cases.append(bad("edge number", "a right block and n", self.number(small + self.modulus)))
        return cases

    def lengths(self):
        block = raw_encrypt(self.public, oaep_block(KEY, SIZE))
        return [
            bad("short ciphertext", "no block", self.envelope(b""), MALFORMED), bad("short ciphertext", "one byte", self.envelope(b"\0"), MALFORMED),
            # 32 + 223 bytes and less cannot hold a block; up to 287 the whole is taken for one of a key that is not named.
            bad("short ciphertext", "223 bytes", self.envelope(block[:223]), MALFORMED),
            bad("short ciphertext", "224 bytes", self.envelope(block[:224])),
            bad("short ciphertext", "the first byte is missing", self.envelope(block[1:])),
            bad("short ciphertext", "the last byte is missing", self.envelope(block[:-1])),
            bad("long ciphertext", "a zero in front", self.envelope(b"\0" + block)), bad("long ciphertext", "a zero behind", self.envelope(block + b"\0")),
            bad("long ciphertext", "twice", self.envelope(block + block)), bad("long ciphertext", "64 KiB", self.envelope(block + bytes(65536))),
            bad("no splitter", "one byte is different", self.envelope(block, splitter=b"#KEY_SPLITTER_"), MALFORMED),
            bad("no splitter", "nothing else", SPLITTER, MALFORMED)]

    def test_suite(self):
        cases = (self.right() + self.wrong_hashes() + self.wrong_labels() + self.modified_padding() + self.wrong_keys() + self.edge_numbers() +
                 self.lengths())

        def ask(octets):
            return self.post("decrypt", key_name(self.module, self.reference, data=b64u(octets), timeStamp=TIME))

        def read(answer):
            response = answer.response() if answer.status == 200 else None
            return unb64u(response["data"]) if response else None

        self.run_cases(cases, ask, read, CORRUPTED)


if __name__ == "__main__":
    unittest.main()
