"""RSA blocks put together by hand (RFC 8017), so that each part of them can be wrong, and raw RSA to send them."""

import base64
import hashlib
import hmac
import json
import os

DIGEST_PREFIX = {  # DER of DigestInfo up to the digest (RFC 8017, 9.2 note 1)
    "md5": "3020300c06082a864886f70d020505000410", "sha1": "3021300906052b0e03021a05000414",
    "sha224": "302d300d06096086480165030402040500041c", "sha256": "3031300d060960864801650304020105000420",
    "sha384": "3041300d060960864801650304020205000430", "sha512": "3051300d060960864801650304020305000440"}


def b64u(octets):
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def unb64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def flipped(octets, at, mask=1):
    """One byte changed."""
    at %= len(octets)
    return octets[:at] + bytes([octets[at] ^ mask]) + octets[at + 1:]


def digest(name, octets):
    return hashlib.new(name, octets).digest()


def mgf1(name, seed, size):
    out = b""
    for counter in range(-(-size // hashlib.new(name).digest_size)):
        out += digest(name, seed + counter.to_bytes(4, "big"))
    return out[:size]


def xor(one, other):
    return bytes(a ^ b for a, b in zip(one, other))


def digest_info(name, message):
    return bytes.fromhex(DIGEST_PREFIX[name]) + digest(name, message)


def pkcs1_block(content, size, begin=b"\x00\x01", padding=None, end=b"\x00", tail=b""):
    """EMSA-PKCS1-v1_5; the padding fills what is left when it is not given."""
    if padding is None:
        padding = b"\xff" * (size - len(begin) - len(end) - len(content) - len(tail))
    return begin + padding + end + content + tail


def pss_block(message, size, name="sha256", mgf=None, salt=None, salt_size=None, trailer=b"\xbc", spoil=None):
    """EMSA-PSS for a modulus of 8 * size bits. `spoil(db)` changes the data block before it is masked."""
    mgf, hash_size = mgf or name, hashlib.new(name).digest_size
    salt = os.urandom(hash_size if salt_size is None else salt_size) if salt is None else salt
    hashed = digest(name, bytes(8) + digest(name, message) + salt)
    db = bytes(size - len(salt) - hash_size - 2) + b"\x01" + salt
    db = spoil(db) if spoil else db
    masked = xor(db, mgf1(mgf, hashed, len(db)))
    masked = bytes([masked[0] & 0x7f]) + masked[1:]
    return masked + hashed + trailer


def oaep_block(message, size, name="sha256", mgf=None, label=b"", seed=None, first=b"\x00", spoil=None, spoil_masked=None):
    """EME-OAEP. `spoil(db)` changes lHash, PS, 01 and message before they are masked, `spoil_masked(block)` the result."""
    mgf, hash_size = mgf or name, hashlib.new(name).digest_size
    seed = os.urandom(hash_size) if seed is None else seed
    db = digest(name, label) + bytes(size - len(message) - 2 * hash_size - 2) + b"\x01" + message
    db = spoil(db) if spoil else db
    masked_db = xor(db, mgf1(mgf, seed, len(db)))
    masked_seed = xor(seed, mgf1(mgf, masked_db, hash_size))
    block = first + masked_seed + masked_db
    return spoil_masked(block) if spoil_masked else block


def encryption_block(message, size):
    """EME-PKCS1-v1_5, which nothing here may accept."""
    padding = bytes(byte % 255 + 1 for byte in os.urandom(size - len(message) - 3))
    return b"\x00\x02" + padding + b"\x00" + message


def raw_encrypt(public_key, block):
    numbers = public_key.public_numbers()
    return pow(int.from_bytes(block, "big"), numbers.e, numbers.n).to_bytes((numbers.n.bit_length() + 7) // 8, "big")


def raw_sign(private_key, block):
    numbers = private_key.private_numbers()
    n = numbers.public_numbers.n
    return pow(int.from_bytes(block, "big"), numbers.d, n).to_bytes((n.bit_length() + 7) // 8, "big")


def json_b64u(value):
    return b64u(value.encode() if isinstance(value, str) else json.dumps(value, separators=(",", ":")).encode())


def signing_input(header, payload):
    """header: a dict, or JSON text as it is; payload: bytes."""
    return f"{json_b64u(header)}.{b64u(payload)}"


def jws(header, payload, sign):
    """A compact JWS; `sign` makes the signature of the signing input's bytes."""
    text = signing_input(header, payload)
    return f"{text}.{b64u(sign(text.encode()))}"


def hmac_sha256(secret):
    return lambda octets: hmac.new(secret, octets, hashlib.sha256).digest()
