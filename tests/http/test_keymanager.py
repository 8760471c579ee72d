"""The key manager: keys by order and by use, requests, chains, uploads; read and made by OpenSSL (keys sheet 2, 4, 8)."""

import os
import tempfile
import unittest

from certificates import Files, certificate, expired_certificate, openssl, signed_by
from idkernel import in_parallel, run, sets
from keys_case import KEYS, TIME, KeysCase, key_name

STAMP = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"
SUBJECT = {"commonName": "mosip.example.in", "organizationUnit": "TECH", "organization": "Example Authority", "location": "Pune",
           "state": "MH", "country": "IN"}


def subject_of(pem):
    return openssl("x509", "-noout", "-subject", "-nameopt", "RFC2253", text=pem).split("=", 1)[1].strip()


def text_of(pem):
    return openssl("x509", "-noout", "-text", text=pem)


def verified_request(csr):
    """The text of a certificate request whose own signature holds."""
    return openssl("req", "-verify", "-noout", "-text", text=csr)


def public_key_of(pem, kind="x509"):
    return openssl(kind, "-noout", "-pubkey", text=pem)


class MasterKeys(KeysCase):
    def test_certificate_and_its_shape(self):
        made = self.value(self.master("PMS", **SUBJECT))
        self.assertEqual(list(made), ["certificate", "certSignRequest", "issuedAt", "expiryAt", "timestamp"])
        self.assertIsNone(made["certSignRequest"])
        for name in ("issuedAt", "expiryAt", "timestamp"):
            self.assertRegex(made[name], STAMP)
        self.assertEqual(subject_of(made["certificate"]), "CN=mosip.example.in,OU=TECH,O=Example Authority,L=Pune,ST=MH,C=IN")
        text = text_of(made["certificate"])
        for part in ("CA:TRUE, pathlen:1", "Digital Signature, Certificate Sign", "sha256WithRSAEncryption", "Public-Key: (2048 bit)"):
            self.assertIn(part, text)
        with Files(root=self.pem("ROOT"), made=made["certificate"]) as files:
            self.assertIn("OK", openssl("verify", "-CAfile", files["root"], files["made"]))
        self.assertEqual(self.pem("PMS"), made["certificate"])

    def test_defaults_of_the_subject(self):
        pem = self.value(self.master("RESIDENT", state=" ", country=None))["certificate"]
        self.assertEqual(subject_of(pem), "CN=www.mosip.io (RESIDENT),OU=MOSIP-TECH-CENTER,O=IITB,L=BANGALORE,ST=KA,C=IN")
        self.assertEqual(subject_of(self.pem("ROOT")).split(",")[0], "CN=www.mosip.io (ROOT)")
        self.assertEqual(subject_of(self.pem("KERNEL", "SIGN")).split(",")[0], "CN=www.mosip.io (KERNEL-SIGN)")

    def test_an_absent_reference_is_an_empty_one(self):
        first = self.value(self.post("generateMasterKey/Certificate", {"applicationId": "REGISTRATION"}))
        for reference in (None, "", " "):
            again = self.value(self.master("REGISTRATION", reference, kind="cErTiFiCaTe"))
            self.assertEqual(again["certificate"], first["certificate"])
        self.assertEqual(len(self.all_pems("REGISTRATION")), 1)

    def test_force_rotates_twice_a_day(self):
        first = self.pem("KERNEL", "SIGN")
        made = [self.value(self.master("KERNEL", "SIGN", force=True))["certificate"] for _ in range(2)]
        self.assertEqual(len({first, *made}), 3)
        self.assertEqual(self.pem("KERNEL", "SIGN"), made[-1])
        listed = self.value(self.get("getAllCertificates", "KERNEL", "SIGN"))["allCertificates"]
        self.assertEqual([one["certificateData"] for one in listed], [first, *made])
        self.assertEqual(len({one["keyId"] for one in listed}), 3)
        self.assertEqual(list(listed[0]), ["certificateData", "issuedAt", "expiryAt", "keyId"])
        # Those before ended a minute before their successors began.
        for before, after in zip(listed, listed[1:]):
            self.assertLess(before["expiryAt"], after["issuedAt"])

    def test_certificate_request(self):
        made = self.value(self.master("REGISTRATION", kind="csr", **SUBJECT))
        self.assertIsNone(made["certificate"])
        self.assertIn("CN = mosip.example.in", verified_request(made["certSignRequest"]))
        self.assertEqual(public_key_of(made["certSignRequest"], "req"), public_key_of(self.pem("REGISTRATION")))

    def test_refusals(self):
        self.assert_refused(self.master("NOBODY"), "KER-KMS-002")
        self.assert_refused(self.master("BASE"), "KER-KMS-002")
        self.assert_refused(self.master(" "), "KER-KMS-005", "request.applicationId should not be null or empty")
        self.assert_refused(self.master("REGISTRATION", country="IND"), "KER-KMS-005")
        self.assert_refused(self.master("REGISTRATION", "SIGN"), "KER-KMS-010")
        self.assert_refused(self.master("KERNEL", "sign"), "KER-KMS-010")
        self.assert_refused(self.call("POST", KEYS + "generateMasterKey/CSR", {}), "KER-KMS-005")

    def test_a_bad_object_type_makes_no_key(self):
        self.assert_refused(self.master("ID_REPO", kind="PDF"), "KER-KMS-009")
        self.assertEqual(self.all_pems("ID_REPO"), [])
        self.assert_refused(self.get("getCertificate", "ID_REPO"), "KER-KMS-012")

    def test_a_new_root_signs_what_comes_after(self):
        old = self.pem("ROOT")
        new = self.value(self.master("ROOT", force=True))["certificate"]
        with Files(old=old, new=new, before=self.pem("REGISTRATION"),
                   after=self.value(self.master("ADMIN_SERVICES"))["certificate"]) as files:
            self.assertIn("OK", openssl("verify", "-CAfile", files["new"], files["new"]))
            self.assertIn("OK", openssl("verify", "-CAfile", files["old"], files["before"]))
            self.assertIn("OK", openssl("verify", "-CAfile", files["new"], files["after"]))
        self.assertIn("CA:TRUE, pathlen:2", text_of(new))


