"""Bearer tokens: signatures of another issuer's key that are almost right, and our own tokens changed (RFC 7519, 8725)."""

import json
import unittest

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from suite import Suite, bad, good  # first: it says where the modules of tests/http are
from forge import b64u, digest_info, flipped, hmac_sha256, json_b64u, pkcs1_block, pss_block, raw_sign, unb64u
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, wait_until
from issuer import Issuer
from pkcs1_faults import wrong_blocks
from test_issuers import figure, trusting

TOKEN_ID = "/v1/tokenidgenerator/5193698130/9373"
ROLE = "ID_AUTHENTICATION"
REFUSED = [("KER-ATH-401", "Authentication Failed")]
SIZE = 256


class TokenSuite(Suite):
    def run_tokens(self, cases):
        def ask(token):
            return self.server.call("GET", TOKEN_ID, token=token)

        self.run_cases(cases, ask, lambda answer: True if answer.status == 200 else None, REFUSED)
        for case in cases:
            if case.result == "invalid":
                self.assertEqual(ask(case.given).status, 401, f"{case.group}: {case.name}")


class OthersTokens(TokenSuite):
    """The issuer's key is the test's own: it can sign whatever it likes."""

    @classmethod
    def setUpClass(cls):
        cls.issuer = Issuer("mosip", "account")
        cls.addClassCleanup(cls.issuer.stop)
        cls.arguments = NO_RATE_LIMITS + SMALL_POOLS + trusting(cls.issuer)
        super().setUpClass()
        wait_until(lambda: figure(cls.server, "keys", cls.issuer) == 1, "the issuer's keys")

    def test_suite(self):
        key = self.issuer.keys[0]
        claims = self.issuer.claims(ROLE)
        n = key.private.public_key().public_numbers().n

        def signed(make, alg="RS256"):
            text = f"{json_b64u({'alg': alg, 'typ': 'JWT', 'kid': key.kid})}.{json_b64u(claims)}"
            return f"{text}.{b64u(make(text.encode()))}"

        block = lambda text, name="sha256": raw_sign(key.private, pkcs1_block(digest_info(name, text), SIZE))
        cases = [good("right", "by a library", key.sign(claims), True), good("right", "by hand", signed(block), True),
                 good("right", "RS384", signed(lambda t: block(t, "sha384"), "RS384"), True), good("right", "RS512", signed(lambda t: block(t, "sha512"), "RS512"), True)]
        cases += [bad(group, name, signed(lambda text, make=make: raw_sign(key.private, make(text)))) for group, name, make in wrong_blocks()]
        cases += [bad("other scheme", alg, signed(lambda t: raw_sign(key.private, pss_block(t, SIZE)), alg)) for alg in ("RS256", "PS256")]
        cases += [bad("wrong hash", f"named {alg}, is {name}", signed(lambda t, name=name: block(t, name), alg)) for alg, name in (
            ("RS256", "sha512"), ("RS384", "sha256"), ("RS512", "sha256"), ("RS512", "sha384"))]
        cases += [bad("edge number", name, signed(lambda _, number=number: number.to_bytes(SIZE, "big"))) for name, number in (
            ("0", 0), ("1", 1), ("n - 1", n - 1), ("n", n), ("n + 1", n + 1), ("all ones", 2**2048 - 1))]
        cases += [bad("length", name, signed(lambda t, change=change: change(block(t)))) for name, change in (
            ("a zero in front", lambda s: b"\0" + s), ("a zero behind", lambda s: s + b"\0"), ("the first byte is missing", lambda s: s[1:]), ("the last byte is missing", lambda s: s[:-1]),
            ("nothing", lambda s: b""), ("twice", lambda s: s * 2))]
        cases += [bad("changed", f"byte {at}", signed(lambda t, at=at: flipped(block(t), at))) for at in (0, 128, 255)]
        self.run_tokens(cases)


