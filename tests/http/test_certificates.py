"""Certificates that come in: expired, early, weak, for another use, self-signed where a path is asked, huge. Each endpoint refuses
each with its own code, and nothing is written; what is good is taken (keys sheet 4.4, 4.5, 8, 8.1)."""

import json
import ssl
import unittest

import openssl_tools
from authorities import Holder, bundle, in_directory, issued
from certificates import openssl
from elements import BIT_STRING, SEQUENCE, element, members, pem_of
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, envelope, sets
from jwt_tools import decode, encode
from keys_case import KeysCase, key_name

EARLY, ENDED = {"begin": 2}, {"begin": -9, "end": -1}
SHA1, MD5 = {"digest": "sha1"}, {"digest": "md5", "kind": "2048"}
SHORT_KEY = {"kind": "1024"}
WEAK = {"SHA-1": SHA1, "MD5": MD5, "RSA-1024": SHORT_KEY}
HUGE = {"profile": "huge"}
RS256 = bytes.fromhex("300d06092a864886f70d01010b0500")  # sha256WithRSAEncryption


def encode_json(value):
    return encode(json.dumps(value).encode())


class CertificateCase(KeysCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN,REGISTRATION,PMS")

    def written(self):
        """How often the owners of keys and of partners have written."""
        batches = {name: value for name, value in self.server.metrics().items() if name.startswith("idkernel_partition_batches_total{")}
        owners = [[value for name, value in batches.items() if f'service="{service}"' in name] for service in ("keymanager", "partner")]
        self.assertTrue(all(owners), batches)
        return [sum(values) for values in owners]

    def refuse(self, cases, ask):
        """Each (what, given, code) is refused and leaves nothing behind."""
        self.server.token()
        before = self.written()
        for what, given, code in cases:
            with self.subTest(what):
                self.assert_refused(ask(given), code)
                self.assertEqual(self.written(), before)


class Recipients(CertificateCase):
    def encrypted_for(self, pem):
        return self.post("jwtEncrypt", {"data": encode_json({"a": 1}), "x509Certificate": pem})

    def test_a_recipient_of_a_request(self):
        cases = [("early", EARLY, "KER-KMS-001"), ("expired", ENDED, "KER-KMS-001"), ("SHA-1", SHA1, "KER-KMS-001"),
                 ("MD5", MD5, "KER-KMS-001"), ("RSA-1024", SHORT_KEY, "KER-CRY-011"), ("RSA-3072", {"kind": "3072"}, "KER-CRY-011"),
                 ("a curve", {"kind": "ec"}, "KER-CRY-011"), ("for signatures", {"profile": "leaf"}, "KER-KMS-001"),
                 ("for revocations", {"profile": "lists"}, "KER-KMS-001"), ("huge", HUGE, "KER-KMS-013")]
        made = [(what, Holder("x", **{"kind": "2048", "profile": "sealing", **wish}).pem, code) for what, wish, code in cases]
        self.refuse(made + [("nonsense", "nonsense", "KER-KMS-013")], self.encrypted_for)
        self.value(self.encrypted_for(Holder("x", kind="2048", profile="sealing").pem))

    def test_of_another_domain(self):
        cases = [("early", EARLY, "KER-KMS-001"), ("expired", ENDED, "KER-KMS-001"), *((what, wish, "KER-KMS-001") for what, wish in WEAK.items()),
                 ("for revocations", {"profile": "lists"}, "KER-KMS-001"), ("huge", HUGE, "KER-KMS-013")]
        made = [(what, Holder("x", **{"profile": "sealing", **wish}).pem, code) for what, wish, code in cases]
        good = Holder("x", kind="2048", profile="sealing").pem
        self.refuse(made, lambda pem: self.upload_other("PARTNER", "new", pem))
        self.assertEqual(self.all_pems("PARTNER", "new"), [])
        self.value(self.upload_other("PARTNER", "there", good))
        self.refuse(made, lambda pem: self.upload_other("PARTNER", "there", pem))
        self.assertEqual(self.all_pems("PARTNER", "there"), [good])
        self.encrypt("PARTNER", "there", "c2VjcmV0")
        self.value(self.upload_other("PARTNER", "signer", Holder("x", profile="leaf").pem))


class Uploads(CertificateCase):
    def csr(self, name):
        return self.value(self.post("generateCSR", key_name(*name)))["certSignRequest"]

    def test_of_our_own_keys(self):
        authority = Holder("authority")
        for name, right, wrong in ((("REGISTRATION", "base"), "sealing", "leaf"), (("REGISTRATION", ""), "leaf", "sealing"),
                                   (("KERNEL", "SIGN"), "leaf", "sealing")):
            csr, before = self.csr(name), self.all_pems(*name)
            cases = [("early", EARLY, "KER-KMS-001"), ("expired", ENDED, "KER-KMS-001"), ("SHA-1", SHA1, "KER-KMS-001"),
                     ("MD5", {"digest": "md5"}, "KER-KMS-001"), ("for another use", {"profile": wrong}, "KER-KMS-001"),
                     ("for revocations", {"profile": "lists"}, "KER-KMS-001"), ("huge", HUGE, "KER-KMS-013")]
            by = {False: authority, True: Holder("authority", kind="2048")}
            made = [(f"{name}: {what}", issued(csr, by["digest" in wish], **{"profile": right, **wish}), code) for what, wish, code in cases]
            made.append((f"{name}: another key", Holder("x", **SHORT_KEY).pem, "KER-KMS-014"))
            self.refuse(made, lambda pem, name=name: self.upload(*name, pem))
            self.assertEqual(self.all_pems(*name), before)
            good = issued(csr, authority, profile=right)
            self.value(self.upload(*name, good))
            self.assertEqual(self.pem(*name), good)

    def test_an_absent_application_is_told_in_the_seeds_words(self):
        told = "Required String parameter 'applicationId' is not present"
        for endpoint in ("uploadCertificate", "uploadOtherDomainCertificate"):
            with self.subTest(endpoint):
                for request in ({}, {"applicationId": None}):
                    answer = self.post(endpoint, {"referenceId": "x", "certificateData": "x", **request})
                    self.assert_refused(answer, "KER-KMS-005", told)
                blank = self.post(endpoint, {"applicationId": " ", "referenceId": "x", "certificateData": "x"})
                self.assert_refused(blank, "KER-KMS-005", "request.applicationId should not be null or empty")
                self.assert_refused(self.call("POST", "/v1/keymanager/" + endpoint, {}), "KER-KMS-005", "request must not be null")


class Signers(CertificateCase):
    """Each token is rightly signed by the key of its certificate."""

    CASES = [("early", EARLY), ("expired", ENDED), *WEAK.items(), ("for encryption", {"profile": "sealing"}),
             ("for revocations", {"profile": "lists"})]

    def token(self, holder, with_certificate):
        is_rsa = holder.kind != "ec"
        header = {"alg": "RS256" if is_rsa else "ES256", **({"x5c": [holder.x5c()]} if with_certificate else {})}
        signing_input = encode_json(header) + ".e30"
        return signing_input + "." + encode(holder.signature(signing_input) if is_rsa else holder.signed(signing_input))

    def test_by_the_header_and_by_the_request(self):
        holders = [(what, Holder("x", **{"profile": "leaf", **wish})) for what, wish in self.CASES]
        good, huge = Holder("x", profile="leaf"), Holder("x", **HUGE)
        for endpoint in ("jwtVerify", "jwtVerify/v2"):
            def by_header(holder, endpoint=endpoint):
                return self.post(endpoint, {"jwtSignatureData": self.token(holder, True)})

            def by_request(holder, endpoint=endpoint):
                return self.post(endpoint, {"jwtSignatureData": self.token(holder, False), "certificateData": holder.pem})

            for ask, of_huge in ((by_header, "KER-JWS-106"), (by_request, "KER-KMS-013")):
                self.refuse([(what, holder, "KER-JWS-107") for what, holder in holders] + [("huge", huge, of_huge)], ask)
                self.assertTrue(self.value(ask(good))["signatureValid"])

    def test_self_signed_where_a_path_is_asked(self):
        alone = Holder("alone", profile="leaf")
        before = self.written()
        for endpoint in ("jwtVerify", "jwtVerify/v2"):
            told = self.value(self.post(endpoint, {"jwtSignatureData": self.token(alone, True), "validateTrust": True, "domain": "AUTH"}))
            self.assertEqual((told["signatureValid"], told["trustValid"]), (True, "TRUST_CERT_PATH_NOT_VALID"))
        self.assertEqual(self.written(), before)


class AuthorityCase(CertificateCase):
    def upload_ca(self, pem):
        return self.post("uploadCACertificate", {"certificateData": pem, "partnerDomain": "AUTH"})

    def upload_partner(self, pem):
        return self.post("uploadPartnerCertificate", {"certificateData": pem, "partnerDomain": "AUTH", "organizationName": "Bank"})

    def known(self):
        return self.value(self.post("getCaCertificates", {"pageSize": 500}))["totalRecords"]

    def root(self, **wish):
        root = Holder("root", **wish)
        self.value(self.upload_ca(root.pem))
        return root

    def trust(self, pem):
        return self.post("verifyCertificateTrust", {"certificateData": pem, "partnerDomain": "AUTH"})


class Authorities(AuthorityCase):
    def test_authorities(self):
        root, strong = self.root(), self.root(kind="2048")
        cases = [("early", EARLY, "KER-PMS-020"), ("expired", ENDED, "KER-PCM-004"), ("ending", {"end": 100}, "KER-PCM-017"),
                 *((what, wish, "KER-PCM-001") for what, wish in WEAK.items()), ("for signatures", {"profile": "leaf"}, "KER-PCM-001"),
                 ("for encryption", {"profile": "sealing"}, "KER-PCM-001"), ("huge", HUGE, "KER-PCM-001")]
        made = [(f"{what}, {where}", Holder("x", issuer if "digest" not in wish else issuer and strong, **wish).pem, code)
                for where, issuer in (("below", root), ("a root", None)) for what, wish, code in cases]
        made.append(("below nobody", Holder("x", Holder("unknown")).pem, "KER-PCM-005"))
        before = self.known()
        self.refuse(made, self.upload_ca)
        self.assertEqual(self.known(), before)
        in_bundles = [pem for what, pem, _ in made if not what.startswith("huge")]
        self.assertEqual(self.value(self.upload_ca(bundle(*in_bundles)))["status"], "Upload Failed.")
        self.assertEqual(self.known(), before)
        good = Holder("good", root)
        self.assertEqual(self.value(self.upload_ca(bundle(in_bundles[0], good.pem, in_bundles[-1])))["status"], "Partial Upload Success.")
        self.assertEqual(self.known(), before + 1)

    def test_partners(self):
        root, strong = self.root(), self.root(kind="2048")
        cases = [("early", EARLY, "KER-PMS-020"), ("expired", ENDED, "KER-PCM-004"), ("ending", {"end": 300}, "KER-KMS-021"),
                 ("SHA-1", SHA1, "KER-PCM-014"), ("MD5", MD5, "KER-PCM-014"), ("RSA-1024", SHORT_KEY, "KER-PCM-013"),
                 ("for encryption", {"profile": "sealing"}, "KER-PCM-001"), ("for revocations", {"profile": "lists"}, "KER-PCM-001"),
                 ("huge", HUGE, "KER-PCM-001")]
        made = [(what, Holder("x", strong if "digest" in wish else root, **{"profile": "leaf", **wish}).pem, code) for what, wish, code in cases]
        made += [("self-signed", Holder("x", profile="leaf").pem, "KER-PCM-015"), ("below nobody", Holder("x", Holder("unknown")).pem, "KER-PCM-006")]
        before = self.known()
        self.refuse(made, self.upload_partner)
        self.assertEqual(self.known(), before)
        for profile in ("leaf", "authority"):
            self.value(self.upload_partner(Holder("good", root, profile=profile).pem))

    def test_trust(self):
        root, strong = self.root(), self.root(kind="2048")
        not_above = Holder("x", root, profile="leaf")

        def trusted(pem):
            return self.value(self.trust(pem))["status"]

        cases = {"early": EARLY, "expired": ENDED, **WEAK}
        holders = {what: Holder("x", strong if "digest" in wish else root, **{"profile": "leaf", **wish}) for what, wish in cases.items()}
        holders.update({"self-signed": Holder("x"), "below no authority": Holder("x", not_above), "below nobody": Holder("x", Holder("unknown"))})
        self.server.token()
        before = self.written()
        for what, holder in holders.items():
            with self.subTest(what):
                self.assertFalse(trusted(holder.pem))
        self.assertTrue(trusted(not_above.pem))
        self.assertEqual(self.written(), before)
        self.refuse([("huge", Holder("x", root, **HUGE).pem, "KER-PCM-001")], self.trust)


class Forgeries(AuthorityCase):
    """What a certificate of an authority says, to be signed by the key of another one above it, in DER and in other encodings that
    readers of certificates take."""

    SERIAL, ALGORITHM, ISSUER, SUBJECT, EXTENSIONS = 1, 2, 3, 5, 7  # members of the signed part
    ISSUERS_KEY = bytes.fromhex("0603551d23")  # the extension that names it

    def parts(self, issuer):
        """{encoding: the signed part}, below the authority with this PEM."""
        def signed_part(pem):
            return members(members(ssl.PEM_cert_to_DER_cert(pem))[0])

        said = signed_part(Holder("forged", Holder("stand-in", kind="2048")).pem)
        self.assertEqual(said[self.ALGORITHM], RS256)
        said[self.ISSUER] = signed_part(issuer)[self.SUBJECT]
        extensions = [one for one in members(members(said[self.EXTENSIONS])[0]) if self.ISSUERS_KEY not in one]
        said[self.EXTENSIONS] = element(said[self.EXTENSIONS][0], element(SEQUENCE, b"".join(extensions)))
        der = element(SEQUENCE, b"".join(said))

        def with_member(index, changed):
            return element(SEQUENCE, b"".join([*said[:index], changed, *said[index + 1:]]))

        serial = said[self.SERIAL]
        return {"DER": der, "indefinite": element(SEQUENCE, b"".join(said), 0), "a length of five bytes": element(SEQUENCE, b"".join(said), 5),
                "a long tag": b"\x3f\x10" + der[1:], "an issuer that is no sequence": with_member(self.ISSUER, b"\x10" + said[self.ISSUER][1:]),
                "a serial number with a longer length": with_member(self.SERIAL, element(serial[0], serial[2:], 2))}

    @staticmethod
    def certificate(part, signature):
        """PEM of the whole, signed with RSA and SHA-256."""
        return pem_of(element(SEQUENCE, part + RS256 + element(BIT_STRING, b"\0" + signature)))

    def test_no_signature_of_ours_makes_an_authority(self):
        # From the first partner on our own keys are authorities: what they sign is trusted.
        self.value(self.upload_partner(Holder("good", self.root(), profile="leaf").pem))
        ours, before = self.pem("PMS"), self.known()
        self.assertTrue(self.value(self.trust(ours))["status"])
        for endpoint, member in (("signV2", "signature"), ("signRawData", "signedData")):
            def ask(data, endpoint=endpoint):
                return self.call("POST", "/v1/signature/" + endpoint,
                                 envelope(key_name("PMS", "", dataToSign=encode(data), signAlgorithm="RS256", responseEncodingFormat="base64url")))

            self.value(ask(b"text"))
            for encoding, part in self.parts(ours).items():
                with self.subTest(endpoint=endpoint, encoding=encoding):
                    answer = ask(part)
                    if answer.json()["errors"] is None:
                        text = answer.response()[member]
                        forged = self.certificate(part, decode(text))
                        self.fail(f"it is signed, and as an authority it is answered {self.upload_ca(forged).body}")
                    self.assert_refused(answer, "KER-JWS-104")
        self.assertEqual(self.known(), before)

    def test_a_certificate_is_taken_in_der_alone(self):
        root = self.root(kind="2048")
        parts = self.parts(root.pem)
        forged = {encoding: self.certificate(part, openssl_tools.sign(root.key, part)) for encoding, part in parts.items()}
        for encoding, pem in forged.items():
            with self.subTest(encoding):  # Others read and verify each of them.
                in_directory(lambda file, _, pem=pem: openssl("verify", "-CAfile", file("root", root.pem), file("forged", pem)))
        good = forged.pop("DER")
        refused = [(encoding, pem, "KER-PCM-001") for encoding, pem in forged.items()]
        for ask in (self.upload_ca, self.upload_partner, self.trust):
            self.refuse(refused, ask)
        self.assertTrue(self.value(self.trust(good))["status"])
        self.assertEqual(self.value(self.upload_ca(good))["status"], "Upload Success.")


if __name__ == "__main__":
    unittest.main()
