"""The base of the suites: cases with a class and an expected result, each sent to an endpoint of the real server."""

import collections
import dataclasses
import datetime
import json
import os
import sys
import typing

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "http")]

from cryptography import x509  # noqa: E402
from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: E402
from cryptography.x509.oid import NameOID  # noqa: E402

from idkernel import NO_RATE_LIMITS, SMALL_POOLS, sets  # noqa: E402
from keys_case import KeysCase, TIME, key_name  # noqa: E402, F401

VALID, INVALID, ACCEPTABLE = "valid", "invalid", "acceptable"
CHANGING_HEADERS = ("date", "x-request-id")
written = []  # every case that was sent, for `run --write`


@dataclasses.dataclass
class Case:
    """`group` is the class of the fault (of the virtue, when it is valid); `given` what is sent; `output` what a valid case must
    give; `refusal` the error code of an invalid one that is not the suite's own. An acceptable case may end either way: the rules
    allow both, and README.md tells what the server does."""
    group: str
    name: str
    result: str
    given: typing.Any
    output: typing.Any = None
    refusal: typing.Optional[str] = None


def good(group, name, given, output=None):
    return Case(group, name, VALID, given, output)


def bad(group, name, given, refusal=None):
    return Case(group, name, INVALID, given, refusal=refusal)


def either(group, name, given):
    return Case(group, name, ACCEPTABLE, given)


def shape(answer):
    """All of an answer that may not tell one fault from another: status, headers, body, without times and request ids."""
    headers = sorted((name.lower(), value) for name, value in answer.headers.items() if name.lower() not in CHANGING_HEADERS)
    body = answer.json()
    for part in (body, body.get("response") or {}):
        for name in ("responsetime", "timestamp"):
            part.pop(name, None)
    return answer.status, headers, body


class Suite(KeysCase):
    """One server; `module` is the application whose keys are used."""
    module, reference = "REGISTRATION", "suite"
    arguments = NO_RATE_LIMITS + SMALL_POOLS + sets("mosip.kernel.keymanager.autogen.appids.list=ROOT,KERNEL:SIGN,REGISTRATION",
                                                    "mosip.kernel.crypto.hash-iteration=10")

    def run_cases(self, cases, ask, read, refusals):
        """Sends every case. `ask(given)` is the answer; `read(answer)` a success's output, None for a refusal. A valid case must give
        its output. The refusals of all invalid cases with one code must be the same answer; `refusals` is the (code, message), or
        the body's response, of those that name no code of their own."""
        self.assertEqual(len({(case.group, case.name) for case in cases}), len(cases), "names of cases are unique")
        shapes = collections.defaultdict(list)
        for case in cases:
            with self.subTest(group=case.group, case=case.name, expected=case.result):
                answer = ask(case.given)
                written.append({"suite": type(self).__name__, **dataclasses.asdict(case)})
                output = read(answer)
                if case.result == ACCEPTABLE:
                    written[-1]["seen"] = VALID if output is not None else INVALID
                    continue
                if case.result == VALID:
                    self.assertEqual(output, case.output, answer.body)
                    continue
                self.assertIsNone(output, f"accepted: {answer.body}")
                told = shape(answer)
                errors = told[2].get("errors")
                said = [(one["errorCode"], one["message"]) for one in errors] if errors else told[2]["response"]
                if case.refusal:
                    self.assertEqual([one["errorCode"] for one in errors or []], [case.refusal], answer.body)
                else:
                    self.assertEqual(said, refusals, answer.body)
                shapes[case.refusal].append(told)
        for code, told in shapes.items():
            with self.subTest("one answer for all", code=code or "the suite's"):
                for one in told[1:]:
                    self.assertEqual(one, told[0])


def certificate_of(public_key, signer=None, name="suite"):
    """PEM of a certificate for a key; `signer` is its private key when somebody else signs (only the key is looked at)."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.utcnow()
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(public_key)
               .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
               .not_valid_after(now + datetime.timedelta(days=400)))
    algorithm = None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(signer, algorithm).public_bytes(serialization.Encoding.PEM).decode()


def public_key_in(pem):
    return x509.load_pem_x509_certificate(pem.encode()).public_key()


def thumbprint_of(pem):
    return x509.load_pem_x509_certificate(pem.encode()).fingerprint(hashes.SHA256())


def write_cases(path):
    """Every case that was sent, a JSON line each."""
    def plain(value):
        return value.hex() if isinstance(value, bytes) else str(value)

    with open(path, "w", encoding="utf-8") as file:
        for case in written:
            file.write(json.dumps(case, default=plain) + "\n")
