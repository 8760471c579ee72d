"""Takes tokens apart, makes false ones and checks true ones, without any library."""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import tempfile


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def header_of(token):
    return json.loads(decode(token.split(".")[0]))


def claims_of(token):
    return json.loads(decode(token.split(".")[1]))


def signing_input(header, claims):
    return encode(json.dumps(header).encode()) + "." + encode(json.dumps(claims).encode())


def number_of(text):
    return int.from_bytes(decode(text), "big")


def is_signed_by(jwk, token):
    """RS256 (RFC 8017 section 8.2.2) by one modular power."""
    head, _, signature = token.rpartition(".")
    modulus = number_of(jwk["n"])
    size = (modulus.bit_length() + 7) // 8
    digest_info = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(head.encode()).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(digest_info) - 3) + b"\x00" + digest_info
    return pow(number_of(signature), number_of(jwk["e"]), modulus).to_bytes(size, "big") == padded


def thumbprint(jwk):
    """RFC 7638."""
    members = json.dumps({name: jwk[name] for name in ("e", "kty", "n")}, separators=(",", ":"))
    return encode(hashlib.sha256(members.encode()).digest())


def public_pem(jwk):
    """The key as the PEM text that a forger would use as an HMAC secret."""
    def der(tag, content):
        size = len(content)
        length = bytes([size]) if size < 128 else bytes([0x80 | (size.bit_length() + 7) // 8]) + size.to_bytes((size.bit_length() + 7) // 8, "big")
        return bytes([tag]) + length + content

    def integer(value):
        return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))

    key = der(0x30, integer(number_of(jwk["n"])) + integer(number_of(jwk["e"])))
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")
    lines = base64.encodebytes(der(0x30, algorithm + der(3, b"\x00" + key))).decode().replace("\n", "")
    wrapped = "\n".join(lines[i:i + 64] for i in range(0, len(lines), 64))
    return f"-----BEGIN PUBLIC KEY-----\n{wrapped}\n-----END PUBLIC KEY-----\n"


def hs256(claims, secret, kid):
    head = signing_input({"alg": "HS256", "typ": "JWT", "kid": kid}, claims)
    return head + "." + encode(hmac.new(secret, head.encode(), hashlib.sha256).digest())


def foreign_rs256(claims, kid):
    """A token signed by a key of one's own."""
    head = signing_input({"alg": "RS256", "typ": "JWT", "kid": kid}, claims)
    with tempfile.TemporaryDirectory() as directory:
        key = os.path.join(directory, "key.pem")
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
        signed = subprocess.run(["openssl", "dgst", "-sha256", "-sign", key], input=head.encode(), check=True, capture_output=True)
    return head + "." + encode(signed.stdout)
