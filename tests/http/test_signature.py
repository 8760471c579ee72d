"""Signatures: made by each endpoint, verified by openssl and by the server; what is refused."""

import base64
import json
import os
import ssl
import time
import unittest

from certificates import Files, expired_certificate, openssl
from idkernel import envelope
from jwt_tools import decode, encode
from keys_case import KeysCase, key_name

SIGNATURE = "/v1/signature/"
NOW = "2026-03-01T10:00:00.125Z"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
SIGNERS = {"REGISTRATION": "", "KERNEL": "SIGN"}


def encode_json(value):
    return encode(json.dumps(value).encode())


def header_of(jws):
    return json.loads(decode(jws.split(".")[0]))


def of_multibase58(text, octets=256):
    """The bytes of a signature of so many that is written as multibase's base58btc."""
    assert text[0] == "z", text
    number = 0
    for letter in text[1:]:
        number = 58 * number + BASE58.index(letter)
    return number.to_bytes(octets, "big")


def spoilt(jws):
    """Another signature of the same length."""
    head, payload, signature = jws.split(".")
    return f"{head}.{payload}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


class Signature(KeysCase):
    def sign_at(self, endpoint, **request):
        return self.call("POST", SIGNATURE + endpoint, envelope(request))

    def signed(self, endpoint, **request):
        return self.value(self.sign_at(endpoint, **request))

    def verdict(self, jws, **more):
        return self.value(self.sign_at("jwtVerify", jwtSignatureData=jws, **more))

    def openssl_verifies(self, pem, signature, signed, *options):
        with Files(certificate=pem, signed=signed, public="") as files:
            with open(files["public"], "w", encoding="ascii") as out:
                out.write(openssl("x509", "-in", files["certificate"], "-noout", "-pubkey"))
            signature_file = files["signed"] + ".sig"
            with open(signature_file, "wb") as out:
                out.write(signature)
            printed = openssl("dgst", "-sha256", "-verify", files["public"], *options, "-signature", signature_file,
                              files["signed"])
            os.unlink(signature_file)
            return printed.strip() == "Verified OK"

    def test_sign_is_a_detached_jws_that_openssl_verifies(self):
        made = self.signed("sign", data="text")
        header, payload, signature = made["signature"].split(".")
        self.assertEqual((decode(header), payload), (b'{"alg":"RS256"}', ""))
        self.assertTrue(self.openssl_verifies(self.pem("KERNEL", "SIGN"), decode(signature),
                                              header + "." + encode(b"text")))
        self.assertEqual(self.value(self.sign_at("validate", signature=made["signature"], data="text", timestamp=NOW)),
                         {"status": "success", "message": "Validation Successful"})

    def test_the_aliases_of_the_reference_answer_too(self):
        made = self.value(self.post("sign", {"data": "text"}))["signature"]
        answer = self.post("validate", {"signature": made, "data": "text", "timestamp": NOW})
        self.assertEqual(self.value(answer)["status"], "success")

    def test_validate_refuses_whatever_was_changed(self):
        made = self.signed("sign", data="text")["signature"]
        for signature, data in [(made, "texts"), (spoilt(made), "text"), ("nonsense", "text"), ("a.b.c", "text"),
                                (made.replace("..", "."), "text")]:
            self.assert_refused(self.sign_at("validate", signature=signature, data=data, timestamp=NOW), "KER-CSS-101",
                                "Validation Unsuccessful")
        self.assert_refused(self.sign_at("validate", signature=made, data="text", timestamp="today"), "KER-CSS-999")

    def test_a_signature_made_before_a_rotation_is_still_valid(self):
        made = self.signed("sign", data="text")["signature"]
        self.value(self.master("KERNEL", "SIGN", force=True))
        self.assertNotEqual(self.signed("sign", data="text")["signature"], made)
        self.value(self.sign_at("validate", signature=made, data="text", timestamp=NOW))

    def test_jwt_sign_says_in_its_header_what_was_asked_for(self):
        plain = self.signed("jwtSign", dataToSign=encode_json({"a": 1}))["jwtSignedData"]
        self.assertEqual(list(header_of(plain)), ["alg", "kid"])
        self.assertEqual(plain.split(".")[1], "")
        full = self.signed("jwtSign", dataToSign=encode_json({"a": 1}), includePayload=True, includeCertificate=True,
                           includeCertHash=True, certificateUrl="https://example.org/c")["jwtSignedData"]
        header = header_of(full)
        self.assertEqual(list(header), ["alg", "x5c", "x5t#S256", "x5u", "kid"])
        self.assertEqual(decode(full.split(".")[1]), b'{"a": 1}')
        der = base64.b64decode(header["x5c"][0])
        pem = "-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der).decode() + "-----END CERTIFICATE-----\n"
        head, payload, signature = full.split(".")
        self.assertTrue(self.openssl_verifies(pem, decode(signature), head + "." + payload))
        self.assertEqual(self.verdict(full), {
            "signatureValid": True, "message": "Validation Successful", "trustValid": "TRUST_NOT_VERIFIED"})

    def test_the_second_version_brings_the_chain(self):
        made = self.signed("jwtSign/v2", dataToSign=encode_json({}), includePayload=True, includeCertificateChain=True,
                           additionalHeaders={"typ": "JWT", "alg": "none"})["jwtSignedData"]
        header = header_of(made)
        self.assertEqual((header["alg"], header["typ"], len(header["x5c"])), ("RS256", "JWT", 2))
        pems = ["-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(base64.b64decode(one)).decode() +
                "-----END CERTIFICATE-----\n" for one in header["x5c"]]
        with Files(leaf=pems[0], root=pems[1]) as files:
            self.assertIn("OK", openssl("verify", "-CAfile", files["root"], files["leaf"]))

    def test_additional_headers_are_a_map_of_texts(self):
        def sign(headers):
            return self.sign_at("jwtSign/v2", dataToSign=encode_json({}), additionalHeaders=headers)

        headers = {"text": "t", "exp": 5, "low": -7, "part": 1.5, "yes": True, "no": False, "none": None, "empty": ""}
        made = header_of(self.value(sign(headers))["jwtSignedData"])
        self.assertEqual({name: made[name] for name in made if name not in ("alg", "kid")},
                         {"text": "t", "exp": "5", "low": "-7", "part": "1.5", "yes": "true", "no": "false", "empty": ""})
        for endpoint in ("jwtSign/v2", "jwsSign/v2"):
            for good in ({"additionalHeaders": None}, {"ADDITIONALHEADERS": {"a": 1}}):
                self.value(self.sign_at(endpoint, dataToSign=encode_json({}), b64JWSHeaderParam=True, **good))
            for bad in ("typ", 5, True, [], ["a"], {"a": {}}, {"a": []}, {"a": "b", "c": {"d": "e"}}):
                with self.subTest(endpoint=endpoint, headers=bad):
                    self.assert_refused(self.sign_at(endpoint, dataToSign=encode_json({}), additionalHeaders=bad), "KER-CSS-999")

    def test_faults_come_in_the_order_of_the_sheet(self):
        large = "A" * 100_000  # decoded in the crypto pool
        for data, bad in (("*", "KER-JWS-102"), (large + "*", "KER-JWS-102"), ("AAAA", "KER-JWS-103"), (large, "KER-JWS-103")):
            for endpoint in ("jwtSign", "jwtSign/v2", "jwsSign", "jwsSign/v2", "signV2", "signRawData"):
                if endpoint.startswith("sign") and bad == "KER-JWS-103":
                    continue
                for application, reference, code in (("NOBODY", "", "KER-JWS-108"), ("NOBODY", "10001", "KER-JWS-108"),
                                                     ("REGISTRATION", "10001", bad), ("ROOT", "", bad), ("REGISTRATION", "", bad),
                                                     ("PRE_REGISTRATION", "", bad)):
                    with self.subTest(data=data[:5], endpoint=endpoint, application=application, reference=reference):
                        request = {"dataToSign": data, "validateJson": True, **key_name(application, reference)}
                        self.assert_refused(self.sign_at(endpoint, **request), code)
        for data in ("e30", encode(json.dumps({"a": large}).encode())):
            for application, reference, code in (("REGISTRATION", "10001", "KER-KMS-020"), ("PRE_REGISTRATION", "", "KER-KMS-012")):
                with self.subTest(size=len(data), code=code):
                    self.assert_refused(self.sign_at("jwtSign", dataToSign=data, **key_name(application, reference)), code)

    def test_what_is_large_is_decoded_in_the_pool(self):
        large = "A" * 1_000_000
        for endpoint, name in (("signV2", key_name("REGISTRATION", "")), ("signV2", key_name("ROOT", "")), ("signV2", key_name("PRE_REGISTRATION", ""))):
            before = self.fast_jobs()
            self.assert_refused(self.sign_at(endpoint, dataToSign=large + "*", **name), "KER-JWS-102")
            self.assertEqual(self.fast_jobs(), before + 1)
        before = self.fast_jobs()
        made = self.signed("jwsSign", dataToSign=encode(large.encode()), b64JWSHeaderParam=True, **key_name("REGISTRATION", ""))["jwtSignedData"]
        self.assertEqual(self.fast_jobs(), before + 1)  # the key is there: once for all
        self.assertTrue(self.verdict(made, actualData=encode(large.encode()), **key_name("REGISTRATION", ""))["signatureValid"])

    def test_who_may(self):
        nobody = self.server.token("mosip-abis-client", "abc123")
        for what in ("sign", "validate", "jwtSign", "jwtSign/v2", "jwtVerify", "jwtVerify/v2", "jwsSign", "jwsSign/v2", "signV2", "signRawData"):
            for front in (SIGNATURE, "/v1/keymanager/"):
                with self.subTest(what=what, front=front):
                    self.assert_error(self.server.call("POST", front + what, envelope({}), token=nobody), 403, "KER-ATH-403")
                    self.assert_error(self.server.call("POST", front + what, envelope({})), 401, "KER-ATH-401")
                    for body in ({}, {"request": None}, "{"):
                        self.assertEqual(self.call("POST", front + what, body).error_codes(), ["KER-CSS-999"], body)

    def test_jwt_verify_finds_the_certificate_by_name_or_takes_the_requests(self):
        made = self.signed("jwtSign", dataToSign=encode_json({"a": 1}), includePayload=True,
                           **key_name("REGISTRATION", ""))["jwtSignedData"]
        self.assertTrue(self.verdict(made, **key_name("REGISTRATION", ""))["signatureValid"])
        self.assertTrue(self.verdict(made, certificateData=self.pem("REGISTRATION"))["signatureValid"])
        wrong = self.verdict(made, **key_name("KERNEL", "SIGN"))
        self.assertEqual((wrong["signatureValid"], wrong["message"]), (False, "Validation Failed"))
        self.assertFalse(self.verdict(spoilt(made), **key_name("REGISTRATION", ""))["signatureValid"])

    def test_actual_data_stands_for_the_payload(self):
        made = self.signed("jwtSign", dataToSign=encode_json({"a": 1}))["jwtSignedData"]
        self.assertTrue(self.verdict(made, actualData=encode_json({"a": 1}))["signatureValid"])
        self.assertFalse(self.verdict(made, actualData=encode_json({"a": 2}))["signatureValid"])

    def test_trust_is_said_when_it_is_asked_for(self):
        made = self.signed("jwtSign", dataToSign=encode_json({}), includePayload=True)["jwtSignedData"]
        self.assertEqual(self.verdict(made, validateTrust=True)["trustValid"], "TRUST_NOT_VERIFIED_NO_DOMAIN")
        self.assertEqual(self.verdict(made, validateTrust=True, domain="AUTH")["trustValid"],
                         "TRUST_CERT_PATH_NOT_VALID")

    def test_jwt_verify_refuses_what_only_looks_signed(self):
        pem = self.pem("KERNEL", "SIGN")
        payload = encode_json({"a": 1})
        twice = encode(b'{"alg":"RS256","alg":"none"}')
        for header, code in [(encode_json({"alg": "none"}), "KER-JWS-105"), (encode_json({"alg": "HS256"}), "KER-JWS-105"),
                             (twice, "KER-JWS-106"), (encode_json({"alg": "RS256", "b64": False}), "KER-JWS-105"),
                             (encode_json({"alg": "RS256", "crit": ["exp"]}), "KER-JWS-105"), ("!", "KER-JWS-106")]:
            answer = self.sign_at("jwtVerify", jwtSignatureData=f"{header}.{payload}.AAAA", certificateData=pem)
            self.assert_refused(answer, code)
        for text, code in [("", "KER-JWS-102"), ("a.b", "KER-JWS-106"), ("a.b.c.d", "KER-JWS-106"),
                           ("e30", "KER-JWS-106")]:
            self.assert_refused(self.sign_at("jwtVerify", jwtSignatureData=text), code)

    def test_an_expired_certificate_verifies_nothing(self):
        made = self.signed("jwtSign", dataToSign=encode_json({}))["jwtSignedData"]
        self.assert_refused(self.sign_at("jwtVerify", jwtSignatureData=made, certificateData=expired_certificate()),
                            "KER-JWS-107")

    def test_each_curve_signs_by_its_own_algorithm(self):
        self.value(self.master("KERNEL"))
        for reference, algorithm in [("EC_SECP256R1_SIGN", "ES256"), ("EC_SECP256K1_SIGN", "ES256K"),
                                     ("ED25519_SIGN", "EdDSA")]:
            self.value(self.post("generateECSignKey/CERTIFICATE", key_name("KERNEL", reference)))
            for endpoint in ["jwtSign", "jwsSign"]:
                made = self.signed(endpoint, dataToSign=encode_json({}), includePayload=True, b64JWSHeaderParam=True,
                                   **key_name("KERNEL", reference))["jwtSignedData"]
                self.assertEqual(header_of(made)["alg"], algorithm)
                self.assertTrue(self.verdict(made, **key_name("KERNEL", reference))["signatureValid"])

    def test_jws_sign_takes_the_payload_as_it_is(self):
        data = b"not JSON"
        made = self.signed("jwsSign", dataToSign=encode(data), b64JWSHeaderParam=False,
                           **key_name("REGISTRATION", ""))["jwtSignedData"]
        head, _, signature = made.split(".")
        self.assertEqual({key: header_of(made)[key] for key in ["alg", "b64", "crit"]},
                         {"alg": "PS256", "b64": False, "crit": ["b64"]})
        self.assertTrue(self.openssl_verifies(self.pem("REGISTRATION"), decode(signature), head + ".not JSON",
                                              "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"))

    def test_jws_sign_without_the_member_takes_the_payload_as_it_is(self):
        made = self.signed("jwsSign", dataToSign=encode(b"text"), **key_name("REGISTRATION", ""))["jwtSignedData"]
        self.assertEqual(header_of(made)["b64"], False)

    def test_raw_signatures_come_in_both_forms(self):
        request = {"dataToSign": encode(b"text"), "signAlgorithm": "RS256", **key_name("REGISTRATION", "")}
        plain = self.signed("signV2", responseEncodingFormat="base64url", **request)["signature"]
        self.assertTrue(self.openssl_verifies(self.pem("REGISTRATION"), decode(plain), "text"))
        told = self.signed("signRawData", **request)
        self.assertTrue(told["signedData"].startswith("z"))
        self.assertEqual((told["certificate"], told["signatureAlgorithm"]), (self.pem("REGISTRATION"), "RS256"))
        listed = self.value(self.get("getAllCertificates", "REGISTRATION"))["allCertificates"]
        self.assertEqual(told["keyId"], listed[-1]["keyId"])

    def test_no_endpoint_signs_a_part_of_a_certificate_in_any_encoding(self):
        der = ssl.PEM_cert_to_DER_cert(self.pem("REGISTRATION"))
        self.assertEqual((der[0], der[1], der[4], der[5]), (0x30, 0x82, 0x30, 0x82))
        content = der[8:8 + int.from_bytes(der[6:8], "big")]
        size = len(content).to_bytes(8, "big")
        encodings = {"DER": b"\x30\x82" + size[-2:], "three bytes": b"\x30\x83" + size[-3:], "five": b"\x30\x85" + size[-5:],
                     "nine": b"\x30\x89\0" + size, "indefinite": b"\x30\x80"}
        for endpoint in ("signV2", "signRawData"):
            for name, head in encodings.items():
                with self.subTest(endpoint=endpoint, encoding=name):
                    data = head + content + (b"\0\0" if name == "indefinite" else b"")
                    self.assert_refused(self.sign_at(endpoint, dataToSign=encode(data), signAlgorithm="RS256",
                                                     **key_name("REGISTRATION", "")), "KER-JWS-104")

    def test_keys_that_may_not_sign(self):
        refused = [("jwtSign", key_name("AUTH_TOKEN", "")), ("jwsSign", key_name("AUTH_TOKEN", "")),
                   ("signV2", key_name("AUTH_TOKEN", "")), ("signRawData", key_name("AUTH_TOKEN", "")),
                   ("jwtSign", key_name("ROOT", "")), ("jwtSign", key_name("REGISTRATION", "10001")),
                   ("signV2", key_name("KERNEL", "SIGN")), ("signRawData", key_name("KERNEL", "SIGN")),
                   ("jwsSign", {**key_name("KERNEL", "SIGN"), "b64JWSHeaderParam": False})]
        for endpoint, request in refused:
            with self.subTest(endpoint=endpoint, request=request):
                self.assert_refused(self.sign_at(endpoint, dataToSign=encode_json({}), **request), "KER-KMS-020")

    def forged(self, endpoint, application, reference):
        """A token with everything that a sign-in token says, signed through an endpoint."""
        real = json.loads(decode(self.server.token().split(".")[1]))
        claims = {**real, "iat": int(time.time()), "exp": int(time.time()) + 3600, "jti": "forged"}
        request = {"dataToSign": encode_json(claims), "includePayload": True, "b64JWSHeaderParam": True,
                   "signAlgorithm": "RS256", "includeCertificate": True, "includeCertificateChain": True,
                   **key_name(application, reference)}
        if endpoint.endswith("v2"):
            request["additionalHeaders"] = {"kid": header_of(self.server.token())["kid"]}
        return self.signed(endpoint, **request)["jwtSignedData"]

    def test_no_endpoint_signs_a_token_that_lets_anybody_in(self):
        for endpoint in ["jwtSign", "jwtSign/v2", "jwsSign", "jwsSign/v2"]:
            for application, reference in SIGNERS.items():
                with self.subTest(endpoint=endpoint, application=application):
                    token = self.forged(endpoint, application, reference)
                    self.assertTrue(self.verdict(token)["signatureValid"])
                    answer = self.server.call("GET", "/v1/uingenerator/uin", token=token)
                    self.assert_error(answer, 401, "KER-ATH-401")

    def test_a_raw_or_detached_signature_makes_no_token_either(self):
        head = encode_json({"alg": "RS256", "typ": "JWT", "kid": header_of(self.server.token())["kid"]})
        claims = self.server.token().split(".")[1]
        detached = self.signed("sign", data=decode(claims).decode())["signature"].split(".")
        tokens = [f"{detached[0]}.{claims}.{detached[2]}"]
        for endpoint, member in (("signV2", "signature"), ("signRawData", "signedData")):
            for form in ("base64url", "base58btc"):
                raw = self.signed(endpoint, dataToSign=encode(f"{head}.{claims}".encode()), signAlgorithm="RS256",
                                  responseEncodingFormat=form, **key_name("REGISTRATION", ""))[member]
                signature = decode(raw) if form == "base64url" else of_multibase58(raw)
                self.assertTrue(self.openssl_verifies(self.pem("REGISTRATION"), signature, f"{head}.{claims}"))
                tokens.append(f"{head}.{claims}.{encode(signature)}")
        for token in tokens:
            answer = self.server.call("GET", "/v1/uingenerator/uin", token=token)
            self.assert_error(answer, 401, "KER-ATH-401")


if __name__ == "__main__":
    unittest.main()
