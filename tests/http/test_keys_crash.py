"""SIGKILL while keys are made, again and again: `idkernel keys verify` finds all whole, and every key that was acknowledged is
there. IDKERNEL_CRASH_CYCLES says how often."""

import http.client
import json
import os
import random
import re
import shutil
import tempfile
import threading
import time
import unittest

from hsm_tools import TokenInAFolder
from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, run, sets, wait_until

CYCLES = int(os.environ.get("IDKERNEL_CRASH_CYCLES", "3"))
APPLICATIONS = ["PMS", "REGISTRATION"]
FEW_KEYS = sets("mosip.kernel.keymanager.autogen.appids.list=" + ",".join(["ROOT", *APPLICATIONS]),
                "mosip.kernel.keymanager.autogen.basekeys.list=")
# Every cycle signs nobody in: the same token serves them all.
RATES = NO_RATE_LIMITS + sets("idkernel.rate-limit.authenticated=off")


class Maker(threading.Thread):
    """Makes keys until the server goes away. `force`: successors of a master key, else base keys of new references."""

    def __init__(self, server, token, number, force, made):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.headers = {"Cookie": "Authorization=" + token, "Content-Type": "application/json"}
        self.number, self.force, self.made = number, force, made
        self.application = APPLICATIONS[number % len(APPLICATIONS)]
        self.errors = []

    def run(self):
        try:
            while True:
                self.step()
        except (OSError, http.client.HTTPException):
            pass  # The server was killed: what was not answered was not acknowledged.
        finally:
            self.connection.close()

    def step(self):
        reference = "" if self.force else f"NEW_{self.number}_{random.randrange(2**60)}"
        if self.force:
            body = {"request": {"applicationId": self.application, "referenceId": "", "force": True}}
            self.connection.request("POST", "/v1/keymanager/generateMasterKey/CERTIFICATE", json.dumps(body), self.headers)
        else:
            self.connection.request("GET", f"/v1/keymanager/getCertificate?applicationId={self.application}&referenceId={reference}",
                                    headers=self.headers)
        answer = json.loads(self.connection.getresponse().read())
        if answer["errors"]:
            # All are one caller, who may have only so many keys made at a time.
            if [error["errorCode"] for error in answer["errors"]] != ["IDK-503"]:
                self.errors.append(answer["errors"])
        else:
            self.made.append(((self.application, reference), answer["response"]["certificate"]))


class KeysCrash(unittest.TestCase):
    """With the keys in the store, sealed: a key and its row are one."""

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="idkernel-test-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.data_dir = os.path.join(self.directory, "data")
        self.settings, self.environment = self.keystore()
        self.server = Server(*RATES, *SMALL_POOLS, *FEW_KEYS, *self.settings, data_dir=self.data_dir, environment=self.environment)
        self.addCleanup(self.server.__exit__)
        self.chance = random.Random()

    def keystore(self):
        """Settings and environment."""
        return [], {}

    def make_keys_until_killed(self):
        """What the server acknowledged: ((application, reference), certificate)."""
        made = []
        makers = [Maker(self.server, self.token, number, number < 4, made) for number in range(8)]
        for maker in makers:
            maker.start()
        wait_until(lambda: len(made) >= 8, "acknowledged keys", 120)
        time.sleep(self.chance.uniform(0, 0.3))  # No condition to wait for: the kill may come at any moment.
        self.server.kill()
        for maker in makers:
            maker.join(60)
            self.assertEqual(maker.errors, [])
        return made

    def certificates_of(self, name):
        answer = self.server.call("GET", "/v1/keymanager/getAllCertificates?applicationId=%s&referenceId=%s" % name, token=self.token)
        return {one["certificateData"] for one in answer.response()["allCertificates"]}

    def test_no_acknowledged_key_is_lost_and_none_is_broken(self):
        self.server.start()
        self.token = self.server.token()
        acknowledged = []
        for _ in range(CYCLES):
            acknowledged += self.make_keys_until_killed()
            code, text = run("keys", "verify", "--dev", "--data-dir", self.data_dir, *self.settings, environment=self.environment)
            self.assertEqual(code, 0, text)
            count = re.search(r"(?m)^(\d+) keys, all whole$", text)  # What a kill left in a token is noted in front.
            self.assertTrue(count, text)
            self.assertGreaterEqual(int(count[1]), len({certificate for _, certificate in acknowledged}))
            self.server.start()
            for name in {name for name, _ in acknowledged}:
                wanted = {certificate for owner, certificate in acknowledged if owner == name}
                self.assertLessEqual(wanted, self.certificates_of(name), name)
        self.assertEqual(self.server.stop(), 0)


class KeysCrashInAToken(KeysCrash):
    """With master keys in a token: each is made there before its row is written, so that a kill leaves a pair, half a pair or a pair
    without a certificate that no row names. None of those is ever a key."""

    def keystore(self):
        hsm = TokenInAFolder(self.directory)
        return hsm.settings, hsm.environment


if __name__ == "__main__":
    unittest.main()
