"""ECDSA on P-256 (FIPS 186-5), for tests that check a signature or forge one. Slow and with no secret worth keeping."""

import hashlib
import secrets

_P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_A = _P - 3
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def _add(left, right):
    if left is None or right is None:
        return left or right
    (x1, y1), (x2, y2) = left, right
    if x1 == x2 and (y1 + y2) % _P == 0:
        return None
    slope = (3 * x1 * x1 + _A) * pow(2 * y1, -1, _P) if left == right else (y2 - y1) * pow(x2 - x1, -1, _P)
    x = (slope * slope - x1 - x2) % _P
    return x, (slope * (x1 - x) - y1) % _P


def _times(scalar, point):
    product = None
    while scalar:
        if scalar & 1:
            product = _add(product, point)
        point, scalar = _add(point, point), scalar >> 1
    return product


def _digest(message):
    return int.from_bytes(hashlib.sha256(message).digest(), "big")


def new_key():
    """A private key and its public point."""
    private = secrets.randbelow(_N - 1) + 1
    return private, _times(private, _G)


def sign(private, message):
    """The signature as JWS has it: r and s in 32 bytes each."""
    nonce = secrets.randbelow(_N - 1) + 1
    r = _times(nonce, _G)[0] % _N
    s = pow(nonce, -1, _N) * (_digest(message) + r * private) % _N
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def verifies(public, message, signature):
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != 64 or not (0 < r < _N and 0 < s < _N):
        return False
    inverse = pow(s, -1, _N)
    point = _add(_times(_digest(message) * inverse % _N, _G), _times(r * inverse % _N, public))
    return point is not None and point[0] % _N == r
