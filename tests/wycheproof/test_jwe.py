"""JWE of jwtDecrypt: one algorithm and one cipher, and one answer for all that does not open (RFC 7516, 7518, 8725)."""

import json
import os
import unittest
import zlib

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from jwcrypto import jwe as jwcrypto_jwe, jwk

from forge import b64u, encryption_block, flipped, json_b64u, oaep_block, raw_encrypt, unb64u
from suite import Suite, bad, good, key_name, public_key_in, thumbprint_of

TEXT = b'{"name":"value"}'
KEY = bytes(range(50, 82))
REFUSED = [("KER-CRY-015", "Internal Error while decrypting data using JWE.")]
PLAINTEXT_MAX = 10 << 20  # crypto/jwe.h


def deflated(octets):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(octets) + packer.flush()


def zeros_deflated(size):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = bytes(1 << 20)
    return b"".join(packer.compress(chunk) for _ in range(size >> 20)) + packer.flush()


class Jwe(Suite):
    def setUp(self):
        pem = self.pem(self.module, self.reference)
        self.public, self.pem_text = public_key_in(pem), pem
        self.kid = b64u(thumbprint_of(pem))
        self.header = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": self.kid}

    def compact(self, header=None, block=None, key=KEY, iv=None, text=TEXT, aad=None, change=lambda parts: parts):
        """Five parts; `block` is the encrypted key, `aad` what GCM covers, `change` is given the parts as bytes behind the header."""
        head = json_b64u(self.header if header is None else header)
        block = raw_encrypt(self.public, oaep_block(key, 256)) if block is None else block
        iv = os.urandom(12) if iv is None else iv
        sealed = AESGCM(key).encrypt(iv if len(iv) >= 8 else bytes(12), text, head.encode() if aad is None else aad)
        return ".".join([head, *map(b64u, change([block, iv, sealed[:-16], sealed[-16:]]))])

    def headed(self, **more):
        return self.compact({**self.header, **more})

    def right(self):
        by_jwcrypto = {}
        for name, more in (("plain", {}), ("deflated", {"zip": "DEF"})):
            token = jwcrypto_jwe.JWE(TEXT, json.dumps({**self.header, **more}))
            token.add_recipient(jwk.JWK.from_pem(self.pem_text.encode()))
            by_jwcrypto[name] = token.serialize(compact=True)
        long_text = json.dumps(["x" * 1000] * 100).encode()
        cases = [good("right", f"by another library, {name}", text, TEXT) for name, text in by_jwcrypto.items()]
        return cases + [
            good("right", "by hand", self.compact(), TEXT), good("right", "members that mean nothing", self.headed(cty="JWT", typ="JWT", x={"y": 1}), TEXT),
            good("right", "no kid", self.compact({"alg": "RSA-OAEP-256", "enc": "A256GCM"}), TEXT), good("empty text", "plain", self.compact(text=b""), b""),
            good("empty text", "deflated", self.compact({**self.header, "zip": "DEF"}, text=deflated(b"")), b""),
            good("right", "100 KB deflated", self.compact({**self.header, "zip": "DEF"}, text=deflated(long_text)), long_text),
            good("right", "an IV of zeros", self.compact(iv=bytes(12)), TEXT), good("right", "keys that came along count for nothing", self.headed(
                jwk={"kty": "oct", "k": b64u(KEY)}, jku="http://127.0.0.1:1/", x5c=["AAAA"], x5u="http://127.0.0.1:1/"), TEXT)]

    def algorithms(self):
        right_block = raw_encrypt(self.public, oaep_block(KEY, 256))
        sha1_block = raw_encrypt(self.public, oaep_block(KEY, 256, name="sha1"))
        cases = [bad("other alg", f"{alg!r}", self.compact({**self.header, "alg": alg}, right_block)) for alg in (
            "RSA-OAEP", "RSA1_5", "RSA-OAEP-384", "RSA-OAEP-512", "dir", "A256KW", "A256GCMKW", "ECDH-ES", "ECDH-ES+A256KW", "PBES2-HS256+A128KW", "none", "", "rsa-oaep-256",
            "RSA-OAEP-256 ", None, 256, ["RSA-OAEP-256"])]
        cases += [bad("other alg", "absent", self.compact({"enc": "A256GCM", "kid": self.kid})),
                  bad("swapped alg", "RSA-OAEP, and its block is RSA-OAEP", self.compact({**self.header, "alg": "RSA-OAEP"}, sha1_block)),
                  bad("swapped alg", "RSA-OAEP-256, the block is RSA-OAEP", self.compact(block=sha1_block)),
                  bad("swapped alg", "RSA-OAEP-256, the block is RSA1_5", self.compact(block=raw_encrypt(self.public, encryption_block(KEY, 256)))),
                  bad("swapped alg", "RSA1_5, and its block is RSA1_5", self.compact({**self.header, "alg": "RSA1_5"}, raw_encrypt(self.public, encryption_block(KEY, 256)))),
                  bad("swapped alg", "dir, the key is the thumbprint", self.compact({**self.header, "alg": "dir"}, b"", unb64u(self.kid))),
                  bad("swapped alg", "dir, the key is zeros", self.compact({**self.header, "alg": "dir"}, b"", bytes(32))),
                  bad("swapped alg", "A256KW by the thumbprint", self.compact({**self.header, "alg": "A256KW"}, aes_key_wrap(unb64u(self.kid), KEY))),
                  bad("swapped alg", "PBES2 with a count of a milliard", self.compact({**self.header, "alg": "PBES2-HS256+A128KW", "p2c": 10**9, "p2s": "AAAAAAAA"}, right_block))]
        cases += [bad("other enc", f"{enc!r}", self.headed(enc=enc)) for enc in (
            "A128GCM", "A192GCM", "A128CBC-HS256", "A256CBC-HS512", "none", "", "a256gcm", "A256GCM ", None, 1, ["A256GCM"])]
        cases += [bad("other enc", "absent", self.compact({"alg": "RSA-OAEP-256", "kid": self.kid})),
                  bad("swapped enc", "A128GCM, and its key has 16 bytes", self.compact({**self.header, "enc": "A128GCM"}, key=KEY[:16])),
                  bad("swapped enc", "A256GCM, the key has 16 bytes", self.compact(key=KEY[:16])), bad("swapped enc", "A256GCM, the key has 24 bytes", self.compact(key=KEY[:24])),
                  bad("swapped enc", "A256GCM, the key has 64 bytes", self.compact(block=raw_encrypt(self.public, oaep_block(KEY * 2, 256))))]
        return cases

    def other_members(self):
        members = {"crit of an unknown member": {"crit": ["x"], "x": 1}, "crit of a known one": {"crit": ["alg"]}, "an empty crit": {"crit": []}, "crit null": {"crit": None},
                   "zip of another name": {"zip": "GZ"}, "zip in lower case": {"zip": "def"}, "zip empty": {"zip": ""}, "zip null": {"zip": None}, "zip a list": {"zip": ["DEF"]}, "kid a number": {"kid": 1}}
        cases = [bad("other member", name, self.headed(**more)) for name, more in members.items()]
        twice = {"alg, the wrong one behind": '{"alg":"RSA-OAEP-256","alg":"dir","enc":"A256GCM"}', "alg, the wrong one in front": '{"alg":"dir","alg":"RSA-OAEP-256","enc":"A256GCM"}',
                 "enc, the wrong one behind": '{"alg":"RSA-OAEP-256","enc":"A256GCM","enc":"A128GCM"}', "enc, the wrong one in front": '{"alg":"RSA-OAEP-256","enc":"A128GCM","enc":"A256GCM"}'}
        cases += [bad("duplicate member", name, self.compact(header)) for name, header in twice.items()]
        return cases + [bad("duplicate member", "zip", self.compact('{"alg":"RSA-OAEP-256","enc":"A256GCM","zip":"DEF","zip":"DEF"}', text=deflated(TEXT)))]

    def spoilt_parts(self):
        names = ["encrypted key", "IV", "ciphertext", "tag"]

        def changed(index, make):
            return self.compact(change=lambda parts: [make(part) if at == index else part for at, part in enumerate(parts)])

        cases = [bad("changed", f"{name}, {where}", changed(index, lambda part, at=at: flipped(part, at)))
                 for index, name in enumerate(names) for where, at in (("first byte", 0), ("last byte", -1))]
        cases += [bad("wrong tag", f"byte {at}", changed(3, lambda part, at=at: flipped(part, at, 0x80))) for at in range(16)]
        cases += [bad("wrong tag", name, changed(3, lambda part, tag=tag: tag)) for name, tag in (("zeros", bytes(16)), ("ones", b"\xff" * 16))]
        cases += [bad("truncated", f"tag of {size} bytes", changed(3, lambda part, size=size: part[:size])) for size in (0, 1, 4, 8, 12, 15)]
        cases += [bad("truncated", f"IV of {size} bytes", changed(1, lambda part, size=size: part[:size])) for size in (0, 1, 8, 11)]
        cases += [bad("other IV length", f"{size} bytes, sealed so", self.compact(iv=bytes(size))) for size in (8, 11, 13, 16, 32)]
        cases += [bad("too long", f"{name}, a zero behind", changed(index, lambda part: part + b"\0")) for index, name in enumerate(names)]
        cases += [bad("truncated", f"{name} is empty", changed(index, lambda part: b"")) for index, name in enumerate(names) if name != "IV" and name != "tag"]
        cases += [bad("wrong additional data", name, self.compact(aad=aad)) for name, aad in (
            ("none", b""), ("the header as JSON", json.dumps(self.header, separators=(",", ":")).encode()), ("a dot behind it", (json_b64u(self.header) + ".").encode()))]
        cases += [bad("wrong key", name, self.compact(block=raw_encrypt(self.public, oaep_block(key, 256)))) for name, key in (
            ("another", bytes(32)), ("none", b""), ("31 bytes", KEY[:31]), ("33 bytes", KEY + b"\0"))]
        cases += [bad("wrong key", name, self.compact(block=block)) for name, block in (
            ("label", raw_encrypt(self.public, oaep_block(KEY, 256, label=b"x"))), ("padding", raw_encrypt(self.public, oaep_block(KEY, 256, first=b"\1"))),
            ("block of zeros", bytes(256)), ("block of ones", b"\xff" * 256), ("block that is short", bytes(255)), ("block that is long", bytes(257)))]
        return cases

    def compressed(self):
        def zipped(text):
            return self.compact({**self.header, "zip": "DEF"}, text=text)

        packed = deflated(TEXT)
        return [bad("zip bomb", f"{size} MiB of zeros", zipped(zeros_deflated(size << 20))) for size in ((PLAINTEXT_MAX >> 20) + 1, 64, 1024)] + [
            bad("no deflate", "text", zipped(TEXT)), bad("no deflate", "zlib's own form", zipped(zlib.compress(TEXT))), bad("no deflate", "nothing", zipped(b"")),
            bad("no deflate", "cut short", zipped(packed[:-1])), bad("no deflate", "bytes behind it", zipped(packed + b"\0")), bad("no deflate", "twice", zipped(packed * 2)),
            bad("no deflate", "a block that never ends", zipped(b"\0\0\0\xff\xff" * 1000)), bad("no deflate", "a distance that is too far", zipped(bytes.fromhex("4b04a30100")))]

    def outer_form(self):
        text = self.compact()
        header, block, iv, sealed, tag = text.split(".")
        forms = {"four parts": ".".join([header, block, iv, sealed]), "six parts": text + ".AAAA", "three parts": ".".join([header, block, iv]), "a JWS": "e30.e30.AAAA",
                 "padding": text + "==", "a blank": text.replace(".", ". ", 1), "a line end": text + "\n", "standard base64": ".".join([header, block.replace("-", "+").replace("_", "/") + "+", iv, sealed, tag]),
                 "no header": ".".join(["", block, iv, sealed, tag]), "header that is no JSON": ".".join(["AAAA", block, iv, sealed, tag]), "header that is a list": ".".join([b64u(b"[]"), block, iv, sealed, tag]),
                 "dots alone": "....", "parts change places": ".".join([header, block, tag, sealed, iv]),
                 "JSON": json.dumps({"protected": header, "encrypted_key": block, "iv": iv, "ciphertext": sealed, "tag": tag}),
                 "another header of the same meaning": ".".join([json_b64u({**self.header, "x": 1}), block, iv, sealed, tag])}
        return [bad("outer form", name, value) for name, value in forms.items()]

    def ask(self, text, reference=None):
        return self.post("jwtDecrypt", key_name(self.module, reference or self.reference, encData=text))

    def read(self, answer):
        response = answer.response() if answer.status == 200 else None
        return unb64u(response["data"]) if response else None

    def test_suite(self):
        cases = self.right() + self.algorithms() + self.other_members() + self.spoilt_parts() + self.compressed() + self.outer_form()
        self.run_cases(cases, self.ask, self.read, REFUSED)

    def test_kid_of_other_keys(self):
        """A kid is public: what it names may be told apart from what does not open, but nothing opens."""
        other = self.pem(self.module, "other")
        for kid, codes in ((b64u(thumbprint_of(other)), ["KER-KMS-024"]), (b64u(bytes(32)), ["KER-KMS-025"]),
                           (b64u(thumbprint_of(self.pem("KERNEL", "SIGN"))), ["KER-KMS-024"]), (b64u(thumbprint_of(self.pem(self.module))), ["KER-KMS-018"])):
            self.assert_error(self.ask(self.headed(kid=kid)), 200, *codes)
        self.assertEqual(self.read(self.ask(self.compact())), TEXT)

    def test_a_bomb_takes_no_memory(self):
        def resident():
            with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as file:
                return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:")) // 1024

        self.ask(self.compact())
        before = resident()
        bomb = self.compact({**self.header, "zip": "DEF"}, text=zeros_deflated(1 << 30))
        for _ in range(4):
            self.assert_error(self.ask(bomb), 200, "KER-CRY-015")
        self.assertLess(resident() - before, 160, "MiB")


if __name__ == "__main__":
    unittest.main()
