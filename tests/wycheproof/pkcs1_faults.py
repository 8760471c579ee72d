"""Blocks of an RSA signature that a lax verifier takes for PKCS #1 v1.5 with SHA-256 (RFC 8017, 9.2)."""

from der import der
from forge import digest, digest_info, pkcs1_block

SIZE = 256
SHA256_OID = bytes.fromhex("0609608648016503040201")


def wrong_blocks():
    """[(class, name, block of a message)]: what is encoded is almost EMSA-PKCS1-v1_5 with SHA-256, for a modulus of 2048 bits."""
    case = lambda group, name, make: (group, name, make)  # noqa: E731

    def info(*algorithm, text=b"", hashed=None):
        return der(0x30, der(0x30, *algorithm), der(4, digest("sha256", text) if hashed is None else hashed))

    null = b"\5\0"
    right = lambda text: digest_info("sha256", text)
    cases = [case("DigestInfo", name, lambda text, make=make: pkcs1_block(make(text), SIZE)) for name, make in (
        ("no NULL", lambda t: info(SHA256_OID, text=t)),
        ("NULL twice", lambda t: info(SHA256_OID, null, null, text=t)),
        ("NULL with a byte in it", lambda t: info(SHA256_OID, b"\5\1\0", text=t)),
        ("an empty sequence for NULL", lambda t: info(SHA256_OID, b"\x30\0", text=t)),
        ("an octet string for NULL", lambda t: info(SHA256_OID, b"\4\0", text=t)),
        ("parameters with garbage in them", lambda t: info(SHA256_OID, der(4, bytes(64)), text=t)),
        ("long form of the first length", lambda t: b"\x30\x81" + right(t)[1:]),
        ("long form of the second length", lambda t: b"\x30\x32\x30\x81" + right(t)[3:]),
        ("long form of the digest's length", lambda t: b"\x30\x32" + right(t)[2:18] + b"\x81" + right(t)[18:]),
        ("indefinite length", lambda t: b"\x30\x80" + right(t)[2:] + b"\0\0"),
        ("a length that is one more", lambda t: b"\x30\x32" + right(t)[2:]), ("a length that is one less", lambda t: b"\x30\x30" + right(t)[2:]),
        ("a length of zero", lambda t: b"\x30\0" + right(t)[2:]),
        ("a set, no sequence", lambda t: b"\x31" + right(t)[1:]), ("a bit string", lambda t: right(t)[:17] + b"\x03" + right(t)[18:]),
        ("a digest that is one byte longer", lambda t: info(SHA256_OID, null, hashed=digest("sha256", t) + b"\0")),
        ("a digest that is one byte shorter", lambda t: info(SHA256_OID, null, hashed=digest("sha256", t)[:-1])),
        ("an empty digest", lambda t: info(SHA256_OID, null, hashed=b"")),
        ("a byte behind the digest, in the sequence", lambda t: b"\x30\x32" + right(t)[2:] + b"\0"),
        ("an element behind the digest", lambda t: b"\x30\x33" + right(t)[2:] + null),
        ("the OID with a zero byte in it", lambda t: b"\x30\x32\x30\x0e\x06\x0a" + SHA256_OID[2:3] + b"\x80" + SHA256_OID[3:] + null + right(t)[17:]),
        ("the OID of a signature (sha256WithRSAEncryption)", lambda t: info(bytes.fromhex("06092a864886f70d01010b"), null, text=t)),
        ("no DigestInfo, the digest alone", lambda t: digest("sha256", t)), ("nothing", lambda t: b""))]
    cases += [case("wrong hash", name, lambda text, name=name: pkcs1_block(digest_info(name, text), SIZE)) for name in ("md5", "sha1", "sha224", "sha384", "sha512")]
    cases += [case("wrong hash", "named SHA-256, is SHA-1 with zeros", lambda t: pkcs1_block(info(SHA256_OID, null, hashed=digest("sha1", t) + bytes(12)), SIZE)),
              case("wrong hash", "named SHA-512, is SHA-256", lambda t: pkcs1_block(info(bytes.fromhex("0609608648016503040203"), null, text=t), SIZE)),
              case("wrong hash", "named SHA-512/256", lambda t: pkcs1_block(info(bytes.fromhex("0609608648016503040206"), null, text=t), SIZE)),
              case("wrong hash", "named SHA3-256", lambda t: pkcs1_block(info(bytes.fromhex("0609608648016503040208"), null, text=t), SIZE)),
              case("wrong message", "another", lambda t: pkcs1_block(right(t + b" "), SIZE)), case("wrong message", "none", lambda t: pkcs1_block(right(b""), SIZE))]
    cases += [case("padding", name, make) for name, make in (
        ("begins with 01", lambda t: pkcs1_block(right(t), SIZE, begin=b"\1\1")), ("type 0", lambda t: pkcs1_block(right(t), SIZE, begin=b"\0\0")),
        ("type 2", lambda t: pkcs1_block(right(t), SIZE, begin=b"\0\2")), ("no type", lambda t: pkcs1_block(right(t), SIZE, begin=b"\0")),
        ("no end", lambda t: pkcs1_block(right(t), SIZE, end=b"")), ("ends with 01", lambda t: pkcs1_block(right(t), SIZE, end=b"\1")),
        ("two ends", lambda t: pkcs1_block(right(t), SIZE, end=b"\0\0")),
        ("one byte is fe", lambda t: pkcs1_block(right(t), SIZE, padding=b"\xff" * 100 + b"\xfe" + b"\xff" * 101)),
        ("all bytes are 00", lambda t: pkcs1_block(right(t), SIZE, padding=bytes(202))), ("all bytes are 01", lambda t: pkcs1_block(right(t), SIZE, padding=b"\1" * 202)),
        ("eight bytes and the rest in front", lambda t: bytes(194) + pkcs1_block(right(t), 62)))]
    for filler in (0, 0xff, 0x41):
        cases += [case("trailing bytes", f"8 bytes of padding, then {size} of {filler:02x} at the end",
                       lambda t, size=size, filler=filler: pkcs1_block(right(t), SIZE, tail=bytes([filler]) * size) if size < 194 else
                       pkcs1_block(right(t), SIZE, padding=b"\xff" * 8, tail=bytes([filler]) * 194)) for size in (1, 32, 194)]
    return cases
