"""What the openssl program makes and opens: RSA-OAEP, signatures, keys of PINs, and AES-256-GCM, of which it does the AES alone."""

import json
import os
import subprocess
import tempfile

from jwt_tools import encode

OAEP = ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256", "-pkeyopt", "rsa_mgf1_md:sha256"]
PSS = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", "-sigopt", "rsa_mgf1_md:sha256"]
GCM_POLYNOMIAL = 0xe1 << 120
BLOCK = 16
SPLITTER = b"#KEY_SPLITTER#"


def tool(*words, data=b"", files=None):
    """What `openssl WORDS` prints, given `data`. `files` are written beside it and named by {name} in the words; raises when it fails."""
    with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
        paths = {name: os.path.join(directory, name) for name in files or {}}
        for name, path in paths.items():
            with open(path, "wb") as file:
                file.write(files[name] if isinstance(files[name], bytes) else files[name].encode())
        done = subprocess.run(["openssl", *(word.format(**paths) for word in words)], input=data, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=60)
    if done.returncode != 0:
        raise AssertionError(f"openssl {words[0]}: {done.stdout.decode()} {done.stderr.decode()}")
    return done.stdout


def new_key(*words):
    return tool("genpkey", *words).decode()


def new_rsa():
    return new_key("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")


def self_signed(key, subject="/CN=partner", usage="keyEncipherment"):
    return tool("req", "-x509", "-key", "{key}", "-subj", subject, "-days", "400", "-addext", "keyUsage=critical," + usage,
                files={"key": key}).decode()


def public_key_of(certificate):
    return tool("x509", "-noout", "-pubkey", data=certificate.encode())


def thumbprint(certificate):
    return bytes.fromhex(tool("x509", "-noout", "-fingerprint", "-sha256", data=certificate.encode()).decode().split("=")[1].replace(":", ""))


def encrypt_oaep(certificate, secret):
    return tool("pkeyutl", "-encrypt", "-certin", "-inkey", "{certificate}", *OAEP, data=secret, files={"certificate": certificate})


def decrypt_oaep(key, block):
    return tool("pkeyutl", "-decrypt", "-inkey", "{key}", *OAEP, data=block, files={"key": key})


def sign(key, text, *options):
    return tool("dgst", "-sha256", "-sign", "{key}", *options, "{text}", files={"key": key, "text": text})


def verifies(certificate, signature, text, *options):
    """Whether it says OK; a signature that is not raises."""
    told = tool("dgst", "-sha256", "-verify", "{public}", *options, "-signature", "{signature}", "{text}",
                files={"public": public_key_of(certificate), "signature": signature, "text": text})
    return told.strip() == b"Verified OK"


def sign_ed25519(key, text):
    return tool("pkeyutl", "-sign", "-inkey", "{key}", "-rawin", "-in", "{text}", files={"key": key, "text": text})


def verifies_ed25519(certificate, signature, text):
    told = tool("pkeyutl", "-verify", "-pubin", "-inkey", "{public}", "-rawin", "-in", "{text}", "-sigfile", "{signature}",
                files={"public": public_key_of(certificate), "signature": signature, "text": text})
    return b"Verified Successfully" in told


def key_of_pin(pin, salt, iterations=100_000):
    return tool("kdf", "-keylen", "32", "-binary", "-kdfopt", "digest:SHA512", "-kdfopt", "pass:" + pin, "-kdfopt", "hexsalt:" + salt.hex(),
                "-kdfopt", f"iter:{iterations}", "PBKDF2")


def ecdsa_der(pair):
    """The DER of an ECDSA signature that is given as two numbers of 32 bytes."""
    numbers = b""
    for half in (pair[:32], pair[32:]):
        number = half.lstrip(b"\0") or b"\0"
        number = b"\0" + number if number[0] & 0x80 else number
        numbers += bytes([2, len(number)]) + number
    return bytes([0x30, len(numbers)]) + numbers


