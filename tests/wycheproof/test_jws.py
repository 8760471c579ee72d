"""What a JWS says of itself: algorithms, critical members, keys that it brings along, and its outer form (RFC 7515, 7797, 8725)."""

import base64
import json
import unittest

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from jwcrypto import jwk, jws as jwcrypto_jws

from forge import b64u, hmac_sha256, json_b64u, jws
from suite import bad, certificate_of, good, thumbprint_of
from verify_suite import NO_DATA, REFUSED, UNREADABLE, VerifySuite

PAYLOAD = b'{"role":"admin"}'
RS256 = {"alg": "RS256"}


def numbers_of(key):
    return json.loads(jwk.JWK.from_pyca(key.public_key()).export_public())


def der_of(pem):
    return base64.b64encode(base64.b64decode("".join(pem.splitlines()[1:-1]))).decode()


class Jws(VerifySuite):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        cls.certificate = certificate_of(cls.key.public_key(), cls.key)
        cls.stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        cls.strangers = certificate_of(cls.stranger.public_key(), cls.stranger, "stranger")
        cls.spki = cls.key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    def sign(self, text, key=None):
        return (key or self.key).sign(text, padding.PKCS1v15(), hashes.SHA256())

    def headed(self, header, sign=None):
        """With any header, which the signature covers."""
        return jws(header, PAYLOAD, sign or self.sign), self.certificate

    def right(self):
        by_jwcrypto = jwcrypto_jws.JWS(PAYLOAD)
        by_jwcrypto.add_signature(jwk.JWK.from_pyca(self.key), None, json.dumps(RS256))
        empty = jws(RS256, b"", self.sign)
        return [good("right", "by another library", (by_jwcrypto.serialize(compact=True), self.certificate), True),
                good("right", "by hand", self.headed(RS256), True), good("right", "an empty payload", (empty, self.certificate), True),
                good("right", "blanks in the header", self.headed('{ "alg" : "RS256" }'), True),
                good("right", "unknown members", self.headed({**RS256, "typ": "JWT", "cty": "x", "x": {"y": [1]}}), True),
                good("right", "an escaped name", self.headed('{"\\u0061lg":"RS256"}'), True)]

    def algorithms(self):
        cases = []
        for name in ("none", "None", "NONE", "nOnE", "", "RS256 ", "rs256", "RSA256", "RS256\0", "HS256", "HS384", "HS512", "RS1", "RS384", "RS512", "PS384", "ES384", "ES512", "dir"):
            group = "alg none" if name.lower() == "none" else "unknown algorithm"
            cases.append(bad(group, f"{name!r}, rightly signed by RS256", self.headed({"alg": name}), REFUSED))
            cases.append(bad(group, f"{name!r}, no signature", self.headed({"alg": name}, lambda _: b""), REFUSED))
        for value in (None, 256, True, ["RS256"], {"alg": "RS256"}):
            cases.append(bad("algorithm of another type", json.dumps(value), self.headed({"alg": value}), UNREADABLE))
        cases.append(bad("algorithm of another type", "absent", self.headed({"typ": "JWT"}), UNREADABLE))
        for name, octets in (("PEM of the certificate", self.certificate.encode()), ("PEM of the key", self.spki), ("PEM without the last line end", self.spki.rstrip()),
                             ("nothing", b""), ("the modulus", self.key.public_key().public_numbers().n.to_bytes(256, "big"))):
            cases.append(bad("alg confusion", f"HS256 by {name}", self.headed({"alg": "HS256"}, hmac_sha256(octets)), REFUSED))
            cases.append(bad("alg confusion", f"RS256, the signature is HS256 by {name}", self.headed(RS256, hmac_sha256(octets))))
        curve = ec.generate_private_key(ec.SECP256R1())
        cases += [bad("alg confusion", "ES256 with an RSA key", self.headed({"alg": "ES256"}), REFUSED),
                  bad("alg confusion", "EdDSA with an RSA key", self.headed({"alg": "EdDSA"}), REFUSED),
                  bad("alg confusion", "ES256K with an RSA key", self.headed({"alg": "ES256K"}), REFUSED),
                  bad("alg confusion", "RS256 with a P-256 key", (self.headed(RS256)[0], certificate_of(curve.public_key(), curve)), REFUSED),
                  bad("alg confusion", "PS256, the signature is RS256", self.headed({"alg": "PS256"}))]
        return cases

    def critical_members(self):
        raw = lambda text: self.sign(text.split(b".")[0] + b"." + PAYLOAD)
        b64 = {"alg": "RS256", "b64": False, "crit": ["b64"]}
        cases = [good("b64", "false and critical, payload unencoded in the signature", self.headed(b64, raw), True),
                 good("b64", "true and critical", self.headed({**b64, "b64": True}), True),
                 bad("b64", "false and critical, payload encoded in the signature", self.headed(b64)),
                 bad("b64", "true, payload unencoded in the signature", self.headed({**b64, "b64": True}, raw))]
        for name, header in (("false without crit", {"alg": "RS256", "b64": False}), ("true without crit", {"alg": "RS256", "b64": True}),
                             ("text", {**b64, "b64": "false"}), ("number", {**b64, "b64": 0}), ("null", {**b64, "b64": None})):
            for how, sign in (("encoded", None), ("unencoded", raw)):
                cases.append(bad("b64", f"{name}, {how}", self.headed(header, sign), REFUSED))
        for name, value in (("unknown", ["x"]), ("exp", ["exp"]), ("alg", ["alg"]), ("b64 that is absent", ["b64"]), ("empty list", []), ("text", "b64"), ("null", None),
                            ("number", 1), ("object", {}), ("b64 twice", ["b64", "b64"]), ("b64 and another", ["b64", "x"]), ("a list in it", [["b64"]])):
            header = {"alg": "RS256", "crit": value, "x": 1, **({"b64": True} if "b64" in str(value) and "absent" not in name else {})}
            cases.append(bad("crit", name, self.headed(header), REFUSED))
        return cases

    def duplicate_members(self):
        headers = {"alg twice, the same": '{"alg":"RS256","alg":"RS256"}', "none behind RS256": '{"alg":"RS256","alg":"none"}', "RS256 behind none": '{"alg":"none","alg":"RS256"}',
                   "escaped": '{"alg":"RS256","\\u0061lg":"none"}', "another member": '{"alg":"RS256","kid":"1","kid":"2"}', "crit": '{"alg":"RS256","crit":[],"crit":["b64"]}'}
        return [bad("duplicate member", name, self.headed(header), UNREADABLE) for name, header in headers.items()]

    def keys_that_come_along(self):
        """All are signed by a stranger's key, and the request names the right certificate."""
        forged = lambda text: self.sign(text, self.stranger)
        url = "http://127.0.0.1:1/keys"
        headers = {"jwk": {"jwk": numbers_of(self.stranger)}, "jwk of the right key": {"jwk": numbers_of(self.key)}, "jku": {"jku": url}, "x5u": {"x5u": url},
                   "kid of a path": {"kid": "../../../dev/null"}, "kid of a query": {"kid": "x' or '1'='1"}, "kid of the key manager": {"kid": b64u(thumbprint_of(self.pem("KERNEL", "SIGN")))},
                   "x5t#S256": {"x5t#S256": b64u(thumbprint_of(self.strangers))}, "x5c that is empty": {"x5c": []}}
        cases = [bad("embedded key", name, self.headed({**RS256, **header}, forged)) for name, header in headers.items()]
        # x5c comes first (keys sheet 8): the right key's certificate in it does not make a stranger's signature right.
        cases += [bad("embedded certificate", "the right one, a stranger's signature", self.headed({**RS256, "x5c": [der_of(self.certificate)]}, forged)),
                  bad("embedded certificate", "the right one first, then the stranger's", self.headed({**RS256, "x5c": [der_of(self.certificate), der_of(self.strangers)]}, forged)),
                  bad("embedded certificate", "the stranger's, the right signature", self.headed({**RS256, "x5c": [der_of(self.strangers)]}))]
        for name, value in (("null", None), ("text", der_of(self.certificate)), ("no base64", ["***"]), ("no certificate", ["AAAA"]), ("PEM", [self.certificate]), ("base64url", [der_of(self.certificate).replace("+", "-").replace("/", "_") + "-"]),
                            ("a number", [1]), ("an empty text", [""]), ("bytes behind it", [base64.b64encode(base64.b64decode(der_of(self.certificate)) + b"\0").decode()]), ("a hundred", [der_of(self.certificate)] * 100)):
            cases.append(bad("embedded certificate", name, self.headed({**RS256, "x5c": value}), UNREADABLE))
        return cases

    def outer_form(self):
        text, pem = self.headed(RS256)
        header, payload, signature = text.split(".")
        tail = lambda part: part[:-1] + chr(ord(part[-1]) + 1)  # the last character's spare bits are not zero
        unused = json_b64u({"alg": "RS256", "x": 1})
        forms = {"padding of the signature": text + "==", "a line end behind it": text + "\n", "a blank in front": " " + text, "a dot in front": "." + text, "a dot behind": text + ".",
                 "a fourth part": text + ".AAAA", "a blank in the signature": f"{header}.{payload}.{signature[:9]} {signature[9:]}", "percent encoding": text.replace(".", "%2E")}
        cases = [bad("outer form", name, (value, pem), None if name in ("padding of the signature", "a line end behind it", "a blank in the signature") else UNREADABLE)
                 for name, value in forms.items()]
        cases += [bad("outer form", name, (value, pem), UNREADABLE) for name, value in (
            ("two parts", f"{header}.{payload}"), ("one part", header), ("JSON", json.dumps({"payload": payload, "protected": header, "signature": signature})),
            ("the header is no base64", f"{header}!.{payload}.{signature}"), ("the header has padding", f"{header}=.{payload}.{signature}"))]
        heads = {"no JSON": b"x", "a list": b"[]", "a text": b'"RS256"', "cut": b'{"alg":"RS256"', "with bytes behind it": b'{"alg":"RS256"}x', "no UTF-8": b'{"alg":"RS256","x":"\xff"}',
                 "with a mark of byte order": b'\xef\xbb\xbf{"alg":"RS256"}', "UTF-16": '{"alg":"RS256"}'.encode("utf-16"), "with a comment": b'{"alg":"RS256"/**/}', "in single quotes": b"{'alg':'RS256'}",
                 "nested 5,000 times": b'{"alg":"RS256","x":' + b"[" * 5000 + b"]" * 5000 + b"}", "64 KiB and more": b'{"alg":"RS256","x":"' + b"x" * 65536 + b'"}'}
        for name, octets in heads.items():
            text = f"{b64u(octets)}.{payload}"
            cases.append(bad("header", name, (f"{text}.{b64u(self.sign(text.encode()))}", pem), UNREADABLE))
        cases += [bad("outer form", name, (value, pem)) for name, value in (
            ("another header of the same meaning", f"{unused}.{payload}.{signature}"), ("another payload", f"{header}.{b64u(PAYLOAD + b' ')}.{signature}"),
            ("no payload", f"{header}..{signature}"), ("no signature", f"{header}.{payload}."), ("payload with spare bits", f"{header}.{tail(payload)}.{signature}"),
            ("signature with spare bits", f"{header}.{payload}.{tail(signature)}"), ("payload that is no base64", f"{header}.***.{signature}"),
            ("padding of the payload", f"{header}.{payload}{'=' * (-len(payload) % 4)}.{signature}"),
            *((f"{name} in the payload", f"{header}.{payload[:9]}{extra}{payload[9:]}.{signature}") for name, extra in (("a star", "*"), ("a blank", " "), ("a line end", "\n"), ("an =", "="))),
            ("parts change places", f"{header}.{signature}.{payload}"))]
        cases.append(bad("outer form", "nothing", ("", pem), NO_DATA))
        return cases

    def test_suite(self):
        self.run_verify(self.right() + self.algorithms() + self.critical_members() + self.duplicate_members() + self.keys_that_come_along() + self.outer_form())

    def test_a_certificate_that_comes_along_is_trusted_by_nobody(self):
        """x5c counts before certificateData, as the reference has it: the signature is right, and trust says so when it is asked for."""
        text = jws({**RS256, "x5c": [der_of(self.strangers)]}, PAYLOAD, lambda octets: self.sign(octets, self.stranger))

        def trust(endpoint, **more):
            request = {"jwtSignatureData": text, "certificateData": self.certificate, **more}
            answer = self.value(self.call("POST", "/v1/signature/" + endpoint, {"request": request}))
            return answer["signatureValid"], answer["trustValid"]

        for endpoint in ("jwtVerify", "jwtVerify/v2"):
            self.assertEqual(trust(endpoint), (True, "TRUST_NOT_VERIFIED"))
            self.assertEqual(trust(endpoint, validateTrust=True), (True, "TRUST_NOT_VERIFIED_NO_DOMAIN"))
            self.assertEqual(trust(endpoint, validateTrust=True, domain="AUTH"), (True, "TRUST_CERT_PATH_NOT_VALID"))


if __name__ == "__main__":
    unittest.main()
