"""Certificates of authorities and partners: who is trusted, who is signed again (keys sheet 8, 8.1)."""

import json
import unittest

from authorities import Holder, bundle, unbundled, version_1
from certificates import Files, openssl
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, in_parallel, sets
from jwt_tools import encode
from keys_case import KeysCase

SUCCESS, PARTIAL, FAILED = "Upload Success.", "Partial Upload Success.", "Upload Failed."


def printed(pem, *words):
    return openssl("x509", "-noout", *words, text=pem)


class PartnerCase(KeysCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN,PMS")

    def written(self):
        """How often the owner of certificates has written."""
        return {name: value for name, value in self.server.metrics().items()
                if name.startswith("idkernel_partition_batches_total{") and 'service="partner"' in name}

    def upload_ca(self, certificates, domain="AUTH"):
        return self.post("uploadCACertificate", {"certificateData": certificates, "partnerDomain": domain})

    def status(self, certificates, domain="AUTH"):
        return self.value(self.upload_ca(certificates, domain))["status"]

    def upload_partner(self, pem, domain="AUTH", organization="Bank"):
        return self.post("uploadPartnerCertificate", {
            "certificateData": pem, "partnerDomain": domain, "organizationName": organization})

    def trusts(self, pem, domain="AUTH"):
        return self.value(self.post("verifyCertificateTrust", {"certificateData": pem, "partnerDomain": domain}))["status"]

    def read(self, endpoint, name):
        return self.call("GET", f"/v1/keymanager/{endpoint}/{name}")

    def listed(self, **filters):
        return self.value(self.post("getCaCertificates", filters))

    def id_of(self, holder, **filters):
        sha1 = printed(holder.pem, "-fingerprint", "-sha1").split("=")[1].strip().replace(":", "").lower()
        found = [one for one in self.listed(pageSize=500, **filters)["allPartnerCertificates"] if one["certThumbprint"] == sha1]
        self.assertEqual(len(found), 1)
        return found[0]["certId"]

    def new_root(self, domain="AUTH", **more):
        root = Holder("root", **more)
        self.assertEqual(self.status(root.pem, domain), SUCCESS)
        return root


class Authorities(PartnerCase):
    def test_roots_first_then_what_they_sign(self):
        root = Holder("a root")
        middle, stranger = Holder("middle", root), Holder("stranger")
        self.assert_refused(self.upload_ca(middle.pem), "KER-PCM-005", "Root CA Certificate not found.")
        answer = self.value(self.upload_ca(root.pem, "auth"))
        self.assertEqual((list(answer), answer["status"]), (["status", "timestamp"], SUCCESS))
        self.assertEqual(self.status(middle.pem), SUCCESS)
        self.assertTrue(self.trusts(Holder("leaf", middle, profile="leaf").pem))
        self.assertFalse(self.trusts(stranger.pem))
        self.assertFalse(self.trusts(middle.pem, "DEVICE"))
        self.assert_refused(self.upload_ca(middle.pem, "DEVICE"), "KER-PCM-005")

    def test_what_an_authority_is_refused_for(self):
        root = self.new_root()
        self.assert_refused(self.upload_ca(root.pem, "Auth"), "KER-PCM-003")
        self.assertEqual(self.status(root.pem, "MISP"), SUCCESS)
        for pem, code in [("nonsense", "KER-PCM-001"), ("QUJD", "KER-PCM-001"), (Holder("x", begin=2).pem, "KER-PMS-020"),
                          (Holder("x", begin=-9, end=-1).pem, "KER-PCM-004"), (Holder("x", end=100).pem, "KER-PCM-017"),
                          (version_1(root), "KER-PCM-007")]:
            self.assert_refused(self.upload_ca(pem), code)
        self.assert_refused(self.upload_ca(Holder("x").pem, "NOWHERE"), "KER-PCM-011", "Invalid Partner Domain.")
        self.assert_error(self.post("uploadCACertificate", {"certificateData": " "}), 200, "KER-KMS-005", "KER-KMS-005")

    def test_a_bundle_takes_what_it_can(self):
        root = Holder("bundled root")
        middle, orphan, short = Holder("middle", root), Holder("orphan", Holder("unknown")), Holder("short", end=100)
        self.assertEqual(self.status(bundle(orphan.pem, short.pem)), FAILED)
        self.assertEqual(self.status(bundle(middle.pem, orphan.pem, root.pem)), PARTIAL)
        self.assertTrue(self.trusts(Holder("leaf", middle).pem))
        self.assertFalse(self.trusts(orphan.pem))
        self.assertEqual(self.status(bundle(middle.pem, root.pem)), FAILED)
        other = Holder("other root")
        self.assertEqual(self.status(bundle(Holder("low", other).pem, other.pem)), SUCCESS)

    def test_of_eight_uploads_at_once_one_succeeds(self):
        pem = Holder("contended").pem
        answers = in_parallel([lambda: self.upload_ca(pem, "DEVICE")] * 8)
        refused = [answer.error_codes() for answer in answers if answer.json()["errors"]]
        self.assertEqual((refused, len(answers)), ([["KER-PCM-003"]] * 7, 8))
        self.assertEqual(self.listed(issuedTo="contended")["totalRecords"], 1)

    def test_a_certificate_that_may_sign_nobody_is_no_authority(self):
        leaf = Holder("leaf", self.new_root(), profile="leaf")
        self.assert_refused(self.upload_ca(leaf.pem), "KER-PCM-001", "Invalid Certificate uploaded.")
        self.assertTrue(self.trusts(leaf.pem))
        self.assertFalse(self.trusts(Holder("below", leaf).pem))

    def test_verify_refuses_what_it_cannot_judge(self):
        for request, code in [({"certificateData": "x", "partnerDomain": "AUTH"}, "KER-PCM-001"),
                              ({"certificateData": Holder("x").pem, "partnerDomain": "x"}, "KER-PCM-011")]:
            self.assert_refused(self.post("verifyCertificateTrust", request), code)

    def test_a_path_comes_as_a_bundle(self):
        root = self.new_root("FTM")
        middle = Holder("middle", root)
        self.assertEqual(self.status(middle.pem, "FTM"), SUCCESS)
        told = self.value(self.read("getCACertificateTrustPath", self.id_of(middle, partnerDomain="FTM")))
        self.assertEqual(list(told), ["p7bFile", "timestamp"])
        self.assertEqual(sorted(unbundled(told["p7bFile"])), sorted([middle.pem, root.pem]))
        told = self.value(self.read("getCACertificateTrustPath", self.id_of(root, partnerDomain="FTM")))
        self.assertEqual(unbundled(told["p7bFile"]), [root.pem])
        self.assert_refused(self.read("getCACertificateTrustPath", "unknown"), "KER-PMS-019")
        self.assert_refused(self.read("getCACertificateTrustPath", "%20"), "KER-PCM-010")

    def test_lists_are_filtered_sorted_and_cut(self):
        root = Holder("Listed root", organization="Listed")
        self.assertEqual(self.status(root.pem, "MISP"), SUCCESS)
        for name in "cab":
            self.assertEqual(self.status(Holder("listed " + name, root, organization="Listed").pem, "MISP"), SUCCESS)
        page = self.listed(partnerDomain="misp", issuedTo="o=LISTED", sortByFieldName="issuedTo", pageSize=3)
        self.assertEqual({key: page[key] for key in page if key != "allPartnerCertificates"},
                         {"pageNumber": 1, "pageSize": 3, "totalRecords": 4, "totalPages": 2})
        self.assertEqual([one["issuedTo"] for one in page["allPartnerCertificates"]],
                         ["CN=Listed root,O=Listed,C=IN", "CN=listed a,O=Listed,C=IN", "CN=listed b,O=Listed,C=IN"])
        first = page["allPartnerCertificates"][0]
        self.assertEqual((first["caCertificateType"], first["partnerDomain"], first["issuedBy"], first["status"]),
                         ("ROOT", "MISP", first["issuedTo"], True))
        below = self.listed(issuedTo="o=listed", caCertificateType="intermediate", sortOrder="desc", sortByFieldName="certSubject")
        self.assertEqual([one["issuedTo"][:11] for one in below["allPartnerCertificates"]],
                         ["CN=listed c", "CN=listed b", "CN=listed a"])
        self.assertEqual(self.listed(certId=first["certId"], pageNumber="1")["totalRecords"], 1)
        day = first["validFromDate"]
        self.assertEqual(self.listed(issuedTo="Listed root", validFromDate=day)["totalRecords"], 1)
        self.assertEqual(self.listed(issuedTo="Listed root", validTillDate=day)["totalRecords"], 0)
        self.assertEqual(self.listed(expiringWithinDate=first["validTillDate"], certId=first["certId"])["totalRecords"], 1)
        for bad, code in [({"caCertificateType": "LEAF"}, "KER-PCM-018"), ({"partnerDomain": "x"}, "KER-PCM-011"),
                          ({"validFromDate": "today"}, "KER-KMS-006"), ({"pageSize": "many"}, "KER-KMS-005"),
                          ({"sortByFieldName": "certData"}, "KER-KMS-005")]:
            self.assert_refused(self.post("getCaCertificates", bad), code)


class Partners(PartnerCase):
    def test_a_partner_is_signed_again(self):
        leaf = Holder("partner", self.new_root(), kind="2048", profile="leaf")
        told = self.value(self.upload_partner(leaf.pem))
        self.assertEqual(list(told), ["signedCertificateData", "certificateId", "timestamp"])
        chain = unbundled(told["signedCertificateData"])
        self.assertEqual(sorted(chain[1:]), sorted([self.pem("PMS"), self.pem("ROOT")]))
        ours = self.value(self.read("getPartnerCertificate", told["certificateId"]))["certificateData"]
        self.assertEqual(chain[0], ours)
        with Files(ours=ours, pms=self.pem("PMS"), root=self.pem("ROOT")) as files:
            self.assertIn("OK", openssl("verify", "-CAfile", files["root"], "-untrusted", files["pms"], files["ours"]))
        for words in [["-subject"], ["-pubkey"]]:
            self.assertEqual(printed(ours, *words), printed(leaf.pem, *words))
        self.assertIn("Digital Signature, Key Encipherment, Certificate Sign", printed(ours, "-ext", "keyUsage"))
        both = self.value(self.read("getPartnerSignedCertificate", told["certificateId"]))
        self.assertEqual((both["caSignedCertificateData"], both["mosipSignedCertificateData"]), (leaf.pem, ours))
        self.assertTrue(self.trusts(self.pem("PMS")))  # the bundle is among the authorities now
        own = {"issuedTo": "(PMS)", "partnerDomain": "AUTH"}
        self.assertEqual([self.listed(**own, **more)["totalRecords"] for more in [{}, {"excludeMosipCA": True}]], [1, 0])

    def test_the_same_certificate_has_one_row(self):
        leaf = Holder("partner", self.new_root("DEVICE"))
        answers = in_parallel([lambda: self.upload_partner(leaf.pem, "DEVICE")] * 4) + [self.upload_partner(leaf.pem, "device")]
        told = [{**self.value(answer), "timestamp": ""} for answer in answers]
        self.assertEqual(told, told[:1] * 5)
        before = self.written()
        self.value(self.upload_partner(leaf.pem, "DEVICE"))
        self.assertEqual(self.written(), before)
        ours = self.value(self.read("getPartnerCertificate", told[0]["certificateId"]))["certificateData"]
        self.assertNotIn("Key Encipherment", printed(ours, "-ext", "keyUsage"))

    def test_another_key_or_certificate_is_signed_again(self):
        root = self.new_root("DEVICE")
        leaf = Holder("partner", root)
        first = self.value(self.upload_partner(leaf.pem, "DEVICE"))["certificateId"]
        other = self.value(self.upload_partner(Holder("partner", root).pem, "DEVICE"))["certificateId"]
        self.value(self.master("PMS", force=True))
        renewed = self.value(self.upload_partner(leaf.pem, "DEVICE"))
        self.assertEqual(len({first, other, renewed["certificateId"]}), 3)
        self.assertEqual(sorted(unbundled(renewed["signedCertificateData"])[1:]), sorted([self.pem("PMS"), self.pem("ROOT")]))
        self.value(self.read("getPartnerCertificate", first))

    def test_a_chip_maker_gets_its_own_chain_back(self):
        root = self.new_root("FTM")
        leaf = Holder("chips", root, profile="leaf")
        told = self.value(self.upload_partner(leaf.pem, "FTM"))
        self.assertEqual(sorted(unbundled(told["signedCertificateData"])), sorted([leaf.pem, root.pem]))

    def test_what_a_partner_is_refused_for(self):
        root = self.new_root()
        for pem, code in [("x", "KER-PCM-001"), (Holder("x", root, begin=2).pem, "KER-PMS-020"),
                          (Holder("x", root, begin=-9, end=-1).pem, "KER-PCM-004"), (Holder("x", root, end=330).pem, "KER-KMS-021"),
                          (Holder("x").pem, "KER-PCM-015"), (Holder("x", Holder("unknown")).pem, "KER-PCM-006"),
                          (version_1(root), "KER-PCM-007"), (Holder("x", root, organization="Shop").pem, "KER-PCM-008"),
                          (Holder("x", root, kind="1024").pem, "KER-PCM-013"), (Holder("x", root, digest="sha1").pem, "KER-PCM-014")]:
            with self.subTest(code):
                self.assert_refused(self.upload_partner(pem), code)
        self.assert_refused(self.upload_partner(Holder("x", root).pem, "x"), "KER-PCM-011")
        self.assert_error(self.post("uploadPartnerCertificate", {}), 200, *["KER-KMS-005"] * 3)
        for endpoint in ["getPartnerCertificate", "getPartnerSignedCertificate"]:
            self.assert_refused(self.read(endpoint, "unknown"), "KER-PCM-012")
            self.assert_refused(self.read(endpoint, "%20"), "KER-PCM-010")

    def test_a_kill_loses_nothing_that_was_answered(self):
        leaf = Holder("kept", self.new_root("MISP"))
        told = self.value(self.upload_partner(leaf.pem, "MISP"))["certificateId"]
        before = self.read("getPartnerSignedCertificate", told).response()
        self.server.kill()
        self.server.start()
        after = self.value(self.read("getPartnerSignedCertificate", told))
        self.assertEqual({**after, "timestamp": ""}, {**before, "timestamp": ""})
        self.assertTrue(self.trusts(leaf.pem, "MISP"))
        self.assertEqual(self.status(Holder("later").pem, "MISP"), SUCCESS)


class Trust(PartnerCase):
    def token(self, signer, *chain):
        header = encode(json.dumps({"alg": "ES256", "x5c": [one.x5c() for one in chain]}).encode())
        return f"{header}.e30." + encode(signer.signed(header + ".e30"))

    def trust(self, endpoint, token, **more):
        verdict = self.value(self.post(endpoint, {"jwtSignatureData": token, "validateTrust": True, **more}))
        self.assertTrue(verdict["signatureValid"])
        return verdict["trustValid"]

    def test_jwt_verify_asks_the_domain(self):
        root = self.new_root()
        middle = Holder("middle", root)
        leaf = Holder("signer", middle, profile="leaf")
        alone, linked = self.token(leaf, leaf), self.token(leaf, leaf, middle, root)
        valid, not_valid = "TRUST_CERT_PATH_VALID", "TRUST_CERT_PATH_NOT_VALID"
        self.assertEqual(self.trust("jwtVerify", linked, domain="AUTH"), not_valid)
        self.assertEqual(self.trust("jwtVerify/v2", linked, domain="auth"), valid)
        self.assertEqual(self.trust("jwtVerify/v2", alone, domain="AUTH"), not_valid)
        self.assertEqual(self.trust("jwtVerify/v2", linked, domain="DEVICE"), not_valid)
        self.assertEqual(self.status(middle.pem), SUCCESS)
        self.assertEqual(self.trust("jwtVerify", alone, domain="AUTH"), valid)
        self.assertEqual(self.trust("jwtVerify", alone), "TRUST_NOT_VERIFIED_NO_DOMAIN")
        self.assertEqual(self.trust("jwtVerify/v2", alone, domain="x"), not_valid)
        self.assert_refused(self.post("jwtVerify", {"jwtSignatureData": alone, "validateTrust": True, "domain": "x"}), "KER-PCM-011")

    def test_a_stranger_is_believed_by_nobody(self):
        self.new_root()
        root = Holder("root")  # of the same name
        leaf = Holder("signer", root)
        for endpoint in ["jwtVerify", "jwtVerify/v2"]:
            self.assertEqual(self.trust(endpoint, self.token(leaf, leaf, root), domain="AUTH"), "TRUST_CERT_PATH_NOT_VALID")


class Roles(PartnerCase):
    def test_each_endpoint_asks_for_its_role(self):
        outsider = self.server.token("mosip-abis-client", "abc123")
        for method, path in [("POST", "uploadCACertificate"), ("POST", "uploadPartnerCertificate"),
                             ("GET", "getPartnerCertificate/x"), ("GET", "getPartnerSignedCertificate/x"),
                             ("POST", "verifyCertificateTrust"), ("POST", "getCaCertificates"),
                             ("GET", "getCACertificateTrustPath/x")]:
            with self.subTest(path):
                body = {"request": {}} if method == "POST" else None
                self.assert_error(self.call(method, "/v1/keymanager/" + path, body, token=outsider), 403, "KER-ATH-403")


if __name__ == "__main__":
    unittest.main()
