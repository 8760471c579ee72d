"""`idkernel keys bootstrap|list|verify|migrate|export-master|rewrap` on the data directory of a stopped server."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets, write

EXIT_FAULT, EXIT_USAGE, EXIT_UNAVAILABLE = 1, 64, 69
FEW_KEYS = sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL,KERNEL:SIGN,PMS",
                "mosip.kernel.keymanager.autogen.basekeys.list=PMS:BASE_ONE")
COLUMNS = ["application", "reference", "alias", "kind", "kept", "from", "until", "current", "days"]


HSM = "mosip.kernel.keymanager.hsm."


def hsm(settings):
    return sets(*(f"{HSM}{name}={value}" for name, value in settings.items()))


def soft_hsm(directory):
    """Makes a SoftHSM2 token of PIN 4321 and points this process's children to it; answers the file that names it."""
    tokens = os.path.join(directory, "tokens")
    os.mkdir(tokens)
    os.environ["SOFTHSM2_CONF"] = write(directory, "softhsm2.conf", f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", "moving", "--pin", "4321", "--so-pin", "4321"],
                   check=True, capture_output=True)
    return write(directory, "hsm.cfg", "name = moving\nlibrary = /usr/lib/softhsm/libsofthsm2.so\nslotListIndex = 0\n")


def listed(text):
    """What `keys list` printed, a dict a line."""
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in text.splitlines()]