class SignatureKeys(KeysCase):
    CURVES = {"EC_SECP256R1_SIGN": "ASN1 OID: prime256v1", "EC_SECP256K1_SIGN": "ASN1 OID: secp256k1", "ED25519_SIGN": "ED25519"}

    def ec(self, application, reference, kind="CERTIFICATE", **more):
        return self.post("generateECSignKey/" + kind, key_name(application, reference, **more))

    def test_each_kind(self):
        for reference, curve in self.CURVES.items():
            with self.subTest(reference):
                pem = self.value(self.ec("REGISTRATION", reference))["certificate"]
                self.assertIn(curve, text_of(pem))
                self.assertEqual(self.pem("REGISTRATION", reference), pem)
                csr = self.value(self.ec("REGISTRATION", reference, "CSR", commonName="ec"))["certSignRequest"]
                self.assertIn("CN = ec", verified_request(csr))
                self.assertNotEqual(self.value(self.ec("REGISTRATION", reference, force=True))["certificate"], pem)
                self.assertEqual(len(self.all_pems("REGISTRATION", reference)), 2)

    def test_refusals(self):
        for application, reference in (("REGISTRATION", ""), ("REGISTRATION", "x"), ("ROOT", "EC_SECP256R1_SIGN")):
            self.assert_refused(self.ec(application, reference), "KER-KMS-030")
        self.assert_refused(self.ec("NOBODY", "ED25519_SIGN"), "KER-KMS-002")
        self.assert_refused(self.ec("PMS", "ED25519_SIGN"), "KER-KMS-012")
        self.assert_refused(self.ec("REGISTRATION", "EC_SECP256R1_SIGN", "PDF"), "KER-KMS-005",
                            "Invalid request Allowed values are CSR/CERTIFICATE.")
        self.assert_refused(self.get("getCertificate", "PMS", "ED25519_SIGN"), "KER-KMS-016")


