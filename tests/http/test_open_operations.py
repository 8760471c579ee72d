"""Operations that a closed network may open: exactly those named, at the rate of open endpoints, with a warning each."""

import os
import shutil
import tempfile
import unittest

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, envelope, run, sets, write


OPENABLE = ["generateCSR", "uploadCertificate", "uploadOtherDomainCertificate", "otp/generate", "otp/validate", "refreshconfig"]
CLOSED = [("POST", "/v1/keymanager/generateMasterKey/CERTIFICATE"), ("GET", "/v1/keymanager/getCertificate?applicationId=KERNEL"),
          ("POST", "/v1/keymanager/generateSymmetricKey"), ("PUT", "/v1/keymanager/revokeKey"),
          ("POST", "/v1/keymanager/encrypt"), ("GET", "/v1/uingenerator/uin")]
FEW_KEYS = sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL", "mosip.kernel.keymanager.autogen.basekeys.list=")
BOOTSTRAP = {"clients": [{"clientId": "one", "secret": "a long random secret", "roles": ["RESIDENT"]}]}
EXIT_CONFIG = 78


def status(server, operation):
    """Of a call without a token whose request lacks everything."""
    return call(server, operation).status


def call(server, operation, token=None):
    if operation == "otp/validate":
        return server.call("GET", "/v1/otpmanager/validate", token=token)
    if operation == "refreshconfig":
        return server.call("GET", "/preregistration/v1/login/refreshconfig", token=token)
    front = "/v1/otpmanager/" if operation == "otp/generate" else "/v1/keymanager/"
    return server.call("POST", front + operation, envelope({}), token=token)


class OpenOperations(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="idkernel-test-")
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        key = write(self.directory, "master.key", os.urandom(32).hex())
        self.production = sets("idkernel.master-key.file=" + key) + NO_RATE_LIMITS + SMALL_POOLS + FEW_KEYS

    def server(self, *more):
        return Server(*self.production, *more, dev=False, bootstrap=BOOTSTRAP)

    def warned(self, server):
        return [name for name in OPENABLE if any(f" {name} is open: " in line for line in server.lines)]

    def test_none_is_open_by_default(self):
        with self.server() as server:
            for operation in OPENABLE:
                self.assertEqual(status(server, operation), 401, operation)
                # RESIDENT is none of their roles.
                answer = call(server, operation, server.token("one", "a long random secret"))
                self.assertEqual((answer.status, answer.error_codes()), (403, ["KER-ATH-403"]), operation)
            self.assertEqual(self.warned(server), [])

    def test_those_named_and_no_other(self):
        with self.server(*sets("idkernel.auth.open-operations=generateCSR,uploadOtherDomainCertificate,otp/validate")) as server:
            self.assertEqual({operation: status(server, operation) for operation in OPENABLE},
                             {"generateCSR": 200, "uploadCertificate": 401, "uploadOtherDomainCertificate": 200,
                              "otp/generate": 401, "otp/validate": 200, "refreshconfig": 401})
            for method, path in CLOSED:
                self.assertEqual(server.call(method, path, envelope({}) if method != "GET" else None).status, 401, path)
            self.assertEqual(self.warned(server), ["generateCSR", "uploadOtherDomainCertificate", "otp/validate"])

    def test_dev_opens_exactly_this_set(self):
        with Server(*NO_RATE_LIMITS, *SMALL_POOLS, *FEW_KEYS) as server:
            answer = server.call("POST", "/v1/keymanager/generateCSR", envelope({"applicationId": "KERNEL", "referenceId": ""}))
            self.assertIn("-----BEGIN CERTIFICATE REQUEST-----", answer.response()["certSignRequest"])
            # A token that is none is as good as no token.
            answer = server.call("POST", "/v1/keymanager/generateCSR", envelope({"applicationId": "KERNEL", "referenceId": ""}),
                                 token="none")
            self.assertEqual(answer.status, 200, answer.body)
            for operation in OPENABLE:
                self.assertEqual(status(server, operation), 200, operation)
            for method, path in CLOSED:
                self.assertEqual(server.call(method, path, envelope({}) if method != "GET" else None).status, 401, path)
            self.assertEqual(self.warned(server), OPENABLE)

    def test_the_rate_of_open_endpoints_holds(self):
        with self.server(*sets("idkernel.auth.open-operations=generateCSR", "idkernel.rate-limit.open.address=1/3")) as server:
            found = [status(server, "generateCSR") for _ in range(20)]
            self.assertEqual(found[:3], [200] * 3)
            self.assertIn(429, found)

    def test_a_wrong_name_refuses_the_start(self):
        for name in ("generateCsr", "generateMasterKey", "prereg_refresh_config"):
            wrong = sets("idkernel.auth.open-operations=generateCSR," + name)
            for command in (["serve", "--dev", "--data-dir", os.path.join(self.directory, "data")], ["check-config", "--dev"]):
                code, text = run(*command, *wrong)
                self.assertEqual(code, EXIT_CONFIG, text)
                self.assertIn(f"idkernel.auth.open-operations={name} is no operation that may be opened; allowed: " +
                              ", ".join(OPENABLE), text)


if __name__ == "__main__":
    unittest.main()
