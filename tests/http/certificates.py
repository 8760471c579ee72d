"""Certificates and requests of others, made and read by the openssl program."""

import base64
import os
import subprocess
import tempfile


def openssl(*words, text=None):
    """What `openssl WORDS` prints, given `text`; raises when it fails."""
    done = subprocess.run(["openssl", *words], input=text if text is None else text.encode(), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60)
    if done.returncode != 0:
        raise AssertionError(f"openssl {words[0]}: {done.stderr.decode()}")
    return done.stdout.decode()


def certificate(kind="rsa:2048", subject="/C=IN/O=Bank/CN=bank", days="400", key_file=None):
    """PEM of a self-signed certificate of a new key; `key_file` keeps the key. One of less than 60 days would be replaced at once."""
    with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
        key = key_file or os.path.join(directory, "key.pem")
        words = ["-newkey", kind] if kind != "ec" else ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        return openssl("req", "-x509", *words, "-nodes", "-keyout", key, "-subj", subject, "-days", days)


def expired_certificate():
    """PEM of a self-signed certificate that ended yesterday."""
    with tempfile.TemporaryDirectory(prefix="idkernel-test-") as directory:
        key, csr = os.path.join(directory, "key.pem"), os.path.join(directory, "csr.pem")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-subj", "/CN=expired", "-out", csr)
        return openssl("x509", "-req", "-in", csr, "-signkey", key, "-days", "-1", "-sha256")


def signed_by(issuer, issuer_key_file, csr, days="400"):
    """PEM of a certificate for the key of a request, from an issuer elsewhere."""
    with Files(issuer=issuer, csr=csr) as files:
        return openssl("x509", "-req", "-in", files["csr"], "-CA", files["issuer"], "-CAkey", issuer_key_file, "-set_serial", "7",
                       "-days", days, "-sha256")


def thumbprint(pem):
    """SHA-256 of the DER, 32 bytes."""
    printed = openssl("x509", "-noout", "-fingerprint", "-sha256", text=pem)
    return bytes.fromhex(printed.split("=")[1].strip().replace(":", ""))


def foreign_ciphertext(pem):
    """An envelope for the certificate's key that no key opens (keys sheet 3.1)."""
    envelope = b"VER_R2" + thumbprint(pem) + bytes(256) + b"#KEY_SPLITTER#" + bytes(32 + 4 + 16)
    return base64.urlsafe_b64encode(envelope).decode().rstrip("=")


class Files:
    """Texts as files of a directory that goes away: Files(a="text")["a"] is a path."""

    def __init__(self, **texts):
        self.texts = texts

    def __enter__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="idkernel-test-")
        paths = {name: os.path.join(self.directory.name, name + ".pem") for name in self.texts}
        for name, text in self.texts.items():
            with open(paths[name], "w") as file:
                file.write(text)
        return paths

    def __exit__(self, *_):
        self.directory.cleanup()