class BasePolicy(KeysCase):
    """BASE is the policy of base keys and no application."""

    def test_no_verb_knows_it(self):
        for reference in ("", "x", "EC_SECP256R1_SIGN"):
            with self.subTest(reference):
                for kind in ("CERTIFICATE", "CSR"):
                    self.assert_refused(self.master("BASE", reference, kind, force=True), "KER-KMS-002")
                self.assert_refused(self.get("getCertificate", "BASE", reference), "KER-KMS-002")
                self.assert_refused(self.get("getCertificateChain", "BASE", reference), "KER-KMS-002")
                self.assert_refused(self.post("generateCSR", key_name("BASE", reference)), "KER-KMS-002")
                self.assert_refused(self.upload("BASE", reference, certificate()), "KER-KMS-002")
                self.assertEqual(self.all_pems("BASE", reference), [])
        self.assert_refused(self.post("generateECSignKey/CERTIFICATE", key_name("BASE", "EC_SECP256R1_SIGN")), "KER-KMS-002")
        self.assert_refused(self.post("generateSymmetricKey", key_name("BASE", "x")), "KER-KMS-002")
        self.assert_refused(self.upload_other("BASE", "x", certificate()), "KER-KMS-002")
        self.assert_refused(self.revoke("BASE", "x"), "KER-KMS-003")
        self.assert_refused(self.post("encrypt", key_name("BASE", "x", data="eA", timeStamp=TIME)), "KER-KMS-002")


class TokenKey(KeysCase):
    KEPT = 16

    def test_no_rotation_drops_a_key_whose_tokens_live(self):
        first = self.server.sign_in().cookie()
        for _ in range(self.KEPT - 1):
            self.value(self.master("AUTH_TOKEN", force=True))
        self.assert_refused(self.master("AUTH_TOKEN", force=True), "KER-KMS-026")
        self.assertEqual(len(self.all_pems("AUTH_TOKEN")), self.KEPT)
        self.assertEqual(len(self.call("GET", "/.well-known/jwks.json").json()["keys"]), self.KEPT)
        answer = self.server.call("GET", "/v1/keymanager/getCertificate?applicationId=ROOT", token=first)
        self.assertEqual((answer.status, answer.json()["errors"]), (200, None), answer.body)


