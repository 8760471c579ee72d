"""A server without --dev: bootstrap, sealed data, restart, settings from files and environment, low disk space."""

import os
import unittest
from pathlib import Path

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets, write
from server_case import ServerCase

USER = {"userName": "zenobia.quartermain", "password": "p4ssword-of-zenobia", "mail": "zenobia@quartermain.example", "mobile": "5550199238",
        "firstName": "Zenobiafirst", "lastName": "Quartermainlast", "name": "Zenobia Q. Fullname", "roles": ["GLOBAL_ADMIN"]}
BOOTSTRAP = {"users": [USER], "clients": [{"clientId": "registry", "secret": "s3cret-of-registry", "roles": ["ID_REPOSITORY", "ID_AUTHENTICATION"]}],
             "salts": {"tokenIdUin": "uin-salt-A", "tokenIdPartnerCode": "partner-salt-B"}}
UIN = "/v1/uingenerator/uin"
TOKEN_ID = "/v1/tokenidgenerator/5193698130/9373"
VECTOR = "258008809419796008622210517657408904"
LOGIN = "/v1/authmanager/authenticate/internal/useridPwd"


class Production(unittest.TestCase):
    def setUp(self):
        self.server = Server(dev=False, bootstrap=BOOTSTRAP)
        self.addCleanup(self.server.__exit__)
        self.with_bootstrap = self.server.arguments
        self.key = write(self.server.own_dir, "master.key", os.urandom(32).hex() + "\n")
        self.settings = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.master-key.file=" + self.key)

    def start(self, *arguments, environment=None):
        self.server.arguments = list(arguments)
        self.server.environment = dict(os.environ, **(environment or {}))
        self.server.start()

    def token(self):
        return self.server.token("registry", "s3cret-of-registry")

    def login(self):
        return self.server.call("POST", LOGIN, envelope({"appId": "admin", "userName": USER["userName"], "password": USER["password"]}))

    def test_first_start_and_restart(self):
        self.start(*self.settings, *self.with_bootstrap)
        token = self.token()
        self.assertEqual(self.server.call("GET", TOKEN_ID, token=token).response()["tokenID"], VECTOR)
        self.assertEqual(self.server.sign_in().status, 401)  # no sample client
        uin = self.server.call("GET", UIN, token=token).response()["uin"]
        self.assertEqual(self.server.stop(), 0)

        self.start(*self.settings)
        self.assertEqual(self.server.call("GET", TOKEN_ID, token=token).response()["tokenID"], VECTOR)  # the old token too is good
        self.assertIsNone(self.login().json()["errors"])
        answer = self.server.call("PUT", UIN, envelope({"uin": uin, "status": "ASSIGNED"}), self.token())
        self.assertEqual(answer.response()["status"], "ASSIGNED")
        self.assertEqual(self.server.stop(), 0)

        changed = write(self.server.own_dir, "more.json", '{"clients":[{"clientId":"late","secret":"x"}]}')
        self.start(*self.settings, "--bootstrap", changed)
        self.server.wait_for_line("the bootstrap file was not used")
        self.assertEqual(self.server.sign_in("late", "x").status, 401)
        self.assertEqual(self.server.stop(), 0)

        self.start(*self.settings, *sets("mosip.kernel.tokenid.uin.salt=a", "mosip.kernel.tokenid.partnercode.salt=b"))
        self.server.wait_for_line("the salts of the token id have changed")
        self.assertNotEqual(self.server.call("GET", TOKEN_ID, token=token).response()["tokenID"], VECTOR)
        self.assertEqual(self.server.stop(), 0)

    def test_a_copy_of_the_data_tells_nobody(self):
        self.start(*self.settings, *self.with_bootstrap)
        token, user_token = self.token(), self.login().response()["token"]
        self.server.call("GET", UIN, token=token)
        self.server.call("POST", LOGIN, envelope({"appId": "admin", "userName": USER["userName"], "password": "wrong-guess-text"}))
        self.assertEqual(self.server.call("GET", "/v1/authmanager/authorize/validateToken", token=user_token).response()["mail"], USER["mail"])
        self.assertEqual(self.server.stop(), 0)
        files = [path for path in Path(self.server.data_dir).rglob("*") if path.is_file()]
        kept = b"\0".join(path.read_bytes() for path in files)
        log = "\n".join(self.server.lines).encode()
        self.assertIn(b"registry", kept)  # what is no secret is found, so the search works
        secrets = [value for value in USER.values() if isinstance(value, str)]
        secrets += ["s3cret-of-registry", "wrong-guess-text", "uin-salt-A", "partner-salt-B", Path(self.key).read_text().strip(), token, user_token]
        for secret in secrets:
            for text in (secret, secret.lower(), secret.upper()):
                self.assertNotIn(text.encode(), kept)
                self.assertNotIn(text.encode(), log)
        self.assertNotIn(bytes.fromhex(Path(self.key).read_text().strip()), kept)

    def test_modes_of_files(self):
        self.start(*self.settings, *self.with_bootstrap)
        self.assertEqual(os.stat(self.server.data_dir).st_mode & 0o077, 0)

    def test_settings_from_file_environment_and_secret_file(self):
        key = Path(self.key).read_text()
        salt = write(self.server.own_dir, "salt", "uin-salt-A\n")
        file = write(self.server.own_dir, "site.properties", "mosip.kernel.tokenid.length: 10\nmosip.envelope.ver = version\n"
                     f"mosip.kernel.tokenid.uin.salt=file:{salt}\nmosip.kernel.tokenid.partnercode.salt=wrong\nother.service.key=1\n")
        environment = {"IDKERNEL_MASTER_KEY": key.strip(), "MOSIP_KERNEL_TOKENID_LENGTH": "20", "MOSIP_KERNEL_TOKENID_PARTNERCODE_SALT": "partner-salt-B"}
        self.start(*NO_RATE_LIMITS, *SMALL_POOLS, *self.with_bootstrap, "--config", file, environment=environment)
        self.assertEqual(self.server.call("GET", TOKEN_ID, token=self.token()).response()["tokenID"], VECTOR[:20])
        self.assertEqual(self.server.stop(), 0)
        self.start(*self.settings, "--config", file, *sets("mosip.kernel.tokenid.length=30"), environment=environment)
        self.assertEqual(len(self.server.call("GET", TOKEN_ID, token=self.token()).response()["tokenID"]), 30)
        self.assertEqual(self.server.stop(), 0)
        # Without them it would draw others, and every token id would change.
        code, output = run("serve", "--data-dir", str(self.server.data_dir), "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0", *self.settings)
        self.assertEqual(code, 78, output)
        self.assertIn("Give the same salts again", output)
        self.start(*self.settings, "--config", file, *sets("mosip.kernel.tokenid.length=20"), environment=environment)
        self.assertEqual(self.server.call("GET", TOKEN_ID, token=self.token()).response()["tokenID"], VECTOR[:20])


