"""DER put together and taken apart, and encodings that are nearly DER, which lenient readers take."""

import base64

SEQUENCE = 0x30
BIT_STRING = 0x03


def element(tag, content, octets=None):
    """`octets`: of the length behind its first; None: as few as may be, 0: indefinite, with its end."""
    size = len(content)
    if octets == 0:
        return bytes([tag, 0x80]) + content + b"\0\0"
    if octets is None and size < 0x80:
        return bytes([tag, size]) + content
    octets = octets or (size.bit_length() + 7) // 8
    return bytes([tag, 0x80 | octets]) + size.to_bytes(octets, "big") + content


def elements(content):
    """Those that stand one behind the other, each whole."""
    found = []
    while content:
        octets = content[1] & 0x7f if content[1] & 0x80 else 0
        size = int.from_bytes(content[2:2 + octets], "big") if octets else content[1]
        end = 2 + octets + size
        assert end <= len(content), content.hex()
        found.append(content[:end])
        content = content[end:]
    return found


def members(whole):
    """What an element holds."""
    octets = whole[1] & 0x7f if whole[1] & 0x80 else 0
    return elements(whole[2 + octets:])


def pem_of(der):
    return "-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der).decode() + "-----END CERTIFICATE-----\n"