class KeysCommand(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.mkdtemp(prefix="idkernel-test-")
        cls.addClassCleanup(shutil.rmtree, cls.directory, ignore_errors=True)
        cls.data_dir = os.path.join(cls.directory, "data")
        cls.server = Server(*NO_RATE_LIMITS, *SMALL_POOLS, *FEW_KEYS, data_dir=cls.data_dir)
        with cls.server as server:
            cls.refused_while_running = run("keys", "list", "--dev", "--data-dir", cls.data_dir)
            token = server.token()
            forced = server.call("POST", "/v1/keymanager/generateMasterKey/CERTIFICATE",
                                 envelope({"applicationId": "KERNEL", "referenceId": "", "force": True}), token)
            assert not forced.json()["errors"], forced.body
            secret = server.call("POST", "/v1/keymanager/generateSymmetricKey",
                                 envelope({"applicationId": "KERNEL", "referenceId": "CACHE", "force": False}), token)
            assert not secret.json()["errors"], secret.body
            cls.metrics = server.metrics()
        cls.rows = listed(run("keys", "list", "--dev", "--data-dir", cls.data_dir)[1])

    def keys(self, verb, *more):
        return run("keys", verb, "--dev", "--data-dir", self.data_dir, *FEW_KEYS, *more)

    def test_a_running_server_keeps_its_directory(self):
        code, text = self.refused_while_running
        self.assertEqual(code, EXIT_UNAVAILABLE)
        self.assertIn("another process uses this data directory: " + self.data_dir, text)

    def test_list_tells_each_version(self):
        code, text = self.keys("list")
        self.assertEqual(code, 0, text)
        rows = listed(text)
        self.assertEqual(len({row["alias"] for row in rows}), len(rows))
        kernel = [row for row in rows if (row["application"], row["reference"]) == ("KERNEL", "-")]
        self.assertEqual([row["current"] for row in kernel], ["-", "current"])
        self.assertLess(int(kernel[0]["days"]), 0, "a forced rotation ends the key before it")
        self.assertGreater(int(kernel[1]["days"]), 1000)
        self.assertLess(kernel[0]["from"], kernel[1]["from"])
        kinds = {(row["application"], row["reference"]): (row["kind"], row["kept"]) for row in rows}
        self.assertEqual(kinds[("ROOT", "-")], ("rsa", "keystore"))
        self.assertEqual(kinds[("KERNEL", "SIGN")], ("rsa", "keystore"))
        self.assertEqual(kinds[("PMS", "BASE_ONE")], ("rsa", "wrapped"))
        self.assertEqual(kinds[("KERNEL", "CACHE")], ("aes-256", "secret"))
        self.assertEqual(kinds[("AUTH_TOKEN", "-")], ("rsa", "sealed"))
        self.assertEqual(kinds[("STORE", "-")], ("rsa", "keystore"))

    def test_metrics_tell_the_same(self):
        days = {name: value for name, value in self.metrics.items() if name.startswith("idkernel_key_days_to_expiry{")}
        expected = {f'idkernel_key_days_to_expiry{{application="{row["application"]}",reference="{row["reference"].strip("-")}"}}': int(row["days"])
                    for row in self.rows if row["kept"] in ("keystore", "sealed") and row["current"] == "current"}
        self.assertEqual(set(days), set(expected))
        for name, value in days.items():
            self.assertAlmostEqual(value, expected[name], delta=1, msg=name)
        for kept in ("keystore", "wrapped", "secret", "sealed", "certificate-only"):
            self.assertEqual(self.metrics[f'idkernel_keys{{kept="{kept}"}}'], sum(row["kept"] == kept for row in self.rows), kept)

    def test_verify_finds_all_whole(self):
        code, text = self.keys("verify")
        self.assertEqual(code, 0, text)
        count = len(listed(self.keys("list")[1]))
        self.assertEqual(text, f"{count} keys, all whole\n")

    def test_verify_tells_each_fault(self):
        code, text = self.keys("verify", *sets("mosip.kernel.keymanager.hsm.keystore-type=OFFLINE"))
        self.assertEqual(code, EXIT_FAULT, text)
        lines = text.splitlines()
        self.assertIn("fault: the keystore does not say which aliases it holds", lines[0])
        at_fault = {line.split(" ")[2].rstrip(":") for line in lines[1:] if line.startswith("fault: ")}
        # The server's own keys open without a keystore.
        others = {row["alias"] for row in listed(self.keys("list")[1]) if row["application"] not in ("AUTH_TOKEN", "STORE")}
        self.assertEqual(at_fault, others, text)

    def test_bootstrap_makes_what_is_missing_once(self):
        before = listed(self.keys("list")[1])
        more = sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL,KERNEL:SIGN,PMS,REGISTRATION",
                    "mosip.kernel.keymanager.autogen.basekeys.list=PMS:BASE_ONE,REGISTRATION:BASE_TWO")
        for _ in range(2):
            code, text = self.keys("bootstrap", *more)
            self.assertEqual((code, text), (0, "the boot list is there\n"))
            after = listed(self.keys("list")[1])
            made = {(row["application"], row["reference"]) for row in after if row not in before}
            self.assertEqual(made, {("REGISTRATION", "-"), ("REGISTRATION", "BASE_TWO")})
            self.assertEqual(len(after), len(before) + 2)
        self.assertEqual(self.keys("verify")[0], 0)

    def test_no_store_is_made_by_mistake(self):
        elsewhere = os.path.join(self.directory, "mistyped")
        for verb in ("bootstrap", "list", "verify"):
            code, text = run("keys", verb, "--dev", "--data-dir", elsewhere)
            self.assertEqual(code, EXIT_UNAVAILABLE, text)
            self.assertIn("no data directory " + elsewhere, text)
            self.assertFalse(os.path.exists(elsewhere))

    def test_a_store_of_a_development_server_is_refused_without_dev(self):
        code, text = run("keys", "list", "--data-dir", self.data_dir)
        self.assertNotEqual(code, 0)
        self.assertIn("--dev", text)

    def migrated(self, data_dir, source, target, *more):
        """What `keys migrate` answered; `source` and `target` are settings without their front."""
        file = write(self.directory, "to.properties", "".join(f"{HSM}{name}={value}\n" for name, value in target.items()))
        return run("keys", "migrate", "--dev", "--data-dir", data_dir, "--to", file, *hsm(source), *more)

    def test_keys_migrate_and_go_on_working(self):
        data_dir = os.path.join(self.directory, "moving")
        soft = {"keystore-type": "SOFT"}
        file = {"keystore-type": "PKCS12", "config-path": os.path.join(self.directory, "keys.p12"), "keystore-pass": "pass"}
        token = {"keystore-type": "PKCS11", "config-path": soft_hsm(self.directory), "keystore-pass": "4321"}
        few = [*NO_RATE_LIMITS, *SMALL_POOLS, *FEW_KEYS]
        with Server(*few, data_dir=data_dir) as server:
            made = server.call("POST", "/v1/keymanager/generateSymmetricKey",
                               envelope({"applicationId": "KERNEL", "referenceId": "CACHE"}), server.token())
            self.assertIsNone(made.json()["errors"], made.body)
            sealed, bearer = self.encrypted(server), server.token()
        aliases = [row["alias"] for row in self.rows_of(data_dir)]
        for source, target, more in ((soft, file, []), (file, soft, ["--renew-secrets"]), (soft, token, [])):
            if more:
                code, text = self.migrated(data_dir, source, target)
                self.assertEqual(code, EXIT_UNAVAILABLE, text)
                self.assertIn("the secret KERNEL:CACHE", text)
            code, text = self.migrated(data_dir, source, target, *more)
            self.assertEqual(code, 0, text)
            where = "instead" if source is soft else "as well"
            self.assertIn(f"keys are in {target['keystore-type']} {where}", text)
            self.assertEqual("made anew: KERNEL:CACHE" in text, bool(more), text)
            self.assertEqual([row["alias"] for row in self.rows_of(data_dir)], aliases)
            self.assertEqual(run("keys", "verify", "--dev", "--data-dir", data_dir, *hsm(target))[0], 0)
            with Server(*few, *hsm(target), data_dir=data_dir) as server:
                self.assertEqual(self.decrypted(server, sealed), "dGV4dA")
                self.assertEqual(self.decrypted(server, self.encrypted(server)), "dGV4dA")
                self.assertEqual(server.call("GET", "/v1/keymanager/getCertificate?applicationId=PMS", token=bearer).status, 200)
        moved = [event for event in self.recorded("--dev", "--data-dir", data_dir, *hsm(token)) if event[0] == "KEYS_MOVED"]
        self.assertEqual(moved, [("KEYS_MOVED", "console", f"to {to}") for to in ("PKCS12", "SOFT", "PKCS11")])

    def test_what_cannot_leave_stops_the_migration(self):
        data_dir = os.path.join(self.directory, "staying")
        shutil.copytree(self.data_dir, data_dir)
        for source, target, told in (({"keystore-type": "OFFLINE"}, {"keystore-type": "SOFT"}, "cannot be moved: OFFLINE"),
                                     ({"keystore-type": "SOFT"}, {"keystore-type": "OFFLINE"}, "cannot be moved: OFFLINE"),
                                     ({"keystore-type": "SOFT"}, {"keystore-type": "NONE"}, "keystore-type")):
            code, text = self.migrated(data_dir, source, target)
            self.assertNotEqual(code, 0, text)
            self.assertIn(told, text)
        self.assertEqual(run("keys", "verify", "--dev", "--data-dir", data_dir)[0], 0)

    def test_another_master_key(self):
        data_dir = os.path.join(self.directory, "rewrapped")
        old = os.path.join(self.directory, "exported.key")
        new = write(self.directory, "new.key", os.urandom(32).hex() + "\n")
        few = [*NO_RATE_LIMITS, *SMALL_POOLS, *FEW_KEYS]
        token_id = "/v1/tokenidgenerator/5193698130/9373"
        with Server(*few, data_dir=data_dir) as server:
            sealed, bearer, issued = self.encrypted(server), server.token(), server.call("GET", token_id, token=server.token()).response()
        store = ("--dev", "--data-dir", data_dir)
        self.assertEqual(run("keys", "export-master", *store, "--to", old)[0], 0)
        self.assertEqual(os.stat(old).st_mode & 0o777, 0o600)
        self.assertEqual(run("keys", "export-master", *store, "--to", old)[0], EXIT_UNAVAILABLE, "it overwrites nothing")
        self.assertNotEqual(run("keys", "rewrap", *store, "--to", write(self.directory, "bad.key", "short"))[0], 0)
        code, text = run("keys", "rewrap", *store, "--to", new)
        self.assertEqual(code, 0, text)
        under_new = sets("idkernel.master-key.file=" + new)
        code, text = run("keys", "list", *store, *sets("idkernel.master-key.file=" + old))
        self.assertNotEqual(code, 0)
        self.assertIn("the master key does not belong to this store", text)
        self.assertEqual(run("keys", "verify", *store, *under_new)[0], 0)
        with Server(*few, *under_new, data_dir=data_dir) as server:
            self.assertEqual(self.decrypted(server, sealed), "dGV4dA")
            self.assertEqual(server.call("GET", token_id, token=bearer).response(), issued)
            password = {"appId": "admin", "userName": "110006", "password": "mosip"}
            answer = server.call("POST", "/v1/authmanager/authenticate/internal/useridPwd", envelope(password))
            self.assertEqual(answer.response()["status"], "success")
        self.assertEqual(run("keys", "rewrap", *store, *under_new, "--to", old)[0], 0)
        self.assertEqual(run("keys", "verify", *store)[0], 0)
        operators = [event for event in self.recorded(*store) if event[1] == "console"]
        self.assertEqual([name for name, _, _ in operators],
                         ["MASTER_KEY_EXPORTED", "MASTER_KEY_EXPORTED", "KEYS_REWRAPPED", "KEYS_REWRAPPED"])

    def recorded(self, *store):
        """What the audit trail says of keys: (event, by, outcome)."""
        self.assertEqual(run("audit", "verify", *store)[0], 0)
        code, text = run("audit", "export", *store, "--filter", "service=keymanager")
        self.assertEqual(code, 0, text)
        records = [json.loads(line)["record"] for line in text.splitlines()[:-1]]
        return [(record["eventName"], record.get("createdBy"), record["description"]) for record in records]

    def rows_of(self, data_dir):
        return listed(run("keys", "list", "--dev", "--data-dir", data_dir)[1])

    def encrypted(self, server):
        return self.crypto(server, "encrypt", "dGV4dA")

    def decrypted(self, server, data):
        return self.crypto(server, "decrypt", data)

    def crypto(self, server, verb, data):
        request = {"applicationId": "PMS", "referenceId": "BASE_ONE", "data": data, "timeStamp": "2024-01-01T00:00:00.000Z"}
        return server.call("POST", "/v1/cryptomanager/" + verb, envelope(request), server.token()).response()["data"]

    def test_usage(self):
        for words in (["keys"], ["keys", "destroy"], ["keys", "list", "--listen", "127.0.0.1:0"], ["keys", "migrate"], ["keys", "rewrap"]):
            self.assertEqual(run(*words)[0], EXIT_USAGE, words)


if __name__ == "__main__":
    unittest.main()