class BaseKeys(KeysCase):
    def test_parallel_first_uses_make_one_key(self):
        answers = in_parallel([lambda: self.pem("REGISTRATION", "first")] * 12)
        self.assertEqual(len(set(answers)), 1)
        self.assertEqual(self.all_pems("REGISTRATION", "first"), [answers[0]])

    def test_profile_and_chain(self):
        pem = self.pem("REGISTRATION", "profile")
        self.assertEqual(subject_of(pem).split(",")[0], "CN=REGISTRATION-profile")
        self.assertIn("CA:FALSE", text_of(pem))
        self.assertIn("Key Encipherment", text_of(pem))
        answer = self.value(self.get("getCertificateChain", "REGISTRATION", "profile"))
        self.assertRegex(answer["timestamp"], STAMP)
        self.assertEqual(list(answer), ["certificatesTrustPath", "timestamp"])
        printed = openssl("pkcs7", "-print_certs", text=answer["certificatesTrustPath"])
        chain = [part.split("-----BEGIN")[1] for part in printed.split("-----END CERTIFICATE-----") if "-----BEGIN" in part]
        chain = ["-----BEGIN" + part + "-----END CERTIFICATE-----\n" for part in chain]
        self.assertEqual([subject_of(one) for one in chain], [subject_of(one) for one in (
            pem, self.pem("REGISTRATION"), self.pem("ROOT"))])
        with Files(leaf=chain[0], module=chain[1], root=chain[2]) as files:
            self.assertIn("OK", openssl("verify", "-CAfile", files["root"], "-untrusted", files["module"], files["leaf"]))

    def test_keys_outlive_the_rotation_of_their_module(self):
        self.value(self.master("RESIDENT"))
        sealed = self.encrypt("RESIDENT", "old", "c2VjcmV0")
        pem, module = self.pem("RESIDENT", "old"), self.pem("RESIDENT")
        rotated = self.value(self.master("RESIDENT", force=True))["certificate"]
        self.assertEqual(self.decrypt("RESIDENT", "old", sealed), "c2VjcmV0")
        self.assertEqual(self.pem("RESIDENT", "old"), pem)
        with Files(old=module, new=rotated, before=pem, after=self.pem("RESIDENT", "new")) as files:
            self.assertIn("OK", openssl("verify", "-partial_chain", "-CAfile", files["old"], files["before"]))
            self.assertIn("OK", openssl("verify", "-partial_chain", "-CAfile", files["new"], files["after"]))

    def test_request_for_a_key(self):
        made = self.value(self.post("generateCSR", key_name("REGISTRATION", "asked", commonName="asked", country="FR")))
        self.assertIsNone(made["certificate"])
        text = verified_request(made["certSignRequest"])
        self.assertIn("Subject: C = FR, ST = KA, L = BANGALORE, O = IITB, OU = MOSIP-TECH-CENTER, CN = asked", text)
        pem = self.pem("REGISTRATION", "asked")
        self.assertEqual(public_key_of(made["certSignRequest"], "req"), public_key_of(pem))
        self.assertEqual(made["issuedAt"][:19], self.value(self.get("getCertificate", "REGISTRATION", "asked"))["issuedAt"][:19])

    def test_refusals_of_requests(self):
        ask = lambda *name, **more: self.post("generateCSR", key_name(*name, **more))
        self.assert_refused(ask("KERNEL", None), "KER-KMS-012")
        self.assert_refused(ask("NOBODY", "x"), "KER-KMS-002")
        self.assert_refused(ask("", "x"), "KER-KMS-005", "request.applicationId should not be null or empty")
        self.assert_refused(ask("REGISTRATION", "x", country="1"), "KER-KMS-005")
        self.assert_refused(ask("KERNEL", "x"), "KER-KMS-016")
        self.assert_refused(ask("KERNEL", "IDENTITY_CACHE"), "KER-KMS-022")
        self.assertEqual(self.all_pems("REGISTRATION", "x"), [])

    def test_refusals_of_certificates(self):
        self.assert_refused(self.call("GET", KEYS + "getCertificate"), "KER-KMS-005",
                            "Required String parameter 'applicationId' is not present")
        for endpoint in ("getCertificate", "getCertificateChain"):
            self.assert_refused(self.get(endpoint, "NOBODY"), "KER-KMS-002")
            self.assert_refused(self.get(endpoint, "KERNEL"), "KER-KMS-012")
            self.assert_refused(self.get(endpoint, "PRE_REGISTRATION", "x"), "KER-KMS-012")
            self.assert_refused(self.get(endpoint, "ROOT", "x"), "KER-KMS-016")
        message = self.get("getCertificate", "PARTNER", "x").json()["errors"][0]["message"]
        self.assertIn("(Partner App Id)", message)
        self.assertEqual(self.all_pems("NOBODY", "x"), [])


