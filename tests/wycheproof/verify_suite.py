"""The base of the suites that ask jwtVerify: a compact JWS and the certificate to judge it by."""

from suite import Suite

FAILED = {"signatureValid": False, "message": "Validation Failed", "trustValid": "TRUST_NOT_VERIFIED"}
REFUSED, UNREADABLE, NO_DATA = "KER-JWS-105", "KER-JWS-106", "KER-JWS-102"


class VerifySuite(Suite):
    """A valid case's output is True. An invalid one's answer says FAILED, or has the code that it names."""

    def run_verify(self, cases):
        def ask(given):
            text, pem = given
            return self.call("POST", "/v1/signature/jwtVerify", {"request": {"jwtSignatureData": text, "certificateData": pem}})

        def read(answer):
            response = answer.response() if answer.status == 200 else None
            return True if response and response["signatureValid"] else None

        self.run_cases(cases, ask, read, FAILED)