def ecdsa_pair(der):
    first = der[4:4 + der[3]]
    second = der[6 + der[3]:]
    return b"".join(number.lstrip(b"\0").rjust(32, b"\0") for number in (first, second))


def _aes(mode, key, data, *more):
    return tool("enc", "-aes-256-" + mode, "-nopad", "-K", key.hex(), *more, data=data)


def _times(x, y):
    """A product in GCM's field (SP 800-38D, 6.3)."""
    product = 0
    for bit in range(127, -1, -1):
        if y >> bit & 1:
            product ^= x
        x = x >> 1 ^ (GCM_POLYNOMIAL if x & 1 else 0)
    return product


def _hash(subkey, data):
    total = 0
    for at in range(0, len(data), BLOCK):
        total = _times(total ^ int.from_bytes(data[at:at + BLOCK], "big"), subkey)
    return total


def _filled(data):
    return data + bytes(-len(data) % BLOCK)


def _bits(data):
    return (8 * len(data)).to_bytes(8, "big")


class Gcm:
    """AES-256-GCM under one key and nonce of any length (SP 800-38D, 7)."""

    def __init__(self, key, nonce, aad=b""):
        self.key, self.aad = key, aad
        self.subkey = int.from_bytes(_aes("ecb", key, bytes(BLOCK)), "big")
        if len(nonce) == 12:
            self.first = int.from_bytes(nonce + b"\0\0\0\1", "big")
        else:
            self.first = _hash(self.subkey, _filled(nonce) + bytes(8) + _bits(nonce))

    def counted(self, data):
        low = (self.first + 1) & 0xffffffff
        counter = self.first >> 32 << 32 | low
        return _aes("ctr", self.key, data, "-iv", counter.to_bytes(BLOCK, "big").hex()) if data else b""

    def tag(self, sealed):
        total = _hash(self.subkey, _filled(self.aad) + _filled(sealed) + _bits(self.aad) + _bits(sealed))
        mask = int.from_bytes(_aes("ecb", self.key, self.first.to_bytes(BLOCK, "big")), "big")
        return (total ^ mask).to_bytes(BLOCK, "big")

    def seal(self, data):
        """The ciphertext and its tag."""
        sealed = self.counted(data)
        return sealed + self.tag(sealed)

    def open(self, data):
        sealed, tag = data[:-BLOCK], data[-BLOCK:]
        if self.tag(sealed) != tag:
            raise AssertionError("the tag is another")
        return self.counted(sealed)


class Envelope:
    """A text encrypted for a certificate in each layout (keys sheet 3.1)."""

    def __init__(self, certificate, text):
        self.text = text
        self.session = os.urandom(32)
        self.block = encrypt_oaep(certificate, self.session)
        self.name = thumbprint(certificate)

    def sealed(self, nonce, aad=b""):
        return Gcm(self.session, nonce, aad).seal(self.text)

    def r2(self):
        aad = os.urandom(32)
        return b"VER_R2" + self.name + self.block + SPLITTER + aad + self.sealed(aad[:12], aad)

    def with_aad(self, aad):
        nonce = os.urandom(16)
        return self.name + self.block + SPLITTER + self.sealed(nonce, aad) + nonce

    def with_salt(self, salt, aad=b""):
        return self.name + self.block + SPLITTER + self.sealed(salt, aad)

    def old(self):
        nonce = os.urandom(16)
        return self.block + SPLITTER + self.sealed(nonce) + nonce


def jwe(certificate, text, **named):
    """A text encrypted for a certificate by RSA-OAEP-256 and A256GCM; `named` stands in the header as well."""
    head = encode(json.dumps({"alg": "RSA-OAEP-256", "enc": "A256GCM", **named}).encode())
    session, nonce = os.urandom(32), os.urandom(12)
    sealed = Gcm(session, nonce, head.encode()).seal(text)
    return ".".join([head, encode(encrypt_oaep(certificate, session)), encode(nonce), encode(sealed[:-BLOCK]), encode(sealed[-BLOCK:])])