class Uploads(KeysCase):
    def issued_for(self, application, reference, days="400"):
        """A certificate for the server's key from an authority elsewhere."""
        csr = self.value(self.post("generateCSR", key_name(application, reference)))["certSignRequest"]
        return signed_by(self.authority, self.authority_key, csr, days)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        directory = tempfile.TemporaryDirectory(prefix="idkernel-test-")
        cls.addClassCleanup(directory.cleanup)
        cls.authority_key = os.path.join(directory.name, "authority.pem")
        cls.authority = certificate(subject="/CN=authority", key_file=cls.authority_key)

    def test_the_answer_to_a_request(self):
        for name in (("REGISTRATION", "mine"), ("REGISTRATION", "")):
            with self.subTest(name):
                pem = self.issued_for(*name)
                answer = self.value(self.upload(*name, "some text\n" + pem))
                self.assertEqual(answer["status"], "Upload Success")
                self.assertRegex(answer["timestamp"], STAMP)
                self.assertEqual(self.pem(*name), pem)
                self.assertEqual(self.all_pems(*name), [pem])
                self.assertEqual(self.value(self.upload(*name, pem))["status"], "Upload Success")

    def test_data_of_before_still_opens(self):
        sealed = self.encrypt("REGISTRATION", "sealed", "c2VjcmV0")
        self.upload("REGISTRATION", "sealed", self.issued_for("REGISTRATION", "sealed"))
        self.assertEqual(self.decrypt("REGISTRATION", "sealed", sealed), "c2VjcmV0")
        again = self.encrypt("REGISTRATION", "sealed", "YWdhaW4")
        self.assertEqual(self.decrypt("REGISTRATION", "sealed", again), "YWdhaW4")

    def test_refusals(self):
        pem = certificate()
        self.assert_refused(self.upload("NOBODY", "", pem), "KER-KMS-002")
        self.assert_refused(self.upload("ID_REPO", "", pem), "KER-KMS-012")
        self.assert_refused(self.upload("REGISTRATION", "never", pem), "KER-KMS-012")
        self.assert_refused(self.upload("KERNEL", "SIGN", "nonsense"), "KER-KMS-013")
        self.assert_refused(self.upload("KERNEL", "SIGN", pem), "KER-KMS-014")
        self.assert_error(self.upload(" ", "", None), 200, "KER-KMS-005", "KER-KMS-005")
        self.pem("REGISTRATION", "revoked")
        self.revoke("REGISTRATION", "revoked")
        self.assert_refused(self.upload("REGISTRATION", "revoked", pem), "KER-KMS-003")
        self.upload_other("PMS", "bank", pem)
        self.assert_refused(self.upload("PMS", "bank", pem), "KER-KMS-015")

    def test_other_domains(self):
        first, second = certificate(), certificate("ec")
        self.assertEqual(self.value(self.upload_other("PARTNER", "bank", first))["status"], "Upload Success")
        self.assertEqual(self.pem("PARTNER", "bank"), first)
        self.assert_refused(self.upload_other("PARTNER", "bank", first), "KER-KMS-035")
        self.value(self.upload_other("PARTNER", "bank", second))
        self.assertEqual(self.pem("PARTNER", "bank"), second)
        self.assertEqual(sorted(self.all_pems("PARTNER", "bank")), sorted([first, second]))
        self.assert_refused(self.post("generateCSR", key_name("PARTNER", "bank")), "KER-KMS-002")
        self.value(self.revoke("PARTNER", "bank"))
        self.assert_refused(self.get("getCertificate", "PARTNER", "bank"), "KER-KMS-016")

    def test_what_we_encrypt_for_others_they_open(self):
        pem = certificate()
        self.value(self.upload_other("PARTNER", "shop", pem))
        self.encrypt("PARTNER", "shop", "c2VjcmV0")

    def test_refusals_of_other_domains(self):
        pem = certificate()
        self.assert_refused(self.upload_other("PARTNER", "", pem), "KER-KMS-005", "Invalid request")
        self.assert_refused(self.upload_other("PARTNER", "x", "nonsense"), "KER-KMS-013")
        self.assert_refused(self.upload_other("kernel", "sign", pem), "KER-KMS-031")
        self.assert_refused(self.upload_other("PARTNER", "ED25519_SIGN", pem), "KER-KMS-030")
        self.pem("REGISTRATION", "own")
        self.assert_refused(self.upload_other("REGISTRATION", "own", pem), "KER-KMS-034")
        self.assert_refused(self.upload_other("PARTNER", "weak", certificate("rsa:1024")), "KER-KMS-001")

    def test_an_expired_certificate_of_another_domain_leaves_the_good_one(self):
        pem = certificate()
        self.value(self.upload_other("PARTNER", "old", pem))
        self.assert_refused(self.upload_other("PARTNER", "old", expired_certificate()), "KER-KMS-001")
        self.assertEqual(self.pem("PARTNER", "old"), pem)
        self.encrypt("PARTNER", "old", "c2VjcmV0")


