"""Servers that take messages, for tests: SMTP (aiosmtpd, a thread) and an SMS gateway (HTTP, a thread), both told how to behave."""

import asyncio
import email
import email.policy
import http.server
import os
import socket
import ssl
import sys
import threading
import urllib.parse

from certificates import openssl

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's packages, where another python3 comes first
from aiosmtpd.controller import Controller  # noqa: E402
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword  # noqa: E402


def free_port():
    """aiosmtpd's controller wants to know its port beforehand."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class MailServer:
    """`refuse` is an answer to every RCPT; `slow` seconds pass before DATA is answered; `drop` closes at DATA. What was taken
    stands in `mails`, in order."""

    def __init__(self, port=0, tls_directory=None, require_tls=False, login=None):
        self.mails, self.conversations, self.refused, self.signed_in = [], 0, 0, []
        self.refuse, self.slow, self.drop = None, 0, False
        self.ca_file = None
        self.require_tls, self.login = require_tls, login
        self.context = None
        if tls_directory:
            self.ca_file, key = os.path.join(tls_directory, "ca.pem"), os.path.join(tls_directory, "key.pem")
            openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", self.ca_file, "-days", "10",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost")
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(self.ca_file, key)
        self.port = port or free_port()
        self.start()

    def start(self):
        self.controller = _Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    def settings(self, *more):
        return ("idkernel.email.provider=smtp", "spring.mail.host=127.0.0.1", f"spring.mail.port={self.port}") + more

    # What aiosmtpd calls.
    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuse:
            self.refused += 1
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.conversations += 1
        if self.drop:
            server.transport.abort()
            return "421 closing"
        if self.slow:
            await asyncio.sleep(self.slow)
            return "451 too late"
        self.mails.append(Mail(envelope, bool(session.ssl)))
        return "250 OK"

    def authenticate(self, server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == self.login
        self.signed_in.append(good)
        return AuthResult(success=good, handled=good)


class Mail:
    def __init__(self, envelope, tls):
        self.sender, self.recipients, self.tls = envelope.mail_from, list(envelope.rcpt_tos), tls
        self.message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)

    def text(self):
        return next(part for part in self.message.walk() if part.get_content_maintype() == "text").get_content().replace("\r\n", "\n")

    def attachments(self):
        return [(part.get_filename(), part.get_content_type(), part.get_payload(decode=True)) for part in self.message.iter_attachments()]


class _Controller(Controller):
    def __init__(self, owner, **more):
        self.owner = owner
        super().__init__(owner, **more)

    def factory(self):
        owner = self.owner
        return SMTP(owner, tls_context=owner.context, require_starttls=owner.require_tls, auth_required=bool(owner.login),
                    auth_require_tls=bool(owner.context), authenticator=owner.authenticate if owner.login else None,
                    data_size_limit=64 << 20, hostname="localhost")


class Gateway:
    """An SMS gateway. `status` is what it answers; `requests` are (method, path, query, body) in order."""

    def __init__(self):
        gateway = self
        self.status, self.requests = 200, []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
                gateway.requests.append((self.command, url.path, query, body))
                self.send_response(gateway.status)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def settings(self, *more):
        return ("mosip.kernel.sms.gateway=http", f"mosip.kernel.sms.api=http://127.0.0.1:{self.port}/sendsms",
                "mosip.kernel.sms.authkey=gateway-key") + more
