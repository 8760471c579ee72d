"""HTTPS end to end: versions, the reload of certificates by SIGHUP, client certificates."""

import http.client
import os
import shutil
import signal
import ssl
import subprocess
import tempfile
import unittest
import warnings

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, Server, sets, wait_until

PATH = "/.well-known/openid-configuration"


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


class Authority:
    """Makes certificates for localhost and for clients."""

    def __init__(self, directory, name):
        self.dir, self.name = directory, name
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=" + name,
                "-keyout", self.path("key"), "-out", self.path("pem"))

    def path(self, end):
        return os.path.join(self.dir, f"{self.name}.{end}")

    def issue(self, name, key, certificate):
        """A new certificate into the files `key` and `certificate`."""
        request, names = os.path.join(self.dir, "request"), os.path.join(self.dir, "names")
        with open(names, "w") as file:
            file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=" + name, "-keyout", key, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", self.path("pem"), "-CAkey", self.path("key"), "-CAcreateserial", "-days", "2",
                "-extfile", names, "-out", certificate)


class Tls(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="idkernel-test-")
        self.addCleanup(shutil.rmtree, self.dir)
        self.first, self.second = Authority(self.dir, "first"), Authority(self.dir, "second")
        self.key, self.certificate = os.path.join(self.dir, "server.key"), os.path.join(self.dir, "server.pem")
        self.first.issue("localhost", self.key, self.certificate)

    def server(self, *more):
        server = Server(*NO_RATE_LIMITS, *SMALL_POOLS, *sets("idkernel.http.tls.certificate-file=" + self.certificate,
                                                            "idkernel.http.tls.key-file=" + self.key, *more))
        self.addCleanup(server.__exit__)
        server.start()
        return server

    def get(self, server, authority, client=None, path=PATH, version=None):
        context = ssl.create_default_context(cafile=authority.path("pem"))
        if client:
            context.load_cert_chain(*client)
        if version:
            context.set_ciphers("ALL:@SECLEVEL=0")  # this side would speak the old versions too
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = context.maximum_version = version
        connection = http.client.HTTPSConnection("localhost", server.port, context=context, timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def trusts(self, server, authority):
        try:
            return self.get(server, authority)[0] == 200
        except ssl.SSLCertVerificationError:
            return False

    def test_https_and_the_reload_of_certificates(self):
        server = self.server()
        status, headers, body = self.get(server, self.first)
        self.assertEqual(status, 200)
        self.assertEqual(headers["Strict-Transport-Security"], "max-age=31536000")
        self.assertIn(b'"issuer":"https://', body)
        self.assertEqual(self.get(server, self.first, path="/v1/uingenerator/uin")[0], 401)
        self.assertFalse(self.trusts(server, self.second))
        self.assertEqual(server.manage("/actuator/health/readiness").status, 200)

        self.second.issue("localhost", self.key, self.certificate)
        self.assertTrue(self.trusts(server, self.first))  # not before it is told
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: self.trusts(server, self.second), "the new certificate")

        with open(self.certificate, "w") as file:
            file.write("nonsense")
        server.process.send_signal(signal.SIGHUP)
        server.wait_for_line("certificates not reloaded")
        self.assertTrue(self.trusts(server, self.second))
        self.assertEqual(server.stop(), 0)

    def test_versions_and_plain_http(self):
        server = self.server()
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            self.assertEqual(self.get(server, self.first, version=version)[0], 200)
        with self.assertRaises(ssl.SSLError) as refused:
            self.get(server, self.first, version=ssl.TLSVersion.TLSv1_1)
        self.assertEqual(refused.exception.reason, "TLSV1_ALERT_PROTOCOL_VERSION")
        with self.assertRaises((http.client.HTTPException, ConnectionError)):
            server.call("GET", PATH)
        self.assertTrue(self.trusts(server, self.first))

    def test_client_certificates(self):
        own = (os.path.join(self.dir, "own.pem"), os.path.join(self.dir, "own.key"))
        foreign = (os.path.join(self.dir, "foreign.pem"), os.path.join(self.dir, "foreign.key"))
        self.first.issue("client", own[1], own[0])
        self.second.issue("client", foreign[1], foreign[0])
        authority = "idkernel.http.tls.client-ca-file=" + self.first.path("pem")
        server = self.server(authority, "idkernel.http.tls.client-certificate=required")
        self.assertEqual(self.get(server, self.first, own)[0], 200)
        for client in (None, foreign):
            with self.assertRaises((ssl.SSLError, http.client.HTTPException, ConnectionError)):
                self.get(server, self.first, client)
        server = self.server(authority, "idkernel.http.tls.client-certificate=optional")
        self.assertEqual(self.get(server, self.first, own)[0], 200)
        self.assertEqual(self.get(server, self.first)[0], 200)


if __name__ == "__main__":
    unittest.main()
