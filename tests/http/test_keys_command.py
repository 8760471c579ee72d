"""`idkernel keys bootstrap|list|verify` on the data directory of a stopped server."""

import os
import shutil
import tempfile
import unittest

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets

EXIT_FAULT, EXIT_USAGE, EXIT_UNAVAILABLE = 1, 64, 69
FEW_KEYS = sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL,KERNEL:SIGN,PMS",
                "mosip.kernel.keymanager.autogen.basekeys.list=PMS:BASE_ONE")
COLUMNS = ["application", "reference", "alias", "kind", "kept", "from", "until", "current", "days"]


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

    def test_usage(self):
        for words in (["keys"], ["keys", "destroy"], ["keys", "list", "--listen", "127.0.0.1:0"]):
            self.assertEqual(run(*words)[0], EXIT_USAGE, words)


if __name__ == "__main__":
    unittest.main()
