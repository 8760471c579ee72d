"""The openssl program and the server read each other: envelopes, JWEs, signatures, PINs, certificates and requests, both ways."""

import json
import os
import unittest
import zlib

import openssl_tools as tools
from certificates import Files, openssl
from jwt_tools import decode, encode
from keys_case import TIME, KeysCase, key_name

TEXT = "naïve text, längër than öne blöck of AES".encode()
BASE = ("REGISTRATION", "10001_10002")
PARTNER = ("PARTNER", "shop")


class Envelopes(KeysCase):
    def opened(self, name, data, **more):
        return self.post("decrypt", key_name(*name, data=encode(data), timeStamp=TIME, **more))

    def assert_opens(self, name, data, **more):
        self.assertEqual(decode(self.value(self.opened(name, data, **more))["data"]), TEXT)

    def test_what_the_tools_encrypt_we_open(self):
        for name in (BASE, ("REGISTRATION", "")):
            made = tools.Envelope(self.pem(*name), TEXT)
            aad = os.urandom(20)
            with self.subTest(name):
                self.assert_opens(name, made.r2())
                self.assert_opens(name, made.with_aad(aad), aad=encode(aad))
                for size in (12, 16, 32, 7):
                    salt = os.urandom(size)
                    self.assert_opens(name, made.with_salt(salt), salt=encode(salt))
                    self.assert_opens(name, made.with_salt(salt, aad), salt=encode(salt), aad=encode(aad))
                self.assert_opens(name, made.old())

    def test_one_bit_of_it_less_and_nothing_opens(self):
        made = tools.Envelope(self.pem(*BASE), TEXT).r2()
        for at in (6 + 32 + 9, len(made) - 1, len(made) - 20):
            spoilt = made[:at] + bytes([made[at] ^ 1]) + made[at + 1:]
            self.assert_refused(self.opened(BASE, spoilt), "KER-FSE-004")

    def encrypted(self, **more):
        """Keypart and datapart of what the server makes for a partner."""
        data = self.value(self.post("encrypt", key_name(*PARTNER, data=encode(TEXT), timeStamp=TIME, **more)))["data"]
        keypart, _, datapart = decode(data).partition(tools.SPLITTER)
        self.assertEqual(keypart[-256 - 32:-256], tools.thumbprint(self.certificate))
        return keypart, datapart

    def test_what_we_encrypt_the_tools_open(self):
        key = tools.new_rsa()
        self.certificate = tools.self_signed(key)
        self.value(self.upload_other(*PARTNER, self.certificate))
        session = lambda keypart: tools.decrypt_oaep(key, keypart[-256:])
        keypart, data = self.encrypted()
        self.assertEqual(keypart[:6], b"VER_R2")
        self.assertEqual(tools.Gcm(session(keypart), data[:12], data[:32]).open(data[32:]), TEXT)
        aad, salt = os.urandom(11), os.urandom(16)
        keypart, data = self.encrypted(aad=encode(aad))
        self.assertEqual(tools.Gcm(session(keypart), data[-16:], aad).open(data[:-16]), TEXT)
        keypart, data = self.encrypted(salt=encode(salt))
        self.assertEqual(tools.Gcm(session(keypart), salt).open(data), TEXT)
        keypart, data = self.encrypted(salt=encode(salt), aad=encode(aad))
        self.assertEqual(tools.Gcm(session(keypart), salt, aad).open(data), TEXT)

    def test_a_longer_key_gets_the_form_without_a_thumbprint(self):
        for bits in ("3072", "4096"):
            name = (PARTNER[0], "rsa-" + bits)
            key = tools.new_key("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:" + bits)
            self.value(self.upload_other(*name, tools.self_signed(key)))
            aad, salt = os.urandom(11), os.urandom(16)
            for more in ({}, {"aad": encode(aad)}, {"salt": encode(salt)}, {"salt": encode(salt), "aad": encode(aad)}):
                with self.subTest(bits=bits, more=list(more)):
                    made = self.value(self.post("encrypt", key_name(*name, data=encode(TEXT), timeStamp=TIME, **more)))["data"]
                    block, _, data = decode(made).partition(tools.SPLITTER)
                    self.assertEqual(len(block), int(bits) // 8)
                    nonce, sealed = (salt, data) if "salt" in more else (data[-16:], data[:-16])
                    gcm = tools.Gcm(tools.decrypt_oaep(key, block), nonce, aad if "aad" in more else b"")
                    self.assertEqual(gcm.open(sealed), TEXT)
        key = tools.new_key("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2304")
        self.value(self.upload_other(PARTNER[0], "rsa-2304", tools.self_signed(key)))
        answer = self.post("encrypt", key_name(PARTNER[0], "rsa-2304", data=encode(TEXT), timeStamp=TIME))
        self.assert_refused(answer, "KER-CRY-002")

    def test_jwe_both_ways(self):
        key = tools.new_rsa()
        for deflated in (True, False):
            made = self.value(self.post("jwtEncrypt", {"data": encode(b'{"a":1}'), "x509Certificate": tools.self_signed(key),
                                                       "enableDefCompression": deflated}))["data"]
            head, block, nonce, sealed, tag = made.split(".")
            self.assertEqual("zip" in json.loads(decode(head)), deflated)
            gcm = tools.Gcm(tools.decrypt_oaep(key, decode(block)), decode(nonce), head.encode())
            opened = gcm.open(decode(sealed) + decode(tag))
            self.assertEqual(zlib.decompress(opened, -15) if deflated else opened, b'{"a":1}')
        pem = self.pem(*BASE)
        for named in ({"kid": encode(tools.thumbprint(pem))}, {}):
            jwe = tools.jwe(pem, TEXT, **named)
            self.assertEqual(decode(self.value(self.post("jwtDecrypt", key_name(*BASE, encData=jwe)))["data"]), TEXT)

    def test_pins_both_ways(self):
        locked = decode(self.value(self.post("encryptWithPin", {"data": TEXT.decode(), "userPin": "A1234"}))["data"])
        salt = locked[:32]
        self.assertEqual(tools.Gcm(tools.key_of_pin("A1234", salt), locked[32:44], salt).open(locked[44:]), TEXT)
        salt, nonce = os.urandom(32), os.urandom(12)
        locked = salt + nonce + tools.Gcm(tools.key_of_pin("9876", salt), nonce, salt).seal(TEXT)
        opened = self.value(self.post("decryptWithPin", {"data": encode(locked), "userPin": "9876"}))["data"]
        self.assertEqual(opened, TEXT.decode())


class Signatures(KeysCase):
    NAMES = {"RS256": "", "ES256": "EC_SECP256R1_SIGN", "ES256K": "EC_SECP256K1_SIGN", "EdDSA": "ED25519_SIGN"}
    KEYS = {"RS256": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"), "PS256": ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
            "ES256": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            "ES256K": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"), "EdDSA": ("-algorithm", "ED25519")}

    def keys(self):
        for reference in list(self.NAMES.values())[1:]:
            self.value(self.post("generateECSignKey/CERTIFICATE", key_name("REGISTRATION", reference)))

    def verified(self, algorithm, pem, signature, text):
        if algorithm == "EdDSA":
            return tools.verifies_ed25519(pem, signature, text)
        if algorithm.startswith("ES"):
            return tools.verifies(pem, tools.ecdsa_der(signature), text)
        return tools.verifies(pem, signature, text, *(tools.PSS if algorithm == "PS256" else []))

    def test_what_we_sign_the_tools_verify(self):
        self.keys()
        for algorithm, reference in self.NAMES.items():
            pem = self.pem("REGISTRATION", reference)
            for endpoint, asked in (("jwtSign", algorithm), ("jwsSign", "PS256" if algorithm == "RS256" else algorithm)):
                with self.subTest(endpoint=endpoint, algorithm=asked):
                    made = self.value(self.post(endpoint, key_name("REGISTRATION", reference, dataToSign=encode(b'{"a":1}'), includePayload=True,
                                                                   b64JWSHeaderParam=True)))["jwtSignedData"]
                    head, payload, signature = made.split(".")
                    self.assertEqual((json.loads(decode(head))["alg"], decode(payload)), (asked, b'{"a":1}'))
                    self.assertTrue(self.verified(asked, pem, decode(signature), f"{head}.{payload}"))
                    with self.assertRaises(AssertionError):
                        self.verified(asked, pem, decode(signature), f"{head}.{payload}A")
            raw = self.value(self.post("signV2", key_name("REGISTRATION", reference, dataToSign=encode(TEXT), signAlgorithm=algorithm,
                                                          responseEncodingFormat="base64url")))["signature"]
            self.assertTrue(self.verified(algorithm, pem, decode(raw), TEXT))
        detached = self.value(self.post("sign", {"data": TEXT.decode()}))["signature"]
        head, _, signature = detached.split(".")
        self.assertTrue(tools.verifies(self.pem("KERNEL", "SIGN"), decode(signature), f"{head}.{encode(TEXT)}"))

    def signed(self, algorithm, key, text):
        if algorithm == "EdDSA":
            return tools.sign_ed25519(key, text)
        if algorithm.startswith("ES"):
            return tools.ecdsa_pair(tools.sign(key, text))
        return tools.sign(key, text, *(tools.PSS if algorithm == "PS256" else []))

    def test_what_the_tools_sign_we_verify(self):
        for algorithm, words in self.KEYS.items():
            with self.subTest(algorithm):
                key = tools.new_key(*words)
                pem = tools.self_signed(key, usage="digitalSignature")
                head = encode(json.dumps({"alg": algorithm}).encode())
                text = f"{head}.{encode(TEXT)}"
                verdict = lambda jws, pem=pem: self.value(self.post("jwtVerify", {"jwtSignatureData": jws, "certificateData": pem}))
                signature = self.signed(algorithm, key, text)
                self.assertTrue(verdict(f"{text}.{encode(signature)}")["signatureValid"])
                self.assertFalse(verdict(f"{head}.{encode(TEXT + b'.')}.{encode(signature)}")["signatureValid"])
                spoilt = signature[:40] + bytes([signature[40] ^ 1]) + signature[41:]
                self.assertFalse(verdict(f"{text}.{encode(spoilt)}")["signatureValid"])


class Certificates(KeysCase):
    CURVES = [("REGISTRATION", reference) for reference in ("EC_SECP256R1_SIGN", "EC_SECP256K1_SIGN", "ED25519_SIGN")]
    NAMES = [("KERNEL", "SIGN"), ("REGISTRATION", ""), BASE, *CURVES]

    def setUp(self):
        for name in self.CURVES:
            self.value(self.post("generateECSignKey/CERTIFICATE", key_name(*name)))

    def test_every_chain_leads_to_the_root(self):
        for name in self.NAMES:
            with self.subTest(name):
                chain = self.value(self.get("getCertificateChain", *name))["certificatesTrustPath"]
                with Files(root=self.pem("ROOT"), chain=openssl("pkcs7", "-print_certs", text=chain), leaf=self.pem(*name)) as files:
                    told = openssl("verify", "-purpose", "any", "-CAfile", files["root"], "-untrusted", files["chain"], files["leaf"])
                    self.assertTrue(told.strip().endswith(": OK"))

    def test_every_request_is_signed_by_its_own_key(self):
        for name in self.NAMES:
            with self.subTest(name):
                csr = self.value(self.post("generateCSR", key_name(*name)))["certSignRequest"]
                tools.tool("req", "-verify", "-noout", data=csr.encode())
                self.assertEqual(tools.tool("req", "-noout", "-pubkey", data=csr.encode()), tools.public_key_of(self.pem(*name)))


if __name__ == "__main__":
    unittest.main()
