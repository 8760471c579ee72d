"""A token that has lost keys: one that ended long ago is warned of and can be forgotten, one that is in use stops the start."""

import json
import os
import shutil
import signal
import tempfile
import unittest

import openssl_tools as tools
from application_tools import created, identity
from hsm_tools import TokenInAFolder
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets, wait_until
from jwt_tools import encode
from keys_case import TIME, key_name
from prereg_tools import sign_in

EXIT_FAULT, EXIT_UNAVAILABLE, EXIT_CONFIG = 1, 69, 78
KEYS = "/v1/keymanager/"
LISTS = sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN")


class LossyToken(TokenInAFolder):
    """SoftHSM2 keeps each object in a file, so that what an order made can be told and lost."""

    def objects(self):
        return {os.path.join(folder, file) for folder, _, files in os.walk(self.tokens) for file in files
                if file.endswith(".object") and file != "token.object"}

    def lose(self, objects):
        for path in objects:
            shutil.move(path, self.elsewhere + os.path.basename(path))

    def restore(self, objects):
        for path in objects:
            shutil.move(self.elsewhere + os.path.basename(path), path)


class MissingKeys(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="idkernel-test-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.token = LossyToken(self.directory)
        self.data_dir = os.path.join(self.directory, "data")

    def server(self):
        return Server(*NO_RATE_LIMITS, *SMALL_POOLS, *LISTS, *self.token.settings, data_dir=self.data_dir, environment=self.token.environment)

    def keys(self, verb, *more):
        return run("keys", verb, *more, "--dev", "--data-dir", self.data_dir, *self.token.settings, environment=self.token.environment)

    def made(self, server, application):
        """The objects of a new key, which replaces the one before."""
        before = self.token.objects()
        self.response(server, "generateMasterKey/CERTIFICATE", key_name(application, "", force=True))
        return self.token.objects() - before

    @staticmethod
    def response(server, path, request):
        answer = server.call("POST", KEYS + path, envelope(request), server.token())
        assert answer.status == 200 and not answer.json()["errors"], answer.body
        return answer.response()

    def encrypted(self, server, application, reference, data="dGV4dA"):
        return self.response(server, "encrypt", key_name(application, reference, data=data, timeStamp=TIME))["data"]

    def column(self, number, application, reference):
        """Of what `keys list` prints of the versions of a name, oldest first."""
        code, text = self.keys("list")
        self.assertEqual(code, 0, text)
        rows = [line.split("\t") for line in text.splitlines() if "\t" in line]
        return [row[number] for row in rows if row[:2] == [application, reference]]

    def aliases(self, application, reference="-"):
        return self.column(2, application, reference)

    def kept(self, application, reference):
        return self.column(4, application, reference)

    def refused_start(self):
        """What the operator reads of a start that is refused."""
        arguments = [*NO_RATE_LIMITS, *SMALL_POOLS, *LISTS, *self.token.settings]
        code, text = run("serve", "--dev", "--data-dir", self.data_dir, "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0",
                         *arguments, environment=self.token.environment)
        self.assertEqual(code, EXIT_CONFIG, text)
        return text

    def forgotten(self):
        """(alias, by) of each record of it."""
        code, text = run("audit", "export", "--dev", "--data-dir", self.data_dir, *self.token.settings, "--filter", "service=keymanager",
                         environment=self.token.environment)
        self.assertEqual(code, 0, text)
        records = [json.loads(line)["record"] for line in text.splitlines() if line.startswith("{") and "record" in json.loads(line)]
        return [(record["id"], record["createdBy"]) for record in records if record["eventName"] == "KEY_FORGOTTEN"]

    def test_a_key_that_ended_is_warned_of_until_it_is_forgotten(self):
        with self.server() as server:
            old, new = self.made(server, "REGISTRATION"), self.made(server, "REGISTRATION")
            self.assertEqual(server.metrics()["idkernel_keys_missing"], 0)
        ended, current = self.aliases("REGISTRATION")
        self.token.lose(old)
        with self.server() as server:
            self.assertEqual(server.metrics()["idkernel_keys_missing"], 1)
            health = server.manage("/actuator/health").json()["components"]["keystore"]
            self.assertEqual(health["status"], "WARNING", health)
            self.assertIn("REGISTRATION: " + ended, json.dumps(health))
            self.assertTrue(self.response(server, "sign", {"data": "x"})["signature"])
            sealed = self.encrypted(server, "REGISTRATION", "10001_10002")
            request = key_name("REGISTRATION", "10001_10002", data=sealed, timeStamp=TIME)
            self.assertEqual(self.response(server, "decrypt", request)["data"], "dGV4dA")
        code, text = self.keys("verify")
        self.assertEqual(code, EXIT_FAULT, text)
        self.assertIn(ended + ": the keystore does not hold the alias", text)

        code, text = self.keys("forget", current)
        self.assertEqual(code, EXIT_UNAVAILABLE)
        self.assertIn("is not missing", text)
        code, text = self.keys("forget", "nobody")
        self.assertIn("no key has the alias nobody", text)
        self.assertEqual(self.forgotten(), [])
        code, text = self.keys("forget", ended)
        self.assertEqual(code, 0, text)
        self.assertIn("forgotten: REGISTRATION: " + ended, text)
        self.assertEqual(self.forgotten(), [(ended, "console")])
        self.assertEqual(self.aliases("REGISTRATION"), [ended, current], "its certificate stays")
        self.assertEqual(self.keys("verify")[0], 0)
        with self.server() as server:
            listed = server.call("GET", "/v1/keymanager/getAllCertificates?applicationId=REGISTRATION&referenceId=", token=server.token())
            self.assertEqual(len(listed.json()["response"]["allCertificates"]), 2, listed.body)
            self.assertEqual(server.metrics()["idkernel_keys_missing"], 0)
            self.assertEqual(server.manage("/actuator/health").json()["components"]["keystore"]["status"], "UP")

        # A backup brings it back, without a row.
        self.assertEqual(self.keys("list", "--orphans")[1], "")
        self.token.restore(old)
        self.assertEqual(self.keys("list", "--orphans"), (0, ended + "\n"))
        code, text = self.keys("verify")
        self.assertEqual(code, 0, text)
        self.assertIn("note: the keystore holds 1 keys that no row names, see keys list --orphans: " + ended, text)

        # The current one is needed until the operator gives it up.
        self.token.lose(new)
        refusal = self.refused_start()
        self.assertIn("the keystore lacks 1 keys that are in use: REGISTRATION: " + current, refusal)
        self.assertIn("idkernel keys forget ALIAS --lose-data", refusal)
        code, text = self.keys("forget", current)
        self.assertEqual(code, EXIT_UNAVAILABLE)
        self.assertIn("it is in use, 1 keys are wrapped for it: with --lose-data", text)
        self.token.restore(new)
        with self.server() as server:
            self.assertTrue(self.encrypted(server, "REGISTRATION", "10001_10002"))

    def test_a_key_that_is_brought_back_serves_again_without_a_restart(self):
        with self.server() as server:
            old = self.made(server, "REGISTRATION")
            answer = server.call("GET", KEYS + "getCertificate?applicationId=REGISTRATION&referenceId=", token=server.token())
            sealed = encode(tools.Envelope(answer.response()["certificate"], b"a text").r2())
            self.made(server, "REGISTRATION")
        ended = self.aliases("REGISTRATION")[0]
        self.token.lose(old)
        with self.server() as server:
            asked = envelope(key_name("REGISTRATION", "", data=sealed, timeStamp=TIME))

            def decrypted():
                return server.call("POST", KEYS + "decrypt", asked, server.token()).json()

            for _ in range(5):
                error = decrypted()["errors"][0]
                self.assertEqual((error["errorCode"], error["message"]), ("KER-KMA-004", "No such alias: " + ended))
                self.assertTrue(self.response(server, "sign", {"data": "x"})["signature"])
            self.token.restore(old)
            server.process.send_signal(signal.SIGHUP)
            wait_until(lambda: not decrypted()["errors"], "the key that came back")
            self.assertEqual(decrypted()["response"]["data"], encode(b"a text"))

    def test_what_current_base_keys_lie_under_stops_the_start_until_the_operator_gives_them_up(self):
        with self.server() as server:
            old = self.made(server, "REGISTRATION")
            given_up = self.encrypted(server, "REGISTRATION", "10001_10002")
            pem = self.certificate(server, "REGISTRATION", "10001_10002")
            self.made(server, "REGISTRATION")
        ended = self.aliases("REGISTRATION")[0]
        base = self.aliases("REGISTRATION", "10001_10002")
        self.token.lose(old)
        self.assertIn("REGISTRATION: " + ended, self.refused_start())
        code, text = self.keys("forget", ended)
        self.assertEqual(code, EXIT_UNAVAILABLE)
        self.assertIn("1 keys are wrapped for it: with --lose-data", text)
        code, text = self.keys("forget", ended, "--lose-data")
        self.assertEqual(code, 0, text)
        self.assertEqual(sorted(self.forgotten()), sorted([(ended, "console"), (base[0], "console")]))
        self.assertEqual(self.kept("REGISTRATION", "10001_10002"), ["given-up"])
        self.assertEqual(self.keys("verify")[0], 0)
        named = tools.jwe(pem, b"text", kid=encode(tools.thumbprint(pem)))
        for_it = [("decrypt", {"data": data, "timeStamp": TIME}) for data in (given_up, encode(tools.Envelope(pem, b"text").old()))]
        for_it += [("jwtDecrypt", {"encData": data}) for data in (named, tools.jwe(pem, b"text"))]
        with self.server() as server:
            self.assert_all_miss(server, base[0], for_it)
            # The next use makes another.
            sealed = self.encrypted(server, "REGISTRATION", "10001_10002")
            request = key_name("REGISTRATION", "10001_10002", data=sealed, timeStamp=TIME)
            self.assertEqual(self.response(server, "decrypt", request)["data"], "dGV4dA")
            self.assertEqual(self.certificates(server, "REGISTRATION", "10001_10002"), 2, "that of the one that was given up stays")
            self.assert_all_miss(server, base[0], for_it)
        self.assertEqual(self.kept("REGISTRATION", "10001_10002"), ["given-up", "wrapped"])
        self.assertEqual(self.keys("verify")[0], 0)

    def assert_all_miss(self, server, alias, requests):
        """Whether they name their key or not: that it is gone is told, and not that they are corrupted."""
        for path, members in requests:
            with self.subTest(path, **members):
                answer = server.call("POST", KEYS + path, envelope(key_name("REGISTRATION", "10001_10002", **members)), server.token())
                error = answer.json()["errors"][0]
                self.assertEqual((error["errorCode"], error["message"]), ("KER-KMA-004", "No such alias: " + alias), answer.body)

    def test_a_revoked_key_that_nobody_uses_goes_once_its_certificate_was_asked_for(self):
        name = ("REGISTRATION", "EC_SECP256R1_SIGN")
        with self.server() as server:
            self.made(server, "REGISTRATION")
            before = self.token.objects()
            self.response(server, "generateECSignKey/CERTIFICATE", key_name(*name))
            objects = self.token.objects() - before
            answer = server.call("PUT", KEYS + "revokeKey", envelope(key_name(*name)), server.token())
            self.assertFalse(answer.json()["errors"], answer.body)
        alias = self.aliases(*name)[0]
        self.token.lose(objects)
        code, text = self.keys("forget", alias, "--lose-data")
        self.assertEqual(code, EXIT_UNAVAILABLE)
        self.assertIn("it was revoked, so that its next use alone makes the successor, such as a getCertificate of that name", text)
        with self.server() as server:
            self.certificate(server, *name)
        code, text = self.keys("forget", alias)
        self.assertEqual(code, 0, text)
        self.assertEqual(self.keys("verify")[0], 0)

    @staticmethod
    def certificates(server, application, reference):
        listed = server.call("GET", f"{KEYS}getAllCertificates?applicationId={application}&referenceId={reference}", token=server.token())
        return len(listed.response()["allCertificates"])

    def test_what_data_of_pre_registration_lies_under(self):
        with self.server() as server:
            old = self.made(server, "PRE_REGISTRATION")
            self.made(server, "PRE_REGISTRATION")
        ended = self.aliases("PRE_REGISTRATION")[0]
        self.token.lose(old)
        self.assertIn("PRE_REGISTRATION: " + ended, self.refused_start())
        code, text = self.keys("forget", ended)
        self.assertIn("data keys of pre-registration lie under it", text)
        code, text = self.keys("forget", ended, "--lose-data")
        self.assertEqual(code, 0, text)
        self.assertEqual(self.keys("verify")[0], 0)
        with self.server() as server:
            self.assertEqual(server.manage("/actuator/health").json()["components"]["keystore"]["status"], "UP")

    def successor(self, server, application, before):
        """The certificate of the key that a start makes in place of one that was given up."""
        path = f"{KEYS}getCertificate?applicationId={application}&referenceId="

        def made():
            answer = server.call("GET", path, token=server.token()).json()
            return not answer["errors"] and answer["response"]["certificate"] != before and answer["response"]["certificate"]

        return wait_until(made, "a successor of " + application)

    def certificate(self, server, application, reference=""):
        answer = server.call("GET", f"{KEYS}getCertificate?applicationId={application}&referenceId={reference}", token=server.token())
        return answer.response()["certificate"]

    def test_current_keys_that_are_lost_and_given_up_have_successors(self):
        """A module's with the base keys under it, pre-registration's with its data, and at last ROOT."""
        lost, certificates = {}, {}
        with self.server() as server:
            for application in ("ROOT", "PRE_REGISTRATION", "REGISTRATION"):
                lost[application] = self.made(server, application)
                certificates[application] = self.certificate(server, application)
            self.encrypted(server, "REGISTRATION", "10001_10002")
            signed = self.response(server, "jwtSign", key_name("KERNEL", "SIGN", dataToSign=encode(b'{"a":1}'), includePayload=True,
                                                               includeCertificate=True))["jwtSignedData"]
        # Pre-registration's goes first: nothing of it has been recorded, and its audit chains can begin.
        for application in ("PRE_REGISTRATION", "REGISTRATION", "ROOT"):
            with self.subTest(application):
                objects = lost[application]
                alias = self.aliases(application)[-1]
                base = self.aliases("REGISTRATION", "10001_10002") if application == "REGISTRATION" else []
                self.token.lose(objects)
                self.assertIn(f"{application}: {alias}", self.refused_start())
                code, text = self.keys("forget", alias)
                self.assertEqual(code, EXIT_UNAVAILABLE, text)
                self.assertIn("with --lose-data", text)
                code, text = self.keys("forget", alias, "--lose-data")
                self.assertEqual(code, 0, text)
                self.assertIn(f"forgotten: {application}: {alias}", text)
                told = self.forgotten()
                self.assertEqual(sorted(told[-1 - len(base):]), sorted((one, "console") for one in [alias, *base]))
                with self.server() as server:
                    self.successor(server, application, certificates[application])
                    self.assertTrue(self.response(server, "sign", {"data": "x"})["signature"])
                    sealed = self.encrypted(server, "REGISTRATION", "10001_10002")
                    request = key_name("REGISTRATION", "10001_10002", data=sealed, timeStamp=TIME)
                    self.assertEqual(self.response(server, "decrypt", request)["data"], "dGV4dA")
                    checked = self.response(server, "jwtVerify", {"jwtSignatureData": signed, "applicationId": "KERNEL", "referenceId": "SIGN"})
                    self.assertTrue(checked["signatureValid"], "what was signed before")
                    citizen = sign_in(server, "given.up@example.org")
                    self.assertTrue(created(server, citizen, identity()))
                    self.assertEqual(server.metrics()["idkernel_keys_missing"], 1)
                # What is left of it is a certificate when there is a successor.
                code, text = self.keys("forget", alias)
                self.assertEqual(code, 0, text)
                self.assertEqual(self.keys("verify")[0], 0)

    def test_the_key_that_the_store_lies_under_is_never_given_up(self):
        before = self.token.objects()
        with self.server():
            pass
        alias = self.aliases("STORE")[0]
        objects = self.token.objects() - before
        self.token.lose(objects)
        arguments = ["--dev", "--data-dir", self.data_dir, *self.token.settings]
        code, text = run("serve", *arguments, "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0", environment=self.token.environment)
        self.assertEqual(code, EXIT_UNAVAILABLE, text)
        self.assertIn("the store key does not open: ", text)
        self.assertIn(f"bring the keystore back, or the key {alias} from a backup of it", text)
        self.assertNotIn("keys forget", text)
        self.assertNotEqual(self.keys("forget", alias, "--lose-data")[0], 0)
        self.token.restore(objects)
        with self.server() as server:
            self.assertEqual(server.sign_in().status, 200)

    def test_a_keystore_without_a_list(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *LISTS, data_dir=self.data_dir):
            pass
        store = ["--dev", "--data-dir", self.data_dir]
        code, text = run("keys", "list", *store, "--orphans")
        self.assertEqual(code, EXIT_UNAVAILABLE)
        self.assertIn("SOFT has no list of its own", text)
        alias = run("keys", "list", *store)[1].splitlines()[-1].split("\t")[2]
        code, text = run("keys", "forget", *store, alias)
        self.assertEqual(code, EXIT_UNAVAILABLE)
        self.assertIn("is not missing", text)


if __name__ == "__main__":
    unittest.main()
