"""The base of tests that ask a server for keys."""

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, envelope, sets
from server_case import ServerCase

KEYS = "/v1/keymanager/"
TIME = "2024-01-01T00:00:00.000Z"


def key_name(application, reference, **more):
    return {"applicationId": application, "referenceId": reference, **more}


class KeysCase(ServerCase):
    """A server with a root, a signature key and one module; more come by order."""

    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN,REGISTRATION")

    def post(self, endpoint, request, method="POST"):
        return self.call(method, KEYS + endpoint, envelope(request))

    def get(self, endpoint, application, reference=""):
        return self.call("GET", f"{KEYS}{endpoint}?applicationId={application}&referenceId={reference}")

    def value(self, answer):
        """The response of a success."""
        self.assertEqual((answer.status, answer.json()["errors"]), (200, None), answer.body)
        return answer.response()

    def fast_jobs(self):
        """Jobs done so far on the fast lane of the crypto pool, when none is under way."""
        for _ in range(1000):
            metrics = self.server.metrics()
            if metrics["idkernel_crypto_fast_queued"] == 0:
                return metrics["idkernel_crypto_fast_done_total"]
        raise AssertionError("the pool is never idle")

    def pem(self, application, reference=""):
        return self.value(self.get("getCertificate", application, reference))["certificate"]

    def all_pems(self, application, reference=""):
        listed = self.value(self.get("getAllCertificates", application, reference))["allCertificates"]
        return [one["certificateData"] for one in listed]

    def master(self, application, reference="", kind="CERTIFICATE", **more):
        return self.post("generateMasterKey/" + kind, key_name(application, reference, **more))

    def upload(self, application, reference, pem):
        return self.post("uploadCertificate", key_name(application, reference, certificateData=pem))

    def upload_other(self, application, reference, pem):
        return self.post("uploadOtherDomainCertificate", key_name(application, reference, certificateData=pem))

    def revoke(self, application, reference):
        return self.post("revokeKey", key_name(application, reference), method="PUT")

    def encrypt(self, application, reference, data):
        return self.value(self.post("encrypt", key_name(application, reference, data=data, timeStamp=TIME)))["data"]

    def decrypt(self, application, reference, data):
        return self.value(self.post("decrypt", key_name(application, reference, data=data, timeStamp=TIME)))["data"]

    def assert_refused(self, answer, code, message=None):
        self.assert_error(answer, 200, code)
        if message:
            self.assertEqual(answer.json()["errors"][0]["message"], message)
