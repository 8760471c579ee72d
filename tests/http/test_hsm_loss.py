"""A token that goes away under load and comes back: refusals with the keystore's code meanwhile, full service afterwards by the
same process, no key lost and no half key made. IDKERNEL_HSM_ROUNDS and IDKERNEL_HSM_CLIENTS make it longer."""

import collections
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import unittest

import openssl_tools as tools
from application_tools import BASE as APPLICATIONS
from application_tools import created, identity
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, run, sets, wait_until, write
from keys_case import TIME, KeysCase, key_name
from prereg_tools import sign_in
from test_openssl import b64u, unb64u

ROUNDS = int(os.environ.get("IDKERNEL_HSM_ROUNDS", "2"))
CLIENTS = int(os.environ.get("IDKERNEL_HSM_CLIENTS", "16"))
SOFT_HSM = "/usr/lib/softhsm/libsofthsm2.so"
P11_CLIENT = "/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so"
AWAY = (200, "KER-KMA-003")
MODULE, BASE = ("REGISTRATION", ""), ("REGISTRATION", "10001_10002")
TEXT = b"a text"


class Client(threading.Thread):
    """Signs, or decrypts, again and again; counts what came of it and keeps the last signatures."""

    def __init__(self, server, token, number, envelope):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.headers = {"Cookie": "Authorization=" + token, "Content-Type": "application/json"}
        self.number, self.envelope = number, envelope
        self.stop, self.fault = threading.Event(), None
        self.good, self.refused = 0, collections.Counter()
        self.signatures = collections.deque(maxlen=20)

    def run(self):
        try:
            while not self.stop.is_set():
                self.sign() if self.number % 2 else self.decrypt()
        except Exception as fault:  # pylint: disable=broad-except
            self.fault = repr(fault)
        finally:
            self.connection.close()

    def ask(self, path, request):
        """The response, or nothing for a refusal, which is counted."""
        self.connection.request("POST", "/v1/keymanager/" + path, json.dumps({"request": request}), self.headers)
        answer = self.connection.getresponse()
        body = json.loads(answer.read())
        if not body["errors"]:
            return body["response"]
        self.refused[answer.status, body["errors"][0]["errorCode"]] += 1
        return None

    def sign(self):
        data = f"{self.number} {self.good}"
        made = self.ask("sign", {"data": data})
        if made:
            self.signatures.append((data, made["signature"]))
            self.good += 1

    def decrypt(self):
        opened = self.ask("decrypt", key_name(*MODULE, data=self.envelope, timeStamp=TIME))
        if opened and unb64u(opened["data"]) != TEXT:
            raise AssertionError(f"opened as {opened}")
        self.good += bool(opened)


class TokenInAFolder:
    """SoftHSM2 in the server's own process; its folder of tokens is moved away and back."""

    library = SOFT_HSM

    def __init__(self, directory):
        self.tokens, self.elsewhere = os.path.join(directory, "tokens"), os.path.join(directory, "elsewhere")
        os.mkdir(self.tokens)
        conf = write(directory, "softhsm2.conf", f"directories.tokendir = {self.tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
        self.environment = {"SOFTHSM2_CONF": conf}
        subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", "lost", "--pin", "4321", "--so-pin", "4321"],
                       check=True, capture_output=True, env={**os.environ, **self.environment})
        config = write(directory, "hsm.cfg", f"name = lost\nlibrary = {self.library}\nslotListIndex = 0\n")
        front = "mosip.kernel.keymanager.hsm."
        self.settings = sets(front + "keystore-type=PKCS11", front + "config-path=" + config, front + "keystore-pass=4321",
                             "idkernel.hsm.token-label=lost", "idkernel.hsm.restart-pause-ms=100",
                             "idkernel.hsm.session-wait-ms=20000")  # a key is made at low priority

    def take_out(self):
        os.rename(self.tokens, self.elsewhere)

    def put_in(self):
        os.rename(self.elsewhere, self.tokens)

    def close(self):
        pass