class LowSpace(ServerCase):
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("idkernel.store.min-free-bytes=1152921504606846976")

    def test_writes_are_refused_and_reads_go_on(self):
        self.assertEqual(self.call("GET", TOKEN_ID).status, 200)
        before = self.server.numbers("uin")
        for method, path, body in (("GET", UIN, None), ("GET", "/v1/ridgenerator/generate/rid/10001/10002", None), ("GET", "/v1/pridgenerator/prid", None),
                                   ("GET", "/v1/idgenerator/vid", None)):
            answer = self.call(method, path, body)
            self.assert_error(answer, 503, "IDK-507")
            self.assertEqual(answer.headers["Retry-After"], "1")
        login = envelope({"appId": "admin", "userName": "110006", "password": "mosip"})
        self.assert_error(self.server.call("POST", LOGIN, login), 503, "IDK-507")  # a session is a write
        self.assertEqual(self.server.numbers("uin"), before)
        ready = self.server.manage("/actuator/health/readiness")
        self.assertEqual((ready.status, ready.json()), (503, {"status": "OUT_OF_SERVICE"}))
        health = self.server.manage("/actuator/health")
        self.assertEqual((health.status, health.json()["status"]), (503, "DOWN"))
        self.assertEqual(health.json()["components"]["diskSpace"]["status"], "DOWN")
        self.assertEqual(self.server.manage("/actuator/health/liveness").json(), {"status": "UP"})


if __name__ == "__main__":
    unittest.main()
