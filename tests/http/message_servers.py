"""Servers that take messages, for tests: SMTP (aiosmtpd) and an SMS gateway (HTTP). Each is a process, told how to behave."""

import base64
import email
import email.policy
import os

from certificates import openssl
from stub_process import StubProcess


def behaviour(name):
    """An attribute that the process obeys as soon as it is set."""
    def tell(server, value):
        server.behaviour[name] = value
        if server.process.is_running:
            server.hear(server.process.ask(known=server.known, behaviour={name: value}))
    return property(lambda server: server.behaviour[name], tell)


class MailServer:
    """`refuse` is an answer to every RCPT; `slow` seconds pass before DATA is refused; `drop` closes at DATA; `late` seconds pass between
    what was taken and the word of it. What was taken stands in `mails`, in order; that and the counts go on over a stop and a start."""

    refuse, slow, drop, late = behaviour("refuse"), behaviour("slow"), behaviour("drop"), behaviour("late")

    def __init__(self, tls_directory=None, require_tls=False, login=None):
        self.ca_file, certificate = None, None
        if tls_directory:
            self.ca_file, key = os.path.join(tls_directory, "ca.pem"), os.path.join(tls_directory, "key.pem")
            openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", self.ca_file, "-days", "10",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost")
            certificate = [self.ca_file, key]
        self.behaviour = {"refuse": None, "slow": 0, "drop": False, "late": 0}
        self.process = StubProcess("smtp_server.py", behaviour=self.behaviour, certificate=certificate, require_tls=require_tls, login=login)
        self.taken, self.known, self.earlier, self.now = [], 0, {}, {}
        self.start()

    is_running = property(lambda self: self.process.is_running)
    mails = property(lambda self: self.look() or self.taken)
    conversations = property(lambda self: self.count("conversations", 0))
    refused = property(lambda self: self.count("refused", 0))
    signed_in = property(lambda self: self.count("signed_in", []))

    def start(self):
        self.process.start()

    def stop(self):
        if not self.is_running:
            return
        self.hear(self.process.end(known=self.known))
        self.earlier = {name: self.count(name, type(value)()) for name, value in self.now.items()}
        self.now, self.known = {}, 0

    def settings(self, *more):
        return ("idkernel.email.provider=smtp", "spring.mail.host=127.0.0.1", f"spring.mail.port={self.process.port}") + more

    def look(self):
        if self.is_running:
            self.hear(self.process.ask(known=self.known))

    def hear(self, state):
        mails = state.pop("mails")
        self.taken += [Mail(mail) for mail in mails]
        self.known += len(mails)
        self.now = state

    def count(self, name, none):
        """Of all the time, and so far."""
        self.look()
        return self.earlier.get(name, none) + self.now.get(name, none)


class Mail:
    def __init__(self, taken):
        self.sender, self.recipients, self.tls = taken["sender"], taken["recipients"], taken["tls"]
        self.message = email.message_from_bytes(base64.b64decode(taken["content"]), policy=email.policy.default)

    def text(self):
        return next(part for part in self.message.walk() if part.get_content_maintype() == "text").get_content().replace("\r\n", "\n")

    def attachments(self):
        return [(part.get_filename(), part.get_content_type(), part.get_payload(decode=True)) for part in self.message.iter_attachments()]


class Gateway:
    """An SMS gateway. `status` is what it answers; `requests` are (method, path, query, body) in order."""

    status = behaviour("status")

    def __init__(self):
        self.behaviour = {"status": 200}
        self.process = StubProcess("sms_gateway.py", behaviour=self.behaviour)
        self.taken = []
        self.process.start()

    known = property(lambda self: len(self.taken))

    @property
    def requests(self):
        self.hear(self.process.ask(known=self.known))
        return self.taken

    def hear(self, state):
        self.taken += [(method, path, query, base64.b64decode(body)) for method, path, query, body in state["requests"]]

    def stop(self):
        self.hear(self.process.end(known=self.known))

    def settings(self, *more):
        return ("mosip.kernel.sms.gateway=http", f"mosip.kernel.sms.api=http://127.0.0.1:{self.process.port}/sendsms",
                "mosip.kernel.sms.authkey=gateway-key") + more
