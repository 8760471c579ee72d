"""ASN.1 by hand, where a library would refuse to write it."""

import base64


def der(tag, *contents):
    """A tag, the shortest length, the contents."""
    content = b"".join(contents)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def integer(number, front=b""):
    """A number that is not negative; `front` goes before its octets."""
    return der(2, front + number.to_bytes(number.bit_length() // 8 + 1, "big"))


def common_name(text, *more):
    return der(0x30, *more, der(0x31, der(0x30, b"\x06\x03\x55\x04\x03", der(0x0c, text))))


def rsa_certificate(n, e, *more):
    """PEM of a certificate for any two numbers."""
    return certificate_of(der(0x30, bytes.fromhex("300d06092a864886f70d0101010500"), der(3, b"\0", der(0x30, integer(n), integer(e)))), *more)


def ec_certificate(parameters, point):
    """PEM of a certificate for any octets as a point, on a curve by name or in its parts."""
    return certificate_of(der(0x30, der(0x30, bytes.fromhex("06072a8648ce3d0201"), parameters), der(3, b"\0", point)))


def certificate_of(key, issuer=None, sign=lambda tbs: bytes(256), name=common_name(b"numbers")):
    """PEM of a certificate for any SubjectPublicKeyInfo, no authority. Unless told its signature is zeros, for where only the key is
    looked at."""
    algorithm = bytes.fromhex("300d06092a864886f70d01010b0500")
    validity = der(0x30, der(0x17, b"200101000000Z"), der(0x17, b"491231235959Z"))
    no_authority = der(0xa3, der(0x30, der(0x30, bytes.fromhex("0603551d130101ff0402"), b"\x30\0")))
    tbs = der(0x30, der(0xa0, integer(2)), integer(77 + len(key)), algorithm, issuer or name, validity, name, key, no_authority)
    octets = der(0x30, tbs, algorithm, der(3, b"\0" + sign(tbs)))
    return "-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(octets).decode() + "-----END CERTIFICATE-----\n"
