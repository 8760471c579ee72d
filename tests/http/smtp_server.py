"""An SMTP server (aiosmtpd), run by message_servers.MailServer as a process of its own."""

import asyncio
import base64
import json
import ssl
import sys

from stub_process import tell, told

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's packages, where another python3 comes first
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword  # noqa: E402


class Mailbox:
    """What aiosmtpd calls, and what came of it."""

    def __init__(self, config):
        self.behaviour = config["behaviour"]
        self.login = config["login"]
        self.require_tls = config["require_tls"]
        self.context = None
        if config["certificate"]:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*config["certificate"])
        self.mails, self.conversations, self.refused, self.signed_in = [], 0, 0, []
        self.open = set()

    def session(self):
        login = self.authenticate if self.login else None
        return Session(self, tls_context=self.context, require_starttls=self.require_tls, auth_required=bool(login),
                       auth_require_tls=bool(self.context), authenticator=login, data_size_limit=64 << 20, hostname="localhost")

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.behaviour["refuse"]:
            self.refused += 1
            return self.behaviour["refuse"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.conversations += 1
        if self.behaviour["drop"]:
            server.transport.abort()
            return "421 closing"
        if self.behaviour["slow"]:
            await asyncio.sleep(self.behaviour["slow"])
            return "451 too late"
        self.mails.append({"sender": envelope.mail_from, "recipients": list(envelope.rcpt_tos), "tls": bool(session.ssl),
                           "content": base64.b64encode(envelope.original_content).decode()})
        await asyncio.sleep(self.behaviour["late"])
        return "250 OK"

    def authenticate(self, server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and [data.login.decode(), data.password.decode()] == self.login
        self.signed_in.append(good)
        return AuthResult(success=good, handled=good)

    def state(self, known_mails):
        return {"mails": self.mails[known_mails:], "conversations": self.conversations, "refused": self.refused, "signed_in": self.signed_in}


class Session(SMTP):
    """Its connection can be ended."""

    def connection_made(self, transport):
        super().connection_made(transport)
        self.event_handler.open.add(self)

    def connection_lost(self, error):
        super().connection_lost(error)
        self.event_handler.open.discard(self)


async def main():
    config = told()
    mailbox = Mailbox(config)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(mailbox.session, "127.0.0.1", config["port"])
    tell(port=server.sockets[0].getsockname()[1])
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        mailbox.behaviour.update(order.get("behaviour", {}))
        if "stop" in order:
            server.close()
            for session in mailbox.open:
                session.transport.abort()
        tell(**mailbox.state(order["known"]))


if __name__ == "__main__":
    asyncio.run(main())
