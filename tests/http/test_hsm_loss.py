"""A token that goes away under load and comes back: refusals with the keystore's code meanwhile, full service afterwards by the
same process, no key lost and no half key made. IDKERNEL_HSM_ROUNDS and IDKERNEL_HSM_CLIENTS make it longer."""

import collections
import http.client
import json
import os
import shutil
import signal
import tempfile
import threading
import unittest

import openssl_tools as tools
from application_tools import BASE as APPLICATIONS
from application_tools import created, identity
from hsm_tools import TokenBehindAServer, TokenInAFolder
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets, wait_until
from jwt_tools import decode, encode
from keys_case import TIME, KeysCase, key_name
from prereg_tools import sign_in

ROUNDS = int(os.environ.get("IDKERNEL_HSM_ROUNDS", "2"))
CLIENTS = int(os.environ.get("IDKERNEL_HSM_CLIENTS", "16"))
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
        if opened and decode(opened["data"]) != TEXT:
            raise AssertionError(f"opened as {opened}")
        self.good += bool(opened)


class TokenCase(KeysCase):
    """A server with its keys in a token. setUpClass of KeysCase starts no server with an environment, so this does."""

    token_kind = None
    more_settings = []

    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.mkdtemp(prefix="idkernel-test-")
        cls.addClassCleanup(shutil.rmtree, cls.directory, ignore_errors=True)
        cls.hsm = cls.token_kind(cls.directory)
        cls.addClassCleanup(cls.hsm.close)
        lists = sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN,REGISTRATION,PRE_REGISTRATION")
        cls.data_dir = os.path.join(cls.directory, "data")
        cls.server = Server(*NO_RATE_LIMITS, *SMALL_POOLS, *lists, *cls.hsm.settings, *cls.more_settings,
                            data_dir=cls.data_dir, environment=cls.hsm.environment)
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.start()

    def keystore_health(self):
        return self.server.manage("/actuator/health").json()["components"]["keystore"]["status"]

    def assert_all_whole(self):
        code, text = run("keys", "verify", "--dev", "--data-dir", self.data_dir, *self.hsm.settings, environment=self.hsm.environment)
        self.assertEqual(code, 0, text)
        self.assertRegex(text, r"^\d+ keys, all whole$")


class LossCase:
    """What holds for both ways to lose a token."""

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
        envelope = encode(tools.Envelope(self.pem(*MODULE), TEXT).r2())
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
            self.assertTrue(tools.verifies(certificate, decode(signature), f"{head}.{encode(data.encode())}"))
        self.value(self.master(*MODULE, force=True))
        self.assertEqual(self.decrypt(*BASE, sealed), "c2VjcmV0")
        self.assertEqual(decode(self.decrypt(*MODULE, envelope)), TEXT)
        self.value(self.master("PRE_REGISTRATION", "", force=True))
        self.file_and_read()
        self.assertEqual(self.server.stop(), 0)
        self.assert_all_whole()
        self.server.start()
        self.assertEqual(self.decrypt(*BASE, sealed), "c2VjcmV0")
        self.file_and_read()


class FolderMovedAway(LossCase, TokenCase):
    token_kind = TokenInAFolder


class ServerKilled(LossCase, TokenCase):
    token_kind = TokenBehindAServer