class TokenBehindAServer(TokenInAFolder):
    """The same behind `p11-kit server`, which is killed and started again."""

    library = P11_CLIENT

    def __init__(self, directory):
        super().__init__(directory)
        self.socket, self.process = os.path.join(directory, "socket"), None
        self.environment["P11_KIT_SERVER_ADDRESS"] = "unix:path=" + self.socket
        self.put_in()

    def put_in(self):
        if os.path.exists(self.socket):
            os.remove(self.socket)
        # A group of its own: it serves each connection by a child.
        self.process = subprocess.Popen(["p11-kit", "server", "--foreground", "--name", self.socket, "--provider", SOFT_HSM, "pkcs11:token=lost"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
                                        env={**os.environ, **self.environment})
        if not self.process.stdout.readline():  # It says where it listens as soon as it does.
            raise AssertionError("p11-kit server did not start")

    def take_out(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        self.process = None

    def close(self):
        if self.process:
            self.take_out()


class LossCase:
    """What holds for both ways to lose a token; setUpClass of KeysCase starts no server with an environment, so this does."""

    token_kind = None

    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.mkdtemp(prefix="idkernel-test-")
        cls.addClassCleanup(shutil.rmtree, cls.directory, ignore_errors=True)
        cls.hsm = cls.token_kind(cls.directory)
        cls.addClassCleanup(cls.hsm.close)
        lists = sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN,REGISTRATION,PRE_REGISTRATION")
        cls.data_dir = os.path.join(cls.directory, "data")
        cls.server = Server(*NO_RATE_LIMITS, *SMALL_POOLS, *lists, *cls.hsm.settings, data_dir=cls.data_dir, environment=cls.hsm.environment)
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.start()

    def keystore_health(self):
        return self.server.manage("/actuator/health").json()["components"]["keystore"]["status"]

    def wait_for_more(self, clients, count_of, what):
        """Until each client has three more than now."""
        before = [count_of(client) for client in clients]

        def came():
            self.assertEqual([client.fault for client in clients if client.fault], [])
            return all(count_of(client) >= old + 3 for client, old in zip(clients, before))

        wait_until(came, what, 120)

    def everything(self):
        return {name: self.all_pems(*name) for name in (("ROOT", ""), ("KERNEL", "SIGN"), MODULE, BASE)}

    def kept(self):
        return {name: value for name, value in self.server.metrics().items() if name.startswith("idkernel_keys{")}

    def while_it_is_away(self, sealed):
        self.assertEqual(self.keystore_health(), "DOWN")
        self.assert_refused(self.master(*MODULE, force=True), AWAY[1])
        self.assert_refused(self.post("generateCSR", key_name(*MODULE)), AWAY[1])
        # What needs no token goes on: certificates, encryption, and base keys that were opened before.
        self.assertEqual(self.decrypt(*BASE, self.encrypt(*BASE, "c2VjcmV0")), "c2VjcmV0")
        self.assertEqual(self.decrypt(*BASE, sealed), "c2VjcmV0")
        # So does pre-registration: its wrapping key was opened at the start. It has no new version meanwhile.
        self.assert_refused(self.master("PRE_REGISTRATION", "", force=True), AWAY[1])
        self.file_and_read()

    def file_and_read(self):
        """Another application of the citizen; those before it are there as they were filed."""
        self.filed[created(self.server, self.citizen, identity(len(self.filed)))] = {"identity": identity(len(self.filed))}
        for application, details in self.filed.items():
            found = self.server.call("GET", f"{APPLICATIONS}/{application}", token=self.citizen).response()
            self.assertEqual(found["demographicDetails"], details)

    def test_errors_while_it_is_away_and_full_service_afterwards(self):
        sealed = self.encrypt(*BASE, "c2VjcmV0")
        self.assertEqual(self.decrypt(*BASE, sealed), "c2VjcmV0")
        self.citizen, self.filed = sign_in(self.server, "9800000001"), {}
        self.file_and_read()
        before, kept, process = self.everything(), self.kept(), self.server.process.pid
        envelope = b64u(tools.Envelope(self.pem(*MODULE), TEXT).r2())
        clients = [Client(self.server, self.server.token(), number, envelope) for number in range(CLIENTS)]
        self.addCleanup(lambda: [client.stop.set() for client in clients])
        for client in clients:
            client.start()
        for _ in range(ROUNDS):
            self.wait_for_more(clients, lambda client: client.good, "service")
            self.hsm.take_out()
            self.wait_for_more(clients, lambda client: sum(client.refused.values()), "refusals")
            self.while_it_is_away(sealed)
            self.hsm.put_in()
            self.wait_for_more(clients, lambda client: client.good, "service again")
            self.assertEqual(self.keystore_health(), "UP")
        for client in clients:
            client.stop.set()
        for client in clients:
            client.join(120)
            self.assertFalse(client.is_alive())
        self.assertEqual([client.fault for client in clients if client.fault], [])
        refused = sum((client.refused for client in clients), collections.Counter())
        print(f"{sum(client.good for client in clients)} served, {dict(refused)} refused")
        self.assertEqual(set(refused), {AWAY})

        self.assertEqual((self.everything(), self.kept(), self.server.process.pid), (before, kept, process))
        certificate = self.pem("KERNEL", "SIGN")
        for data, jws in [client.signatures[-1] for client in clients if client.signatures]:
            head, _, signature = jws.split(".")
            self.assertTrue(tools.verifies(certificate, unb64u(signature), f"{head}.{b64u(data.encode())}"))
        self.value(self.master(*MODULE, force=True))
        self.assertEqual(self.decrypt(*BASE, sealed), "c2VjcmV0")
        self.assertEqual(unb64u(self.decrypt(*MODULE, envelope)), TEXT)
        self.value(self.master("PRE_REGISTRATION", "", force=True))
        self.file_and_read()
        self.assertEqual(self.server.stop(), 0)
        code, text = run("keys", "verify", "--dev", "--data-dir", self.data_dir, *self.hsm.settings, environment=self.hsm.environment)
        self.assertEqual(code, 0, text)
        self.assertRegex(text, r"^\d+ keys, all whole$")
        self.server.start()
        self.assertEqual(self.decrypt(*BASE, sealed), "c2VjcmV0")
        self.file_and_read()


class FolderMovedAway(LossCase, KeysCase):
    token_kind = TokenInAFolder


class ServerKilled(LossCase, KeysCase):
    token_kind = TokenBehindAServer


if __name__ == "__main__":
    unittest.main()