class SymmetricKeys(KeysCase):
    def symmetric(self, reference, **more):
        return self.post("generateSymmetricKey", key_name("KERNEL", reference, **more))

    def test_made_once_unless_forced(self):
        answers = [self.value(self.symmetric("CACHE", **more)) for more in ({}, {}, {"force": False}, {"force": True})]
        self.assertEqual([one["status"] for one in answers],
                         ["Generation Success", "Key Exists.", "Key Exists.", "Generation Success"])
        self.assertRegex(answers[0]["timestamp"], STAMP)
        self.assertEqual(self.all_pems("KERNEL", "CACHE"), [])
        self.assert_refused(self.get("getCertificate", "KERNEL", "CACHE"), "KER-KMS-003")

    def test_refusals(self):
        self.assert_error(self.post("generateSymmetricKey", {}), 200, "KER-KMS-005", "KER-KMS-005")
        self.assert_refused(self.symmetric(" "), "KER-KMS-005", "request.referenceId should not be null or empty")
        self.pem("REGISTRATION", "rsa")
        self.assert_refused(self.post("generateSymmetricKey", key_name("REGISTRATION", "rsa")), "KER-KMS-003")

    def test_other_domains_keep_away(self):
        self.value(self.symmetric("AWAY"))
        self.assert_refused(self.upload_other("KERNEL", "AWAY", certificate()), "KER-KMS-033")
        self.value(self.revoke("KERNEL", "AWAY"))
        self.assert_refused(self.upload_other("KERNEL", "AWAY", certificate()), "KER-KMS-032")


class Revocation(KeysCase):
    def test_the_next_use_makes_another_key(self):
        sealed = self.encrypt("REGISTRATION", "ending", "c2VjcmV0")
        first = self.pem("REGISTRATION", "ending")
        answer = self.value(self.revoke("REGISTRATION", "ending"))
        self.assertEqual(answer["status"], "Key Revoked")
        self.assertRegex(answer["timestamp"], STAMP)
        self.assert_refused(self.revoke("REGISTRATION", "ending"), "KER-KMS-003")
        second = self.pem("REGISTRATION", "ending")
        self.assertNotEqual(second, first)
        self.assertEqual(self.all_pems("REGISTRATION", "ending"), [first, second])
        self.assertEqual(self.decrypt("REGISTRATION", "ending", sealed), "c2VjcmV0")

    def test_no_successor_is_due(self):
        name = ("REGISTRATION", "EC_SECP256K1_SIGN")
        gauge = 'idkernel_key_days_to_expiry{application="%s",reference="%s"}' % name
        first = self.value(self.post("generateECSignKey/CERTIFICATE", key_name(*name)))["certificate"]
        self.assertGreater(self.server.metrics()[gauge], 1000)
        self.value(self.revoke(*name))
        self.assertNotIn(gauge, self.server.metrics())
        health = self.server.manage("/actuator/health").json()["components"]
        self.assertEqual({part: health[part]["status"] for part in ("keyRenewal", "keyExpiry", "keystore")},
                         {"keyRenewal": "UP", "keyExpiry": "UP", "keystore": "UP"})
        self.assertEqual(self.all_pems(*name), [first])
        self.assertNotEqual(self.pem(*name), first)
        self.assertGreater(self.server.metrics()[gauge], 1000)

    def test_refusals(self):
        self.assert_refused(self.revoke("KERNEL", "SIGN"), "KER-KMS-021")
        self.assert_refused(self.revoke("REGISTRATION", "never"), "KER-KMS-003")
        self.assert_refused(self.revoke("REGISTRATION", ""), "KER-KMS-005", "request.referenceId should not be null or empty")


