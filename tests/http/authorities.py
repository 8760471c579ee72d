"""Authorities and partners elsewhere, made by the openssl program."""

import base64
import os
import tempfile
import time

from certificates import openssl

DAY = 86_400
CONFIG = """
[ca]
default_ca = own
[own]
database = {directory}/index.txt
new_certs_dir = {directory}
rand_serial = yes
policy = any
unique_subject = no
preserve = yes
[any]
countryName = optional
organizationName = optional
commonName = optional
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,digitalSignature,keyCertSign
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
[sealing]
basicConstraints = critical,CA:FALSE
keyUsage = critical,keyEncipherment
[lists]
basicConstraints = critical,CA:FALSE
keyUsage = critical,cRLSign
[huge]
basicConstraints = critical,CA:TRUE
nsComment = {comment}
"""
COMMENT_BYTES = 70_000


def moment(days):
    """So many days from now, as openssl wants it."""
    return time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + days * DAY))


def in_directory(work):
    with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
        return work(lambda name, text=None: write(os.path.join(directory, name), text), directory)


def write(path, text):
    if text is not None:
        with open(path, "w") as file:
            file.write(text)
    return path


def issued(csr, issuer, begin=-1, end=1000, digest="sha256", profile="leaf", key=None):
    """PEM of a certificate for the key of a request. `issuer` None: `key` signs it itself. Days count from now."""
    def issue(file, directory):
        config = file("config", CONFIG.format(directory=directory, comment="x" * COMMENT_BYTES))
        file("index.txt", "")
        by = ["-selfsign", "-keyfile", file("key", key)] if issuer is None else [
            "-cert", file("issuer", issuer.pem), "-keyfile", file("issuer_key", issuer.key)]
        openssl("ca", "-batch", "-notext", "-config", config, "-in", file("csr", csr), "-out", file("pem"), "-md", digest,
                "-startdate", moment(begin), "-enddate", moment(end), "-extensions", profile, *by)
        with open(file("pem")) as made:
            return made.read()

    return in_directory(issue)


class Holder:
    """A certificate and its key. Without an issuer it signs itself. Days count from now."""

    def __init__(self, name, issuer=None, begin=-1, end=1000, kind="ec", digest="sha256", organization="Bank", profile="authority"):
        self.kind = kind
        self.subject = f"/C=IN/O={organization}/CN={name}"
        if kind == "ec":
            self.key = openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1")
        else:
            self.key = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:" + kind)
        csr = in_directory(lambda file, _: openssl("req", "-new", "-key", file("key", self.key), "-subj", self.subject))
        self.pem = issued(csr, issuer, begin, end, digest, profile, self.key)

    def x5c(self):
        """As the header of a JWS has it."""
        return "".join(self.pem.strip().splitlines()[1:-1])

    def signature(self, signing_input):
        """As the openssl program writes it."""
        def sign(file, _):
            openssl("dgst", "-sha256", "-sign", file("key", self.key), "-out", file("signature"), file("input", signing_input))
            with open(file("signature"), "rb") as made:
                return made.read()

        return in_directory(sign)

    def signed(self, signing_input):
        """An ES256 signature."""
        der = self.signature(signing_input)
        return b"".join(number_at(der, 2 if i == 0 else 4 + der[3]) for i in range(2))


def number_at(der, at):
    """The integer of an ECDSA signature there, 32 bytes."""
    return der[at + 2:at + 2 + der[at + 1]].lstrip(b"\0").rjust(32, b"\0")


def version_1(issuer):
    """PEM of a certificate without extensions, below an authority."""
    def issue(file, _):
        csr = openssl("req", "-new", "-key", file("key", issuer.key), "-subj", "/C=IN/O=Bank/CN=old")
        return openssl("x509", "-req", "-in", file("csr", csr), "-CA", file("issuer", issuer.pem), "-CAkey", file("key"),
                       "-set_serial", "9", "-days", "1000", "-sha256")

    return in_directory(issue)


def bundle(*pems):
    """PKCS#7 in base64url."""
    def pack(file, _):
        words = []
        for i, pem in enumerate(pems):
            words += ["-certfile", file(str(i), pem)]
        openssl("crl2pkcs7", "-nocrl", *words, "-outform", "DER", "-out", file("bundle"))
        with open(file("bundle"), "rb") as packed:
            return packed.read()

    return base64.urlsafe_b64encode(in_directory(pack)).decode().rstrip("=")


def unbundled(text):
    """The PEMs of a bundle: PKCS#7 in base64url or PEM."""
    if not text.startswith("-----"):
        der = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        text = "-----BEGIN PKCS7-----\n" + base64.encodebytes(der).decode() + "-----END PKCS7-----\n"
    printed = openssl("pkcs7", "-print_certs", text=text)
    end = "-----END CERTIFICATE-----\n"
    return [part[part.index("-----BEGIN"):] + end for part in printed.split(end)[:-1]]