class OwnTokens(TokenSuite):
    """A good token of the server, changed in each of its parts."""

    def test_suite(self):
        token = self.server.token()
        header, payload, signature = token.split(".")
        kid = json.loads(unb64u(header))["kid"]
        claims = json.loads(unb64u(payload))
        octets = unb64u(signature)
        own = {"alg": "RS256", "typ": "JWT", "kid": kid}
        tail = lambda part: part[:-1] + chr(ord(part[-1]) + 1)

        def headed(value):
            return f"{json_b64u(value)}.{payload}.{signature}"

        heads = {"alg none": {**own, "alg": "none"}, "alg in lower case": {**own, "alg": "rs256"}, "alg HS256": {**own, "alg": "HS256"}, "alg PS256": {**own, "alg": "PS256"},
                 "alg null": {**own, "alg": None}, "no alg": {"typ": "JWT", "kid": kid}, "no kid": {"alg": "RS256", "typ": "JWT"}, "kid empty": {**own, "kid": ""}, "kid null": {**own, "kid": None},
                 "kid a list": {**own, "kid": [kid]}, "kid of another": {**own, "kid": kid[::-1]}, "kid a path": {**own, "kid": "../" + kid}, "typ absent": {"alg": "RS256", "kid": kid},
                 "typ another": {**own, "typ": "JWS"}, "crit": {**own, "crit": ["exp"]}, "crit empty": {**own, "crit": []}, "b64": {**own, "b64": False, "crit": ["b64"]}, "b64 true": {**own, "b64": True},
                 "jwk": {**own, "jwk": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}}, "jku": {**own, "jku": "http://127.0.0.1:1/"}, "x5c": {**own, "x5c": ["AAAA"]}, "x5u": {**own, "x5u": "http://127.0.0.1:1/"},
                 "zip": {**own, "zip": "DEF"}, "cty": {**own, "cty": "JWT"}, "order of members": {"kid": kid, "typ": "JWT", "alg": "RS256"}, "alg twice": f'{{"alg":"RS256","alg":"RS256","typ":"JWT","kid":"{kid}"}}',
                 "alg twice, none behind": f'{{"alg":"RS256","typ":"JWT","kid":"{kid}","alg":"none"}}', "blanks": f'{{"alg": "RS256", "typ": "JWT", "kid": "{kid}"}}', "no JSON": "x", "a list": "[]", "nothing": ""}
        cases = [good("right", "as it came", token, True)]
        cases += [bad("header", name, headed(value)) for name, value in heads.items()]
        none = json_b64u({**own, "alg": "none"})
        cases += [bad("alg none", name, f"{none}.{payload}.{tail_text}") for name, tail_text in (("no signature", ""), ("the old signature", signature), ("a zero byte", "AA"))]
        keys = json.loads(self.server.call("GET", "/.well-known/jwks.json").body)["keys"]
        public = next(one for one in keys if one["kid"] == kid)
        numbers = rsa.RSAPublicNumbers(int.from_bytes(unb64u(public["e"]), "big"), int.from_bytes(unb64u(public["n"]), "big")).public_key()
        forms = {"PEM": numbers.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
                 "PEM without the last line end": numbers.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).rstrip(),
                 "PKCS #1": numbers.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1),
                 "DER": numbers.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo), "JWK": json.dumps(public).encode(),
                 "modulus": unb64u(public["n"]), "kid": kid.encode(), "nothing": b""}
        admin = json_b64u({**claims, "realm_access": {"roles": ["GLOBAL_ADMIN"]}})
        for name, secret in forms.items():
            for alg in ("HS256", "RS256"):
                text = f"{json_b64u({**own, 'alg': alg})}.{admin}"
                cases.append(bad("alg confusion", f"HMAC by {name}, named {alg}", f"{text}.{b64u(hmac_sha256(secret)(text.encode()))}"))
        changed = {"a role more": {**claims, "realm_access": {"roles": [*claims["realm_access"]["roles"], "X"]}}, "exp later": {**claims, "exp": claims["exp"] + 1}, "sub": {**claims, "sub": "x"},
                   "jti": {**claims, "jti": "x"}, "another order": dict(reversed(claims.items()))}
        cases += [bad("claims changed", name, f"{header}.{json_b64u(value)}.{signature}") for name, value in changed.items()]
        cases += [bad("claims changed", name, f"{header}.{value}.{signature}") for name, value in (("none", ""), ("spare bits", tail(payload) if len(payload) % 4 else payload + "A"), ("a zero byte behind", b64u(unb64u(payload) + b"\0")))]
        cases += [bad("signature", name, f"{header}.{payload}.{value}") for name, value in (
            ("none", ""), ("spare bits", tail(signature)), ("zeros", b64u(bytes(SIZE))), ("a zero behind", b64u(octets + b"\0")), ("a zero in front", b64u(b"\0" + octets)), ("one byte less", b64u(octets[:-1])),
            ("first byte", b64u(flipped(octets, 0))), ("last byte", b64u(flipped(octets, -1))), ("n less it", b64u((numbers.public_numbers().n - int.from_bytes(octets, "big")).to_bytes(SIZE, "big"))))]
        cases += [bad("outer form", name, value) for name, value in (
            ("two parts", f"{header}.{payload}"), ("one part", header), ("four parts", token + ".AAAA"), ("a dot behind", token + "."), ("a dot in front", "." + token), ("padding", token + "=="),
            ("standard base64", f"{header}.{payload}.{signature.replace('-', '+').replace('_', '/')}/"), ("parts change places", f"{payload}.{header}.{signature}"), ("five parts", "e30.AAAA.AAAA.AAAA.AAAA"),
            ("dots alone", ".."), ("percent encoding", token.replace(".", "%2E")))]
        self.run_tokens(cases)


if __name__ == "__main__":
    unittest.main()