class Start(KeysCase):
    """The configured lists of keys, and a second start on the same data."""

    arguments = KeysCase.arguments[:-2]
    boot_keys = True
    MASTER = ("ROOT", "KERNEL", "PRE_REGISTRATION", "REGISTRATION", "REGISTRATION_PROCESSOR", "ID_REPO", "RESIDENT", "PMS",
              "ADMIN_SERVICES", "DIGITAL_CARD", "COMPLIANCE_TOOLKIT")
    OTHERS = (("KERNEL", "SIGN"), ("RESIDENT", "mpartner-default-resident"), ("COMPLIANCE_TOOLKIT", "COMP-FIR"))

    def everything(self):
        return {name: self.all_pems(*name) for name in (*((one, "") for one in self.MASTER), *self.OTHERS)}

    def test_all_keys_are_made_once_and_stay(self):
        before = self.everything()
        self.assertEqual([len(pems) for pems in before.values()], [1] * len(before))
        self.assertEqual(self.value(self.post("generateSymmetricKey", key_name("KERNEL", "IDENTITY_CACHE")))["status"], "Key Exists.")
        sealed = self.encrypt("RESIDENT", "mpartner-default-resident", "c2VjcmV0")
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.assertEqual(self.everything(), before)
        self.assertEqual(self.decrypt("RESIDENT", "mpartner-default-resident", sealed), "c2VjcmV0")
        csr = self.value(self.post("generateCSR", key_name("KERNEL", "SIGN")))["certSignRequest"]
        self.assertEqual(public_key_of(csr, "req"), public_key_of(before["KERNEL", "SIGN"][0]))


class AlternativeNames(KeysCase):
    """Configured names beside the subject (keys sheet 9)."""

    SAN = "mosip.kernel.keymanager.certificate.sanParameters."
    arguments = KeysCase.arguments + sets(
        SAN + "REGISTRATION.BLANK={'dns':'a.example.org|b.example.org','email':'keys@example.org'}",
        SAN + "REGISTRATION.named={'uri':'https://example.org/keys','ipAddress':'10.0.0.1','directoryName':'C=IN,CN=keys','registeredId':'1.2.3.4'}")

    def names(self, *name):
        """As openssl prints them; nothing when there are none."""
        printed = openssl("x509", "-noout", "-ext", "subjectAltName", text=self.pem(*name))
        return [line.strip() for line in printed.splitlines()][1:]

    def test_stand_in_every_certificate_of_the_key(self):
        of_module = ["DNS:a.example.org, DNS:b.example.org, email:keys@example.org"]
        self.assertEqual(self.names("REGISTRATION"), of_module)
        self.value(self.master("REGISTRATION", force=True))
        self.assertEqual(self.names("REGISTRATION"), of_module)
        self.assertEqual(self.names("REGISTRATION", "named"),
                         ["URI:https://example.org/keys, IP Address:10.0.0.1, DirName:/C=IN/CN=keys, Registered ID:1.2.3.4"])
        self.assertEqual(self.names("REGISTRATION", "other"), [])
        self.assertNotIn("Subject Alternative Name", text_of(self.pem("KERNEL", "SIGN")))

    def test_what_no_certificate_can_hold_stops_the_start(self):
        code, text = run("check-config", "--dev", *sets(self.SAN + "PMS.BLANK={'dns':'a'}", self.SAN + "PMS.x={'x400Address':'a'}"))
        self.assertNotEqual(code, 0)
        self.assertIn("there are no names of the type x400Address", text)
        self.assertNotIn("unknown key: " + self.SAN, text)


class Callers(KeysCase):
    """The operations that --dev opens are those of test_open_operations.py."""

    ENDPOINTS = (("POST", "generateMasterKey/CSR"), ("POST", "generateECSignKey/CSR"), ("GET", "getCertificate"),
                 ("GET", "getAllCertificates"), ("GET", "getCertificateChain"), ("POST", "generateSymmetricKey"), ("PUT", "revokeKey"))

    def test_need_a_token_and_a_role(self):
        for method, endpoint in self.ENDPOINTS:
            with self.subTest(endpoint):
                self.assert_error(self.server.call(method, KEYS + endpoint), 401, "KER-ATH-401")
                token = self.server.token("mosip-abis-client", "abc123")
                self.assert_error(self.server.call(method, KEYS + endpoint, token=token), 403, "KER-ATH-403")


if __name__ == "__main__":
    unittest.main()
