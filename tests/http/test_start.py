"""What a server refuses to start with, by exit code and by a text that says what to do; and check-config."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from idkernel import SMALL_POOLS, Server, run, sets, write

CONFIG, UNAVAILABLE, USAGE = 78, 69, 64
ANY_PORT = ["--listen", "127.0.0.1:0", "--management", "127.0.0.1:0"]


def new_key():
    return os.urandom(32).hex()


class Refusals(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="idkernel-test-")
        self.addCleanup(shutil.rmtree, self.dir)
        self.data = os.path.join(self.dir, "data")
        self.key = write(self.dir, "master.key", new_key())
        self.bootstrap = write(self.dir, "bootstrap.json", json.dumps({"clients": [{"clientId": "c", "secret": "s"}]}))

    def refuses(self, code, *parts, arguments=(), environment=None, ports=ANY_PORT):
        found, output = run("serve", "--data-dir", self.data, *ports, *SMALL_POOLS, *arguments, environment=environment)
        self.assertEqual(found, code, output)
        for part in parts:
            self.assertIn(part, output)
        self.assertNotIn("ready", output.splitlines())
        return output

    def with_key(self, *arguments):
        return [*sets("idkernel.master-key.file=" + self.key), *arguments]

    def test_no_master_key(self):
        self.refuses(CONFIG, "there is no master key", "idkernel.master-key.file", "without the master key the store is lost")

    def test_no_bootstrap(self):
        self.refuses(CONFIG, "--bootstrap FILE", "no users or clients", arguments=self.with_key())

    def test_bad_bootstrap(self):
        for text, part in (("{", ""), ('{"users":[{"userName":"a"},{"userName":"a"}]}', "users"), ('{"user":[]}', "user"),
                           ('{"users":[{"password":"x"}]}', "users[0]"), ('{"clients":[{"clientId":"c"}]}', "clients[0]"),
                           ('{"users":[{"userName":"a","roles":"x"}]}', "users[0].roles"), ('{"users":[{"userName":"a","pasword":"hidden"}]}', "pasword"),
                           ('{"salts":{"tokenIdUin":7}}', "salts")):
            with self.subTest(text):
                output = self.refuses(CONFIG, "bootstrap", part, arguments=self.with_key("--bootstrap", write(self.dir, "bad.json", text)))
                self.assertNotIn("hidden", output)
        self.refuses(CONFIG, "cannot be read", arguments=self.with_key("--bootstrap", self.dir + "/missing.json"))

    def test_a_refused_bootstrap_leaves_the_store_open_to_a_good_one(self):
        self.refuses(CONFIG, "bootstrap", arguments=self.with_key("--bootstrap", write(self.dir, "bad.json", "{")))
        with Server(*self.with_key("--bootstrap", self.bootstrap), *SMALL_POOLS, dev=False, data_dir=self.data) as server:
            self.assertEqual(server.sign_in("c", "s").status, 200)

    def test_bad_master_keys(self):
        for text in ("", new_key()[:-2], new_key() + "00", "zz" * 32, "ab" * 32):
            path = write(self.dir, "bad.key", text)
            output = self.refuses(CONFIG, "master key", arguments=[*sets("idkernel.master-key.file=" + path), "--bootstrap", self.bootstrap])
            self.assertNotIn("zzzz", output)
        os.chmod(self.key, 0o644)
        self.refuses(CONFIG, "chmod 600", arguments=self.with_key("--bootstrap", self.bootstrap))
        self.refuses(CONFIG, "master key file", arguments=sets("idkernel.master-key.file=" + self.dir + "/missing"))

    def test_a_master_key_inside_the_data_directory(self):
        os.mkdir(self.data, 0o700)
        path = write(self.data, "master.key", new_key())
        self.refuses(CONFIG, "inside the data directory", arguments=[*sets("idkernel.master-key.file=" + path), "--bootstrap", self.bootstrap])

    def test_another_master_key(self):
        with Server(*self.with_key("--bootstrap", self.bootstrap), *SMALL_POOLS, dev=False, data_dir=self.data):
            pass
        other = write(self.dir, "other.key", new_key())
        self.refuses(CONFIG, "the master key does not belong to this store", arguments=sets("idkernel.master-key.file=" + other))

    def test_settings(self):
        for assignment, parts in (
                ("idkernel.http.listn=x", ["idkernel.http.listn", "unknown setting", "did you mean idkernel.http.listen?"]),
                ("idkernel.partitions=0", ["idkernel.partitions=0", "allowed is"]), ("idkernel.partitions=x", ["idkernel.partitions=x"]),
                ("mosip.envelope.ver=neither", ["mosip.envelope.ver=neither", "both"]),
                ("idkernel.http.listen=nowhere", ["idkernel.http.listen=nowhere"]),
                ("auth.token.header=To ken", ["auth.token.header"]), ("auth.token.header=", ["auth.token.header"]),
                ("idkernel.rate-limit.open.address=fast", ["idkernel.rate-limit.open.address=fast"]),
                ("auth.argon2.memory-kib=8", ["auth.argon2.memory-kib=8"]), ("idkernel.role.uin=", ["no role may call", "idkernel.role.uin"]),
                ("mosip.kernel.uin.uins-to-generate=50000000", ["UIN", "more than half"]), ("mosip.kernel.uin.min-unused-threshold=999999", ["UIN", "threshold"]),
                ("mosip.kernel.rid.length=30", ["mosip.kernel.rid.length"]),
                ("mosip.kernel.rid.timestamp-length=0", ["Timestamp length should be greater than zero"]),
                ("mosip.kernel.rid.sequence-length=0", ["Sequence length should be greater than zero"]), ("mosip.kernel.tokenid.uin.salt=secret-salt", ["belong together"]),
                ("mosip.kernel.auth.appid-realm-map=admin", ["appid-realm-map"]),
                ("idkernel.master-key=file:/nowhere", ["idkernel.master-key", "/nowhere"])):
            with self.subTest(assignment):
                output = self.refuses(CONFIG, *parts, arguments=["--dev", *sets(assignment)])
                self.assertNotIn("secret-salt", output)
        self.refuses(CONFIG, "--set needs KEY=VALUE", arguments=["--dev", "--set", "nonsense"])

    def test_environment_and_files(self):
        self.refuses(CONFIG, "idkernel.partitions=none", "IDKERNEL_PARTITIONS", arguments=["--dev"], environment={"IDKERNEL_PARTITIONS": "none"})
        file = write(self.dir, "my.properties", "# a comment\nidkernel.partitions = many\n")
        self.refuses(CONFIG, "idkernel.partitions=many", "my.properties:2", arguments=["--dev", "--config", file])
        self.refuses(CONFIG, "missing.properties", arguments=["--dev", "--config", self.dir + "/missing.properties"])

    def test_addresses(self):
        api, management = ["--listen", "0.0.0.0:0"], ["--listen", "127.0.0.1:0", "--management", "0.0.0.0:0"]
        self.refuses(CONFIG, "beyond loopback", "idkernel.http.allow-plain", arguments=self.with_key("--bootstrap", self.bootstrap), ports=api)
        for ports in (api, management):
            self.refuses(CONFIG, "--dev listens on loopback only", arguments=["--dev"], ports=ports)
        self.refuses(CONFIG, "--dev listens on loopback only", arguments=["--dev", *sets("idkernel.http.allow-plain=true")], ports=api)

    def test_tls_settings(self):
        self.refuses(CONFIG, "belong together", arguments=["--dev", *sets("idkernel.http.tls.certificate-file=/x")])
        self.refuses(CONFIG, "client-ca-file", arguments=["--dev", *sets("idkernel.http.tls.client-certificate=required")])
        self.refuses(UNAVAILABLE, "/x", arguments=["--dev", *sets("idkernel.http.tls.certificate-file=/x", "idkernel.http.tls.key-file=/x")])

    def test_a_port_in_use(self):
        with Server("--dev", *SMALL_POOLS) as server:
            code, output = run("serve", "--dev", "--data-dir", self.data, "--listen", f"127.0.0.1:{server.port}", "--management", "127.0.0.1:0", *SMALL_POOLS)
            self.assertEqual(code, UNAVAILABLE, output)
            self.assertIn(str(server.port), output)

    def test_the_command_line(self):
        for arguments in ([], ["nonsense"], ["serve", "--nonsense"], ["serve", "--set"]):
            self.assertEqual(run(*arguments)[0], USAGE, arguments)
        self.assertEqual(run("--help")[0], 0)
        code, output = run("--version")
        self.assertEqual(code, 0)
        self.assertRegex(output, r"^idkernel \d+\.\d+\.\d+\n$")


class StoreMarks(unittest.TestCase):
    def test_a_dev_store_and_its_marks(self):
        with Server(*SMALL_POOLS) as server:
            data = ["serve", "--data-dir", server.data_dir, *ANY_PORT, *SMALL_POOLS]
            code, output = run(*data, "--dev")
            self.assertEqual(code, UNAVAILABLE, output)
            self.assertIn("another process uses this data directory", output)
            self.assertEqual(server.sign_in().status, 200)  # the first one goes on
            self.assertEqual(server.stop(), 0)

            key = write(server.own_dir, "master.key", (Path(server.data_dir) / "master.key").read_text())
            code, output = run(*data, *sets("idkernel.master-key.file=" + key))
            self.assertEqual(code, UNAVAILABLE, output)
            self.assertIn("was made with --dev", output)

            code, output = run(*data, "--dev", *sets("idkernel.partitions=8"))
            self.assertEqual(code, UNAVAILABLE, output)
            self.assertIn("set idkernel.partitions=16", output)
            server.start()
            self.assertEqual(server.sign_in().status, 200)


class CheckConfig(unittest.TestCase):
    def check(self, *arguments, environment=None):
        environment = {"IDKERNEL_MASTER_KEY": new_key()} | (environment or {})
        return run("check-config", "--data-dir", "/nowhere", *arguments, environment=environment)

    def test_good(self):
        delivered = sets("mosip.kernel.sms.gateway=http", "mosip.kernel.sms.api=https://sms.example", "idkernel.email.provider=smtp",
                         "spring.mail.host=mail.example")
        self.assertEqual(self.check(*delivered), (0, "the configuration is good\n"))
        config = Path(__file__).resolve().parents[2] / "deploy" / "config" / "idkernel.properties"
        code, output = self.check("--config", str(config), *delivered)
        self.assertEqual((code, output), (0, "the configuration is good\n"))

    def test_messages_that_go_nowhere_are_said(self):
        code, output = self.check()
        self.assertEqual((code, output), (0, "".join(
            f"warning: {key}=log: messages, one-time codes among them, are thrown away\n"
            for key in ("mosip.kernel.sms.gateway", "idkernel.email.provider")) + "the configuration is good\n"))

    def test_a_pool_that_is_never_filled_is_said(self):
        code, output = self.check(*sets("mosip.kernel.uin.min-unused-threshold=0"))
        self.assertEqual(code, 0, output)
        self.assertIn("warning: UIN: min-unused-threshold is 0: the pool is never filled", output)
        with Server(*SMALL_POOLS, *sets("mosip.kernel.vid.min-unused-threshold=0")) as server:
            server.wait_for_line("VID: min-unused-threshold is 0: the pool is never filled")
            self.assertEqual(server.stop(), 0)

    def test_unknown_keys_are_named_and_no_problem(self):
        code, output = self.check(*sets("mosip.some.other=hidden-value"), environment={"IDKERNEL_SERVICE_HOST": "1"})
        self.assertEqual(code, 0, output)
        self.assertIn("unknown key: mosip.some.other (--set)", output)
        self.assertIn("unknown key: IDKERNEL_SERVICE_HOST (environment)", output)
        self.assertNotIn("hidden-value", output)

    def test_all_problems_at_once(self):
        code, output = self.check(*sets("idkernel.nonsense=1", "idkernel.partitions=0", "idkernel.http.reactors=x"))
        self.assertEqual(code, CONFIG)
        self.assertEqual(output.count("problem: "), 3, output)
        self.assertIn("a server would not start", output)
        code, output = self.check(*sets("idkernel.role.vid="))
        self.assertEqual(code, CONFIG)
        self.assertIn("problem: no role may call", output)
        code, output = self.check("--listen", "0.0.0.0:8080")
        self.assertEqual(code, CONFIG)
        self.assertIn("problem: ", output)


class CheckFiles(unittest.TestCase):
    """check-config and a start say the same of the files that the configuration names."""

    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="idkernel-test-")
        self.addCleanup(shutil.rmtree, self.dir)
        self.data = self.path("data")
        self.key = write(self.dir, "master.key", new_key())
        self.bootstrap = write(self.dir, "bootstrap.json", json.dumps({"clients": [{"clientId": "c", "secret": "s"}]}))
        for name in ("one", "two"):
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=" + name,
                            "-keyout", self.path(name + ".key"), "-out", self.path(name + ".pem")], check=True, capture_output=True)

    def path(self, name):
        return os.path.join(self.dir, name)

    def tls(self, certificate, key, *more):
        return sets("idkernel.http.tls.certificate-file=" + certificate, "idkernel.http.tls.key-file=" + key, *more)

    def check(self, *arguments):
        code, output = run("check-config", "--data-dir", self.data, *arguments)
        self.assertFalse(os.path.exists(self.data), "check-config makes nothing")
        self.assertEqual(code, CONFIG if "problem: " in output else 0, output)
        return [line.removeprefix("problem: ") for line in output.splitlines() if line.startswith("problem: ")]

    def refusal(self, *arguments):
        code, output = run("serve", "--data-dir", self.data, "--bootstrap", self.bootstrap, *ANY_PORT, *SMALL_POOLS, *arguments)
        shutil.rmtree(self.data, ignore_errors=True)
        self.assertIn(code, (CONFIG, UNAVAILABLE), output)
        return output

    def assert_said_by_both(self, part, *arguments):
        found = self.check(*arguments)
        self.assertEqual(len(found), 1, found)
        self.assertIn(part, found[0])
        self.assertIn("idkernel: " + found[0] + "\n", self.refusal(*arguments))

    def key_at(self, path):
        return sets("idkernel.master-key.file=" + path)

    def test_good_files(self):
        good = self.tls(self.path("one.pem"), self.path("one.key"), "idkernel.http.tls.client-certificate=required",
                        "idkernel.http.tls.client-ca-file=" + self.path("two.pem"))
        self.assertEqual(self.check(*self.key_at(self.key), *good), [])
        self.assertEqual(self.check("--dev"), [])

    def test_the_master_key(self):
        code, output = run("check-config", "--data-dir", self.data)
        self.assertEqual(code, CONFIG)
        self.assertIn("problem: there is no master key: make one with", output)
        self.assert_said_by_both("No such file", *self.key_at(self.path("missing")))
        self.assert_said_by_both("not a regular file", *self.key_at(self.dir))
        self.assert_said_by_both("master key", *self.key_at(write(self.dir, "bad.key", new_key()[:-2])))
        self.assert_said_by_both("master key", "--dev", *sets("idkernel.master-key=file:" + write(self.dir, "worse.key", "zz" * 32)))
        os.chmod(self.key, 0o640)
        self.assert_said_by_both("chmod 600", *self.key_at(self.key))

    def test_tls_files(self):
        certificate, key, key_at = self.path("one.pem"), self.path("one.key"), self.key_at(self.key)
        bad = write(self.dir, "bad.pem", "nothing of the kind")
        for files, part in ((self.tls(self.path("none"), key), "TLS: cannot read certificate " + self.path("none")),
                            (self.tls(bad, key), "TLS: cannot read certificate " + bad),
                            (self.tls(certificate, self.path("none")), "TLS: cannot read key " + self.path("none")),
                            (self.tls(certificate, bad), "TLS: cannot read key " + bad),
                            (self.tls(certificate, self.path("two.key")), "TLS: key and certificate do not belong together"),
                            (self.tls(certificate, key, "idkernel.http.tls.client-certificate=optional",
                                      "idkernel.http.tls.client-ca-file=" + bad), "TLS: cannot read CA file " + bad)):
            with self.subTest(part):
                self.assert_said_by_both(part, *key_at, *files)

    def test_every_file_is_reported(self):
        names = [self.path(name) for name in ("no.key", "no.pem", "no.private", "no.ca")]
        found = self.check(*self.key_at(names[0]), *self.tls(names[1], names[2], "idkernel.http.tls.client-certificate=required",
                                                              "idkernel.http.tls.client-ca-file=" + names[3]))
        self.assertEqual(len(found), len(names), found)
        for name, line in zip(names, found):
            self.assertIn(name, line)


if __name__ == "__main__":
    unittest.main()
