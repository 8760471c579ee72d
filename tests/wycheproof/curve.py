"""P-256 and Edwards arithmetic, slow and plain: for signatures that no honest signer makes."""

import hashlib

P256_P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff
P256_N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
P256_B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b
P256_G = (0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296,
          0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5)
ED25519_L = 2**252 + 27742317777372353535851937790883648493


def add(one, other):
    """The sum of two points of P-256; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2:
        if (y1 + y2) % P256_P == 0:
            return None
        slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, P256_P)
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P256_P)
    x = (slope * slope - x1 - x2) % P256_P
    return x, (slope * (x1 - x) - y1) % P256_P


def times(scalar, point):
    total = None
    for bit in bin(scalar % P256_N)[2:]:
        total = add(total, total)
        if bit == "1":
            total = add(total, point)
    return total


def point_at(x):
    """A point with this x, None when there is none."""
    square = (x**3 - 3 * x + P256_B) % P256_P
    y = pow(square, (P256_P + 1) // 4, P256_P)
    return (x, y) if y * y % P256_P == square else None


def key_that_verifies(message, r_point, s):
    """(public point, r): the key under which (r, s) is a right signature of the message, for any point R and any s."""
    z = int.from_bytes(hashlib.sha256(message).digest(), "big")
    r = r_point[0] % P256_N
    inverse = pow(r, -1, P256_N)
    return add(times(s * inverse, r_point), times(-z * inverse, P256_G)), r


def first_points(start, step, count):
    """Points with the first x's from `start` on that are on the curve."""
    found = []
    while len(found) < count:
        point = point_at(start)
        if point:
            found.append(point)
        start += step
    return found