class ServerStopped(TokenCase):
    """Calls of the token that do not return: they cost nobody anything who needs no key of it, and not the end of the server."""

    token_kind = TokenBehindAServer
    more_settings = sets("idkernel.hsm.call-timeout-ms=1500", "idkernel.hsm.session-wait-ms=5000", "idkernel.http.drain-timeout-ms=2000")

    def setUp(self):
        super().setUp()
        self.sealed = self.encrypt(*BASE, "c2VjcmV0")
        self.assertEqual(self.decrypt(*BASE, self.sealed), "c2VjcmV0")
        self.value(self.sign())
        self.server.token()
        self.asking = []
        self.addCleanup(lambda: [one.join(150) for one in self.asking])
        self.addCleanup(self.hsm.go_on)

    def sign(self):
        return self.post("sign", {"data": "a text"})

    def ask_beside(self, *requests):
        """Each in a thread, as they may not be answered. What came of them is appended to the list that is answered."""
        answers = []

        def ask(request):
            try:
                answers.append(request())
            except (OSError, http.client.HTTPException) as fault:
                answers.append(fault)

        for request in requests:
            self.asking.append(threading.Thread(target=ask, args=(request,), daemon=True))
            self.asking[-1].start()
        return answers

    def hang(self):
        """Until health says so; answers the list of what came of requests that were under way or came then."""
        self.hsm.hang()
        envelope_for_module = encode(tools.Envelope(self.module_pem, TEXT).r2())
        answers = self.ask_beside(
            self.sign, self.sign, lambda: self.post("generateCSR", key_name(*MODULE)),
            lambda: self.post("decrypt", key_name(*MODULE, data=envelope_for_module, timeStamp=TIME)),
            lambda: self.master(*MODULE, force=True), lambda: self.get("getCertificate", "REGISTRATION", "a_new_one"))
        self.without_the_token()
        wait_until(lambda: "has not answered" in self.server.manage("/actuator/health").body.decode(), "health that tells")
        self.assertEqual(self.keystore_health(), "DOWN")
        return answers

    def without_the_token(self):
        """Sign-in, by client and by password, UINs, PINs, encryption, and keys that were opened before."""
        self.assertEqual(self.server.sign_in().status, 200)
        password = {"appId": "admin", "userName": "110006", "password": "mosip"}
        answer = self.server.call("POST", "/v1/authmanager/authenticate/internal/useridPwd", envelope(password))
        self.assertEqual(answer.response()["status"], "success")
        self.assertEqual(self.call("GET", "/v1/uingenerator/uin").status, 200)
        self.value(self.post("encryptWithPin", {"data": "text", "userPin": "1234"}))
        self.assertEqual(self.decrypt(*BASE, self.encrypt(*BASE, "c2VjcmV0")), "c2VjcmV0")
        self.assertEqual(self.decrypt(*BASE, self.sealed), "c2VjcmV0")

    def test_what_needs_no_token_goes_on_and_what_does_is_refused_until_it_answers(self):
        self.module_pem = self.pem(*MODULE)
        for _ in range(ROUNDS):
            answers = self.hang()
            for refused in (self.sign(), self.post("generateCSR", key_name(*MODULE)), self.master("PRE_REGISTRATION", force=True)):
                self.assert_refused(refused, AWAY[1])
            self.without_the_token()
            self.assertGreater(self.server.metrics()["idkernel_crypto_device_queued"], 0)
            self.hsm.go_on()
            wait_until(lambda: len(answers) == 6, "answers", 150)
            heard = {(answer.status, (answer.error_codes() or [None])[0] if answer.json()["errors"] else None) for answer in answers}
            self.assertLessEqual(heard, {AWAY, (200, None)})
            wait_until(lambda: not self.sign().json()["errors"], "signatures again")
            self.assertEqual(self.keystore_health(), "UP")
        self.assertEqual(self.decrypt(*BASE, self.sealed), "c2VjcmV0")
        self.value(self.master(*MODULE, force=True))

    def test_sigterm_ends_the_server_although_a_call_does_not_return(self):
        self.module_pem = self.pem(*MODULE)
        self.hang()
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(self.server.lines[-1], "stopped")
        self.assertTrue(any("given up with the process" in line for line in self.server.lines))
        self.hsm.go_on()
        self.assert_all_whole()
        self.server.start()
        self.value(self.sign())
        self.assertEqual(self.decrypt(*BASE, self.sealed), "c2VjcmV0")


class PinRefused(TokenCase):
    """A PIN that the token calls wrong is tried once, whatever is asked for, and once more at each SIGHUP."""

    token_kind = TokenBehindAServer

    def sign(self):
        return self.post("sign", {"data": "a text"})

    def health(self):
        return self.server.manage("/actuator/health").json()["components"]["keystore"]

    def test_sighup_has_it_tried_again(self):
        self.value(self.sign())
        self.hsm.take_out()
        self.hsm.set_pin("4321", "1234")
        self.hsm.put_in()
        # Calls in between may find the token away: the library is started again after its pause.
        wait_until(lambda: self.sign().json()["errors"] and "PIN_INCORRECT" in self.health()["detail"], "a PIN that is refused")
        self.assertEqual(self.health()["status"], "DOWN")
        self.assertIn("SIGHUP", self.health()["detail"])
        self.hsm.set_pin("1234", "4321")
        for _ in range(5):
            self.assert_refused(self.sign(), AWAY[1])
        self.server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: not self.sign().json()["errors"], "signatures again")
        self.assertEqual(self.health()["status"], "UP")


if __name__ == "__main__":
    unittest.main()
